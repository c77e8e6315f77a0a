"""How old a fact is. Old is marked, then asked about, then no longer shown (S27)."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import IntEnum
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


def steps(field: Field, confirmed: date) -> tuple[date, date, date]:
    """The days from which it is old, asked about, gone."""
    months = field.months
    return (
        months_later(confirmed, months),
        months_later(confirmed, months + months // 2),
        months_later(confirmed, 2 * months),
    )


def age_of(key: str, fact: Mapping[str, Any], today: date) -> Age:
    """How old this fact is today."""
    passed = [today >= step for step in steps(BY_KEY[key], date.fromisoformat(fact["on"]))]
    return Age(sum(passed))


def shown(facts: Facts, today: date) -> dict[str, Any]:
    """The values that may still be shown, by key."""
    return {key: fact["value"] for key, fact in facts.items() if key in BY_KEY and age_of(key, fact, today) < Age.GONE}


def next_step(facts: Facts, today: date) -> date | None:
    """The next day on which one of these ages, if any will."""
    ahead = [day for day in _all_steps(facts) if day > today]
    return min(ahead, default=None)


def _all_steps(facts: Facts) -> Iterator[date]:
    for key, fact in facts.items():
        if key in BY_KEY:
            yield from steps(BY_KEY[key], date.fromisoformat(fact["on"]))
