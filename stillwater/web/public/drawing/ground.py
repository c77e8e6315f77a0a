"""What lies under the pins, and is the same for everybody who looks at a box: land, lines, where people live, names."""

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stillwater.directory.atlas import Level, Parts, atlas
from stillwater.directory.places import Ends, places
from stillwater.web.public.drawing.box import Box
from stillwater.web.public.drawing.lines import Point, clipped, path, runs
from stillwater.web.public.drawing.names import Name
from stillwater.web.public.drawing.projection import Projection, Size, projection

NEAR_FROM = 44  # units a degree: farther away the far level is enough
COUNTIES_FROM = 85  # units a degree: farther away counties are a grey net
COUNTIES_PLAIN = 300  # units a degree: farther away, county lines are drawn with fewer points
TINT_MILES = 3.8  # how far a ZIP's people are drawn around its middle
TINTS = 150  # circles at most, each
GREAT = 250_000  # people: a town that is seen from far away
CIRCLE = '<circle class="t{}" cx="{}" cy="{}" r="{}"/>'
LARGEST = 600_000  # people: a town that is named on the map of the country
NAMES = 150  # towns that may be named, at most


@lru_cache(maxsize=96)
def ground(box: Box, size: Size) -> SafeString:
    """Land, lines and tint as SVG. The coast is the edge of the land, which is cut a little outside of what is seen."""
    to = projection(box, size)
    near, far = atlas()
    level = near if to.a_degree >= NEAR_FROM else far
    wide = _widened(to.seen, 12 / to.a_degree)
    land = "".join(path((to(*p) for p in ring), closed=True) for ring in _land(level, wide, box.is_whole))
    lines = [
        (kind, _lines(level, parts, wide, to)) for kind, parts in (("county", Parts.COUNTY), ("state", Parts.STATE))
    ]
    return format_html(
        '<clipPath id="smap-cut"><path id="smap-land" d="{}"/></clipPath><rect class="beyond" width="{}" height="{}"/>'
        '<use class="land" href="#smap-land"/><g class="tint" clip-path="url(#smap-cut)">{}</g>{}',
        land,
        *size,
        _tint(to, size) if level is near else _lights(to, size, 2 * TINTS if box.is_whole else TINTS),
        format_html_join("", '<path class="line {}" d="{}"/>', (line for line in lines if line[1])),
    )


def _widened(ends: Ends, by: float) -> Ends:
    return ends[0] - by, ends[1] - by, ends[2] + by, ends[3] + by


def _land(level: Level, seen: Ends, whole: bool) -> Iterator[list[Point]]:
    for ring in level.rings_in(seen):
        if cut := (ring if whole else clipped(ring, seen)):
            yield cut


def _lines(level: Level, parts: Parts, seen: Ends, to: Projection) -> str:
    if parts is Parts.COUNTY and to.a_degree < COUNTIES_FROM:
        return ""
    found = (line for line in level.lines_in(seen) if line.parts is parts)
    nearest = 3.0 if parts is Parts.COUNTY and to.a_degree < COUNTIES_PLAIN else 1.5
    return "".join(
        path((to(*point) for point in run), nearest=nearest)
        for line in found
        for run in runs(line.latitudes, line.longitudes, seen)
    )


@lru_cache(maxsize=1)
def _homes() -> dict[tuple[int, int], list[Point]]:
    """The middle of each ZIP where people live, by its whole degrees."""
    zips, found = places().zips, defaultdict(list)
    for lat, lng, lived_in in zip(zips.latitudes, zips.longitudes, zips.lived_in, strict=True):
        if lived_in:
            found[math.floor(lat), math.floor(lng)].append((lat, lng))
    return found


def _homes_in(ends: Ends) -> Iterator[Point]:
    for (south, west), homes in _homes().items():
        if ends[0] - 1 < south <= ends[2] and ends[1] - 1 < west <= ends[3]:
            yield from homes


