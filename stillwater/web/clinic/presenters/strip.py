"""The strip of readings: three lanes over time, with the limits and who set them. Lengths are in SVG's own units."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from django.utils.translation import gettext

from stillwater.care.rules.limits import Limit
from stillwater.kit.clock import from_iso
from stillwater.treatment.rules.amendments import amend
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.summary import number
from stillwater.web.clinic.presenters.lanes import (
    BAND_RIGHT,
    LANES,
    Band,
    Edge,
    LaneScale,
    Mark,
    Text,
    lane_limits,
    n,
    scaled,
)
from stillwater.web.clinic.presenters.readings import State
from stillwater.web.clinic.presenters.said import clock

LEFT, RIGHT, BOTTOM = 82.0, 682.0, 218.0
Place = Callable[[datetime], float]
TWO_HOURS = timedelta(hours=2)
HALF_HOUR = timedelta(minutes=30)


@dataclass
class Strip:
    """What the template draws, and the sentence that says it."""

    lanes: list[LaneScale]
    bands: list[Band] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    bars: str = ""
    joined: str = ""
    crosses: str = ""
    overs: str = ""
    dots: list[Mark] = field(default_factory=list)
    open_dots: list[Mark] = field(default_factory=list)
    over_texts: list[Text] = field(default_factory=list)
    due: list[Mark] = field(default_factory=list)
    hours: str = ""
    times: list[Text] = field(default_factory=list)
    dose_x: str = ""
    now_x: str = ""
    said: str = ""
    left: str = n(LEFT)
    right: str = n(RIGHT)
    bottom: str = n(BOTTOM)


@dataclass(frozen=True)
class Sample:
    """One value at its time. `how`: person, device (unconfirmed), or gone: corrected or struck."""

    at: datetime
    measure: str
    value: float
    how: str
    entry: str


def samples(entries: Sequence[Entry], state: State) -> list[Sample]:
    """Every value that was ever read, in order, corrected ones too (field note WO-707: nothing is lost)."""
    amended = amend(entries)
    found: list[Sample] = []
    for entry in amended.entries:
        if entry.kind == "reading" and not amended.is_out(entry.id):
            device = entry.data.get("source") == "device" and str(entry.id) not in state["confirms"]
            found += _samples(entry, "device" if device else "person")
    now = {entry.id: entry.data for entry in amended.entries if not amended.is_out(entry.id)}
    for entry in entries:
        if entry.kind == "reading" and entry.id in amended.by and amended.by[entry.id].data["how"] != "wrong_person":
            stands = now.get(entry.id, {})
            found += [old for old in _samples(entry, "gone") if stands.get(old.measure) != old.value]
    return sorted(found, key=lambda sample: sample.at)


def _samples(entry: Entry, how: str) -> list[Sample]:
    measures = ("sys", "dia", "pulse", "spo2")
    return [Sample(entry.when, m, float(entry.data[m]), how, str(entry.id)) for m in measures if m in entry.data]


def window(found: Sequence[Sample], began: datetime | None, now: datetime, *, whole: bool) -> tuple[datetime, datetime]:
    """Two hours with now in them; a closed session shows from its first reading to its last."""
    first = min([sample.at for sample in found] + ([began] if began else []), default=now)
    begin = first.replace(second=0, microsecond=0) - timedelta(minutes=first.minute % 30)
    if whole:
        last = max((sample.at for sample in found), default=now)
        return begin, max(last + timedelta(minutes=10), begin + HALF_HOUR * 2)
    while begin + TWO_HOURS - HALF_HOUR < now:
        begin += HALF_HOUR
    return begin, begin + TWO_HOURS


def strip(
    entries: Sequence[Entry], state: State, limits: Sequence[Limit], now: datetime, zone: tzinfo, *, whole: bool = False
) -> Strip:
    """The drawing of a session's readings at `now`; `whole` for the record of a session that is over."""
    found = samples(entries, state)
    began = from_iso(state["dose"]["began_at"]) if state["dose"]["began_at"] else None
    begin, end = window(found, began, now, whole=whole)

    # Over two hours the words of the limits stand where nothing has happened yet; a whole session leaves them a column.
    right = BAND_RIGHT if whole else RIGHT

    def x(at: datetime) -> float:
        return LEFT + (right - LEFT) * ((at - begin) / (end - begin))

    shown = [sample for sample in found if begin <= sample.at <= end]
    # A mistyped 999 that was put right must not press every other value into a line.
    standing = [sample for sample in shown if sample.how != "gone"]
    lanes = [scaled(lane, standing, limits) for lane in LANES]
    drawn = Strip(lanes)
    for lane in lanes:
        bands, edges = lane_limits(lane, limits)
        drawn.bands += bands
        drawn.edges += edges
    _pressures(drawn, lanes[0], shown, limits, x)
    for lane in lanes[1:]:
        _points(drawn, lane, shown, x)
    _axis(drawn, begin, end, began, None if whole else now, zone, x)
    if not whole:
        drawn.due = [Mark(n(x(at)), n(lanes[0].middle)) for at in _coming(state, now, end)]
    drawn.said = said(shown, zone)
    return drawn


