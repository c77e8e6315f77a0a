"""What a listing can say, field by field: its key, what kind of answer it takes, whether it belongs to the provider or to
one address, and how long it stays good. Everything else (editor, page, comparison, CSV, JSON, search) is driven by this table;
the words on screen are the web's.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from stillwater.directory.rules.register import is_npi


class Kind(StrEnum):
    WORDS = "words"  # one line
    LINES = "lines"
    ONE = "one"  # one of `choices`
    SOME = "some"  # any of `choices`
    YES_NO = "yes_no"
    MONEY = "money"  # whole US dollars
    DAY = "day"
    DAYS = "days"  # days on which it is closed
    HOURS = "hours"  # a week: seven lists of [opens, closes], minutes after midnight
    STATES = "states"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    NPI = "npi"


class Source(StrEnum):
    """Who a fact comes from, as the page says it. Never a name."""

    STEWARD = "steward"  # whoever keeps the listing
    CLINIC = "clinic"  # the clinic's own settings in this system
    MODERATOR = "moderator"
    READER = "reader"  # somebody asked for a correction, and a moderator granted it
    REGISTER = "register"  # a public register


PERSONS = (Source.STEWARD, Source.CLINIC, Source.MODERATOR, Source.READER)  # a register never overwrites these

ROUTES = ("iv", "im", "sc", "spravato", "lozenge", "nasal")
CONDITIONS = (
    "depression",
    "trd",
    "suicidal",
    "ptsd",
    "anxiety",
    "ocd",
    "pain",
    "bipolar",
    "postpartum",
    "alcohol",
    "grief",
)
SETTINGS = ("clinic", "home", "telehealth")
STATES = (
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME",
    "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "PR",
    "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
)  # fmt: skip
LANGUAGES = ("en", "es", "zh", "vi", "tl", "ko", "ar", "fr", "ru", "ht", "pt", "de", "hi", "ase")


@dataclass(frozen=True)
class Field:
    """One thing that a listing can say. `months`: after so many it is marked as old; half as many again, and whoever keeps
    the listing is asked; twice as many, and it is no longer shown.
    """

    key: str
    kind: Kind
    group: str
    choices: tuple[str, ...] = ()
    at: bool = False  # belongs to one address
    core: bool = False  # without it there is nothing to publish
    months: int = 12
    longest: int = 0

    @property
    def most(self) -> int:
        """How many letters it takes."""
        return self.longest or {Kind.LINES: 1200, Kind.LINK: 300, Kind.EMAIL: 254, Kind.PHONE: 24}.get(self.kind, 160)


FIELDS = (
    Field("name", Kind.WORDS, "who", core=True, months=24),
    Field("practice", Kind.ONE, "who", ("clinic", "practice", "hospital", "telehealth"), months=24),
    Field("about", Kind.LINES, "who"),
    Field("staff", Kind.LINES, "who"),
    Field("website", Kind.LINK, "who"),
    Field("email", Kind.EMAIL, "who"),
    Field("phone", Kind.PHONE, "who"),
    Field("npi", Kind.NPI, "who", months=24),
    Field("how_to_book", Kind.LINES, "begin", core=True),
    Field("booking", Kind.LINK, "begin"),
    Field("who_answers", Kind.WORDS, "begin", core=True),
    Field("what_follows", Kind.LINES, "begin", core=True),
    Field("accepting", Kind.ONE, "begin", ("yes", "from", "waiting", "no"), months=3),
    Field("accepting_from", Kind.DAY, "begin", months=3),
    Field("referral", Kind.ONE, "begin", ("needed", "helps", "none")),
    Field("routes", Kind.SOME, "care", ROUTES, core=True),
    Field("settings", Kind.SOME, "care", SETTINGS, core=True),
    Field("conditions", Kind.SOME, "care", CONDITIONS),
    Field("licensed_in", Kind.STATES, "care"),
    Field("ages", Kind.SOME, "care", ("adults", "adolescents", "older")),
    Field("company", Kind.ONE, "session", ("throughout", "nearby", "alone")),
    Field("present", Kind.SOME, "session", ("therapist", "nurse", "prescriber", "anaesthesia", "guide")),
    Field("monitored", Kind.SOME, "session", ("spo2", "bp", "ecg", "co2", "sight")),
    Field("how_often", Kind.WORDS, "session"),
    Field("room", Kind.ONE, "session", ("private", "curtain", "shared", "group")),
    Field("music", Kind.SOME, "session", ("own", "offered", "quiet")),
    Field("sitter", Kind.ONE, "session", ("may_stay", "waits", "needed_home", "not")),
    Field("length", Kind.WORDS, "session"),
    Field("integration", Kind.ONE, "session", ("included", "extra", "elsewhere", "not")),
    Field("follow_up", Kind.LINES, "session"),
    Field("outcomes", Kind.ONE, "session", ("published", "asked", "not")),
    Field("emergency", Kind.SOME, "safety", ("acls", "defibrillator", "oxygen", "airway", "suction", "transfer")),
    Field("rems", Kind.YES_NO, "safety", months=12),
    Field("price_low", Kind.MONEY, "cost", months=6),
    Field("price_high", Kind.MONEY, "cost", months=6),
    Field("price_includes", Kind.LINES, "cost", months=6),
    Field("insurance", Kind.SOME, "cost", ("plans", "medicare", "medicaid", "va", "superbill", "consult"), months=6),
    Field("insurance_words", Kind.LINES, "cost", months=6),
    Field("sliding", Kind.YES_NO, "cost", months=6),
    Field("languages", Kind.SOME, "access", LANGUAGES),
    Field("place", Kind.WORDS, "where", at=True),
    Field("street", Kind.WORDS, "where", at=True),
    Field("city", Kind.WORDS, "where", at=True, core=True, months=24),
    Field("state", Kind.ONE, "where", STATES, at=True, core=True, months=24),
    Field("zip", Kind.WORDS, "where", at=True, months=24, longest=10),
    Field("direct_phone", Kind.PHONE, "where", at=True),
    Field("hours", Kind.HOURS, "where", at=True, months=6),
    Field("closed_on", Kind.DAYS, "where", at=True),
    Field("access", Kind.SOME, "access", ("step_free", "toilet", "loop", "quiet", "interpreter", "service_dog"), at=True),
    Field("getting_there", Kind.LINES, "access", at=True),
)  # fmt: skip
BY_KEY: Mapping[str, Field] = {field.key: field for field in FIELDS}
GROUPS = ("who", "begin", "care", "session", "safety", "cost", "access", "where")

# Ketamine is approved for anaesthesia alone; esketamine nasal spray for treatment-resistant depression and for depression
# with acute suicidal thoughts (clinical.md, sections 1 and 2.1). All else is off-label, and the page says so.
ON_LABEL = {("spravato", "trd"), ("spravato", "suicidal")}


class Unusable(ValueError):
    """A value that a field cannot take. `why` is a key; the web has the words."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}")
        self.key, self.why = key, why


