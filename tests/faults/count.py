"""Run with a server's environment: what is in the record, and whether its state is what its entries fold to. Prints JSON."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillwater.settings")

import django

django.setup()

from django_scopes import scopes_disabled

from stillwater.audit.queries import broken
from stillwater.treatment.models import Entry, Session
from stillwater.treatment.queries import entries_of, settings_of
from stillwater.treatment.rules.fold import fold

with scopes_disabled():
    session = Session.objects.get(pk=sys.argv[1])
    ids = [str(i) for i in Entry.objects.filter(session=session).values_list("id", flat=True)]
    same = fold(entries_of(session), settings_of(session)) == session.state
print(json.dumps({"ids": ids, "same": same, "chain": str(broken() or ""), "version": session.version}))
