"""Lays out what sounds when: chords that overlap, a drone, swells, textures, and a few bells."""

import math
from collections.abc import Sequence

from stillwater.soundscape.rules.curves import decibels, value_at
from stillwater.soundscape.rules.dice import Dice, stable_seed
from stillwater.soundscape.rules.harmony import (
    DRONE,
    MODES,
    PENTATONIC,
    WARMTH,
    Chord,
    Ratio,
    bright_voicing,
    next_chord,
    warm_voicing,
)
from stillwater.soundscape.rules.loudness import power_of
from stillwater.soundscape.rules.programme import RATE, TICK_FRAMES, TICKS_A_SECOND, Event, Points, Strand, Table
from stillwater.soundscape.rules.timbres import timbre_of

BAR = 22  # ticks: a little over seven seconds
OVERLAP = 6 * TICKS_A_SECOND
TABLE_LUFS = -26.0
_GRAIN = 128  # frames; the engine measures a table's envelope in such steps


def _lengths() -> list[int]:
    """Table lengths of 0.75 to 1.35 × 2^18 frames whose only prime factors are 2, 3, 5 and 7: quick to transform."""
    found = []
    for count in range(math.ceil(0.75 * 2**18 / _GRAIN), math.floor(1.35 * 2**18 / _GRAIN) + 1):
        rest = count
        for prime in (2, 3, 5, 7):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            found.append(count * _GRAIN)
    return found


LENGTHS = _lengths()


class Shelf:
    """The tables of one programme. Each has its own length: equal lengths would repeat together, and be heard to."""

    def __init__(self, seed: int, root_hz: float, colour: str = "") -> None:
        self.tables: list[Table] = []
        self._numbers: dict[str, int] = {}
        self._seed, self._root, self._colour = seed, root_hz, colour
        self._lengths = Dice(seed, "lengths").shuffled(LENGTHS)

    def number(self, timbre: str, ratio: Ratio | None = None, lufs: float = TABLE_LUFS, *, twin: int = 0) -> int:
        """The number of the table for this timbre and pitch, made when first asked for. A twin is the same to the ear,
        and other sound: what goes on for hours alone needs several."""
        name = f"{timbre}/{ratio}" if ratio is not None else timbre
        name = f"{name}#{twin}" if twin else name
        if name not in self._numbers:
            self._numbers[name] = len(self.tables)
            hz = round(self._root * float(ratio), 4) if ratio is not None else 0.0
            seed = stable_seed(self._seed, name)
            mark = self._colour if timbre_of(timbre).kind != "bell" else ""
            self.tables.append(Table(name, timbre + mark, self._frames(timbre), seed, lufs, hz))
        return self._numbers[name]

    def _frames(self, timbre: str) -> int:
        spec = timbre_of(timbre)
        if spec.kind == "bell":
            return round(spec.ring * 1.1 * RATE)
        taken, place = {table.frames for table in self.tables}, len(self.tables)
        while (frames := spec.length * self._lengths[place % len(self._lengths)]) in taken:
            place += 1
        return frames

    def parts(self, numbers: Sequence[int], dice: Dice) -> list[tuple[int, int]]:
        """Each table with a fresh place to begin reading, so that a chord that returns is not the same sound again."""
        return [(number, dice.below(self.tables[number].frames)) for number in numbers]


def _chord(shelf: Shelf, tone: str, buses: tuple[str, str], chord: Chord, strength: float, dice: Dice) -> list[Strand]:
    """The warm and the bright half of a chord, without their times."""
    found = []
    for half, bus, ratios in zip(
        ("warm", "bright"), buses, (warm_voicing(chord), bright_voicing(chord, strength)), strict=True
    ):
        numbers = [shelf.number(f"{tone}-{half}", ratio) for ratio in ratios]
        gain = round(1 / math.sqrt(len(numbers)), 5)
        found.append(Strand(bus, 0, 0, 0, 0, gain, shelf.parts(numbers, dice)))
    return found


def chords(
    shelf: Shelf, *, tone: str, buses: tuple[str, str], mode: str, intensity: Points, ticks: int, closing: int,
    course: Dice, dice: Dice, falls: bool = False,
) -> list[Strand]:  # fmt: skip
    """A warm and a bright strand per chord; two or three bars each, home again for the closing. `course` decides
    which chord follows: two tones with the same one agree."""
    strands: list[Strand] = []
    start, chord = 0, None
    while start < ticks:
        strength = value_at(intensity, start)
        at_end = start >= closing
        chord = next_chord(mode, None if at_end else chord, 0.0 if at_end else strength, course)
        length = (3 if strength < 0.4 else 2) * BAR
        end = min(ticks, start + length + OVERLAP)
        if ticks - end < BAR:
            end = ticks
        for strand in _chord(shelf, tone, buses, chord, strength, dice):
            rise, fall = (OVERLAP if start else 0), (OVERLAP if end < ticks or falls else 0)
            strands.append(strand._replace(start=start, end=end, rise=rise, fall=fall))
        start = ticks if end == ticks else start + length
    return strands


def chords_at_rest(
    shelf: Shelf, *, tone: str, buses: tuple[str, str], mode: str, loop: tuple[int, int], ticks: int, dice: Dice
) -> list[Strand]:
    """The home chord, ever again from another place, round the loop."""
    return [
        strand._replace(start=start, end=end, rise=OVERLAP, fall=fall)
        for start, end, fall, again in _round(loop, ticks, 3 * BAR, OVERLAP, dice)
        for strand in _chord(shelf, tone, buses, MODES[mode][0], 0.0, again)
    ]


