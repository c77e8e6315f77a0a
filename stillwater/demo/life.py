"""What keeps the demonstration alive: somebody of the cast records what is due, and sessions come to their end."""

from datetime import datetime
from typing import Any

from stillwater.care.queries import courses_of
from stillwater.demo.courses import IV
from stillwater.demo.people import House
from stillwater.demo.recording import Scribe, plausible
from stillwater.kit.clock import from_iso
from stillwater.treatment.actions.planning import plan
from stillwater.treatment.models import Session
from stillwater.treatment.queries import sessions_on, state_of

# Who is played; the others wait for whoever looks at the demonstration.
PLAYED = ("ana", "jonah", "mo")
INFUSION_MINUTES, HOME_AFTER_MINUTES = 40, 105
STEPS = list[tuple[str, dict[str, Any]]]


def due_steps(state: dict[str, Any], now: datetime, seed: int) -> STEPS:
    """What a nurse would record at this moment of a session: only what is due, at the minute it is due."""
    began = state["dose"]["began_at"]
    if began is None or state["open_limits"]:
        return []
    minute = (now - from_iso(began)).total_seconds() / 60
    steps: STEPS = []
    late = {item["check"] for item in state["due"] if from_iso(item["at"]) <= now}
    if "look_in" in late:
        steps.append(("look_in", {"sign": "breathing_easy" if int(minute) % 2 else "wakes_to_name"}))
    if late - {"look_in"}:
        reading = plausible(minute, seed)
        if any("breath" in check for check in late):
            reading |= {"resp": 14, "sedation": 5, "scale_version": "moaas-0-5"}
        steps.append(("reading", reading))
    if state["stage"] == "under_way" and minute >= INFUSION_MINUTES:
        steps += [("dose", {"event": "ended"}), ("moved", {"to": "recovering"})]
    elif 18 <= minute < 24 and not state["effects"]:
        steps.append(("effect", {"name": "dizzy", "severity": "mild"}))
    return steps


def turn(house: House, at: datetime) -> int:
    """One look at every session that is played; returns how many entries were recorded."""
    access, recorded = house.access("maya"), 0
    with access.inside():
        today = sessions_on(access, house.clinic.id, at.astimezone(house.site.zone).date())
        played = [s for s in today if any(s.patient_id == house.patients[name].id for name in PLAYED)]
    going = [s for s in played if s.stage in ("under_way", "recovering")]
    for session in going:
        recorded += _play(house, session, at)
    if not going:
        recorded += _begin_another(house, played, at)
    return recorded


def _play(house: House, session: Session, at: datetime) -> int:
    scribe = Scribe(house, session, at)
    access = house.access("maya")
    with access.inside():
        state = state_of(session)
    began = state["dose"]["began_at"]
    if session.stage == "recovering" and began and (at - from_iso(began)).total_seconds() / 60 >= HOME_AFTER_MINUTES:
        scribe.go_home()
        return 1
    steps = due_steps(state, at, scribe.seed)
    for kind, data in steps:
        scribe.record(kind, data, 0)
    return len(steps)


def _begin_another(house: House, played: list[Session], at: datetime) -> int:
    """The one of the cast whose last session is longest ago begins, in a room that nobody is in."""
    waiting = sorted(
        PLAYED,
        key=lambda name: max(
            (s.appointment.starts_at for s in played if s.patient_id == house.patients[name].id),
            default=house.clinic.opened_at,
        ),
    )
    access, patient = house.access("maya"), house.patients[waiting[0]]
    with access.inside():
        course = courses_of(access, patient.id).filter(protocol__slug=IV, ended_at__isnull=True).first()
        if course is None:
            return 0
        session = plan(
            access, course, starts_at=at, arrive_at=at, site=house.site, room=house.rooms[1],
            watcher=house.members["maya"], at=at,
        )  # fmt: skip
        _escort(access, session, at)
    scribe = Scribe(house, session, at)
    scribe.arrive(9)
    scribe.begin(0)
    return 2


def _escort(access: Any, session: Session, at: datetime) -> None:
    from stillwater.care.actions.plan import name_support

    name_support(access, session.appointment, task="drives", name="Lina Haddad", phone="+1 303 555 0115", at=at)
