"""What a listing says, in words: each fact with its day and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stillwater.directory.rules.ages import Age, age_of
from stillwater.directory.rules.fields import BY_KEY, FIELDS, GROUPS, Kind, off_label
from stillwater.web.public.find.words import CHOICE, DAYS, FIELD, GROUP, SOURCE, STATE

Facts = Mapping[str, Mapping[str, Any]]
# Shown elsewhere on the page, or part of another line.
ELSEWHERE = {"name", "accepting_from", "price_high", "place", "street", "city", "state", "zip", "booking", "about"}


@dataclass(frozen=True)
class Line:
    """One fact: its label, what it says (one or several), and how sure anybody can be of it."""

    key: str
    label: str
    said: tuple[str, ...]
    kind: str
    on: date
    by: str
    is_old: bool

    @property
    def link(self) -> str:
        """What a browser opens: a web address, an address for mail, a number to call."""
        begin = {Kind.LINK: "", Kind.EMAIL: "mailto:", Kind.PHONE: "tel:"}.get(Kind(self.kind))
        return "" if begin is None else begin + (self.said[0].replace(" ", "") if begin else self.said[0])


@dataclass(frozen=True)
class Group:
    """Lines of one subject. When all are of one day and one source, that is said once."""

    key: str
    title: str
    lines: tuple[Line, ...]

    @property
    def together(self) -> Line | None:
        same = {(line.on, line.by, line.is_old) for line in self.lines}
        return self.lines[0] if len(same) == 1 and not self.lines[0].is_old else None


def groups_of(facts: Facts, today: date, *, at: bool = False) -> list[Group]:
    """The groups with something in them, in the order of the page."""
    lines = lines_of(facts, today)
    found = []
    for key in GROUPS:
        here = tuple(each for each in lines if BY_KEY[each.key].group == key and BY_KEY[each.key].at == at)
        if here:
            found.append(Group(key, str(GROUP[key]), here))
    return found


def lines_of(facts: Facts, today: date) -> list[Line]:
    """Every fact that may still be shown, in the order of the table."""
    found = []
    for field in FIELDS:
        fact = facts.get(field.key)
        if fact is None or field.key in ELSEWHERE or (age := age_of(field.key, fact, today)) is Age.GONE:
            continue
        by = str(SOURCE[fact["by"]]) + (f" ({fact['from']})" if fact.get("from") else "")
        said = said_of(field.key, fact["value"], facts)
        found.append(
            Line(
                field.key, str(FIELD[field.key]), said, field.kind, date.fromisoformat(fact["on"]), by, age > Age.FRESH
            )
        )
    return found


def said_of(key: str, value: Any, facts: Facts | None = None) -> tuple[str, ...]:
    """A value in words."""
    others = {name: fact["value"] for name, fact in (facts or {}).items()}
    match BY_KEY[key].kind:
        case Kind.MONEY:
            return (price(value, others.get("price_high")) if key == "price_low" else money(value),)
        case Kind.DAY:
            return (day(value),)
        case Kind.DAYS:
            return tuple(day(each) for each in value)
        case Kind.HOURS:
            return tuple(f"{days}: {spans}" for days, spans in week(value))
        case Kind.STATES:
            return tuple(STATE[each] for each in value)
        case Kind.ONE if key == "accepting":
            return (accepting(value, others.get("accepting_from")),)
        case Kind.ONE | Kind.YES_NO:
            return (STATE.get(value, "") or choice(key, value),)
        case Kind.SOME if key == "conditions":
            return tuple(_condition(each, others.get("routes", [])) for each in value)
        case Kind.SOME:
            return tuple(choice(key, each) for each in value)
    return (str(value),)


def choice(key: str, value: str) -> str:
    return str(CHOICE.get(f"{key}.{value}", value))


def _condition(value: str, routes: list[str]) -> str:
    name = choice("conditions", value)
    return _("%(condition)s (off-label)") % {"condition": name} if off_label(routes, value) else name


def accepting(value: str, since: str | None) -> str:
    if value == "from" and since:
        return _("New patients from %(day)s") % {"day": day(since)}
    return choice("accepting", value)


def day(text: str) -> str:
    return date_format(date.fromisoformat(text), "j F Y")


def money(value: int) -> str:
    return f"${value:,}"


def price(low: int, high: int | None) -> str:
    """What a session costs, as a range if one is given."""
    if high and high > low:
        return _("%(low)s to %(high)s a session") % {"low": money(low), "high": money(high)}
    return _("%(low)s a session") % {"low": money(low)}


def week(hours: list[list[list[int]]]) -> list[tuple[str, str]]:
    """Days that are alike in a row, and their hours."""
    found = []
    for spans, days in groupby(range(7), lambda number: hours[number]):
        numbers = list(days)
        names = str(DAYS[numbers[0]]) if len(numbers) == 1 else f"{DAYS[numbers[0]]} – {DAYS[numbers[-1]]}"
        open_from = ", ".join(f"{clock(a)}–{clock(b)}" for a, b in spans)
        found.append((names, open_from or _("closed")))
    return found


def clock(minutes: int) -> str:
    """Nine in the morning is 9:00, midnight at the end of a day 24:00."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def where(facts: Facts) -> str:
    """The town, and the name of the place in it if it has one."""
    says = {key: fact["value"] for key, fact in facts.items()}
    return ", ".join(says[key] for key in ("place", "city", "state") if says.get(key))


def address(facts: Facts) -> str:
    """Street, town, state and ZIP on one line."""
    says = {key: fact["value"] for key, fact in facts.items()}
    town = " ".join(str(says[key]) for key in ("state", "zip") if says.get(key))
    return ", ".join(part for part in (says.get("street"), says.get("city"), town) if part)
