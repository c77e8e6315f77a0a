"""From the earth to the page. Mercator for a box; Albers' equal areas for the whole country, with Alaska, Hawaii and Puerto Rico
beside it. Lengths in the drawing's own units, y downwards.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from stillwater.directory.places import Ends
from stillwater.web.public.drawing.box import WHOLE, Box

Size = tuple[int, int]
MILES_A_RADIAN = 3958.8


class Projection(Protocol):
    @property
    def seen(self) -> Ends: ...

    @property
    def a_mile(self) -> float: ...

    @property
    def a_degree(self) -> float: ...

    def __call__(self, latitude: float, longitude: float) -> tuple[float, float]: ...


def projection(box: Box, size: Size) -> Projection:
    return Whole(size) if box.is_whole else Mercator(box, size)


def _up(latitude: float) -> float:
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def _down(height: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(height))))


@dataclass(frozen=True)
class Mercator:
    """All of the box is seen, and as much around it as the page's shape has room for."""

    box: Box
    size: Size

    @cached_property
    def a_degree(self) -> float:
        """Of longitude: so many units."""
        wide, high = self.box.east - self.box.west, _up(self.box.north) - _up(self.box.south)
        return min(self.size[0] / wide, self.size[1] / high)

    @cached_property
    def _middle(self) -> tuple[float, float]:
        return (_up(self.box.south) + _up(self.box.north)) / 2, (self.box.west + self.box.east) / 2

    @cached_property
    def a_mile(self) -> float:
        return self.a_degree / (math.radians(1) * MILES_A_RADIAN * math.cos(math.radians(_down(self._middle[0]))))

    @cached_property
    def seen(self) -> Ends:
        high, wide = (side / 2 / self.a_degree for side in (self.size[1], self.size[0]))
        up, east = self._middle
        return _down(up - high), east - wide, _down(up + high), east + wide

    def __call__(self, latitude: float, longitude: float) -> tuple[float, float]:
        up, east = self._middle
        x = (longitude - east) * self.a_degree + self.size[0] / 2
        return x, (up - _up(latitude)) * self.a_degree + self.size[1] / 2


@dataclass(frozen=True)
class Albers:
    """A conic of equal areas round (latitude, longitude), true along two parallels. In radians of the earth."""

    latitude: float
    longitude: float
    parallels: tuple[float, float]

    @cached_property
    def _cone(self) -> tuple[float, float, float]:
        low, high = (math.sin(math.radians(each)) for each in self.parallels)
        n = (low + high) / 2
        c = 1 - low * low + 2 * n * low
        return n, c, math.sqrt(c - 2 * n * math.sin(math.radians(self.latitude))) / n

    def __call__(self, latitude: float, longitude: float) -> tuple[float, float]:
        n, c, middle = self._cone
        out = math.sqrt(c - 2 * n * math.sin(math.radians(latitude))) / n
        turn = n * math.radians(longitude - self.longitude)
        return out * math.sin(turn), out * math.cos(turn) - middle


@dataclass(frozen=True)
class Inset:
    """A part of the country that is drawn apart: where on the earth, its own cone, how large, and where on the page."""

    ends: Ends
    cone: Albers
    scale: float
    at: tuple[float, float]


MAIN = Inset(WHOLE.ends, Albers(38.7, -96.6, (29.5, 45.5)), 1, (0.0, 0.0))
INSETS = (
    Inset((50, -190, 72, -129), Albers(62, -152, (55, 65)), 0.32, (-0.31, 0.192)),
    Inset((18, -161, 23, -154), Albers(20.6, -157.4, (19, 22)), 1.1, (-0.17, 0.222)),
    Inset((17.5, -68, 19, -65), Albers(18.2, -66.4, (17.9, 18.5)), 1.4, (0.36, 0.236)),
)
ACROSS, DOWN, RAISED = (
    0.83,
    0.51,
    0.012,
)  # the whole in radians, and how far its middle lies below that of the main part


@dataclass(frozen=True)
class Whole:
    """The whole country on one page."""

    size: Size

    @cached_property
    def _scale(self) -> float:
        return min(self.size[0] / ACROSS, self.size[1] / DOWN) * 0.97

    @property
    def seen(self) -> Ends:
        return 17.5, -190.0, 72.0, -64.0

    @property
    def a_mile(self) -> float:
        return self._scale / MILES_A_RADIAN

    @property
    def a_degree(self) -> float:
        return self._scale * math.radians(1) * math.cos(math.radians(MAIN.cone.latitude))

    def __call__(self, latitude: float, longitude: float) -> tuple[float, float]:
        part = next((each for each in INSETS if _within(latitude, longitude, each.ends)), MAIN)
        x, y = part.cone(latitude, longitude)
        x, y = x * part.scale + part.at[0], y * part.scale + part.at[1] - RAISED
        return x * self._scale + self.size[0] / 2, y * self._scale + self.size[1] / 2


def _within(latitude: float, longitude: float, ends: Ends) -> bool:
    return ends[0] <= latitude <= ends[2] and ends[1] <= longitude <= ends[3]
