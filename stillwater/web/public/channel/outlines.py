"""SVG path data as polygons, for a painter that knows only straight lines. What our own drawings use: M L H V C S Q A Z."""

import math
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

Point = tuple[float, float]
Outline = tuple[tuple[Point, ...], bool]  # the points, and whether the line comes back to where it began
STEPS = 14  # straight pieces in one curve: at four times the size of a view box of 320 none can be seen
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}
PART = re.compile(r"([MLHVCSQAZmlhvcsqaz])|(-?(?:\d+\.?\d*|\.\d+))")


@cache
def outlines(d: str) -> tuple[Outline, ...]:
    """Each piece of a path, in order."""
    found: list[Outline] = []
    points: list[Point] = []
    handle: Point | None = None
    for name, relative, given in _commands(d):
        x, y = points[-1] if points else (0.0, 0.0)
        if name == "Z":
            found.append((tuple(points), True))
            points, handle = [points[0]], None  # a relative move starts from here
            continue
        at = (x, y) if relative else (0.0, 0.0)
        if name == "M":
            if len(points) > 1:
                found.append((tuple(points), False))
            points = [(given[0] + at[0], given[1] + at[1])]
        elif name in "HV":
            points.append((given[0] + at[0], y) if name == "H" else (x, given[0] + at[1]))
        elif name == "A":
            points += _arc((x, y), given[:5], (given[5] + at[0], given[6] + at[1]))
        else:
            ends = [(given[i] + at[0], given[i + 1] + at[1]) for i in range(0, len(given), 2)]
            if name == "S":
                ends.insert(0, (2 * x - handle[0], 2 * y - handle[1]) if handle else (x, y))
            points += ends if name == "L" else _curve(((x, y), *ends))
            handle = ends[-2] if name in "CS" else None
            continue
        handle = None
    if len(points) > 1:
        found.append((tuple(points), False))
    return tuple(found)


def _commands(d: str) -> Iterator[tuple[str, bool, list[float]]]:
    """A letter with more numbers than it takes stands for itself again; after a move, for lines."""
    letter, numbers = "", list[float]()
    for command, number in PART.findall(d):
        if command:
            letter, numbers = command, []
        else:
            numbers.append(float(number))
        if len(numbers) == TAKES[letter.upper()]:
            yield letter.upper(), letter.islower(), numbers
            numbers = []
            letter = {"M": "L", "m": "l"}.get(letter, letter)


def _curve(ends: tuple[Point, ...]) -> list[Point]:
    """A Bézier curve of any degree, by de Casteljau; its first point is already there."""
    found = []
    for step in range(1, STEPS + 1):
        t, points = step / STEPS, list(ends)
        while len(points) > 1:
            points = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(points)]
        found.append(points[0])
    return found


def _arc(start: Point, how: list[float], end: Point) -> list[Point]:
    """An elliptical arc, as SVG 1.1 appendix F.6 finds its middle. `how`: two radii, turn in degrees, large, sweep."""
    rx, ry, turn, large, sweep = how
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    half_x, half_y = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = (cos * half_x + sin * half_y) / rx, (cos * half_y - sin * half_x) / ry
    long = math.hypot(x, y)
    if long > 1:  # too small to reach: as large as need be
        rx, ry, x, y, long = rx * long, ry * long, x / long, y / long, 1.0
    side = math.sqrt(1 / long**2 - 1) * (-1 if large == sweep else 1)
    middle = (side * y, -side * x)
    first = math.atan2(y - middle[1], x - middle[0])
    angle = math.atan2(-y - middle[1], -x - middle[0]) - first
    if sweep and angle <= 0:
        angle += 2 * math.pi
    elif not sweep and angle >= 0:
        angle -= 2 * math.pi
    mid_x = cos * middle[0] * rx - sin * middle[1] * ry + (start[0] + end[0]) / 2
    mid_y = sin * middle[0] * rx + cos * middle[1] * ry + (start[1] + end[1]) / 2
    steps = max(6, round(abs(angle) * 10))
    found = []
    for step in range(1, steps + 1):
        at = first + angle * step / steps
        out_x, out_y = rx * math.cos(at), ry * math.sin(at)
        found.append((mid_x + cos * out_x - sin * out_y, mid_y + sin * out_x + cos * out_y))
    return found
