"""The stretch of the earth that a map shows, and the ones next to it. Degrees."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from stillwater.directory.places import Ends

MILES_A_DEGREE = 69.05  # of latitude
CLOSEST, FARTHEST = 0.06, 16.0  # degrees from south to north; farther away it is the whole country
ALASKA = 50.0  # north of here only one state is left, and it is as high as all others together
EDGE = (13.0, -190.0, 73.0, -60.0)  # what can be looked at: from Puerto Rico to Alaska's last islands


class Unusable(ValueError):
    """Not a box. `why`: numbers, earth, empty or inverted."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Box:
    south: float
    west: float
    north: float
    east: float

    def __str__(self) -> str:
        """As it stands in an address."""
        return ",".join(f"{end:.3f}".rstrip("0").rstrip(".") for end in self.ends)

    @property
    def ends(self) -> Ends:
        return self.south, self.west, self.north, self.east

    @property
    def middle(self) -> tuple[float, float]:
        return (self.south + self.north) / 2, (self.west + self.east) / 2

    @property
    def is_whole(self) -> bool:
        return self == WHOLE


WHOLE = Box(24.4, -125.0, 49.5, -66.5)  # the contiguous states; the others stand beside them


def read_box(text: str) -> Box:
    """A box from an address. One that crosses the date line begins west of -180. Raises Unusable with the reason."""
    parts = text[:80].split(",")
    if len(parts) != 4 or not all(re.fullmatch(r"-?\d{1,3}(\.\d{1,9})?", part.strip()) for part in parts):
        raise Unusable("numbers")
    south, west, north, east = (float(part) for part in parts)
    if max(abs(south), abs(north)) > 90 or not (-200 <= west <= 180 and -200 <= east <= 180):
        raise Unusable("earth")
    if west > 0 > east:
        west -= 360
    if south == north or west == east:
        raise Unusable("empty")
    if south > north or west > east:
        raise Unusable("inverted")
    return _kept(Box(south, west, north, east))


def around(latitude: float, longitude: float, miles: float) -> Box:
    """A circle of so many miles, and a little air."""
    high = max(CLOSEST / 2, 1.06 * miles / MILES_A_DEGREE)
    wide = high / math.cos(math.radians(min(80.0, abs(latitude))))
    return _kept(Box(latitude - high, longitude - wide, latitude + high, longitude + wide))


def around_all(points: Iterable[tuple[float, float]]) -> Box:
    """All of these (latitude, longitude), and a little air; the whole country without any."""
    found = list(points)
    if not found:
        return WHOLE
    lats, lngs = zip(*found, strict=True)
    high = max(CLOSEST, 1.25 * (max(lats) - min(lats))) / 2
    middle = (max(lats) + min(lats)) / 2
    wide = max(CLOSEST / math.cos(math.radians(middle)), 1.25 * (max(lngs) - min(lngs))) / 2
    east = (max(lngs) + min(lngs)) / 2
    return _kept(Box(middle - high, east - wide, middle + high, east + wide))


def of_ends(ends: Ends) -> Box:
    """A state's, with a little air."""
    return around_all([(ends[0], ends[1]), (ends[2], ends[3])])


def zoomed(box: Box, steps: int) -> Box:
    """Closer by a factor of two with each step, farther with each step below nought."""
    (lat, lng), by = box.middle, 2.0**-steps / 2
    high, wide = (box.north - box.south) * by, (box.east - box.west) * by
    return _kept(Box(lat - high, lng - wide, lat + high, lng + wide))


def moved(box: Box, way: str) -> Box:
    """Half of what is seen to the north, south, east or west. The whole country does not move."""
    if box.is_whole:
        return box
    north = {"north": 0.5, "south": -0.5}.get(way, 0.0) * (box.north - box.south)
    east = {"east": 0.5, "west": -0.5}.get(way, 0.0) * (box.east - box.west)
    return _kept(Box(box.south + north, box.west + east, box.north + north, box.east + east))


def can_be_closer(box: Box) -> bool:
    return box.north - box.south > 1.2 * CLOSEST


def _kept(box: Box) -> Box:
    """No larger than the country, no smaller than a quarter of a town, its middle where there is something to see, and to a
    thousandth of a degree.
    """
    high, wide = max(CLOSEST, box.north - box.south), max(CLOSEST, box.east - box.west)
    lat, lng = box.middle
    farthest = FARTHEST if lat < ALASKA else 2 * FARTHEST
    if high > farthest or wide * math.cos(math.radians(lat)) > 2.5 * farthest:
        return WHOLE
    lat, lng = min(EDGE[2], max(EDGE[0], lat)), min(EDGE[3], max(EDGE[1], lng))
    ends = (lat - high / 2, lng - wide / 2, lat + high / 2, lng + wide / 2)
    return Box(*(round(end, 3) for end in ends))
