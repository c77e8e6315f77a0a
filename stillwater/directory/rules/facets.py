"""What can be narrowed by, and what stands in a search row. Pure: facts in, facets and words out."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from stillwater.directory.rules.fields import CONDITIONS, LANGUAGES, ROUTES, SETTINGS, STATES

NEVER = date.max.toordinal()  # accepts nobody


class Joins(StrEnum):
    """How several of one group join: any of them is enough (a route), or each is wanted (a ramp and a translator)."""

    ANY = "any"
    ALL = "all"


@dataclass(frozen=True)
class Facet:
    """One thing to narrow by. `field` and `choice` are where it is read from; others are worked out."""

    key: str
    group: str
    field: str
    choice: str


def _of(group: str, field: str, choices: Iterable[str]) -> list[Facet]:
    return [Facet(f"{field}.{choice}", group, field, choice) for choice in choices]


JOINS: Mapping[str, Joins] = {
    "routes": Joins.ANY, "settings": Joins.ANY, "conditions": Joins.ANY, "insurance": Joins.ANY, "languages": Joins.ANY,
    "session": Joins.ALL, "when": Joins.ALL, "access": Joins.ALL, "trust": Joins.ALL,
}  # fmt: skip
FACETS: tuple[Facet, ...] = (
    *_of("routes", "routes", ROUTES),
    *_of("settings", "settings", SETTINGS),
    *_of("conditions", "conditions", CONDITIONS),
    *_of("session", "present", ("therapist", "nurse", "prescriber")),
    *_of("session", "company", ("throughout",)),
    *_of("session", "room", ("private", "group")),
    *_of("session", "sitter", ("may_stay",)),
    *_of("session", "music", ("own",)),
    *_of("session", "integration", ("included",)),
    *_of("insurance", "insurance", ("plans", "medicare", "medicaid", "va", "superbill")),
    *_of("insurance", "sliding", ("yes",)),
    *_of("when", "hours", ("weekends", "evenings")),
    *_of("when", "accepting", ("now",)),
    *_of("when", "open", ("now",)),
    *_of("access", "access", ("step_free", "interpreter", "service_dog", "quiet")),
    *_of("access", "ages", ("adolescents", "older")),
    *_of("languages", "languages", LANGUAGES[1:]),
    *_of("trust", "emergency", ("acls", "defibrillator")),
    *_of("trust", "monitored", ("ecg", "co2")),
    *_of("trust", "checked", ("licence",)),
    *_of("trust", "outcomes", ("published",)),
)
BY_KEY: Mapping[str, Facet] = {facet.key: facet for facet in FACETS}
MOVING = ("accepting.now", "open.now")  # true today, or at this hour, and not by a stored bit
# Not counted, only searched by: in which state it stands, and to which states it goes by telehealth.
PLACED = tuple(f"{kind}.{state}" for kind in ("in", "to") for state in STATES)

_READ = {facet.field for facet in FACETS} - {"hours", "open", "accepting", "checked"}  # the others are worked out

STOP = frozenset(
    ("a", "an", "and", "are", "at", "by", "for", "from", "i", "in", "is", "it", "me", "my", "near", "of", "on", "or", "our",
     "that", "the", "to", "we", "who", "with", "your")
)  # fmt: skip
# What people call things, beside the words that a listing uses itself.
WORDS: Mapping[str, str] = {
    "routes.iv": "iv intravenous infusion drip ketamine", "routes.im": "im intramuscular injection ketamine",
    "routes.sc": "sc subcutaneous injection ketamine",
    "routes.spravato": "spravato esketamine nasal spray", "routes.lozenge": "lozenge troche oral sublingual tablet ketamine",
    "routes.nasal": "nasal spray compounded ketamine", "settings.home": "home athome", "settings.telehealth": "telehealth online video",
    "settings.clinic": "clinic", "conditions.depression": "depression depressed mdd",
    "conditions.trd": "depression treatment resistant trd", "conditions.suicidal": "depression suicidal thoughts",
    "conditions.ptsd": "ptsd trauma", "conditions.anxiety": "anxiety gad", "conditions.ocd": "ocd obsessive compulsive",
    "conditions.pain": "chronic pain crps fibromyalgia", "conditions.bipolar": "bipolar depression",
    "conditions.postpartum": "postpartum depression", "conditions.alcohol": "alcohol addiction", "conditions.grief": "grief loss",
    "present.therapist": "therapist therapy room kap psychotherapy", "present.nurse": "nurse", "present.prescriber": "doctor prescriber",
    "present.anaesthesia": "anesthesiologist anesthetist crna anaesthetist", "insurance.medicare": "medicare insurance",
    "insurance.medicaid": "medicaid insurance", "insurance.plans": "insurance", "insurance.va": "va veterans insurance",
    "sliding.yes": "sliding scale", "room.group": "group sessions", "room.private": "private room",
    "integration.included": "integration", "access.step_free": "wheelchair accessible stepfree",
    "languages.es": "spanish espanol", "languages.zh": "chinese mandarin cantonese", "languages.ase": "asl sign",
}  # fmt: skip
_TEXT = ("name", "about", "staff", "place", "city", "who_answers")


@dataclass(frozen=True)
class Row:
    """One place as the index keeps it. `listing` and `place` are ids as 16 bytes; without coordinates both are None.
    `week`: the quarters of an hour of a week, from Monday, in which it is open. `accepts`: the ordinal of the first day on
    which it takes new patients. `closed`: ordinals of days on which it is not open.
    """

    listing: bytes
    place: bytes
    latitude: float | None
    longitude: float | None
    zone: str
    facets: frozenset[str]
    words: frozenset[str]
    accepts: int = NEVER
    week: frozenset[int] = frozenset()
    closed: tuple[int, ...] = ()


def folded(text: str) -> str:
    """Lower case, without accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """The words to look for, in their order, without those that say nothing. A trailing * stays: anything that begins so."""
    found = re.findall(r"[a-z0-9]+(?:['’][a-z]+)*\*?", folded(text)[:400])
    return [word.replace("'", "").replace("’", "") for word in found if word not in STOP]


