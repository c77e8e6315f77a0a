"""Slow curves: straight lines between points (tick, value), with raised cosines drawn as a few of them."""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from stillwater.soundscape.rules.programme import TICKS_A_SECOND, Phase, Points

_STEPS = 12


def decibels(db: float) -> float:
    """The gain of so many dB."""
    return float(10 ** (db / 20))


def value_at(points: Points, tick: float) -> float:
    """The curve at a tick; level before its first and after its last point."""
    place = bisect_right(points, tick, key=lambda point: point[0])
    if place == 0:
        return points[0][1]
    if place == len(points):
        return points[-1][1]
    (t0, v0), (t1, v1) = points[place - 1], points[place]
    return v0 + (v1 - v0) * (tick - t0) / (t1 - t0)


def sampled(points: Points, ticks: int, step: int = 1) -> list[float]:
    """The curve at every `step` ticks from 0 up to, not including, `ticks`."""
    first, last = points[0], points[-1]
    values = [first[1]] * len(range(0, min(ticks, first[0] + 1), step))
    for (t0, v0), (t1, v1) in pairwise(points):
        between = range(len(values) * step, min(ticks, t1), step)
        values += [v0] * len(between) if v0 == v1 else [v0 + (v1 - v0) * (tick - t0) / (t1 - t0) for tick in between]
    return values + [last[1]] * (len(range(0, ticks, step)) - len(values))


def mapped(points: Points, change: Callable[[float], float]) -> Points:
    return [(tick, change(value)) for tick, value in points]


def multiplied(one: Points, other: Points) -> Points:
    """The product of two curves, with the points of both."""
    ticks = sorted({tick for tick, _ in one} | {tick for tick, _ in other})
    return [(tick, value_at(one, tick) * value_at(other, tick)) for tick in ticks]


def step(start: int, end: int, low: float, high: float) -> Points:
    """From `low` to `high` as a raised cosine between two ticks."""
    if end <= start:
        return [(start, high)]
    ticks = sorted({start + round((end - start) * part / _STEPS) for part in range(_STEPS + 1)})
    return [(t, low + (high - low) * (1 - math.cos(math.pi * (t - start) / (end - start))) / 2) for t in ticks]


def fade(start: int, end: int, power: float) -> Points:
    """From silence at `start` to 1 at `end` (or towards an earlier `end`), as x^power."""
    steps = max(1, min(60, abs(end - start)))
    ticks = {start + round((end - start) * part / steps) for part in range(steps + 1)}
    return sorted((tick, (abs(tick - start) / abs(end - start)) ** power) for tick in ticks)


def half_passage(before: Phase, after: Phase, longest: float = 180.0) -> float:
    """Seconds on either side of a border in which one phase passes to the next."""
    return min(longest, (before.end - before.start) / 2, (after.end - after.start) / 2)


def intensity(phases: Sequence[Phase], late: float = 0.0) -> Points:
    """Each phase's level, passing to the next around their border; the last border comes `late` seconds late."""
    points: Points = [(0, phases[0].intensity)]
    for before, after in pairwise(phases):
        half = half_passage(before, after)
        middle = after.start + (late if after is phases[-1] else 0.0)
        start, end = (round((middle + side * half) * TICKS_A_SECOND) for side in (-1, 1))
        points += step(start, end, before.intensity, after.intensity)
    return rising_ticks(points)


def rising_ticks(points: Iterable[tuple[int, float]]) -> Points:
    """The points in order, one a tick."""
    return sorted(dict(points).items())