def off_label(routes: Iterable[str], condition: str) -> bool:
    """Whether this condition would be treated outside a label by every one of the routes."""
    return not any((route, condition) in ON_LABEL for route in routes)


def cleaned(key: str, value: Any) -> Any:
    """The value as it is kept; None for nothing said. Raises Unusable, naming what is wrong."""
    field = BY_KEY[key]
    if value in (None, "", [], ()):
        return None
    kept = _READERS[field.kind](field, value)
    return None if kept in ("", [], None) else kept


def _words(field: Field, value: Any) -> str:
    text = str(value).replace("\x00", "").replace("\r\n", "\n").strip()
    text = text if field.kind is Kind.LINES else " ".join(text.split())
    if len(text) > field.most:
        raise Unusable(field.key, "long")
    if holds_dea(text):
        raise Unusable(field.key, "dea")  # a number with which somebody else could write prescriptions: never stored
    return text


def holds_dea(text: str) -> bool:
    """Whether a text holds the number of a DEA registration, in large or small letters."""
    return any(_is_dea(each) for each in re.findall(r"\b[A-Z][A-Z9]\d{7}\b", text.upper()))


def _is_dea(text: str) -> bool:
    """Whether the check digit is that of a DEA registration: (d1 + d3 + d5 + 2 (d2 + d4 + d6)) modulo 10."""
    digits = [int(each) for each in text[2:]]
    return (sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]


