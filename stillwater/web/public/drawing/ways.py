"""Where a map leads: closer, farther, to each side. Addresses, so that it moves without a script."""

from collections.abc import Callable
from dataclasses import dataclass

from stillwater.web.public.drawing.box import WHOLE, Box, can_be_closer, moved, zoomed


@dataclass(frozen=True)
class Ways:
    """Empty where it leads nowhere."""

    closer: str
    farther: str
    north: str
    south: str
    east: str
    west: str
    whole: str


def ways(view: Box, link: Callable[[Box], str]) -> Ways:
    sides = {
        way: link(moved(view, way)) if moved(view, way) != view else "" for way in ("north", "south", "east", "west")
    }
    closer = link(zoomed(view, 1)) if can_be_closer(view) else ""
    farther, whole = ("", "") if view.is_whole else (link(zoomed(view, -1)), link(WHOLE))
    return Ways(closer, farther, **sides, whole=whole)