def _lights(to: Projection, size: Size, most: int) -> SafeString:
    """Where people live, from far away: a soft circle for each of the largest towns."""
    towns, circles = places().towns, []
    for lat, lng, people in zip(towns.latitudes, towns.longitudes, towns.populations, strict=True):
        x, y = to(lat, lng)
        if 0 < x < size[0] and 0 < y < size[1]:
            circles.append((3 if people < GREAT else 4, round(x), round(y), round(min(40, 6 + people**0.5 / 70))))
            if len(circles) == most:
                break
    return format_html_join("", CIRCLE, circles)


def _tint(to: Projection, size: Size) -> SafeString:
    """Where people live: soft circles, denser where there are more ZIPs, which are drawn for about as many people each."""
    radius = min(240.0, max(13.0, TINT_MILES * to.a_mile))
    cells: dict[tuple[int, int], list[Point]] = defaultdict(list)
    side = radius * 0.6
    for home in _homes_in(_widened(to.seen, radius / to.a_degree)):
        x, y = to(*home)
        if -radius < x < size[0] + radius and -radius < y < size[1] + radius:
            cells[math.floor(x / side), math.floor(y / side)].append((x, y))
    around = {cell: sum(len(cells.get(each, ())) for each in _around(cell)) for cell in cells}
    full = sorted(cells, key=lambda cell: (-around[cell], cell))[:TINTS]
    circles = ((_weight(around[cell], side / to.a_mile), *_middle(cells[cell]), round(radius)) for cell in full)
    return format_html_join("", CIRCLE, circles)


def _around(cell: tuple[int, int]) -> Iterator[tuple[int, int]]:
    return ((cell[0] + dx, cell[1] + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))


def _middle(points: list[Point]) -> tuple[int, int]:
    x, y = (sum(each) / len(points) for each in zip(*points, strict=True))
    return round(x), round(y)


def _weight(zips: int, side: float) -> int:
    """How full a cell and the eight around it are, from 1 to 4, by their ZIPs a hundred square miles."""
    density = 100 * zips / (3 * side) ** 2
    return 1 + sum(density > each for each in (4, 9, 20))


@lru_cache(maxsize=96)
def names(box: Box, size: Size) -> tuple[Name, ...]:
    """The largest towns in view, the largest first."""
    to, towns, found = projection(box, size), places().towns, []
    south, west, north, east = to.seen
    least = LARGEST if box.is_whole else 0
    for rank, (lat, lng) in enumerate(zip(towns.latitudes, towns.longitudes, strict=True)):
        if towns.populations[rank] < least:
            break
        if south < lat < north and west < lng < east:
            x, y = to(lat, lng)
            if 0 < x < size[0] and 0 < y < size[1]:
                found.append(Name(towns.names[rank], x, y, towns.populations[rank]))
                if len(found) == NAMES:
                    break
    return tuple(found)


@lru_cache(maxsize=96)
def codes(box: Box, size: Size) -> tuple[tuple[str, int, int], ...]:
    """The letters of each state, where most of its ZIPs are; on a map so far away that a state is not much more than they are wide,
    only those with room for them.
    """
    to, found = projection(box, size), []
    if to.a_degree >= COUNTIES_FROM:
        return ()
    for state, (lat, lng) in middles().items():
        south, west, north, east = places().states[state].ends
        (left, low), (right, high) = to(south, west), to(north, east)
        x, y = to(lat, lng)
        if right - left > 34 and low - high > 24 and 12 < x < size[0] - 12 and 12 < y < size[1] - 12:
            found.append((state, round(x), round(y)))
    return tuple(found)


@lru_cache(maxsize=1)
def middles() -> dict[str, Point]:
    """Where most of each state's ZIPs are."""
    zips, found = places().zips, defaultdict(list)
    for state, lat, lng, lived_in in zip(zips.states, zips.latitudes, zips.longitudes, zips.lived_in, strict=True):
        if lived_in:
            found[state].append((lat, lng))
    return {
        state: (sum(a for a, _ in its) / len(its), sum(b for _, b in its) / len(its)) for state, its in found.items()
    }
