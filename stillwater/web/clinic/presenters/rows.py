"""Gates as rows: met or unmet, why, who may lift it, and what this member may do about it. Never a verdict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from django.utils.translation import gettext

from stillwater.care.rules.protocol import Protocol
from stillwater.care.rules.words import words
from stillwater.kit.clock import from_iso
from stillwater.treatment.rules.gates import GateResult
from stillwater.web.clinic.presenters.said import clock, short_name, who_may
from stillwater.web.clinic.presenters.taps import Tap

May = Callable[[str, Mapping[str, Any]], bool]
# Which page mends what a check rests on.
MENDS = {
    "consent": "patient", "order": "patient", "limits_set": "limits", "review_done": "course",
    "escort_named": "support", "sitter_confirmed": "support", "numbers_set": "protocol",
    "prescriber_named": "patient", "pharmacy_label": "patient",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One check of a gate as it is shown."""

    key: str
    title: str
    met: bool
    reason: str
    how: str
    by_whom: str
    lifted: str
    floor: bool
    met_tap: Tap | None
    asks_words: bool
    can_lift: bool
    by_telephone: bool
    mend: str


def rows(
    results: list[GateResult], protocol: Protocol, zone: tzinfo, *, may: May, roles: frozenset[str], prefix: str
) -> list[Row]:
    """`may(kind, data)`: whether this member may record it; `roles` of theirs, "order_prescriber" included."""
    return [_row(result, protocol, zone, may, roles, prefix) for result in results]


def _row(result: GateResult, protocol: Protocol, zone: tzinfo, may: May, roles: frozenset[str], prefix: str) -> Row:
    check = protocol.check(result.key)
    ticks = result.rests_on in ("check", "flagged") and may("check", {"key": result.key, "met": True})
    mine = ticks and (not result.by or bool(roles & set(result.by)))
    at_home = protocol.setting == "home"
    lifts = not result.met and not result.floor and not result.lifted and bool(set(result.lift) & roles)
    tap = Tap(f"{prefix}-{result.key}", "check", gettext("Met"), {"key": result.key, "met": True}, cls="btn")
    return Row(
        key=result.key, title=result.title, met=result.met, reason=_sentence(result.reason),
        how=words(check.how) if check and check.how else "", by_whom=who_may(result.lift), lifted=_lifted(result, zone),
        floor=result.floor, met_tap=tap if mine and not result.met else None, asks_words=mine,
        can_lift=lifts and may("override", {"check": result.key}), by_telephone=at_home,
        mend=_mend(result) if not result.met else "",
    )  # fmt: skip


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?", "”")) else f"{text}."


def _mend(result: GateResult) -> str:
    if result.rests_on == "reading":
        return "room"
    if result.rests_on == "limits":
        return "room"
    if result.rests_on == "decision":
        return "decision"
    return MENDS.get(result.key, "protocol" if result.rests_on == "numbers" else "")


def _lifted(result: GateResult, zone: tzinfo) -> str:
    """ "Lifted 11:02 by Dr. Osei: ate a biscuit at 08:40"."""
    if not result.lifted:
        return ""
    lifted = result.lifted
    facts = {"time": clock(from_iso(lifted["at"]), zone), "who": short_name(lifted["by"]), "why": lifted["reason"]}
    if lifted.get("telephone"):
        return gettext("Lifted %(time)s by %(who)s, by telephone: %(why)s") % facts
    return gettext("Lifted %(time)s by %(who)s: %(why)s") % facts
