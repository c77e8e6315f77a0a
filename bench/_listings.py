"""Invented providers for the directory's bench: where people live, what they offer by chance, words as rare as words are."""

import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from stillwater.directory.places import places
from stillwater.directory.rules.fields import BY_KEY, Kind

WORDS = 6000  # of an invented vocabulary, the n-th 1/n as often as the first
SYLLABLES = (
    "ba",
    "co",
    "di",
    "fen",
    "gra",
    "hol",
    "ki",
    "lum",
    "mar",
    "no",
    "psy",
    "qua",
    "ri",
    "sol",
    "ther",
    "ul",
    "ven",
    "wy",
    "chi",
    "zo",
)
ASKED = (
    "psychiatry",
    "psychiatric",
    "psychology",
    "infusion",
    "trauma",
    "mindful",
    "somatic",
    "wellness",
    "counseling",
    "zolumquari",
)
SOMES = (
    "routes",
    "settings",
    "conditions",
    "present",
    "monitored",
    "music",
    "insurance",
    "languages",
    "emergency",
    "ages",
)
ONES = ("company", "room", "sitter", "integration", "outcomes", "accepting")


def word(number: int) -> str:
    """The n-th word of the vocabulary; the words that the bench asks for are spread over the common and the rare."""
    if number % 601 == 7 and number // 601 < len(ASKED):
        return ASKED[number // 601]
    made, number = "", number + 40
    while number:
        made += SYLLABLES[number % len(SYLLABLES)]
        number //= len(SYLLABLES)
    return made


def listed(count: int, seed: int = 4) -> Iterator[dict[str, Any]]:
    """`count` providers with one address each: {"says", "here", "point"}."""
    roll = random.Random(seed)
    known = places().towns
    weights = list(accumulate(max(int(people), 50) for people in known.populations))
    often = list(accumulate(1 / (n + 1) for n in range(WORDS)))
    for number in range(count):
        town = bisect(weights, roll.random() * weights[-1])
        north, east = known.latitudes[town] + roll.gauss(0, 0.04), known.longitudes[town] + roll.gauss(0, 0.05)
        about = " ".join(word(bisect(often, roll.random() * often[-1])) for _ in range(18))
        says: dict[str, Any] = {
            "name": f"{word(roll.randrange(WORDS)).title()} {number}",
            "about": about,
            "sliding": roll.choice(("yes", "no")),
        }
        for key in SOMES:
            choices = BY_KEY[key].choices
            says[key] = [choice for place, choice in enumerate(choices) if roll.random() < 0.55 / (1 + place / 3)]
        says |= {key: roll.choice(BY_KEY[key].choices) for key in ONES}
        hours = [[[540, 1020 + 120 * roll.randrange(2)]]] * 5 + [[[600, 840]] if roll.random() < 0.3 else [], []]
        here = {
            "city": "Town",
            "state": known.states[town],
            "zip": "00000",
            "hours": hours,
            "access": ["step_free"] * roll.randrange(2),
        }
        yield {"says": {k: v for k, v in says.items() if v}, "here": here, "point": (round(north, 5), round(east, 5))}


assert all(BY_KEY[key].kind is Kind.SOME for key in SOMES)
