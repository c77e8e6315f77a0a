"""The outlines of states and counties. Read once a process from data/atlas.json.gz, which scripts/places.py makes from the
Census Bureau's lines. A line is held once, with what it parts; land is rings of lines.
"""

import gzip
import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from stillwater.directory.places import Ends

ATLAS = Path(__file__).parent / "data" / "atlas.json.gz"


class Parts(IntEnum):
    """What a line parts."""

    COAST = 0  # the states from what is not: water, Canada, Mexico
    STATE = 1
    COUNTY = 2


@dataclass(frozen=True)
class Line:
    parts: Parts
    latitudes: "array[float]"
    longitudes: "array[float]"
    ends: Ends


@dataclass(frozen=True)
class Level:
    lines: tuple[Line, ...]
    rings: tuple[tuple[int, ...], ...]  # lines by number; one that runs backwards as ~number

    def lines_in(self, seen: Ends) -> Iterator[Line]:
        return (line for line in self.lines if not beyond(line.ends, seen))

    def ring(self, numbers: tuple[int, ...], seen: Ends) -> list[tuple[float, float]]:
        """Its points as (latitude, longitude). A line that lies wholly beyond one side of what is seen is its two ends: cut to
        what is seen, both give the same land.
        """
        points: list[tuple[float, float]] = []
        for number in numbers:
            line = self.lines[number if number >= 0 else ~number]
            lats, lngs = line.latitudes, line.longitudes
            if beyond(line.ends, seen):
                lats, lngs = array("d", (lats[0], lats[-1])), array("d", (lngs[0], lngs[-1]))
            points += zip(lats, lngs, strict=True) if number >= 0 else zip(reversed(lats), reversed(lngs), strict=True)
        return points

    def rings_in(self, seen: Ends) -> Iterator[list[tuple[float, float]]]:
        for numbers in self.rings:
            if len(numbers) > 2 or any(not beyond(self.lines[max(n, ~n)].ends, seen) for n in numbers):
                yield self.ring(numbers, seen)


def beyond(ends: Ends, seen: Ends) -> bool:
    """Whether one lies wholly beyond one side of the other."""
    return ends[2] < seen[0] or ends[0] > seen[2] or ends[3] < seen[1] or ends[1] > seen[3]


@lru_cache(maxsize=1)
def atlas() -> tuple[Level, Level]:
    """Near and far."""
    with gzip.open(ATLAS, "rt", encoding="ascii") as file:
        read = json.load(file)
    return _level(read["near"], read["unit"]), _level(read["far"], read["unit"])


def _level(read: dict[str, Any], unit: float) -> Level:
    return Level(
        tuple(_line(kind, steps, unit) for kind, *steps in read["arcs"]), tuple(tuple(ring) for ring in read["rings"])
    )


def _line(kind: int, steps: list[int], unit: float) -> Line:
    lngs = array("d", [x * unit for x in accumulate(steps[0::2])])
    lats = array("d", [y * unit for y in accumulate(steps[1::2])])
    return Line(Parts(kind), lats, lngs, (min(lats), min(lngs), max(lats), max(lngs)))
