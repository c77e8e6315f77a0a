"""200 sessions under way in one clinic, each with a nurse, a patient and a sitter signed in."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bench._copies import Ids, copies
from bench._place import cookies_of, progress


@dataclass
class Sitting:
    """One session with its three streams' cookies."""

    session: UUID
    version: int
    nurse: str
    patient: str
    sitter: str


@dataclass
class Crowd:
    """`awaiting` are sessions whose dose has not been recorded yet, so that nothing is due in them."""

    dosed: list[Sitting]
    awaiting: list[Sitting]

    @property
    def all(self) -> list[Sitting]:
        return [*self.dosed, *self.awaiting]


def gather(dosed: int, awaiting: int) -> Crowd:
    """So many sessions under way in one clinic, with their people signed in."""
    from stillwater.demo.courses import IV, adopt_all
    from stillwater.demo.people import build_house
    from stillwater.kit.clock import now

    at = now()
    house = build_house(at - timedelta(days=60))
    osei = house.access("osei")
    with osei.inside():
        protocol = adopt_all(osei, house.clinic.id, by="Dr. Ada Osei", at=at - timedelta(days=59))[IV]
    from tests.signing_in import signed_in

    nurse = cookies_of(signed_in(house.persons["maya"]))
    return Crowd(
        _sessions(house, "ana", protocol, dosed, dose=True, nurse=nurse),
        _sessions(house, "mo", protocol, awaiting, dose=False, nurse=nurse),
    )


def _sessions(house: Any, who: str, protocol: Any, count: int, *, dose: bool, nurse: str) -> list[Sitting]:
    """The session of one person of the cast, recorded as a nurse would, and its copies."""
    from stillwater.kit.clock import now

    session = _first(house, who, protocol, now(), dose)
    made = [{}, *copies(house.patients[who], range(1, count), _renamed, progress(f"{count} sessions like {who}'s"))]
    told, found = progress(f"signing in with {who}"), []
    for ids in made:
        found.append(_sitting(house.patients[who], session, ids, nurse))
        told(len(found), count)
    return found


def _first(house: Any, who: str, protocol: Any, at: datetime, dose: bool) -> Any:
    from stillwater.demo.courses import give_course
    from stillwater.demo.recording import Scribe
    from stillwater.people.actions.passes import issue
    from stillwater.treatment.actions.planning import plan

    before = at - timedelta(days=4)
    course = give_course(house, house.patients[who], protocol, at=before)
    access = house.access("maya")
    with access.inside():
        session = plan(
            access, course, starts_at=at - timedelta(minutes=14), arrive_at=at - timedelta(minutes=30), site=house.site,
            room=house.rooms[0], watcher=house.members["maya"], at=before,
        )  # fmt: skip
        issue(
            access, house.patients[who], name="Dan Marlow", relation="brother", tasks=["drives"],
            session_id=session.pk, expires_at=at + timedelta(hours=20), at=before,
        )  # fmt: skip
    scribe = Scribe(house, session, at)
    scribe.arrive(35)
    if dose:
        scribe.begin(0)
    else:
        scribe.record("moved", {"to": "under_way"}, 14)
    session.refresh_from_db()
    return session


def _renamed(row: Any, number: int) -> None:
    kind = type(row).__name__
    if kind == "Person":
        row.email = f"{number}.{row.email}"
    elif kind == "Patient":
        row.email, row.record_number = "", f"{row.record_number}-{number}"
    elif kind == "SupportPass":
        row.secret_digest = secrets.token_hex(32)


def _sitting(patient: Any, session: Any, ids: Ids, nurse: str) -> Sitting:
    from django_scopes import scopes_disabled

    from stillwater.people.models import Person, SupportPass
    from tests.signing_in import signed_in, with_pass

    mine = ids.get(session.pk, session.pk)
    with scopes_disabled():
        person = Person.objects.get(id=ids.get(patient.person_id, patient.person_id))
        sitter = cookies_of(with_pass(SupportPass.objects.get(session_id=mine)))
        signed = cookies_of(signed_in(person))
    return Sitting(mine, session.version, nurse, signed, sitter)
