"""Pins: those that would lie over one another become one with a number, which leads closer. No Django."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stillwater.web.public.drawing.box import CLOSEST, Box, around_all
from stillwater.web.public.drawing.projection import Projection, Size

REACH = 25.0  # units: closer than this, one cannot be touched without the other
SEEDS = 400
TURN = 2.39996  # radians: each step of a sunflower's seeds


@dataclass(frozen=True)
class Pin:
    """Something with a page of its own. `key` is what `chosen` names."""

    key: str
    latitude: float
    longitude: float
    name: str
    url: str


@dataclass(frozen=True)
class Placed:
    """One pin, or several as one. `closer` is where several lead."""

    x: float
    y: float
    pins: tuple[Pin, ...]
    closer: Box | None = None

    @property
    def rect(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, with its rim."""
        half = 15 if self.closer else 11
        return self.x - half, self.y - half, self.x + half, self.y + half

    def holds(self, key: str) -> bool:
        return any(pin.key == key for pin in self.pins)


def placed(pins: Sequence[Pin], to: Projection, size: Size, chosen: str) -> list[Placed]:
    """Those in view; the one that holds the chosen pin last, so that it lies on top."""
    here = [(*to(pin.latitude, pin.longitude), pin) for pin in pins]
    here = [each for each in here if -8 < each[0] < size[0] + 8 and -8 < each[1] < size[1] + 8]
    south, _, north, _ = to.seen
    closest = north - south <= 1.6 * CLOSEST
    found = _apart(here) if closest else (_together(group) for group in _groups(here))
    return sorted(found, key=lambda each: each.holds(chosen))


Spot = tuple[float, float, Pin]


def _groups(spots: list[Spot]) -> list[list[Spot]]:
    """The first pin gathers what is within reach of it, then the next that is left. A grid of cells saves most comparisons."""
    cells: dict[tuple[int, int], list[list[Spot]]] = {}
    groups: list[list[Spot]] = []
    for spot in spots:
        cell = (math.floor(spot[0] / REACH), math.floor(spot[1] / REACH))
        around = (
            group for dx in (0, -1, 1) for dy in (0, -1, 1) for group in cells.get((cell[0] + dx, cell[1] + dy), ())
        )
        near = next((g for g in around if math.dist(g[0][:2], spot[:2]) < REACH), None)
        if near is not None:
            near.append(spot)
        else:
            groups.append([spot])
            cells.setdefault(cell, []).append(groups[-1])
    return groups


def _together(group: list[Spot]) -> Placed:
    x, y, _ = group[0]  # not their middle, which could lie nearer to another group
    pins = tuple(pin for *_, pin in group)
    return Placed(x, y, pins, around_all((pin.latitude, pin.longitude) for pin in pins) if len(pins) > 1 else None)


def _apart(spots: list[Spot]) -> Iterator[Placed]:
    """No closer to go: each as near to its own place as there is room, like the seeds of a sunflower."""
    full: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for x, y, pin in spots:
        for at in range(SEEDS):
            out, turn = 0.5 * REACH * math.sqrt(at), at * TURN
            spot = (x + out * math.cos(turn), y + out * math.sin(turn))
            cell = (math.floor(spot[0] / REACH), math.floor(spot[1] / REACH))
            near = (
                each for dx in (0, -1, 1) for dy in (0, -1, 1) for each in full.get((cell[0] + dx, cell[1] + dy), ())
            )
            if at == SEEDS - 1 or all(math.dist(each, spot) >= 0.84 * REACH for each in near):
                full.setdefault(cell, []).append(spot)
                yield Placed(*spot, (pin,))
                break
