"""Where the names of towns stand: the largest first, none over another or over the edge, and over a pin only if the largest
town would have no name otherwise. No Django.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stillwater.web.public.drawing.projection import Size

Rect = tuple[float, float, float, float]  # left, top, right, bottom
ROOM = 15_000  # square units that a name wants for itself
LETTER = 0.53  # of the height: how wide a letter of the interface's type is, on average
NARROW, BROAD = set("fijlrtI.,'-( )"), set("mwMWGOQ")
SIZES = {"great": 19.0, "large": 15.0, "small": 12.5}


@dataclass(frozen=True)
class Name:
    """A town, and where it lies on the page."""

    text: str
    x: float
    y: float
    people: int


@dataclass(frozen=True)
class Label:
    text: str
    kind: str
    dot: tuple[float, float]
    x: float
    y: float
    anchor: str
    rect: Rect


def placed(
    names: Sequence[Name], size: Size, pins: Iterable[Rect], kept_free: Iterable[Rect] = (), *, far: bool = False
) -> Iterator[Label]:
    """As many as the page has room for. On the map of the whole country, which is `far`, no town is great."""
    full, crowd = list(kept_free), list(pins)
    left = max(6, round(size[0] * size[1] / ROOM))
    biggest = names[0].people if names else 0
    for name in names:
        kind = _far_kind(name.people) if far else _kind(name.people, biggest)
        dot = (name.x - 3, name.y - 3, name.x + 3, name.y + 3)
        ways = [way for way in _ways(name, kind) if _free(way[3], dot, full, size)]
        best = min(ways, key=lambda way: sum(_meet(way[3], pin) for pin in crowd), default=None)
        must = name is names[0] and not far
        if best and (must or not any(_meet(best[3], pin) or _meet(dot, pin) for pin in crowd)):
            x, y, anchor, rect = best
            full += [rect, dot]
            yield Label(name.text, kind, (name.x, name.y), x, y, anchor, rect)
            left -= 1
        if not left:
            return


def codes_placed(codes: Iterable[tuple[str, int, int]], taken: Sequence[Rect]) -> Iterator[tuple[str, int, int]]:
    """The letters of the states that nothing else lies over."""
    for code, x, y in codes:
        if not any(_meet((x - 11, y - 11, x + 11, y + 3), other) for other in taken):
            yield code, x, y


def _far_kind(people: int) -> str:
    return "large" if people >= 1_200_000 else "small"


def _free(rect: Rect, dot: Rect, full: list[Rect], size: Size) -> bool:
    return _inside(rect, size) and not any(_meet(rect, other) or _meet(dot, other) for other in full)


def _kind(people: int, biggest: int) -> str:
    if people >= min(400_000, max(biggest * 0.5, 60_000)):
        return "great"
    return "large" if people >= min(95_000, max(biggest * 0.2, 15_000)) else "small"


def width(text: str, height: float) -> float:
    letters = sum(0.62 if each in NARROW else 1.4 if each in BROAD else 1.0 for each in text)
    return letters * LETTER * height


def _ways(name: Name, kind: str) -> Iterator[tuple[float, float, str, Rect]]:
    """To the right of its dot, to the left, above, below; for a great town farther off too."""
    high = SIZES[kind]
    wide, up, down = width(name.text, high), 0.78 * high, 0.3 * high
    for far in (7, 20, 32, 46) if kind == "great" else (7,):
        for x, y, anchor, left in (
            (name.x + far, name.y + 0.34 * high, "start", name.x + far),
            (name.x - far, name.y + 0.34 * high, "end", name.x - far - wide),
            (name.x, name.y - far, "middle", name.x - wide / 2),
            (name.x, name.y + far + up, "middle", name.x - wide / 2),
        ):
            yield x, y, anchor, (left - 3, y - up - 1, left + wide + 3, y + down + 1)


def _inside(rect: Rect, size: Size) -> bool:
    return rect[0] >= 2 and rect[1] >= 2 and rect[2] <= size[0] - 2 and rect[3] <= size[1] - 2


def _meet(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