def row_of(
    *, listing: bytes, place: bytes, at: tuple[float, float] | None, zone: str, says: Mapping[str, Any],
    checked: Iterable[str] = (),
) -> Row:  # fmt: skip
    """A search row from what may still be shown (`ages.shown`) of a listing and one of its places, merged."""
    facets = frozenset(_facets(says, checked))
    words = {word for key in _TEXT for word in words_of(str(says.get(key, "")))}
    words |= {word for facet in facets for word in WORDS.get(facet, "").split()}
    week = _week(str(says["hours"])) if says.get("hours") else frozenset()
    latitude, longitude = at or (None, None)
    return Row(
        listing, place, latitude, longitude, zone, facets | _placed(says), frozenset(words), _accepts(says), week,
        tuple(date.fromisoformat(day).toordinal() for day in says.get("closed_on", ())),
    )  # fmt: skip


def _facets(says: Mapping[str, Any], checked: Iterable[str]) -> Iterator[str]:
    for field in _READ & says.keys():
        value = says[field]
        for choice in value if isinstance(value, list) else (value,):
            if (key := f"{field}.{choice}") in BY_KEY:
                yield key
    hours = says.get("hours")
    if hours and any(hours[5:]):
        yield "hours.weekends"
    if hours and any(closes > 18 * 60 for day in hours[:5] for _, closes in day):
        yield "hours.evenings"
    if "licence" in checked:
        yield "checked.licence"


def _placed(says: Mapping[str, Any]) -> frozenset[str]:
    found = {f"in.{says['state']}"} if says.get("state") else set()
    if "telehealth" in says.get("settings", ()):
        found |= {f"to.{state}" for state in says.get("licensed_in", ())}
    return frozenset(found)


def _accepts(says: Mapping[str, Any]) -> int:
    match says.get("accepting"):
        case "yes":
            return 0
        case "from" if says.get("accepting_from"):
            return date.fromisoformat(says["accepting_from"]).toordinal()
    return NEVER


@lru_cache(maxsize=4000)
def _week(hours: str) -> frozenset[int]:
    return open_quarters(json.loads(hours))


def open_quarters(hours: list[list[list[int]]]) -> frozenset[int]:
    """The quarters of an hour of a week in which it is open all through."""
    return frozenset(
        day * 96 + quarter
        for day, spans in enumerate(hours)
        for opens, closes in spans
        for quarter in range(-(-opens // 15), closes // 15)
    )