def _round(
    loop: tuple[int, int], ticks: int, length: int, overlap: int, dice: Dice
) -> list[tuple[int, int, int, Dice]]:
    """Times of overlapping pieces whose last is the first again, so that the end of the loop goes on as its beginning:
    (start, end, fall, dice of the piece)."""
    begin, end = loop
    count = max(1, round((end - begin) / length))
    marks = [begin + (end - begin) * n // count for n in range(count + 1)]
    seeds = [dice.below(2**48) for _ in range(count)]
    pieces = [
        (mark - overlap, after, overlap, Dice(seed)) for mark, after, seed in zip(marks, marks[1:], seeds, strict=False)
    ]
    return [*pieces, (end - overlap, ticks, 0, Dice(seeds[0]))]


def steady(
    shelf: Shelf, *, bus: str, pools: Sequence[Sequence[int]], ticks: int, every: float, dice: Dice, falls: bool = False
) -> list[Strand]:  # fmt: skip
    """One sound that goes on throughout, in overlapping pieces that each begin elsewhere in their tables. The pools of
    tables take turns; at the end it stops, or falls to make room for the rest."""
    length, overlap = round(every * TICKS_A_SECOND), round(every * TICKS_A_SECOND) // 3
    strands: list[Strand] = []
    start = 0
    while start < ticks:
        end = min(ticks, start + length + overlap)
        if ticks - end < length:
            end = ticks
        rise, fall = (overlap if start else 0), (overlap if end < ticks or falls else 0)
        pool = pools[len(strands) % len(pools)]
        strands.append(Strand(bus, start, end, rise, fall, 1.0, shelf.parts(pool, dice)))
        start = ticks if end == ticks else start + length
    return strands


def steady_at_rest(
    shelf: Shelf, *, bus: str, pools: Sequence[Sequence[int]], loop: tuple[int, int], ticks: int, every: float,
    dice: Dice,
) -> list[Strand]:  # fmt: skip
    """The same round the loop."""
    length = round(every * TICKS_A_SECOND)
    times = _round(loop, ticks, length, length // 3, dice)
    turns = [n % (len(times) - 1) % len(pools) for n in range(len(times))]
    return [
        Strand(bus, start, end, length // 3, fall, 1.0, shelf.parts(pools[turn], again))
        for turn, (start, end, fall, again) in zip(turns, times, strict=True)
    ]


def drone_pools(shelf: Shelf, timbre: str) -> list[list[int]]:
    """Root and, softer, its fifth; alone, a whole low chord of which two halves take turns."""
    tones, levels = (DRONE, (-1.0, -7.0)) if timbre == "drone" else (WARMTH, (-4.0, -6.0, -6.0, -11.0, -13.0))
    return [
        [shelf.number(timbre, ratio, TABLE_LUFS + level, twin=twin) for ratio, level in zip(tones, levels, strict=True)]
        for twin in range(1 if timbre == "drone" else 2)
    ]


def ground_pools(shelf: Shelf, timbres: Sequence[tuple[str, float]], twins: int = 5) -> list[list[int]]:
    """Enough tables of one kind that none returns before it is forgotten."""
    return [
        [shelf.number(timbre, _ROOT.get(timbre), TABLE_LUFS + level, twin=twin) for timbre, level in timbres]
        for twin in range(twins)
    ]


_ROOT = {"pulse": Ratio(1)}  # the grounds that have a pitch


def swells(
    shelf: Shelf, *, bus: str, timbres: Sequence[tuple[str, float]], first: int, until: int, dice: Dice
) -> list[Strand]:  # fmt: skip
    """A sea at a distance: every swell of another size, its high wash a little after its low body. Or wind."""
    low, high = (shelf.number(name, lufs=TABLE_LUFS + level, twin=n) for n, (name, level) in enumerate(timbres))
    strands: list[Strand] = []
    start = first
    while True:
        size = dice.between(0.55, 1.0)
        lag, rise = round(dice.between(5, 10)), round(dice.between(4.0, 6.0) * TICKS_A_SECOND)
        fall = round(dice.between(6.5, 9.5) * TICKS_A_SECOND)
        if start + lag + rise + fall > until:
            return strands
        for number, begin in ((low, start), (high, start + lag)):
            end = begin + rise + fall
            strands.append(Strand(bus, begin, end, rise, fall, round(size, 3), shelf.parts([number], dice)))
        start += round(dice.between(8.0, 13.0) * TICKS_A_SECOND)


def bells(
    shelf: Shelf, *, mode: str, intensity: Points, first: int, last: int, level_db: float, every: float,
    bed: Sequence[float], dice: Dice,
) -> list[Event]:  # fmt: skip
    """Single bells far apart, each so much softer than the bed at its moment that none can startle."""
    events: list[Event] = []
    tick, before = first + dice.between(0, min(20.0, every)) * TICKS_A_SECOND, Ratio(0)
    while tick < last:
        note = dice.pick([ratio for ratio in PENTATONIC[mode] if ratio != before])
        number = shelf.number("bell", 8 * note)
        power = bed[min(len(bed) - 1, round(tick))]
        gain = math.sqrt(power / power_of(TABLE_LUFS)) * decibels(level_db)
        events.append(Event("bells", round(tick * TICK_FRAMES), number, round(gain, 5)))
        rest = every * (1 + 1.2 * value_at(intensity, tick))
        before, tick = note, tick + rest * dice.between(0.6, 1.5) * TICKS_A_SECOND
    return events
