"""The sentence at the head of the board: the most urgent thing, in one line."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from stillwater.kit.clock import from_iso
from stillwater.web.clinic.presenters.card import Card
from stillwater.web.clinic.presenters.readings import State
from stillwater.web.clinic.presenters.said import due, inner, place


@dataclass(frozen=True)
class Lead:
    """What one session would say at the head. Of the lowest rank the earliest speaks; see pages/board-lead.css."""

    session: UUID
    version: int
    rank: int
    words: str
    at: datetime | None = None  # since when somebody calls, or when something is due
    due_state: str = ""
    due_words: str = ""  # ends the sentence, and goes on as time does

    @property
    def order(self) -> tuple[int, float]:
        """lib/lead-order.js sorts by the same, once the page goes on."""
        return self.rank, self.at.timestamp() if self.at else float("inf")


def lead(card: Card, state: State, now: datetime) -> Lead:
    """What this session would say."""
    seat, places = card.seat, place(card.seat.room, home=card.seat.home)
    called = _call(card, state, {"name": seat.name, "where": places})
    if called:
        rank, words = called
        return Lead(seat.session, seat.version, rank, words, card.help.at if card.help else None)
    item = next(iter(sorted(state["due"], key=lambda one: from_iso(one["at"]))), None)
    if item is None:
        return Lead(seat.session, seat.version, 7, gettext("Nothing is overdue."))
    at = from_iso(item["at"])
    said, facts = due(at, now), {"where": places}
    if at < now:
        rank, words = 5, gettext("%(what)s %(where)s:") % {**facts, "what": item["title"]}
    else:
        rank, words = 6, gettext("Next: %(what)s %(where)s,") % {**facts, "what": inner(item["title"])}
    return Lead(seat.session, seat.version, rank, words, at, *said)


def _call(card: Card, state: State, facts: dict[str, str]) -> tuple[int, str] | None:
    """What waits for a person now, whatever the clock says."""
    if card.help:
        if card.help.by:
            return 1, gettext("%(who)s calls for help with %(name)s %(where)s.") % {**facts, "who": card.help.by}
        return 1, gettext("%(name)s has called for help %(where)s.") % facts
    if state["stop"] and card.stage in ("under_way", "ready"):
        return 2, gettext("%(name)s has said stop %(where)s.") % facts
    if any(one["level"] == "urgent" for one in state["open_limits"]):
        return 3, gettext("A decision is needed now about %(name)s %(where)s.") % facts
    if state["open_limits"]:
        return 4, gettext("A reading of %(name)s %(where)s waits for a decision.") % facts
    return None


def first(leads: list[Lead]) -> Lead | None:
    return min(leads, key=lambda one: one.order, default=None)
