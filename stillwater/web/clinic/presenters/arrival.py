"""One appointment as the front desk sees it: who comes, when, where and to whom. Nothing that was measured or said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_lazy

from stillwater.care.queries import support_of
from stillwater.kit.clock import from_iso
from stillwater.people.models import Patient
from stillwater.treatment.models import Session
from stillwater.treatment.queries import state_of
from stillwater.web.clinic.presenters.said import clock, was_missed

# All that the desk is told of a stage: whether somebody is in their chair or resting is the team's.
DESK_WORDS = {
    "planned": gettext_lazy("Expected"),
    "arrived": gettext_lazy("Arrived"),
    "ready": gettext_lazy("With the team"),
    "under_way": gettext_lazy("With the team"),
    "recovering": gettext_lazy("With the team"),
    "left": gettext_lazy("Left"),
    "closed": gettext_lazy("Left"),
    "transferred": gettext_lazy("Left"),
    "called_off": gettext_lazy("Called off"),
}
WITH_TIME = {"arrived": "arrived", "left": "left", "closed": "left", "transferred": "transferred"}
IN_HOUSE = ("arrived", "ready", "under_way", "recovering")


@dataclass(frozen=True)
class Arrival:
    session: UUID
    patient: Patient
    time: str
    before: str  # the day they came, when they are still here from another day
    where: str
    sees: str
    words: str
    escort: str
    escort_said: str  # whether whoever drives has said that they will be there
    home: bool
    expected: bool
    arrived: bool  # and the team has not gone on yet: a mistaken tap can be taken back
    here: bool
    off: bool


def arrival(session: Session, now: datetime, *, sites: int) -> Arrival:
    """`sites`: how many the clinic has; with several each room says where it is."""
    appointment, home = session.appointment, session.appointment.setting == "home"
    zone, drives = appointment.zone, support_of(appointment).get("sits" if home else "drives")
    day, team = appointment.local_start.date(), (appointment.watcher, appointment.course.prescriber)
    return Arrival(
        session=session.pk, patient=session.patient, time=clock(appointment.starts_at if home else appointment.arrive_at, zone),
        before=f"{day:%d %b}" if day < now.astimezone(zone).date() and session.stage in IN_HOUSE else "",
        where=gettext("At home") if home else _room(session, named=sites > 1),
        sees=", ".join(dict.fromkeys(member.shown_name for member in team if member)),
        words=_words(session), escort=drives.name if drives else "",
        escort_said=(gettext("confirmed") if drives.confirmed_at else gettext("not confirmed yet")) if drives else "",
        home=home, expected=session.stage == "planned", arrived=session.stage == "arrived", here=session.stage in IN_HOUSE, off=session.stage == "called_off",
    )  # fmt: skip


def _room(session: Session, *, named: bool) -> str:
    room = session.appointment.room.name if session.appointment.room else gettext("No room yet")
    return gettext("%(room)s, %(site)s") % {"room": room, "site": session.appointment.site.name} if named else room


def _words(session: Session) -> str:
    """ "Expected", "Arrived 10:24", "With the team", "Left 13:05"."""
    state = state_of(session)
    if session.stage == "planned" and session.appointment.setting == "home":
        return gettext("Planned")
    if was_missed(state):
        return gettext("Did not take place")
    words, at = str(DESK_WORDS[session.stage]), _time_of(state, WITH_TIME.get(session.stage, ""))
    return f"{words} {clock(at, session.appointment.zone)}" if at else words


def _time_of(state: dict[str, Any], stage: str) -> datetime | None:
    move = next((move for move in reversed(state.get("stages", [])) if move["to"] == stage), None)
    return from_iso(move["at"]) if move else None
