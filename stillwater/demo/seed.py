"""Cedar House on a day like any other, around the present moment: people at every point of their courses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from stillwater.care.actions import plan as plans
from stillwater.care.actions import tasks, wishes
from stillwater.channel.actions.editors import appoint
from stillwater.demo.courses import IV, LOZENGE, NASAL, adopt_all, give_course
from stillwater.demo.listings import build_listings, moderator
from stillwater.demo.own import wren_on_her_own
from stillwater.demo.people import House, build_house
from stillwater.demo.recording import Scribe
from stillwater.demo.tablets import give_pins
from stillwater.journal.actions import share, write
from stillwater.people.access import access_by_pass
from stillwater.people.actions.passes import issue, open_pass
from stillwater.people.queries import is_fresh
from stillwater.treatment.actions.planning import plan
from stillwater.treatment.models import Session

PASSWORD = "stillwater in the demonstration"  # noqa: S105 the demonstration signs in with one touch anyway
Progress = Callable[[int, int], None]


@dataclass
class Day:
    """What the seeding goes on with."""

    house: House
    at: datetime
    protocols: dict[str, Any]

    def session(
        self, who: str, protocol: str, *, room: int | None, starts: timedelta, watcher: str = "maya", course: Any = None
    ) -> Session:
        """A session of `who`, `starts` from now, with somebody to go home with."""
        house = self.house
        made = self.at + min(starts, timedelta()) - timedelta(days=3)
        course = course or give_course(
            house, house.patients[who], self.protocols[protocol], at=made - timedelta(days=4)
        )
        access = house.access("maya")
        with access.inside():
            session = plan(
                access, course, starts_at=self.at + starts, arrive_at=self.at + starts - timedelta(minutes=30),
                site=house.site, room=house.rooms[room - 1] if room else None, watcher=house.members[watcher], at=made,
            )  # fmt: skip
            name, phone = ESCORTS[who]
            task = "sits" if protocol == LOZENGE else "drives"
            plans.name_support(access, session.appointment, task=task, name=name, phone=phone, at=made)
        return session


ESCORTS = {
    "ana": ("Dan Marlow", "+1 303 555 0111"), "ruth": ("Leo Bellamy", "+1 303 555 0112"),
    "jonah": ("Sal Pike", "+1 303 555 0113"), "ines": ("Rui Duarte", "+1 303 555 0114"),
    "mo": ("Lina Haddad", "+1 303 555 0115"), "clara": ("Jo Voss", "+1 303 555 0116"),
    "iris": ("June Tan", "+1 303 555 0117"), "noor": ("Sara Rahimi", "+1 303 555 0118"),
}  # fmt: skip


def seed(*, at: datetime, progress: Progress) -> bool:
    """Fill an empty database; False when somebody is here already."""
    if not is_fresh():
        return False
    house = build_house(at - timedelta(days=60), password=PASSWORD)
    osei = house.access("osei")
    with osei.inside():
        protocols = adopt_all(osei, house.clinic.id, by="Dr. Ada Osei", at=at - timedelta(days=59))
    give_pins(house, at=at - timedelta(days=50))
    day = Day(house, at, protocols)
    steps = (ana, ruth, jonah, ines, mo, clara, iris, noor, wren)
    for number, step in enumerate(steps, 1):
        step(day)
        progress(number, len(steps) + 1)
    build_listings(at, moderator(at), clinic=house.clinic, keeper=house.persons["osei"])
    staff_the_channel(house)
    progress(len(steps) + 1, len(steps) + 1)
    return True


def staff_the_channel(house: House) -> None:
    """Who writes, reviews and publishes its pages."""
    appoint(person=house.persons["priya"], role="editor", credentials="therapist")
    appoint(person=house.persons["osei"], role="reviewer", credentials="MD, psychiatrist")
    appoint(person=house.persons["maya"], role="publisher", credentials="RN")


def _whole(day: Day, session: Session, minutes_ago: float) -> None:
    """A session that was gone through and signed, begun so many minutes ago."""
    scribe = Scribe(day.house, session, day.at)
    scribe.arrive(minutes_ago + 20)
    scribe.begin(minutes_ago)
    for minute in range(10, 90, 10):
        scribe.read(minutes_ago - minute, minute)
    scribe.finish(minutes_ago - 40, minutes_ago - 100)


def ana(day: Day) -> None:
    """Her third infusion is under way in room 2; the first two are signed."""
    first = day.session("ana", IV, room=2, starts=-timedelta(days=7))
    _whole(day, first, 7 * 24 * 60)
    course = first.appointment.course
    second = day.session("ana", IV, room=2, starts=-timedelta(days=4), course=course)
    _whole(day, second, 4 * 24 * 60)
    _words(day, "ana", first, "The strings carried me. My father's kitchen, and it was light.", shared=True)
    _words(day, "ana", second, "Harder at first. Then very quiet.", shared=False)
    third = day.session("ana", IV, room=2, starts=-timedelta(minutes=22), course=course)
    with day.house.access("ana").inside():
        write(
            day.house.access("ana"),
            kind="intention",
            text="To meet what is here, and be kind to it.",
            session=third,
            at=day.at - timedelta(hours=14),
        )
        wishes.set_wishes(
            day.house.access("ana"),
            day.house.patients["ana"],
            touch="No, unless I ask and you agree",
            voice="Yes, low and slow, my name first",
            sound="strings",
            never=["rain"],
            at=day.at - timedelta(days=6),
        )
    scribe = Scribe(day.house, third, day.at)
    scribe.arrive(45)
    scribe.begin(22)
    scribe.read(12, 10)
    scribe.record("look_in", {"sign": "breathing_easy"}, 7)


def ruth(day: Day) -> None:
    """Recovering in room 1 after two devices; her escort has not been seen."""
    session = day.session("ruth", NASAL, room=1, starts=-timedelta(minutes=112), watcher="theo")
    scribe = Scribe(day.house, session, day.at, nurse="theo")
    scribe.arrive(135)
    scribe.begin(112, amount=28, device=1)
    scribe.record("dose", {"event": "given", "amount": 28, "unit": "mg", "device_no": 2}, 107)
    for ago in (97, 82, 67, 52, 37, 22, 7):
        scribe.read(ago, 112 - ago)
        scribe.record("look_in", {"sign": "wakes_to_name"}, ago - 1)
    scribe.record("moved", {"to": "recovering"}, 60)
    for key in ("breathing_usual", "sedation_gone"):
        scribe.record("check", {"key": key, "met": True}, 6)


def jonah(day: Day) -> None:
    """Rising in room 3; the oximeter's value stands there unconfirmed."""
    session = day.session("jonah", IV, room=3, starts=-timedelta(minutes=12), watcher="priya")
    scribe = Scribe(day.house, session, day.at, nurse="theo")
    scribe.arrive(35)
    scribe.begin(12)
    scribe.record("reading", {"spo2": 96, "source": "device"}, 1)
    scribe.record("look_in", {"sign": "breathing_easy"}, 3)


