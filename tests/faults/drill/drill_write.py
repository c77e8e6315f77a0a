"""Run with an installation's environment: record into the session until killed. Prints the id of each entry once it is kept."""

import os
import sys
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillwater.settings")

import django

django.setup()

from stillwater.demo.people import find_house
from stillwater.kit.clock import now
from stillwater.treatment.actions.recording import add

house = find_house()
assert house
maya = house.access("maya")
session = UUID(sys.argv[1])
with maya.inside():
    while True:
        print(add(maya, session, "note", {"text": "Resting"}, at=now()).stored[0], flush=True)
