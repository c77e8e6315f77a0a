"""How old a fact is. Old is marked, then asked about, then no longer shown (S27)."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import Any

from stillwater.directory.rules.fields import BY_KEY, Field

Facts = Mapping[str, Mapping[str, Any]]


class Age(IntEnum):
    FRESH = 0
    OLD = 1  # marked
    ASKED = 2  # marked, and whoever keeps the listing is asked
    GONE = 3  # no longer shown


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the last one that there is."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


@lru_cache(maxsize=20_000)
def _steps(months: int, confirmed: str) -> tuple[date, date, date]:
    day = date.fromisoformat(confirmed)
    return months_later(day, months), months_later(day, months + months // 2), months_later(day, 2 * months)


def steps(field: Field, confirmed: str) -> tuple[date, date, date]:
    """The days from which it is old, asked about, gone. `confirmed` is a day in ISO 8601."""
    return _steps(field.months, confirmed)


def age_of(key: str, fact: Mapping[str, Any], today: date) -> Age:
    """How old this fact is today."""
    passed = [today >= step for step in steps(BY_KEY[key], fact["on"])]
    return Age(sum(passed))


def shown(facts: Facts, today: date) -> dict[str, Any]:
    """The values that may still be shown, by key."""
    return {
        key: fact["value"]
        for key, fact in facts.items()
        if (field := BY_KEY.get(key)) and today < _steps(field.months, fact["on"])[2]
    }


def next_step(facts: Facts, today: date) -> date | None:
    """The next day on which one of these ages, if any will."""
    ahead = [day for day in _all_steps(facts) if day > today]
    return min(ahead, default=None)


def _all_steps(facts: Facts) -> Iterator[date]:
    for key, fact in facts.items():
        if key in BY_KEY:
            yield from steps(BY_KEY[key], fact["on"])
