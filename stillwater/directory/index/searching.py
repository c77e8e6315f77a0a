"""Search the columns: who is there, how far, and how many there would be with one facet more. Nothing is kept between two asks.

The order is distance; where no place was asked for, or two are equally far, a draw that is made anew each day (whoever stands
first today stands elsewhere tomorrow). Words and facets decide who is there and never who comes first.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from stillwater.directory.index.columns import BIT, COUNTED, KEYS, Columns, packed, unpacked
from stillwater.directory.rules.asking import Asked
from stillwater.directory.rules.facets import BY_KEY, JOINS, MOVING, Joins

EARTH_MILES = 3958.7613
MILES_A_DEGREE = 69.0  # of latitude, a little less than the least: the band is never too narrow
Bools = NDArray[np.bool_]


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
    low, high, far = _around(columns, asked)
    there = np.ones(high - low, np.bool_) if far is None else far <= _chord(asked.miles)
    for word in asked.words:
        named = columns.rows_with(word)
        inside = np.zeros(high - low, np.bool_)
        inside[named[(named >= low) & (named < high)] - low] = True
        there &= inside
    for key in [f"in.{state}" for state in [asked.state] if state] + [f"to.{to}" for to in [asked.telehealth] if to]:
        there &= unpacked(columns.bits[BIT[key], low // 64 : -(-high // 64)], high - low) if key in BIT else False
    moving = _moving(columns, low, high, at)
    kept, counts = _narrowed(columns, asked, there, moving, low, high)
    rows = np.flatnonzero(kept)
    best = _first(columns, rows, low, far, asked.offset + max(asked.limit, dots), at)
    page = best[asked.offset : asked.offset + asked.limit]
    rest = [row for row in best[:dots] if not np.isnan(columns.latitude[low + row])]
    return Answer(
        tuple(_hit(columns, low + row, None if far is None else far[row]) for row in page), len(rows), counts,
        tuple((float(columns.latitude[low + row]), float(columns.longitude[low + row])) for row in rest),
    )  # fmt: skip


def _around(columns: Columns, asked: Asked) -> tuple[int, int, NDArray[np.float64] | None]:
    """The stretch of rows that can lie around the point, from and to a multiple of 64, and their squared chords from it."""
    if asked.at is None:
        return 0, len(columns), None
    latitude, longitude = asked.at
    reach = asked.miles / MILES_A_DEGREE
    low = int(np.searchsorted(columns.latitude, latitude - reach)) // 64 * 64
    high = min(-(-int(np.searchsorted(columns.latitude, latitude + reach, "right")) // 64) * 64, len(columns))
    north, east = np.radians(latitude), np.radians(longitude)
    x, y, z = columns.xyz[:, low:high]
    far = (x - np.cos(north) * np.cos(east)) ** 2 + (y - np.cos(north) * np.sin(east)) ** 2 + (z - np.sin(north)) ** 2
    return low, max(low, high), far


def _chord(miles: float) -> float:
    """The square of the straight way through a unit earth between two points so many miles apart."""
    return float((2 * np.sin(miles / EARTH_MILES / 2)) ** 2)


def _miles(chord: float) -> float | None:
    return None if np.isnan(chord) else float(2 * np.arcsin(min(1.0, np.sqrt(chord) / 2)) * EARTH_MILES)


def _moving(columns: Columns, low: int, high: int, at: datetime) -> dict[str, Bools]:
    """What holds today or at this hour, in each place's own zone."""
    local = [at.astimezone(ZoneInfo(name)) for name in columns.zones]
    quarter = np.array([t.weekday() * 96 + t.hour * 4 + t.minute // 15 for t in local] or [0])
    day = np.array([t.date().toordinal() for t in local] or [0])
    zone = columns.zone[low:high]
    slot = quarter[zone]
    is_open = (columns.week[np.arange(low, high), slot >> 3] >> (slot & 7).astype(np.uint8)) & 1 > 0
    row, closed_day = columns.closed.T if len(columns.closed) else np.empty((2, 0), np.int32)
    shut = row[(row >= low) & (row < high) & (closed_day == day[columns.zone[row]])]
    is_open[shut - low] = False
    return {"accepting.now": columns.accepts[low:high] <= day[zone], "open.now": is_open}


def _narrowed(
    columns: Columns, asked: Asked, there: Bools, moving: dict[str, Bools], low: int, high: int
) -> tuple[Bools, dict[str, int]]:
    """Who is left with the facets that were asked for, and how many there would be with each of the others."""
    bits = columns.bits[:COUNTED, low // 64 : -(-high // 64)].copy() if low < high else columns.bits[:COUNTED, :0]
    for key in MOVING:
        bits[BIT[key]] = packed(moving[key])
    groups: dict[str, list[int]] = {}
    for key in asked.facets & BY_KEY.keys():
        groups.setdefault(BY_KEY[key].group, []).append(BIT[key])
    base = packed(there)
    passed = {group: _joined(bits, chosen, JOINS[group]) for group, chosen in groups.items()}
    kept = base
    for each in passed.values():
        kept = kept & each
    counts = _counts(bits, kept)
    for group in (group for group in groups if JOINS[group] is Joins.ANY):
        others = base
        for name, each in passed.items():
            others = others & each if name != group else others
        own = [bit for bit in range(COUNTED) if BY_KEY[KEYS[bit]].group == group]
        counts[own] = _counts(bits[own], others)
    return unpacked(kept, high - low), {KEYS[bit]: int(counts[bit]) for bit in range(COUNTED)}


def _joined(bits: NDArray[np.uint64], chosen: list[int], joins: Joins) -> NDArray[np.uint64]:
    join = np.bitwise_or if joins is Joins.ANY else np.bitwise_and
    return np.asarray(join.reduce(bits[chosen], axis=0))


def _counts(bits: NDArray[np.uint64], among: NDArray[np.uint64]) -> NDArray[np.int64]:
    return np.asarray(np.bitwise_count(bits & among).sum(axis=1, dtype=np.int64))


def _first(
    columns: Columns, rows: NDArray[np.intp], low: int, far: NDArray[np.float64] | None, most: int, at: datetime
) -> NDArray[np.intp]:
    """The first of these rows, in order. Ties, and everything where no place was asked for, by the day's draw."""
    draw = (columns.ids[low + rows, 1] ^ columns.ids[low + rows, 3]) * _odd(at)
    if far is None:
        if len(rows) > most:
            some = np.argpartition(draw, most)[:most]
            rows, draw = rows[some], draw[some]
        return rows[np.argsort(draw, kind="stable")]
    away = far[rows]
    if len(rows) > most:
        limit = np.partition(away, most)[most]
        some = np.flatnonzero(away <= limit)
        rows, away, draw = rows[some], away[some], draw[some]
    return rows[np.lexsort((draw, away))][:most]


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
