"""The places of the United States: ZIPs, towns, states. Read once a process from data/places.csv.gz, which scripts/places.py
makes. Held by column: sixty thousand rows as objects would take five times the memory.
"""

import csv
import gzip
import math
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from sys import intern

PLACES = Path(__file__).parent / "data" / "places.csv.gz"
EARTH_MILES = 3958.8  # its mean radius
Columns = list[tuple[str, ...]]
Ends = tuple[float, float, float, float]  # south, west, north, east in degrees

# Words that people write in two ways; every name is kept and looked for in the longer one.
_LONGER = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point"}
_WAYS = {"n": "north", "s": "south", "e": "east", "w": "west"}  # as a first word only


@dataclass(frozen=True)
class State:
    code: str
    name: str
    ends: Ends  # Alaska's west is below -180: its last islands lie beyond the date line
    population: int = 0


@dataclass(frozen=True)
class Towns:
    """By population, the largest first: a town's number is its rank."""

    names: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    latitudes: "array[float]" = field(default_factory=lambda: array("d"))
    longitudes: "array[float]" = field(default_factory=lambda: array("d"))
    zones: list[str] = field(default_factory=list)
    populations: "array[int]" = field(default_factory=lambda: array("l"))

    def add(self, columns: Columns, zones: list[str]) -> None:
        names, states, lats, lngs, zone, people = columns
        self.names.extend(names)
        self.states.extend(map(intern, states))
        self.latitudes.extend(map(float, lats))
        self.longitudes.extend(map(float, lngs))
        self.zones.extend(zones[int(each)] for each in zone)
        self.populations.extend(map(int, people))


@dataclass(frozen=True)
class Zips:
    """By number. A ZIP without a place of its own in the states has no town."""

    numbers: list[str] = field(default_factory=list)
    towns: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    latitudes: "array[float]" = field(default_factory=lambda: array("d"))
    longitudes: "array[float]" = field(default_factory=lambda: array("d"))
    zones: list[str] = field(default_factory=list)
    lived_in: bytearray = field(default_factory=bytearray)

    def add(self, columns: Columns, zones: list[str]) -> None:
        numbers, towns, states, lats, lngs, zone, lived_in = columns
        self.numbers.extend(numbers)
        self.towns.extend(map(intern, towns))
        self.states.extend(map(intern, states))
        self.latitudes.extend(map(float, lats))
        self.longitudes.extend(map(float, lngs))
        self.zones.extend(zones[int(each)] for each in zone)
        self.lived_in.extend(map(int, lived_in))

    def at(self, number: str) -> int | None:
        """Which row is this ZIP's."""
        at = bisect_left(self.numbers, number)
        return at if at < len(self.numbers) and self.numbers[at] == number else None


@dataclass(frozen=True)
class Places:
    states: dict[str, State]
    towns: Towns
    zips: Zips
    keys: list[str]  # the towns' names as they are looked for, in order
    ranks: list[int]  # the town of each key

    def named(self, key: str) -> list[int]:
        """The towns of exactly this name, the largest first."""
        return sorted(self._ranks_from(key, key + "\x00"))

    def beginning(self, key: str) -> list[int]:
        """The towns whose name begins so, in no order."""
        return self._ranks_from(key, key + "\U0010ffff")

    def _ranks_from(self, low: str, high: str) -> list[int]:
        return self.ranks[bisect_left(self.keys, low) : bisect_left(self.keys, high)]

    def has_beginning(self, key: str) -> bool:
        at = bisect_left(self.keys, key)
        return at < len(self.keys) and self.keys[at].startswith(key)

    def nearest_town(self, latitude: float, longitude: float) -> tuple[int, float] | None:
        """The town nearest to here, and how many miles away; None beyond 150 miles."""
        towns, best = self.towns, (150.0, -1)
        for rank, (lat, lng) in enumerate(zip(towns.latitudes, towns.longitudes, strict=True)):
            if abs(lat - latitude) < 2.2 and abs(lng - longitude) < 8:
                best = min(best, (miles(latitude, longitude, lat, lng), rank))
        return (best[1], best[0]) if best[1] >= 0 else None


def miles(lat: float, lng: float, other_lat: float, other_lng: float) -> float:
    """Along the great circle."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lng - lng) / 2) ** 2
    return 2 * EARTH_MILES * math.asin(math.sqrt(min(1.0, half)))


def key_of(text: str) -> str:
    """A name as it is looked for: no accents, capitals or marks, words in their longer form."""
    if text.isascii() and text.isalpha():
        return _LONGER.get(text.lower(), text.lower())
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9 ]+", " ", re.sub(r"[.']", "", text.lower())).split()
    if len(words) > 1 and words[0] in _WAYS:
        words[0] = _WAYS[words[0]]
    return " ".join([_LONGER.get(word, word) for word in words])


@lru_cache(maxsize=1)
def places() -> Places:
    """All of them: a quarter of a second the first time."""
    zones: list[str] = []
    states: list[tuple[str, ...]] = []
    towns, zips = Towns(), Zips()
    for kind, columns in _columns():
        if kind == "zip":
            zips.add(columns, zones)
        elif kind == "town":
            towns.add(columns, zones)
        elif kind == "zone":
            zones += columns[0]
        else:
            states += zip(*columns, strict=True)
    people: dict[str, int] = defaultdict(int)
    for state, population in zip(towns.states, towns.populations, strict=True):
        people[state] += population
    order = sorted((key_of(name), rank) for rank, name in enumerate(towns.names))
    named = {code: State(code, name, _ends(*ends), people[code]) for code, name, *ends in states}
    return Places(named, towns, zips, [key for key, _ in order], [rank for _, rank in order])


def _ends(south: str, west: str, north: str, east: str) -> Ends:
    return float(south), float(west), float(north), float(east)


def _columns() -> Iterator[tuple[str, Columns]]:
    """A few hundred rows of one kind at a time, by column: much faster than row by row, and never all of them at once."""
    with gzip.open(PLACES, "rt", encoding="utf-8", newline="") as file:
        for kind, rows in groupby(csv.reader(file), itemgetter(0)):
            while some := list(islice(rows, 500)):
                yield kind, list(zip(*some, strict=True))[1:]
