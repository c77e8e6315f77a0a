"""From the TopoJSON of us-atlas to the lines of the directory's map: for scripts/places.py alone.

A line is kept once, with what it parts: land from what is not, one state from another, one county from another. Land is
rings of such lines. Two levels: near, from the counties; far, from the states, for a map of the whole country.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

UNIT = 0.001  # degrees: about 100 metres
NEAR, FAR = 0.0015, 0.02  # degrees: how far a line may stray from where it was drawn
SMALLEST = 0.06  # degrees: islands that a map of the whole country can do without
COAST, STATE, COUNTY = 0, 1, 2
# FIPS 5-2: the states, the District of Columbia and Puerto Rico.
FIPS = {
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT", "10": "DE", "11": "DC", "12": "FL",
    "13": "GA", "15": "HI", "16": "ID", "17": "IL", "18": "IN", "19": "IA", "20": "KS", "21": "KY", "22": "LA", "23": "ME",
    "24": "MD", "25": "MA", "26": "MI", "27": "MN", "28": "MS", "29": "MO", "30": "MT", "31": "NE", "32": "NV", "33": "NH",
    "34": "NJ", "35": "NM", "36": "NY", "37": "NC", "38": "ND", "39": "OH", "40": "OK", "41": "OR", "42": "PA", "44": "RI",
    "45": "SC", "46": "SD", "47": "TN", "48": "TX", "49": "UT", "50": "VT", "51": "VA", "53": "WA", "54": "WV", "55": "WI",
    "56": "WY", "72": "PR",
}  # fmt: skip
Point = tuple[float, float]
Line = list[Point]


@dataclass(frozen=True)
class Atlas:
    states: list[tuple[Any, ...]]  # code, name, south, west, north, east
    file: dict[str, Any]


def drawn(counties: dict[str, Any], states: dict[str, Any]) -> Atlas:
    return Atlas(
        _bounds(states),
        {"unit": UNIT, "near": _level(counties, "counties", NEAR, 0), "far": _level(states, "states", FAR, SMALLEST)},
    )


def _lines(topology: dict[str, Any]) -> list[Line]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            lng, lat = x * sx + tx, y * sy + ty
            line.append((lng - 360 if lng > 0 else lng, lat))  # Alaska's far islands lie west of the date line
        lines.append(line)
    return lines


def _rings(shape: dict[str, Any]) -> Iterator[list[int]]:
    parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])
    for polygon in parts:
        yield from polygon


def _level(topology: dict[str, Any], kind: str, stray: float, smallest: float) -> dict[str, Any]:
    lines = _lines(topology)
    shapes = topology["objects"][kind]["geometries"]
    users: dict[int, set[str]] = defaultdict(set)
    for shape in shapes:
        for ring in _rings(shape):
            for arc in ring:
                users[~arc if arc < 0 else arc].add(str(shape["id"]))
    ours = {arc for arc, ids in users.items() if all(each[:2] in FIPS for each in ids)}
    nation = topology["objects"]["nation"]["geometries"]
    rings = [ring for shape in nation for ring in _rings(shape)]
    rings = [ring for ring in rings if _index(ring) <= ours and _across(ring, lines) >= smallest]
    outer = {arc for ring in rings for arc in _index(ring)}
    kept = sorted(arc for arc in ours if len(users[arc]) > 1 or arc in outer)
    place = {arc: at for at, arc in enumerate(kept)}
    return {
        "arcs": [[_kind(users[arc]), *_steps(_thinned(lines[arc], stray))] for arc in kept],
        "rings": [[~place[~arc] if arc < 0 else place[arc] for arc in ring] for ring in rings],
    }


def _index(ring: list[int]) -> set[int]:
    return {~arc if arc < 0 else arc for arc in ring}


def _kind(ids: set[str]) -> int:
    if len(ids) == 1:
        return COAST
    return STATE if len({each[:2] for each in ids}) > 1 else COUNTY


def _across(ring: list[int], lines: list[Line]) -> float:
    points = [point for arc in _index(ring) for point in lines[arc]]
    wide, high = (max(each) - min(each) for each in zip(*points, strict=True))
    return max(wide * math.cos(math.radians(points[0][1])), high)


def _thinned(line: Line, stray: float) -> Line:
    """Douglas and Peucker's way: the fewest of its points from which the line strays no farther than this."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    if line[0] == line[-1] and len(line) > 3:  # a ring by itself: from its beginning to its farthest point and back
        far = max(range(len(line)), key=lambda at: math.dist(line[0], line[at]))
        keep.add(far)
        spans = [(0, far), (far, len(line) - 1)]
    while spans:
        begin, end = spans.pop()
        worst, at = max(((_off(line[i], line[begin], line[end]), i) for i in range(begin + 1, end)), default=(0.0, 0))
        if worst > stray:
            keep.add(at)
            spans += [(begin, at), (at, end)]
    return [line[at] for at in sorted(keep)]


def _off(point: Point, one: Point, other: Point) -> float:
    """How far a point lies from the stretch between two others, with a degree of longitude as long as it is there."""
    narrow = math.cos(math.radians(point[1]))
    (px, py), (ax, ay), (bx, by) = ((x * narrow, y) for x, y in (point, one, other))
    dx, dy = bx - ax, by - ay
    along = ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy) if dx or dy else 0.0
    along = min(1.0, max(0.0, along))
    return math.hypot(px - ax - along * dx, py - ay - along * dy)


def _steps(line: Line) -> list[int]:
    """Where it begins, then each step, in units."""
    found: list[int] = []
    x = y = 0
    for lng, lat in line:
        to_x, to_y = round(lng / UNIT), round(lat / UNIT)
        if not found or (to_x, to_y) != (x, y):
            found += [to_x - x, to_y - y]
            x, y = to_x, to_y
    return found


def _bounds(topology: dict[str, Any]) -> list[tuple[Any, ...]]:
    lines, found = _lines(topology), []
    for shape in topology["objects"]["states"]["geometries"]:
        if (code := FIPS.get(str(shape["id"]))) is not None:
            points = [point for ring in _rings(shape) for arc in _index(ring) for point in lines[arc]]
            lngs, lats = zip(*points, strict=True)
            ends = (min(lats), min(lngs), max(lats), max(lngs))
            found.append((code, shape["properties"]["name"], *(f"{end:.2f}" for end in ends)))
    return sorted(found)
