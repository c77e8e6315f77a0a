"""Readings as they are shown: value, age, who, and the marks. A value that is not there is said, never a nought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from stillwater.care.rules.limits import Limit
from stillwater.care.rules.protocol import Protocol
from stillwater.kit.clock import from_iso
from stillwater.treatment.rules.summary import number
from stillwater.web.clinic.presenters.said import short_name

State = dict[str, Any]
ALWAYS = ("bp", "pulse", "spo2")
TITLES = {
    "bp": gettext_lazy("Blood pressure"),
    "pulse": gettext_lazy("Pulse"),
    "spo2": gettext_lazy("SpO2"),
    "resp": gettext_lazy("Breaths a minute"),
    "sedation": gettext_lazy("Sedation (MOAA/S)"),
    "temp": gettext_lazy("Temperature"),
}
FIELDS = {"bp": ("sys", "dia"), **{key: (key,) for key in ("pulse", "spo2", "resp", "sedation", "temp")}}
LEVEL_WORDS = {"prompt": gettext_lazy("prompt"), "hold": gettext_lazy("hold"), "urgent": gettext_lazy("urgent")}
# How long a value counts as fresh where the protocol says no interval. About showing it grey, not a clinical limit.
FRESH_MINUTES = 15


@dataclass(frozen=True)
class Reading:
    """One reading. `state`: "", over, under, device, missing; `limit` says which limit is crossed and who set it."""

    key: str
    title: str
    value: str = ""
    at: datetime | None = None
    by: str = ""
    state: str = "missing"
    limit: str = ""
    limit_whole: str = ""
    level: str = ""
    remark: str = ""
    entry: str = ""
    values: tuple[tuple[str, str], ...] = ()
    fresh_minutes: int = FRESH_MINUTES


def readings(state: State, limits: Sequence[Limit], protocol: Protocol, now: datetime) -> list[Reading]:
    """Blood pressure, pulse and SpO2 always; the others once somebody has recorded them."""
    latest = state["latest"]
    shown = [key for key in TITLES if key in ALWAYS or any(field in latest for field in FIELDS[key])]
    return [_reading(key, latest, limits, fresh_minutes(protocol, state, key, now)) for key in shown]


def big(shown: list[Reading]) -> list[Reading]:
    """The ones that are read from afar: the three, and whatever is beyond a limit."""
    return [one for one in shown if one.key in ALWAYS or one.level]


def small(shown: list[Reading]) -> list[Reading]:
    """The others, in a line."""
    return [one for one in shown if one.key not in ALWAYS and not one.level]


def _reading(key: str, latest: State, limits: Sequence[Limit], fresh: int) -> Reading:
    fields, title = FIELDS[key], str(TITLES[key])
    known = {field: latest[field] for field in fields if field in latest}
    if not known:
        return Reading(key, title)
    newest = max(known.values(), key=lambda value: str(value["at"]))
    # The two halves of a pressure belong together only when they were measured together.
    together = {field: value for field, value in known.items() if value["entry"] == newest["entry"]}
    said = "/".join(number(together[field]["value"]) if field in together else "–" for field in fields)
    crossed = [limit for field, value in together.items() if (limit := _crossed(limits, field, value["value"]))]
    worst = max(crossed, key=lambda pair: ("prompt", "hold", "urgent").index(pair[0].level), default=None)
    device = newest["source"] == "device" and "Unconfirmed" in newest["marks"]
    way = "over" if worst and worst[0].over is not None and worst[1] > worst[0].over else "under"
    return Reading(
        key, title, said, from_iso(newest["at"]), newest["by"] if device else short_name(newest["by"]),
        "device" if device else way if worst else "", limit_words(*worst) if worst else "",
        limit_words(*worst, whole=True) if worst else "", worst[0].level if worst else "", _remark(together),
        newest["entry"], tuple((field, number(value["value"])) for field, value in together.items()), fresh,
    )  # fmt: skip


def _crossed(limits: Sequence[Limit], measure: str, value: float) -> tuple[Limit, float] | None:
    return next(((limit, value) for limit in limits if limit.measure == measure and limit.is_crossed(value)), None)


def _remark(values: State) -> str:
    """What makes a value hard to believe, in the words of its mark."""
    marks = [mark for value in values.values() for mark in value["marks"]]
    return next((mark for mark in marks if mark.endswith("Is it typed right?")), "")


def limit_words(limit: Limit, value: float, *, whole: bool = False) -> str:
    """ "Over 150, hold (Dr. Osei)"; whole: "Over 150, hold limit set by Dr. Osei"."""
    over = limit.over is not None and value > limit.over
    edge = limit.over if over else limit.under
    facts = {
        "way": gettext("Over") if over else gettext("Under"), "edge": number(edge or 0),
        "level": str(LEVEL_WORDS[limit.level]), "who": short_name(limit.by) or gettext("the protocol"),
    }  # fmt: skip
    if limit.measure == "dia":
        facts["way"] = gettext("Diastolic over") if over else gettext("Diastolic under")
    words = (
        gettext("%(way)s %(edge)s, %(level)s limit set by %(who)s")
        if whole
        else gettext("%(way)s %(edge)s, %(level)s (%(who)s)")
    )
    return words % facts


def fresh_minutes(protocol: Protocol, state: State, key: str, now: datetime) -> int:
    """The interval that the protocol asks for at this time: a value older than that is greyed (S12)."""
    began = state["dose"]["began_at"]
    minutes = (now - from_iso(began)).total_seconds() / 60 if began else 0.0
    if not began:
        return _before_dose(protocol, FIELDS[key][0])
    for observation in protocol.observations:
        if FIELDS[key][0] in observation.fields:
            for cadence in observation.cadence:
                if cadence.start <= minutes and (cadence.end is None or minutes < cadence.end) and cadence.every.value:
                    return max(1, round(cadence.every.value) + 1)
    return FRESH_MINUTES


def _before_dose(protocol: Protocol, measure: str) -> int:
    """Before the dose a value is as good as the ready gate takes it."""
    ages = [check.max_age.value for check in protocol.ready if measure in check.fields and check.max_age]
    return next((round(age) for age in ages if age), FRESH_MINUTES)
