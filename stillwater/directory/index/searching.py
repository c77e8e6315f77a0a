"""Search the columns: who is there, how far, and how many there would be with one facet more. Nothing is kept between two asks.

The order is distance; where no place was asked for, or two are equally far, a draw that is made anew each day (whoever stands
first today stands elsewhere tomorrow). Words and facets decide who is there and never who comes first.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from stillwater.directory.index.columns import BIT, COUNTED, KEYS, Columns, packed, unpacked
from stillwater.directory.rules.asking import Asked
from stillwater.directory.rules.facets import BY_KEY, JOINS, Joins

EARTH_MILES = 3958.7613
MILES_A_DEGREE = 69.0  # of latitude, a little less than the least: the band is never too narrow
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Rows = NDArray[np.int32]
OF_GROUP = {group: [bit for bit in range(COUNTED) if BY_KEY[KEYS[bit]].group == group] for group in JOINS}


@dataclass(frozen=True)
class Hit:
    """One place found; miles from where was asked, or None."""

    listing: UUID
    place: UUID | None
    miles: float | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Answer:
    """The hits of this page, how many there are in all, and for each facet how many there would be with it. `dots`: where the
    hits of other pages are, nearest first, for a map.
    """

    hits: tuple[Hit, ...]
    total: int
    counts: dict[str, int]
    dots: tuple[tuple[float, float], ...]


def search(columns: Columns, asked: Asked, *, at: datetime, dots: int = 300) -> Answer:
    """Answer one question at this moment."""
    rows, far = _candidates(columns, asked)
    facets = _Sparse(columns, rows, at) if _are_few(rows) else _Dense(columns, rows, at)
    left, counts = _narrowed(facets.bits, facets.every, asked)
    if asked.facets:
        kept = facets.of_rows(left)
        rows, far = rows[kept], None if far is None else far[kept]
    best = _first(columns, rows, far, asked.offset + max(asked.limit, dots), at)
    page = best[asked.offset : asked.offset + asked.limit]
    rest = [row for row in rows[best[:dots]] if not np.isnan(columns.latitude[row])]
    return Answer(
        tuple(_hit(columns, int(rows[place]), None if far is None else far[place]) for place in page), len(rows), counts,
        tuple((float(columns.latitude[row]), float(columns.longitude[row])) for row in rest),
    )  # fmt: skip


def _candidates(columns: Columns, asked: Asked) -> tuple[Rows, Floats | None]:
    """The rows, in order, that are where was asked and have the words, before any facet; and their squared chords from there.
    Whatever finds the fewest goes first: a rare word is looked at before the map, a town before a common word.
    """
    named = sorted((columns.rows_with(word) for word in asked.words), key=len)
    low, high = _band(columns, asked)
    if named and len(named[0]) < high - low:
        rows = _rows_of(columns, named.pop(0))
        rows = rows[np.searchsorted(rows, low) : np.searchsorted(rows, high)]
    else:
        rows = np.arange(low, high, dtype=np.int32)
    far = _far(columns, asked, rows)
    if far is not None:
        near = far <= _chord(asked.miles)
        rows, far = rows[near], far[near]
    wanted = [f"in.{state}" for state in [asked.state] if state] + [f"to.{to}" for to in [asked.telehealth] if to]
    inside = [_among(columns, rows, each) for each in named] + [_has(columns, rows, key) for key in wanted]
    if inside:
        both = np.logical_and.reduce(inside)
        rows, far = rows[both], None if far is None else far[both]
    return rows, far


def _is_ordered(postings: Rows) -> bool:
    """Those of one word are; those of several words one after another are not."""
    return len(postings) < 2 or bool((postings[1:] > postings[:-1]).all())


def _rows_of(columns: Columns, postings: Rows) -> Rows:
    """In order and each once."""
    if _is_ordered(postings):
        return postings
    if len(postings) * 50 < len(columns):
        return np.unique(postings)
    return np.flatnonzero(_spread(columns, postings)).astype(np.int32)


def _spread(columns: Columns, postings: Rows) -> Bools:
    there = np.zeros(len(columns), np.bool_)
    there[postings] = True
    return there


def _among(columns: Columns, rows: Rows, postings: Rows) -> Bools:
    """Which of the rows are among these."""
    if len(rows) * 8 < len(postings) and _is_ordered(postings):  # few: look each up
        place = np.searchsorted(postings, rows)
        return np.asarray(postings[np.minimum(place, len(postings) - 1)] == rows)
    return _spread(columns, postings)[rows]


def _has(columns: Columns, rows: Rows, key: str) -> Bools:
    """Which of the rows have this bit."""
    if key not in BIT:
        return np.zeros(len(rows), np.bool_)
    return np.asarray(columns.bits[BIT[key], rows >> 6] >> (rows & 63).astype(np.uint64) & np.uint64(1)).astype(
        np.bool_
    )


def _band(columns: Columns, asked: Asked) -> tuple[int, int]:
    """The stretch of rows that can lie around the point."""
    if asked.at is None:
        return 0, len(columns)
    reach = asked.miles / MILES_A_DEGREE
    ends = np.searchsorted(columns.latitude, [asked.at[0] - reach, asked.at[0] + reach])
    return int(ends[0]), int(ends[1])


def _far(columns: Columns, asked: Asked, rows: Rows) -> Floats | None:
    """The square of the straight way from the point to each row, through an earth of radius 1."""
    if asked.at is None:
        return None
    north, east = math.radians(asked.at[0]), math.radians(asked.at[1])
    whole = len(rows) and rows[-1] - rows[0] == len(rows) - 1
    x, y, z = columns.xyz[:, rows[0] : rows[-1] + 1] if whole else columns.xyz[:, rows]
    return np.asarray(
        (x - math.cos(north) * math.cos(east)) ** 2
        + (y - math.cos(north) * math.sin(east)) ** 2
        + (z - math.sin(north)) ** 2
    )


def _chord(miles: float) -> float:
    """The square of the straight way through such an earth between two points so many miles apart."""
    return (2 * math.sin(miles / EARTH_MILES / 2)) ** 2


def _miles(chord: float) -> float | None:
    return None if math.isnan(chord) else 2 * math.asin(min(1.0, math.sqrt(chord) / 2)) * EARTH_MILES


def _are_few(rows: Rows) -> bool:
    """Whether it is quicker to pick out the bits of each row than to take the whole stretch in which they lie."""
    return len(rows) == 0 or len(rows) * 400 < int(rows[-1]) - int(rows[0])


class _Sparse:
    """The facets of these rows alone, packed anew: a row of 64-bit words a facet."""

    def __init__(self, columns: Columns, rows: Rows, at: datetime) -> None:
        self._count = len(rows)
        words = columns.bits[:COUNTED, rows >> 6] >> (rows & 63).astype(np.uint64)
        self.bits = packed((words & np.uint64(1)).astype(np.bool_))
        self.every = packed(np.ones(len(rows), np.bool_))
        for key, holds in _moving(columns, rows, at).items():
            self.bits[BIT[key]] = packed(holds)

    def of_rows(self, left: NDArray[np.uint64]) -> Bools:
        return unpacked(left, self._count)


class _Dense:
    """The facets of the whole stretch in which these rows lie, and which of it they are."""

    def __init__(self, columns: Columns, rows: Rows, at: datetime) -> None:
        first, last = int(rows[0]) >> 6, (int(rows[-1]) >> 6) + 1
        self._rows, self._count = rows - (first << 6), (last - first) << 6
        self.bits = columns.bits[:COUNTED, first:last].copy()
        self.every = self._spread(np.ones(len(rows), np.bool_))
        for key, holds in _moving(columns, rows, at).items():
            self.bits[BIT[key]] = self._spread(holds)

    def _spread(self, holds: Bools) -> NDArray[np.uint64]:
        there = np.zeros(self._count, np.bool_)
        there[self._rows] = holds
        return packed(there)

    def of_rows(self, left: NDArray[np.uint64]) -> Bools:
        return unpacked(left, self._count)[self._rows]


def _moving(columns: Columns, rows: Rows, at: datetime) -> dict[str, Bools]:
    """What holds today or at this hour, in each place's own zone."""
    quarter, day = _clocks(columns.zones, at)
    zone = columns.zone[rows]
    slot, today = quarter[zone], day[zone]
    is_open = (columns.week[rows, slot >> 3] >> (slot & 7).astype(np.uint8)) & 1 > 0
    for each in set(day.tolist()) if len(columns.closed) else ():
        first, last = np.searchsorted(columns.closed[:, 1], [each, each + 1])
        shut = columns.closed[first:last, 0]
        is_open &= ~np.isin(rows, shut[day[columns.zone[shut]] == each])
    return {"accepting.now": columns.accepts[rows] <= today, "open.now": is_open}


