"""The day beside the board: every session of it, those called off and those at home included."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from django.utils.translation import gettext

from stillwater.kit.clock import from_iso
from stillwater.web.clinic.presenters.card import ON_THE_BOARD, Seat
from stillwater.web.clinic.presenters.readings import State
from stillwater.web.clinic.presenters.said import STAGE_WORDS, clock, inner, short_name, was_missed


@dataclass(frozen=True)
class DayLine:
    """One session of the day in two lines."""

    session: UUID
    version: int
    time: str
    name: str
    words: str
    home: bool
    now: bool
    off: bool
    before: str = ""  # the day it began, when it is still open from another day


def day_line(seat: Seat, state: State, facts_unmet: dict[str, str], gate_words: str, today: datetime) -> DayLine:
    """`facts_unmet`: what is unmet outside the session, of a session still to come."""
    stage, local = state["stage"], seat.starts_at.astimezone(seat.zone)
    where = "" if seat.home else seat.room or gettext("No room yet")
    said = called_off(state, seat.zone) if stage == "called_off" else _how(stage, facts_unmet, gate_words)
    words = said if stage == "called_off" else ", ".join(filter(None, (where, said)))
    before = f"{local:%d %b}" if local.date() != today.astimezone(seat.zone).date() else ""
    return DayLine(
        seat.session, seat.version, clock(seat.starts_at, seat.zone), seat.name,
        words[:1].upper() + words[1:], seat.home,
        stage in ON_THE_BOARD, stage == "called_off", before,
    )  # fmt: skip


def _how(stage: str, facts_unmet: dict[str, str], gate_words: str) -> str:
    if stage == "planned":
        return inner(next(iter(facts_unmet.values())).rstrip(".")) if facts_unmet else gettext("planned")
    if stage in ("arrived", "ready") and gate_words:
        return gate_words
    return inner(str(STAGE_WORDS[stage]))


def called_off(state: State, zone: tzinfo) -> str:
    """ "Called off 08:10, by Clara"."""
    move = next((move for move in reversed(state["stages"]) if move["to"] == "called_off"), None)
    if move is None:
        return str(STAGE_WORDS["called_off"])
    facts = {"time": clock(from_iso(move["at"]), zone), "who": short_name(move["by"])}
    if was_missed(state):
        return gettext("Did not take place; noted %(time)s, by %(who)s") % facts
    return gettext("Called off %(time)s, by %(who)s") % facts
