"""What both kinds of faults begin with: Cedar House in an empty database, and Ana's session in room 2, planned for now."""

from datetime import datetime, timedelta

from django.core.management import call_command

from stillwater.demo.courses import IV, adopt_all, give_course
from stillwater.demo.people import House, build_house
from stillwater.treatment.actions.planning import plan
from stillwater.treatment.models import Session


def begin(at: datetime) -> tuple[House, Session]:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    house = build_house(at - timedelta(days=9))
    osei, maya = house.access("osei"), house.access("maya")
    with osei.inside():
        protocols = adopt_all(osei, house.clinic.id, by="Dr. Ada Osei", at=at - timedelta(days=9))
    course = give_course(house, house.patients["ana"], protocols[IV], at=at - timedelta(days=8))
    with maya.inside():
        session = plan(
            maya, course, starts_at=at, arrive_at=at, site=house.site, room=house.rooms[1],
            watcher=house.members["maya"], at=at - timedelta(days=1),
        )  # fmt: skip
    return house, session
