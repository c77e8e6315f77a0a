"""Run with an installation's environment: everything that is in it. Prints JSON."""

import hashlib
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillwater.settings")

import django

django.setup()

from django.apps import apps
from django.conf import settings
from django_scopes import scopes_disabled

from stillwater.audit.queries import broken
from stillwater.journal.models import Recording
from stillwater.kit import files
from stillwater.people.keyring import key_of
from stillwater.soundscape.models import RenderedFile
from stillwater.treatment.models import Entry, Session
from stillwater.treatment.queries import entries_of, settings_of
from stillwater.treatment.rules.fold import fold


def shown(value: object) -> str:
    return bytes(value).hex() if isinstance(value, memoryview) else repr(value)


facts = json.loads(sys.argv[1])
with scopes_disabled():
    rows = {
        model._meta.label: sorted(
            json.dumps({key: shown(value) for key, value in row.items()}) for row in model._base_manager.values()
        )
        for model in apps.get_models()
    }
    voice = Recording.objects.get(id=facts["voice"])
    opened = b"".join(files.read(voice.id, key_of(voice.note_id)))
    sound = {file.name: file.sha256 for file in RenderedFile.objects.all()}
    on_disk = {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (settings.STILLWATER_DATA / "sound").glob("*.m4a")
    }
    session = Session.objects.get(pk=facts["session"])
    entries = [
        str(i) for i in Entry.objects.filter(session=session).order_by("recorded_at", "id").values_list("id", flat=True)
    ]
    same = fold(entries_of(session), settings_of(session)) == session.state
print(
    json.dumps(
        {
            "rows": rows,
            "voice": opened.decode(),
            "sound": sound,
            "on_disk": on_disk,
            "entries": entries,
            "same": same,
            "chain": str(broken() or ""),
        }
    )
)
