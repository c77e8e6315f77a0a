"""The lanes of the strip: their scales, their limits, and the labels that must not cover one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol as Shape

from django.utils.translation import gettext

from stillwater.care.rules.limits import Limit
from stillwater.treatment.rules.summary import number
from stillwater.web.clinic.presenters.readings import LEVEL_WORDS
from stillwater.web.clinic.presenters.said import short_name

BAND_LEFT, BAND_RIGHT = 82.0, 466.0


class Valued(Shape):
    @property
    def measure(self) -> str: ...

    @property
    def value(self) -> float: ...


@dataclass(frozen=True)
class Lane:
    """One lane: which measures, where it lies, and the range that it shows when nothing goes beyond."""

    key: str
    title: str
    measures: tuple[str, ...]
    top: float
    bottom: float
    low: float
    high: float


# How tall the lanes are drawn when all values lie within them; this says nothing about what is usual.
LANES = (
    Lane("bp", "BP", ("sys", "dia"), 8, 108, 60, 200),
    Lane("pulse", "Pulse", ("pulse",), 118, 158, 40, 120),
    Lane("spo2", "SpO2", ("spo2",), 168, 218, 86, 100),
)


@dataclass(frozen=True)
class LaneScale:
    key: str
    title: str
    measures: tuple[str, ...]
    top: float
    bottom: float
    low: float
    high: float

    def y(self, value: float) -> float:
        """Where a value lies; one that was struck and lies beyond the lane stands at its edge."""
        found = self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)
        return min(max(found, self.top), self.bottom)

    @property
    def middle(self) -> float:
        return self.top + (self.bottom - self.top) * 0.9

    @property
    def y_top(self) -> str:
        return n(self.top)

    @property
    def height(self) -> str:
        return n(self.bottom - self.top)

    @property
    def title_y(self) -> str:
        return n((self.top + self.bottom) / 2 + 5)


@dataclass(frozen=True)
class Band:
    """What lies beyond a limit: hatched for hold, filled for urgent."""

    level: str
    y: str
    height: str


@dataclass(frozen=True)
class Edge:
    """A limit's line with its number at the left and its words at the right."""

    y: str
    number: str
    number_y: str
    words: str
    words_y: str


@dataclass(frozen=True)
class Mark:
    x: str
    y: str


@dataclass(frozen=True)
class Text:
    x: str
    y: str
    words: str
    hot: bool = False


def n(value: float) -> str:
    """A length as SVG wants it."""
    return f"{value:.1f}".removesuffix(".0")


def scaled(lane: Lane, shown: Iterable[Valued], limits: Sequence[Limit]) -> LaneScale:
    """The lane, its range widened to hold every value and limit."""
    values = [sample.value for sample in shown if sample.measure in lane.measures]
    values += [
        edge
        for limit in limits
        if limit.measure in lane.measures
        for edge in (limit.over, limit.under)
        if edge is not None
    ]
    room = (lane.high - lane.low) * 0.06
    low, high = min([lane.low, *(v - room for v in values)]), max([lane.high, *(v + room for v in values)])
    if lane.key == "spo2":
        high = max(lane.high, max(values, default=0))
    return LaneScale(lane.key, lane.title, lane.measures, lane.top, lane.bottom, low, high)


def lane_limits(lane: LaneScale, limits: Sequence[Limit]) -> tuple[list[Band], list[Edge]]:
    """Bands and lines of the lane's limits. A prompt has a line and no band: it asks for nothing by itself."""
    bands, lines = [], []
    for limit in limits:
        if limit.measure not in lane.measures:
            continue
        for edge, over in ((limit.over, True), (limit.under, False)):
            if edge is None:
                continue
            y = lane.y(edge)
            if limit.level in ("hold", "urgent") and limit.measure != "dia":
                top, end = (lane.top, y) if over else (y, lane.bottom)
                bands.append(Band(limit.level, n(top), n(max(0.0, end - top))))
            lines.append((y, over, number(edge), _words(limit, edge, over=over)))
    return bands, _placed(lane, lines)


def _words(limit: Limit, edge: float, *, over: bool) -> str:
    facts = {
        "level": str(LEVEL_WORDS[limit.level]), "edge": number(edge),
        "who": short_name(limit.by) or gettext("the protocol"),
    }  # fmt: skip
    if limit.measure == "dia":  # shorter: it stands in the lane where the bars are
        words = (
            gettext("diastolic %(level)s over %(edge)s, %(who)s")
            if over
            else gettext("diastolic %(level)s under %(edge)s, %(who)s")
        )
        return words % facts
    words = (
        gettext("%(level)s over %(edge)s · set by %(who)s")
        if over
        else gettext("%(level)s under %(edge)s · set by %(who)s")
    )
    return words % facts


@dataclass
class _Label:
    """A limit's words on their way to a free place."""

    line_y: float
    at: float
    number: str
    words: str


def _placed(lane: LaneScale, lines: list[tuple[float, bool, str, str]]) -> list[Edge]:
    """Labels beyond their line where there is room, each at least a line apart."""
    labels = [_Label(y, _beyond(lane, y, over=over), edge, words) for y, over, edge, words in sorted(lines)]
    for earlier, later in pairwise(labels):
        later.at = max(later.at, earlier.at + 14.5)
    numbers = [label.line_y + 5 for label in labels]
    for index in range(1, len(numbers)):
        numbers[index] = max(numbers[index], numbers[index - 1] + 13)
    return [
        Edge(n(label.line_y), label.number, n(number_y), label.words, n(label.at))
        for label, number_y in zip(labels, numbers, strict=True)
    ]


def _beyond(lane: LaneScale, y: float, *, over: bool) -> float:
    if over:
        return y - 3.5 if y - 13.5 >= lane.top - 4 else y + 13.5
    return y + 13.5 if y + 13.5 <= lane.bottom + 6 else y - 4.5
