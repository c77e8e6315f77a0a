"""The rooms as a locked tablet shows them: where, since when, what is due. Of nobody: no name, no initials, no value."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from django.utils.translation import gettext

from stillwater.kit.clock import from_iso
from stillwater.people.access import Access
from stillwater.people.models import Room
from stillwater.people.queries import rooms_beside
from stillwater.treatment.models import Session
from stillwater.treatment.queries import sessions_beside, settings_of, state_of
from stillwater.treatment.rules.due import help_unanswered
from stillwater.treatment.rules.phase import phase_at
from stillwater.web.clinic.presenters.card import ON_THE_BOARD
from stillwater.web.clinic.presenters.readings import State
from stillwater.web.clinic.presenters.said import STAGE_WORDS, ago_exactly, clock, due, place, span

MOST_LINES = 2


@dataclass(frozen=True)
class Line:
    """One thing that this room asks for. `at` goes on by itself."""

    words: str
    at: datetime | None = None
    at_words: str = ""
    state: str = ""  # "over", "now", "ahead", or "urgent"


@dataclass(frozen=True)
class Call:
    """Help is called for, and nobody has said that they are coming."""

    words: str
    at: datetime
    ago: str
    answer: str


@dataclass(frozen=True)
class RoomNow:
    name: str
    stage: str = ""
    sky: str = "before"
    along: float = 0.04
    since_at: datetime | None = None
    since: str = ""
    lines: list[Line] = field(default_factory=list)
    call: Call | None = None


def rooms_now(access: Access, at: datetime) -> tuple[list[RoomNow], list[Call]]:
    """Each room of the site, and every call that stands there, at home included."""
    found, zone = sessions_beside(access, at), access.tablet.site.zone if access.tablet else at.tzinfo
    calls = [call for call in (_call(session, state_of(session), at) for session in found) if call]
    assert zone is not None
    return [_room(room, found, at, zone) for room in rooms_beside(access)], calls


def _room(room: Room, sessions: Iterable[Session], at: datetime, zone: tzinfo) -> RoomNow:
    here = [session for session in sessions if session.appointment.room_id == room.id]
    now = next((session for session in here if session.stage in ON_THE_BOARD), None)
    if now is not None:
        return _in_use(room.name, now, at)
    coming = next((session for session in here if session.stage == "planned"), None)
    if coming is None:
        return RoomNow(room.name, since=gettext("Free"))
    words = gettext("next at %(time)s") % {"time": clock(coming.appointment.starts_at, zone)}
    return RoomNow(room.name, since=gettext("Free"), lines=[Line(words)])


def _in_use(name: str, session: Session, at: datetime) -> RoomNow:
    state = state_of(session)
    began = from_iso(state["dose"]["began_at"]) if state["dose"]["began_at"] else None
    phase = phase_at(settings_of(session).protocol, began, at)
    sky = "before" if began is None else "during" if session.stage == "under_way" else "after"
    return RoomNow(
        name, str(STAGE_WORDS[session.stage]), sky, phase.along if phase else 0.04, began,
        span(at - began) if began else gettext("No dose"), _lines(state, at), _call(session, state, at),
    )  # fmt: skip


def _lines(state: State, at: datetime) -> list[Line]:
    found = [Line(gettext("Stop was said."), state="urgent")] if state["stop"] else []
    if state["open_limits"]:
        found.append(Line(gettext("A reading waits for a decision."), state="urgent"))
    for item in state["due"][:MOST_LINES]:
        when = from_iso(item["at"])
        kind, words = due(when, at)
        found.append(Line(item["title"], when, words, kind))
    return found


def _call(session: Session, state: State, at: datetime) -> Call | None:
    call, room = state["help"], session.appointment.room
    if not call or call["answered"]:
        return None
    where = place(room.name if room else "", home=session.appointment.setting == "home")
    told = help_unanswered(state, at)
    answer = gettext("Nobody has answered. All staff are told.") if told else gettext("Nobody has answered yet.")
    began = from_iso(call["at"])
    return Call(gettext("Help is called for %(where)s.") % {"where": where}, began, ago_exactly(began, at), answer)
