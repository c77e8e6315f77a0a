"""Run with an installation's environment: fill it with a house, a session under way, a voice note and a sound."""

import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillwater.settings")

import django

django.setup()

from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from stillwater.demo.recording import Scribe
from stillwater.journal.actions import add_recording, write
from stillwater.kit.clock import now
from stillwater.soundscape.actions import ask_for
from stillwater.soundscape.rules import compose, plain_phases
from tests.faults.house import begin

at = now()
house, session = begin(at)
ana = house.access("ana")
scribe = Scribe(house, session, at)
scribe.arrive(20)
scribe.begin(5)
with ana.inside():
    note = write(ana, kind="reflection", text="My father's kitchen, and it was light.", mood="good", at=at)
    voice = add_recording(ana, note, pieces=[b"Ana's voice. " * 20_000], media_type="audio/webm", at=at)
DBTaskResult.objects.all().delete()  # the sound of a whole session would take the tests too long
sound = ask_for(plan=compose(phases=plain_phases(8), scene="strings", seed=21, closing_seconds=2), at=at)
call_command("db_worker", batch=True, queue_name="*", startup_delay=False, verbosity=0)
print(json.dumps({"session": str(session.pk), "voice": str(voice.id), "sound": sound.plan_hash}))
