"""One session as a card of the board: where it is, what was read, what is due, what is unmet, who watches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from django.utils.translation import gettext, ngettext

from stillwater.care.rules.limits import Limit
from stillwater.care.rules.protocol import Protocol
from stillwater.care.rules.words import words
from stillwater.kit.clock import from_iso
from stillwater.treatment.rules.due import help_unanswered
from stillwater.treatment.rules.gates import GateResult, standing
from stillwater.treatment.rules.phase import phase_at
from stillwater.treatment.rules.stages import BEFORE_DOSE
from stillwater.web.clinic.presenters.dues import Due, dues_of, watch_of
from stillwater.web.clinic.presenters.readings import Reading, State, big, readings
from stillwater.web.clinic.presenters.said import ROUTE_NAMES, STAGE_WORDS, ago_exactly, clock, short_name, span

ON_THE_BOARD = ("arrived", "ready", "under_way", "recovering")


@dataclass(frozen=True)
class Seat:
    """What the board knows of a session beside its entries."""

    session: UUID
    version: int
    name: str
    room: str
    home: bool
    route: str
    starts_at: datetime
    zone: tzinfo
    watcher: str = ""
    key: str = ""  # the digit that opens this room from the keyboard


@dataclass(frozen=True)
class Help:
    """A call that nobody has answered yet."""

    call: str
    at: datetime
    ago: str
    by: str
    words: str


@dataclass(frozen=True)
class Card:
    """Everything that a card shows, in words."""

    seat: Seat
    stage: str
    stage_words: str
    sky: str
    along: float
    arc_words: str
    route: str
    since_at: datetime | None
    since: str
    since_words: str
    readings: tuple[Reading, ...]
    dues: tuple[Due, ...] = ()
    watch: Due | None = None
    help: Help | None = None

    @property
    def dom_id(self) -> str:
        return f"s-{self.seat.session}"


def card(
    seat: Seat, state: State, protocol: Protocol, limits: Sequence[Limit], gate: list[GateResult], now: datetime
) -> Card:
    """`gate` is the gate that matters now: ready before the dose, leave while recovering, else empty."""
    began = from_iso(state["dose"]["began_at"]) if state["dose"]["began_at"] else None
    phase = phase_at(protocol, began, now)
    stage, route = state["stage"], str(ROUTE_NAMES.get(seat.route, seat.route))
    phase_title = words(phase.phase.title) if phase else gettext("before the dose")
    return Card(
        seat=seat, stage=stage, stage_words=str(STAGE_WORDS[stage]), sky=_sky(stage, began),
        along=round(phase.along, 2) if phase else 0.04, arc_words=f"{STAGE_WORDS[stage]}, {phase_title.lower()}", route=route,
        since_at=began, since=span(now - began) if began else gettext("No dose"),
        since_words=_since_words(state, seat), readings=tuple(big(readings(state, limits, protocol, now))),
        dues=tuple(dues_of(seat.name, state, limits, gate, now, seat.zone)),
        watch=watch_of(state, seat.watcher, now, seat.zone),
        help=help_of(state, now),
    )  # fmt: skip


def _sky(stage: str, began: datetime | None) -> str:
    if began is None or stage in BEFORE_DOSE:
        return "before"
    return "during" if stage == "under_way" else "after"


def _since_words(state: State, seat: Seat) -> str:
    dose = state["dose"]
    if not dose["began_at"]:
        return gettext("planned %(time)s") % {"time": clock(seat.starts_at, seat.zone)}
    doses = sum(1 for event in dose["events"] if event["event"] in ("begun", "given"))
    if doses > 1:
        return gettext("since first dose")
    return gettext("since dose began") if dose["events"][0]["event"] == "begun" else gettext("since dose")


def help_of(state: State, now: datetime) -> Help | None:
    call = state["help"]
    if not call or call["answered"] or state["stage"] in ("closed", "called_off", "transferred"):
        return None
    told = help_unanswered(state, now)
    said = gettext("Nobody has answered. All staff are told.") if told else gettext("Nobody has answered yet.")
    at = from_iso(call["at"])
    return Help(
        call["call"], at, ago_exactly(at, now), short_name(call["by"]) if call["by_kind"] != "patient" else "", said
    )


def gate_that_matters(stage: str) -> str:
    """The name of the gate that stands before this session next; empty while the medicine acts."""
    if stage in ("arrived", "ready", "planned"):
        return "ready"
    return "leave" if stage == "recovering" else ""


def unmet_count(gate: list[GateResult]) -> str:
    count = len(standing(gate))
    return ngettext("%(n)s item unmet", "%(n)s items unmet", count) % {"n": count} if count else ""