@lru_cache(maxsize=8)
def _clocks_of(zones: tuple[str, ...], minute: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    local = [datetime.fromtimestamp(minute * 60, ZoneInfo(name)) for name in zones]
    quarter = [t.weekday() * 96 + t.hour * 4 + t.minute // 15 for t in local]
    return np.array(quarter or [0]), np.array([t.date().toordinal() for t in local] or [0])


def _clocks(zones: tuple[str, ...], at: datetime) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By zone: the quarter of an hour of its week, and the ordinal of its day."""
    return _clocks_of(zones, int(at.timestamp()) // 60)


def _narrowed(
    bits: NDArray[np.uint64], every: NDArray[np.uint64], asked: Asked
) -> tuple[NDArray[np.uint64], dict[str, int]]:
    """Which are left with the facets that were asked for, and how many there would be with each of the others."""
    groups: dict[str, list[int]] = {}
    for key in asked.facets & BY_KEY.keys():
        groups.setdefault(BY_KEY[key].group, []).append(BIT[key])
    passed = {group: _joined(bits, chosen, JOINS[group]) for group, chosen in groups.items()}
    kept = np.bitwise_and.reduce([every, *passed.values()])
    counts = _counts(bits, kept)
    for group in (group for group in groups if JOINS[group] is Joins.ANY):
        others = np.bitwise_and.reduce([every, *(each for name, each in passed.items() if name != group)])
        counts[OF_GROUP[group]] = _counts(bits[OF_GROUP[group]], others)
    return kept, dict(zip(KEYS, counts.tolist(), strict=False))


def _joined(bits: NDArray[np.uint64], chosen: list[int], joins: Joins) -> NDArray[np.uint64]:
    join = np.bitwise_or if joins is Joins.ANY else np.bitwise_and
    return np.asarray(join.reduce(bits[chosen], axis=0))


def _counts(bits: NDArray[np.uint64], among: NDArray[np.uint64]) -> NDArray[np.int64]:
    return np.asarray(np.bitwise_count(bits & among).sum(axis=1, dtype=np.int64))


def _first(columns: Columns, rows: Rows, far: Floats | None, most: int, at: datetime) -> NDArray[np.intp]:
    """Which of these rows come first, in order. Ties, and everything where no place was asked for, by the day's draw."""
    if far is not None and len(rows) > most:
        some = np.flatnonzero(far <= np.partition(far, most)[most])
    else:
        some = np.arange(len(rows))
    ids = columns.ids[rows[some]]
    draw = (ids[:, 1] ^ ids[:, 3]) * _odd(at)
    if far is not None:
        return some[np.lexsort((draw, far[some]))][:most]
    if len(rows) > most:
        some = np.argpartition(draw, most)[:most]
        draw = draw[some]
    return some[np.argsort(draw, kind="stable")]


def _odd(at: datetime) -> np.uint64:
    """An odd number that differs each day; multiplied by it, ids fall into another order."""
    day = at.astimezone(UTC).date().toordinal()
    return np.uint64((day * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) % 2**64 | 1)


def _hit(columns: Columns, row: int, far: float | None) -> Hit:
    a, b, c, d = (int(half) for half in columns.ids[row])
    nowhere = bool(np.isnan(columns.latitude[row]))
    return Hit(
        UUID(int=(a << 64) | b), UUID(int=(c << 64) | d) if c | d else None, None if far is None else _miles(far),
        None if nowhere else float(columns.latitude[row]), None if nowhere else float(columns.longitude[row]),
    )  # fmt: skip
