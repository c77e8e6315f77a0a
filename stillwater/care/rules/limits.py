"""Limits are somebody's: each is set, or declined, by a named person, with its source (S3). No Django."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MEASURES = {
    "sys": "Systolic",
    "dia": "Diastolic",
    "pulse": "Pulse",
    "spo2": "SpO2",
    "resp": "Breaths a minute",
    "temp": "Temperature",
    "sedation": "Sedation",
}
# From the mildest to the gravest.
LEVELS = ("prompt", "hold", "urgent")
# A protocol starts no session until somebody has set, or declined by name, these levels of these measures (S3).
NEEDED_MEASURES = ("sys", "dia", "pulse", "spo2", "resp", "sedation")
NEEDED_LEVELS = ("hold", "urgent")


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of one measure at one level, over or under a number; or the statement that none is wanted."""

    measure: str
    level: str
    over: float | None = None
    under: float | None = None
    by: str = ""
    source: str = ""
    declined_by: str = ""
    asks: bool = False  # a prompt that asks for a decision before the dose, not only after it

    @property
    def is_declined(self) -> bool:
        return bool(self.declined_by)

    def is_crossed(self, value: float) -> bool:
        if self.is_declined:
            return False
        return (self.over is not None and value > self.over) or (self.under is not None and value < self.under)

    def says(self, value: float) -> str:
        """How a value that crosses this limit is marked: "Over 150, hold limit set by Dr. Osei"."""
        over = self.over is not None and value > self.over
        edge = self.over if over else self.under
        whose = f"{self.level} limit set by {self.by}" if self.by else f"the {self.level} of the protocol"
        return f"{'Over' if over else 'Under'} {edge:g}, {whose}"


def limit_from(plain: Mapping[str, Any]) -> Limit:
    """A limit as it is stored: {"measure", "level", "over" or "under", "by", "source"} or {…, "declined_by"}.

    Raises ValueError with the reason in words.
    """
    measure, level = str(plain.get("measure", "")), str(plain.get("level", ""))
    if measure not in MEASURES:
        raise ValueError(f"“{measure}” is not something that is measured here.")
    if level not in LEVELS:
        raise ValueError(f"“{level}” is not a level: prompt, hold or urgent.")
    if plain.get("declined_by"):
        return Limit(measure, level, declined_by=str(plain["declined_by"]))
    over, under = _number(plain, "over"), _number(plain, "under")
    if over is None and under is None:
        raise ValueError(f"{MEASURES[measure]}, {level}: set a number, or decline the limit by name.")
    if not plain.get("by"):
        raise ValueError(f"{MEASURES[measure]}, {level}: who set this limit?")
    return Limit(measure, level, over, under, str(plain["by"]), str(plain.get("source") or ""))


def _number(plain: Mapping[str, Any], key: str) -> float | None:
    value = plain.get(key)
    if value is None or value == "":
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{MEASURES[str(plain['measure'])]}: “{value}” is not a number.") from None


def missing_limits(limits: Iterable[Limit]) -> list[tuple[str, str]]:
    """(measure, level) that nobody has set or declined yet, and that a session needs (S3)."""
    settled = {(limit.measure, limit.level) for limit in limits}
    return [(m, level) for m in NEEDED_MEASURES for level in NEEDED_LEVELS if (m, level) not in settled]


def in_force(set_for_course: Iterable[Limit], shipped: Iterable[Limit]) -> tuple[Limit, ...]:
    """The course's limits, and of the protocol's own those for which the course says nothing. Gravest first."""
    own = tuple(set_for_course)
    said = {(limit.measure, limit.level) for limit in own}
    both = (*own, *(limit for limit in shipped if (limit.measure, limit.level) not in said))
    return tuple(sorted((x for x in both if not x.is_declined), key=lambda x: -LEVELS.index(x.level)))