def ines(day: Day) -> None:
    """Arrived in room 4; she ate later than the plan asks."""
    session = day.session("ines", IV, room=4, starts=timedelta(minutes=15), watcher="theo")
    scribe = Scribe(day.house, session, day.at, nurse="theo")
    scribe.arrive(12, without="food")
    scribe.record("check", {"key": "food", "met": False, "value": "ate a roll an hour ago"}, 4)


def mo(day: Day) -> None:
    """Planned for later today."""
    day.session("mo", IV, room=1, starts=timedelta(hours=2, minutes=30), watcher="theo")


def clara(day: Day) -> None:
    """She called today's session off herself."""
    session = day.session("clara", IV, room=2, starts=timedelta(hours=3))
    Scribe(day.house, session, day.at, nurse="clara").record("moved", {"to": "called_off", "reason": "A cold"}, 180)


def iris(day: Day) -> None:
    """At home this evening, with her sister's pass ready."""
    session = day.session("iris", LOZENGE, room=None, starts=timedelta(hours=4))
    house, access = day.house, day.house.access("iris")
    with access.inside():
        from stillwater.care.queries import support_of

        june = support_of(session.appointment)["sits"]
        issued = issue(
            access, house.patients["iris"], name="June Tan", relation="sister", phone=june.phone, tasks=["sits"],
            session_id=session.pk, expires_at=day.at + timedelta(hours=22), at=day.at - timedelta(hours=20),
        )  # fmt: skip
        plans.give_pass(access, june, support_pass=issued.support_pass, at=day.at - timedelta(hours=20))
    open_pass(issued.support_pass, at=day.at - timedelta(hours=19))
    held = access_by_pass(issued.support_pass.id, at=day.at)
    with held.inside():
        plans.count_on(held, session.appointment, at=day.at - timedelta(hours=19))


def noor(day: Day) -> None:
    """She left early yesterday: somebody is to call tonight. And a first session long signed."""
    session = day.session("noor", IV, room=3, starts=-timedelta(days=1))
    _whole(day, session, 24 * 60)
    access, at = day.house.access("priya"), day.at
    evening = (at + timedelta(hours=6)).astimezone(UTC)
    with access.inside():
        tasks.add(
            access, day.house.patients["noor"], about=f"demo-call:{session.pk}", words="Call Noor", reason="Left early yesterday",
            due_at=evening, for_name="Priya", at=at - timedelta(hours=20),
        )  # fmt: skip


def wren(day: Day) -> None:
    """On her own: everything copied, a session tomorrow evening, and Remy beside her."""
    wren_on_her_own(day.house, at=day.at)


def _words(day: Day, who: str, session: Session, text: str, *, shared: bool) -> None:
    access, at = day.house.access(who), session.appointment.starts_at + timedelta(hours=3)
    with access.inside():
        note = write(access, kind="reflection", text=text, session=session, at=at)
    if shared:
        _share(day, who, note, at)


def _share(day: Day, who: str, note: Any, at: datetime) -> None:
    access = day.house.access(who)
    with access.inside():
        share(access, note, day.house.patients[who], at=at + timedelta(days=1))
