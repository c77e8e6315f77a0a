"""Run with an installation's environment: fill it with a house, a session under way, a voice note and a sound."""

import json
import os
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillwater.settings")

import django

django.setup()

from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from stillwater.demo.courses import IV, adopt_all, give_course
from stillwater.demo.people import build_house
from stillwater.demo.recording import Scribe
from stillwater.journal.actions import add_recording, write
from stillwater.kit.clock import now
from stillwater.soundscape.actions import ask_for
from stillwater.soundscape.rules import compose, plain_phases
from stillwater.treatment.actions.planning import plan

call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
at = now()
house = build_house(at - timedelta(days=9))
osei, maya, ana = house.access("osei"), house.access("maya"), house.access("ana")
with osei.inside():
    protocols = adopt_all(osei, house.clinic.id, by="Dr. Ada Osei", at=at - timedelta(days=9))
course = give_course(house, house.patients["ana"], protocols[IV], at=at - timedelta(days=8))
with maya.inside():
    session = plan(
        maya, course, starts_at=at, arrive_at=at, site=house.site, room=house.rooms[1],
        watcher=house.members["maya"], at=at - timedelta(days=1),
    )  # fmt: skip
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
