"""Lays out what sounds when: chords that overlap, a drone, swells, textures, and a few bells."""

import math
from collections.abc import Sequence

from stillwater.soundscape.rules.curves import decibels, value_at
from stillwater.soundscape.rules.dice import Dice, stable_seed
from stillwater.soundscape.rules.harmony import DRONE, PENTATONIC, Ratio, bright_voicing, next_chord, warm_voicing
from stillwater.soundscape.rules.loudness import power_of
from stillwater.soundscape.rules.programme import RATE, TICK_FRAMES, TICKS_A_SECOND, Event, Points, Strand, Table
from stillwater.soundscape.rules.scenes import TIMBRES

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

    def __init__(self, seed: int, root_hz: float) -> None:
        self.tables: list[Table] = []
        self._numbers: dict[str, int] = {}
        self._seed, self._root = seed, root_hz
        self._lengths = Dice(seed, "lengths").shuffled(LENGTHS)

    def number(self, timbre: str, ratio: Ratio | None = None, lufs: float = TABLE_LUFS) -> int:
        """The number of the table for this timbre and pitch, made when first asked for."""
        name = f"{timbre}/{ratio}" if ratio is not None else timbre
        if name not in self._numbers:
            self._numbers[name] = len(self.tables)
            hz = round(self._root * float(ratio), 4) if ratio is not None else 0.0
            seed = stable_seed(self._seed, name)
            self.tables.append(Table(name, timbre, self._frames(timbre), seed, lufs, hz))
        return self._numbers[name]

    def _frames(self, timbre: str) -> int:
        spec = TIMBRES[timbre]
        if spec.kind == "bell":
            return round(spec.ring * 1.1 * RATE)
        return spec.length * self._lengths[len(self.tables) % len(self._lengths)]

    def parts(self, numbers: Sequence[int], dice: Dice) -> list[tuple[int, int]]:
        """Each table with a fresh place to begin reading, so that a chord that returns is not the same sound again."""
        return [(number, dice.below(self.tables[number].frames)) for number in numbers]


def chords(
    shelf: Shelf, *, tone: str, mode: str, intensity: Points, ticks: int, closing: int, dice: Dice
) -> list[Strand]:
    """A warm and a bright strand per chord; two or three bars each, home again for the closing."""
    strands: list[Strand] = []
    start, chord = 0, None
    while start < ticks:
        strength = value_at(intensity, start)
        at_end = start >= closing
        chord = next_chord(mode, None if at_end else chord, 0.0 if at_end else strength, dice)
        length = (3 if strength < 0.4 else 2) * BAR
        end = min(ticks, start + length + OVERLAP)
        if ticks - end < BAR:
            end = ticks
        for half, ratios in (("warm", warm_voicing(chord)), ("bright", bright_voicing(chord, strength))):
            numbers = [shelf.number(f"{tone}-{half}", ratio) for ratio in ratios]
            rise, fall = (OVERLAP if start else 0), (OVERLAP if end < ticks else 0)
            gain = round(1 / math.sqrt(len(numbers)), 5)
            strands.append(Strand(half, start, end, rise, fall, gain, shelf.parts(numbers, dice)))
        start = ticks if end == ticks else start + length
    return strands


def steady(
    shelf: Shelf, *, bus: str, numbers: Sequence[int], ticks: int, every: float, dice: Dice
) -> list[Strand]:  # fmt: skip
    """One sound that goes on throughout, in overlapping pieces that each begin elsewhere in their tables."""
    length, strands, start = round(every * TICKS_A_SECOND), [], 0
    overlap = length // 3
    while start < ticks:
        end = min(ticks, start + length + overlap)
        if ticks - end < length:
            end = ticks
        rise, fall = (overlap if start else 0), (overlap if end < ticks else 0)
        strands.append(Strand(bus, start, end, rise, fall, 1.0, shelf.parts(numbers, dice)))
        start = ticks if end == ticks else start + length
    return strands


def drone(shelf: Shelf, *, ticks: int, dice: Dice) -> list[Strand]:
    """Root and, softer, its fifth."""
    numbers = [
        shelf.number("drone", ratio, TABLE_LUFS + level) for ratio, level in zip(DRONE, (-1.0, -7.0), strict=True)
    ]
    return steady(shelf, bus="drone", numbers=numbers, ticks=ticks, every=18, dice=dice)


def swells(shelf: Shelf, *, until: int, dice: Dice) -> list[Strand]:
    """A sea at a distance: every swell of another size, its high wash a little after its low body."""
    low, high = shelf.number("surf-low"), shelf.number("surf-high", lufs=TABLE_LUFS - 3)
    strands: list[Strand] = []
    start = 0
    while True:
        size = dice.between(0.55, 1.0)
        lag, rise = round(dice.between(5, 10)), round(dice.between(4.0, 6.0) * TICKS_A_SECOND)
        fall = round(dice.between(6.5, 9.5) * TICKS_A_SECOND)
        if start + lag + rise + fall > until:
            return strands
        for number, begin in ((low, start), (high, start + lag)):
            end = begin + rise + fall
            strands.append(Strand("surf", begin, end, rise, fall, round(size, 3), shelf.parts([number], dice)))
        start += round(dice.between(8.0, 13.0) * TICKS_A_SECOND)


def bells(
    shelf: Shelf, *, mode: str, intensity: Points, first: int, last: int, level_db: float, bed: Sequence[float],
    dice: Dice,
) -> list[Event]:  # fmt: skip
    """Single bells far apart, each so much softer than the bed at its moment that none can startle."""
    events: list[Event] = []
    tick, before = first + dice.between(0, 20) * TICKS_A_SECOND, Ratio(0)
    while tick < last:
        note = dice.pick([ratio for ratio in PENTATONIC[mode] if ratio != before])
        number = shelf.number("bell", 8 * note)
        power = bed[min(len(bed) - 1, round(tick))]
        gain = math.sqrt(power / power_of(TABLE_LUFS)) * decibels(level_db)
        events.append(Event("bells", round(tick * TICK_FRAMES), number, round(gain, 5)))
        rest = 34 + 40 * value_at(intensity, tick)
        before, tick = note, tick + rest * dice.between(0.6, 1.5) * TICKS_A_SECOND
    return events
