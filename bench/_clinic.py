"""A clinic of 500 patients with histories, on a day with a full board."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench._copies import copies
from bench._place import cookies_of, progress

PAST_SESSIONS = (35, 28, 21, 14)  # days ago


@dataclass
class Clinic:
    """Who asks (cookies) and what for (paths)."""

    patients: list[str]
    staff: list[str]
    rooms: list[str]
    session_of_ana: str
    ana: str
    said: str


def gather(patients: int, more_under_way: int) -> Clinic:
    """Cedar House as the demonstration has it, more people in a session, and the rest of `patients` with four past sessions."""
    from django_scopes import scopes_disabled

    from stillwater.demo.people import find_house
    from stillwater.demo.seed import seed
    from stillwater.kit.clock import now
    from stillwater.kit.sqlite.statistics import refresh
    from stillwater.people.models import Patient

    seed(at=now(), progress=progress("the people of Cedar House"))
    house = find_house()
    assert house is not None
    copies(house.patients["ana"], range(1, more_under_way + 1), _renamed, progress("in a session"))
    with scopes_disabled():
        here = Patient.objects.filter(clinic=house.clinic).count()
    past = _with_a_past(house)
    copies(past, range(1001, 1001 + patients - here - 1), _renamed, progress("patients with a past"))
    refresh()  # as the product does at every start and every hour
    with scopes_disabled():
        return _asked(house)


def _with_a_past(house: Any) -> Any:
    """One patient whose course is half way: four signed sessions, each recorded entry by entry."""
    from datetime import date

    from stillwater.care.models import ProtocolVersion
    from stillwater.demo.courses import IV, give_course
    from stillwater.demo.recording import Scribe
    from stillwater.kit.clock import now
    from stillwater.people.models import Patient, Person
    from stillwater.treatment.actions.planning import plan

    at, access = now(), house.access("maya")
    person = Person.objects.create_user("una@home.example", None, name="Una Kaur", time_zone="America/Denver")
    with access.inside():
        patient = Patient.objects.create(
            clinic=house.clinic, person=person, name="Una Kaur", born_date=date(1981, 5, 3), record_number="CH-3000",
            allergies="None, asked on first visit", phone="+1 303 555 0100", time_zone="America/Denver",
            added_at=at - timedelta(days=60),
        )  # fmt: skip
        protocol = ProtocolVersion.objects.get(clinic=house.clinic, slug=IV)
    course = give_course(house, patient, protocol, at=at - timedelta(days=50))
    for days in PAST_SESSIONS:
        starts = at - timedelta(days=days)
        with access.inside():
            session = plan(
                access, course, starts_at=starts, arrive_at=starts - timedelta(minutes=30), site=house.site,
                room=house.rooms[0], watcher=house.members["maya"], at=starts - timedelta(days=3),
            )  # fmt: skip
        _whole(Scribe(house, session, at), days * 24 * 60)
    return patient


def _whole(scribe: Any, ago: float) -> None:
    scribe.arrive(ago + 20)
    scribe.begin(ago)
    for minute in range(10, 90, 10):
        scribe.read(ago - minute, minute)
    scribe.finish(ago - 40, ago - 100)


def _renamed(row: Any, number: int) -> None:
    kind = type(row).__name__
    if kind == "Person":
        row.email = f"{number}.{row.email}"
    elif kind == "Patient":
        row.name, row.record_number, row.email = f"{row.name} {number}", f"{row.record_number}-{number}", ""


def _asked(house: Any) -> Clinic:
    from stillwater.people.models import Patient
    from stillwater.treatment.models import Entry, Session
    from tests.signing_in import signed_in

    cookie: Callable[[Any], str] = lambda person: cookies_of(signed_in(person))  # noqa: E731
    open_now = Session.objects.filter(clinic=house.clinic, stage__in=("under_way", "recovering", "arrived"))
    mine = open_now.get(patient=house.patients["ana"])
    who = [house.persons[name] for name in ("ana", "mo", "jonah", "ines", "ruth", "noor", "iris")]
    who += [session.patient.person for session in open_now.filter(patient__name__startswith="Ana").exclude(pk=mine.pk)]
    ana, *others = [cookie(person) for person in who]
    counts = f"{Patient.objects.filter(clinic=house.clinic).count()} patients, {Session.objects.count()} sessions, "
    return Clinic(
        patients=[ana, *others], staff=[cookie(house.persons[name]) for name in ("maya", "theo", "osei")],
        rooms=[f"/rooms/{session.pk}" for session in open_now], session_of_ana=f"/session/{mine.pk}", ana=ana,
        said=f"{counts}{Entry.objects.count()} entries, {open_now.count()} people in a session",
    )  # fmt: skip