def _one(field: Field, value: Any) -> str:
    if value not in field.choices:
        raise Unusable(field.key, "choice")
    return str(value)


def _some(field: Field, value: Any) -> list[str]:
    given = set(value if isinstance(value, list | tuple | set) else str(value).replace(";", ",").split(","))
    given = {str(each).strip() for each in given} - {""}
    choices = STATES if field.kind is Kind.STATES else field.choices
    if given - set(choices):
        raise Unusable(field.key, "choice")
    return [choice for choice in choices if choice in given]


def _yes_no(field: Field, value: Any) -> str:
    if value not in ("yes", "no"):
        raise Unusable(field.key, "choice")
    return str(value)


def _money(field: Field, value: Any) -> int:
    text = str(value).strip().removeprefix("$").replace(",", "").removesuffix(".00")
    if not text.isascii() or not text.isdigit() or not 0 <= int(text) <= 100_000:
        raise Unusable(field.key, "money")
    return int(text)


def _day(field: Field, value: Any) -> str:
    try:
        return date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        raise Unusable(field.key, "day") from None


def _days(field: Field, value: Any) -> list[str]:
    given = value if isinstance(value, list | tuple) else str(value).replace(",", " ").split()
    return sorted({_day(field, each) for each in given})[:60]


def _phone(field: Field, value: Any) -> str:
    text = _words(field, value)
    digits = re.sub(r"\D", "", text.split("x")[0].split("ext")[0])
    if not 10 <= len(digits) <= 15 or re.search(r"[^\d\s().+\-xet]", text):
        raise Unusable(field.key, "phone")
    return text


def _email(field: Field, value: Any) -> str:
    text = _words(field, value)
    if not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", text):
        raise Unusable(field.key, "email")
    return text.lower()


def _link(field: Field, value: Any) -> str:
    text = _words(field, value)
    text = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("https", "http") and parts.hostname and "." in parts.hostname and not parts.username
    except ValueError:
        fine = False
    if not fine or re.search(r"[\s<>\"]", text):
        raise Unusable(field.key, "link")
    return text


def _npi(field: Field, value: Any) -> str:
    """Ten digits that hold together. That says only that they were typed right: it verifies nobody."""
    text = re.sub(r"[\s-]", "", str(value))
    if not text.isascii() or not is_npi(text.encode()):
        raise Unusable(field.key, "npi")
    return text


def _hours(field: Field, value: Any) -> list[list[list[int]]]:
    """Seven days from Monday, each a list of [opens, closes] in minutes after midnight, in order, none over another."""
    try:
        week = [[[int(a), int(b)] for a, b in sorted(day)] for day in value]
    except (TypeError, ValueError):
        raise Unusable(field.key, "hours") from None
    for day in week:
        ends = [0] + [b for _, b in day]
        if any(not end <= a < b <= 1440 for (a, b), end in zip(day, ends, strict=False)):
            raise Unusable(field.key, "hours")
    if len(week) != 7:
        raise Unusable(field.key, "hours")
    return week if any(week) else []


_READERS = {
    Kind.WORDS: _words, Kind.LINES: _words, Kind.ONE: _one, Kind.SOME: _some, Kind.STATES: _some, Kind.YES_NO: _yes_no,
    Kind.MONEY: _money, Kind.DAY: _day, Kind.DAYS: _days, Kind.HOURS: _hours, Kind.PHONE: _phone, Kind.EMAIL: _email,
    Kind.LINK: _link, Kind.NPI: _npi,
}  # fmt: skip
