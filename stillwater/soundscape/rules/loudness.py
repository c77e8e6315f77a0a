"""How loud a programme will be, computed from its score before any sound exists.

Every table is built to a stated loudness and is stationary, and no two are correlated; so their K-weighted powers
(ITU-R BS.1770-4) simply add. One value a tick.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stillwater.soundscape.rules.curves import sampled
from stillwater.soundscape.rules.ducking import master_of
from stillwater.soundscape.rules.programme import (
    TICK_FRAMES,
    TICKS_A_SECOND,
    Cue,
    Event,
    Points,
    Programme,
    Strand,
    Table,
)
from stillwater.soundscape.rules.timbres import timbre_of

OFFSET = 0.691  # BS.1770: loudness = -0.691 + 10 log10(power)
ABSOLUTE_GATE, RELATIVE_GATE = -70.0, -10.0
FLOOR = -60.0  # LUFS; below it a rise is not heard as one
# How far the true peak may stand above the loudness of 0.4 s. A sum of many independent loops falls like a bell curve: in
# eight hours of two sides no sample is expected beyond 6.2 times the usual, which is 13.2 dB over LUFS for even spectra; low
# tones weigh up to 1.8 dB less in K-weighting than they are high. Every timbre is tested against it alone.
PEAK_OVER_LUFS = 15.0
# A guide's voice, as every recording keeps to it (engine/speech.py): the loudest 0.4 s of any line, LUFS as both ears hear it; its
# highest wave, dBTP; and how loud it is altogether, its long rests included (of ours: -35.1 to -34.3).
LOUDEST_WORD, VOICE_PEAK, VOICE_LUFS = -23.7, -7.0, -34.5

_SILENCE = 10 ** ((-120 + OFFSET) / 10)


def power_of(lufs: float) -> float:
    return float(10 ** ((lufs + OFFSET) / 10))


def lufs_of(power: float) -> float:
    """The loudness of a K-weighted power; -120 stands for silence."""
    return 10 * math.log10(power) - OFFSET if power > _SILENCE else -120.0


@dataclass(frozen=True)
class Forecast:
    """Loudness in LUFS: integrated, and the momentary curve of the bed, one value a tick. `cues`: who speaks over it."""

    integrated: float
    momentary: tuple[float, ...]
    cues: tuple[Cue, ...] = ()

    @property
    def short_term(self) -> list[float]:
        """The loudness of the three seconds that end with each tick."""
        powers = [power_of(level) for level in self.momentary]
        width = 3 * TICKS_A_SECOND
        return [lufs_of(sum(powers[max(0, n - width + 1) : n + 1]) / width) for n in range(len(powers))]

    @property
    def true_peak(self) -> float:
        """The height, dBTP, that no wave is expected to exceed, a voice included."""
        highest = max(self.momentary) + PEAK_OVER_LUFS
        for cue in self.cues:
            bed = max(self.momentary[cue.start : cue.start + cue.length]) + PEAK_OVER_LUFS
            both = 10 ** (bed / 20) + cue.gain * 10 ** (VOICE_PEAK / 20)
            highest = max(highest, 20 * math.log10(both))
        return highest

    @property
    def greatest_rise(self) -> float:
        """The largest rise within one second, in LU, above the floor."""
        heard = [max(level, FLOOR) for level in self.momentary]
        return max((later - now for now, later in zip(heard, heard[TICKS_A_SECOND:], strict=False)), default=0.0)

    @property
    def voice_onset(self) -> float:
        """By how much the loudest word may stand, within one second, over the bed beneath it, LU; 0 without a voice."""
        most = 0.0
        for cue in self.cues:
            word = power_of(LOUDEST_WORD) * cue.gain**2
            bed = [power_of(level) for level in self.momentary[cue.start : cue.start + cue.length + TICKS_A_SECOND]]
            for n, now in enumerate(bed[: cue.length]):
                most = max(most, 10 * math.log10((word + max(bed[n : n + TICKS_A_SECOND + 1])) / now))
        return most


def bed_powers(
    *, tables: Sequence[Table], strands: Iterable[Strand], buses: dict[str, Points], ticks: int
) -> list[float]:  # fmt: skip
    """K-weighted power of all strands in each tick, before the master curve."""
    total = [0.0] * ticks
    levels = [power_of(table.lufs) for table in tables]
    per_bus: dict[str, list[float]] = {}
    for strand in strands:
        power = per_bus.setdefault(strand.bus, [0.0] * ticks)
        full = strand.gain**2 * sum(levels[table] for table, _ in strand.parts)
        end = min(ticks, strand.end)
        risen = min(end, strand.start + strand.rise)
        falls = max(risen, min(end, strand.end - strand.fall + 1))
        for n in range(strand.start, risen):
            power[n] += full * math.sin(math.pi / 2 * (n - strand.start) / strand.rise) ** 2
        for n in range(risen, falls):
            power[n] += full
        for n in range(falls, end):
            power[n] += full * math.sin(math.pi / 2 * (strand.end - n) / strand.fall) ** 2
    for bus, power in per_bus.items():
        gains = sampled(buses[bus], ticks)
        total = [so_far + value * gain * gain for so_far, value, gain in zip(total, power, gains, strict=True)]
    return total


def add_events(powers: list[float], events: Iterable[Event], tables: Sequence[Table]) -> None:
    """Add what the single events bring: a struck table falls by 60 dB in its ring time."""
    for event in events:
        table = tables[event.table]
        fall = 10 ** (-6 / (TICKS_A_SECOND * timbre_of(table.timbre).ring))
        power = power_of(table.lufs) * event.gain**2
        first = -(-event.frame // TICK_FRAMES)
        for n in range(first, min(len(powers), first + table.frames // TICK_FRAMES)):
            powers[n] += power
            power *= fall


def integrated(powers: Sequence[float]) -> float:
    """Gated loudness of a course of powers, LUFS."""
    least = power_of(ABSOLUTE_GATE)
    over = [power for power in powers if power > least]
    if not over:
        return -120.0
    gate = power_of(lufs_of(sum(over) / len(over)) + RELATIVE_GATE)
    heard = [power for power in over if power > gate]
    return lufs_of(sum(heard) / len(heard))


def forecast(programme: Programme, bed: Sequence[float] = ()) -> Forecast:
    """What the meter will show, without rendering. `bed` spares the work where its `bed_powers` are known."""
    powers = list(bed) or bed_powers(
        tables=programme.tables, strands=programme.strands, buses=programme.buses, ticks=programme.ticks
    )  # fmt: skip
    add_events(powers, programme.events, programme.tables)
    master = sampled(master_of(programme), programme.ticks)
    heard = [power * gain * gain for power, gain in zip(powers, master, strict=True)]
    momentary = tuple(lufs_of(power) for power in heard)
    for cue in programme.cues:
        for tick in range(cue.start, cue.start + cue.length):
            heard[tick] += power_of(VOICE_LUFS) * cue.gain**2
    return Forecast(integrated(heard), momentary, programme.cues)