def _pressures(drawn: Strip, lane: LaneScale, shown: Sequence[Sample], limits: Sequence[Limit], x: Place) -> None:
    """A bar from systolic to diastolic; over a limit a filled triangle in place of the tick, and the number."""
    by_entry: dict[tuple[str, str], dict[str, Sample]] = {}
    for sample in shown:
        if sample.measure in ("sys", "dia"):
            by_entry.setdefault((sample.entry, sample.how), {})[sample.measure] = sample
    for (_, how), pair in by_entry.items():
        at = n(x(next(iter(pair.values())).at))
        tops = [lane.y(pair[m].value) for m in ("sys", "dia") if m in pair]
        if how == "gone":
            drawn.crosses += _cross(float(at), tops[0])
            continue
        if how == "device":
            drawn.open_dots += [Mark(at, n(top)) for top in tops]
            continue
        drawn.bars += f"M{at} {n(tops[0])}V{n(tops[-1])}" + "".join(
            f"M{n(float(at) - 5)} {n(top)}h10" for top in tops[-1:]
        )
        crossed = "sys" in pair and any(
            x_.measure == "sys" and x_.over is not None and x_.is_crossed(pair["sys"].value) for x_ in limits
        )
        if crossed:
            drawn.overs += f"M{at} {n(tops[0] - 8)}l7 13h-14z"
            drawn.over_texts.append(Text(at, n(tops[0] - 13), number(pair["sys"].value)))
        else:
            drawn.bars += f"M{n(float(at) - 5)} {n(tops[0])}h10"


def _points(drawn: Strip, lane: LaneScale, shown: Sequence[Sample], x: Place) -> None:
    """By a person: filled dots, joined. From a device: open dots, not joined. Corrected: a cross."""
    path: list[str] = []
    for sample in shown:
        if sample.measure not in lane.measures:
            continue
        at, y = x(sample.at), lane.y(sample.value)
        if sample.how == "gone":
            drawn.crosses += _cross(at, y)
        elif sample.how == "device":
            drawn.open_dots.append(Mark(n(at), n(y)))
        else:
            path.append(f"{n(at)} {n(y)}")
            drawn.dots.append(Mark(n(at), n(y)))
    if len(path) > 1:
        drawn.joined += "M" + "L".join(path)


def _cross(x: float, y: float) -> str:
    return f"M{n(x - 4)} {n(y - 4)}l8 8m0-8l-8 8"


def _coming(state: State, now: datetime, end: datetime) -> list[datetime]:
    return sorted({from_iso(item["at"]) for item in state["due"] if now <= from_iso(item["at"]) <= end})


def _axis(
    drawn: Strip, begin: datetime, end: datetime, began: datetime | None, now: datetime | None, zone: tzinfo, x: Place
) -> None:
    taken: list[float] = []

    def put(at: datetime, words: str, *, hot: bool = False) -> None:
        place = x(at)
        if all(abs(place - other) > 62 for other in taken):
            taken.append(place)
            drawn.times.append(Text(n(min(max(place, LEFT), RIGHT - 16)), "239", words, hot))

    if now is not None and begin <= now <= end:
        drawn.now_x = n(x(now))
        put(now, clock(now, zone), hot=True)
    if began is not None and begin <= began <= end:
        drawn.dose_x = n(x(began))
        put(began, gettext("dose %(time)s") % {"time": clock(began, zone)})
    tick = HALF_HOUR if end - begin <= 2 * TWO_HOURS else 2 * HALF_HOUR
    at = begin
    while at <= end:
        if begin < at < end:
            drawn.hours += f"M{n(x(at))} 8V{n(BOTTOM)}"
        put(at, clock(at, zone))
        at += tick


def said(shown: Sequence[Sample], zone: tzinfo) -> str:
    """The picture in a sentence: each measure's first, highest, lowest and last value by a person."""
    parts = []
    for measure, title in (
        ("sys", gettext("Systolic")),
        ("dia", gettext("Diastolic")),
        ("pulse", gettext("Pulse")),
        ("spo2", "SpO2"),
    ):
        own = [sample for sample in shown if sample.measure == measure and sample.how == "person"]
        if not own:
            continue
        top, low, last = max(own, key=lambda s: s.value), min(own, key=lambda s: s.value), own[-1]
        facts = {
            "title": title, "last": number(last.value), "at": clock(last.at, zone),
            "top": number(top.value), "low": number(low.value),
        }  # fmt: skip
        parts.append(gettext("%(title)s between %(low)s and %(top)s, %(last)s at %(at)s.") % facts)
    return " ".join(parts) or gettext("No reading yet.")
