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
    """What one session would say at the head. The lowest rank speaks; see pages/board.css."""

    session: UUID
    version: int
    rank: int
    words: str


def lead(card: Card, state: State, now: datetime) -> Lead:
    """What this session would say."""
    rank, words = _speak(card, state, now)
    return Lead(card.seat.session, card.seat.version, rank, words)


def _speak(card: Card, state: State, now: datetime) -> tuple[int, str]:
    name, where = card.seat.name, place(card.seat.room, home=card.seat.home)
    facts = {"name": name, "where": where}
    if card.help:
        if card.help.by:
            return 1, gettext("%(who)s calls for help with %(name)s %(where)s.") % {**facts, "who": card.help.by}
        return 1, gettext("%(name)s has called for help %(where)s.") % facts
    if state["stop"] and card.stage in ("under_way", "ready"):
        return 2, gettext("%(name)s has said stop %(where)s.") % facts
    urgent = any(one["level"] == "urgent" for one in state["open_limits"])
    if state["open_limits"]:
        words = (
            gettext("A decision is needed now about %(name)s %(where)s.")
            if urgent
            else gettext("A reading of %(name)s %(where)s waits for a decision.")
        )
        return (3 if urgent else 4), words % facts
    late = next((item for item in state["due"] if from_iso(item["at"]) < now), None)
    if late:
        words = gettext("%(what)s %(where)s: %(late)s.")
        return 5, words % {**facts, "what": late["title"], "late": due(from_iso(late["at"]), now)[1]}
    if state["due"]:
        item = state["due"][0]
        words = gettext("Next: %(what)s %(where)s, %(due)s.")
        return 6, words % {**facts, "what": inner(item["title"]), "due": due(from_iso(item["at"]), now)[1]}
    return 7, gettext("Nothing is overdue.")


def first(leads: list[Lead]) -> Lead | None:
    return min(leads, key=lambda one: one.rank, default=None)
