"""Adds tables under slow gains, tick by tick, into buffers that are used again and again."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stillwater.soundscape.engine.kweight import Sound
from stillwater.soundscape.rules.curves import sampled
from stillwater.soundscape.rules.ducking import master_of
from stillwater.soundscape.rules.programme import TICK_FRAMES, TICKS_A_SECOND, Event, Programme, Strand

CHUNK_TICKS = 10 * TICKS_A_SECOND
_SAME = 1e-4  # gains nearer than this are one gain: a step of -80 dB below the strand
_SAMPLES = 2 * TICK_FRAMES
Gains = NDArray[np.float64]


class Said(NamedTuple):
    """One line of a guide as it is added: where it begins (frames), and its sound of one channel, at its loudness."""

    frame: int
    sound: NDArray[np.float32]


class Mixer:
    """Mixes a programme into chunks of ten seconds. Memory does not grow with its length."""

    def __init__(self, programme: Programme, tables: Sequence[Sound], said: Sequence[Said] = ()) -> None:
        self._programme, self._said = programme, said
        self._flat = [table.reshape(-1) for table in tables]
        self._frames = [table.frames for table in programme.tables]
        ticks = programme.ticks + 1
        self._master: Gains = np.array(sampled(master_of(programme), ticks))
        self._buses = {
            name: np.array(sampled(points, ticks)) * self._master for name, points in programme.buses.items()
        }
        self._sum = np.empty(_SAMPLES, np.float32)
        self._ramp = np.empty(_SAMPLES, np.float32)
        self._upwards = np.repeat(np.arange(TICK_FRAMES, dtype=np.float32) / TICK_FRAMES, 2)

    def chunks(self) -> Iterator[Sound]:
        """The sound in pieces of (frames, 2). Each is overwritten by the next: use it before asking for another."""
        room = np.empty((CHUNK_TICKS * TICK_FRAMES, 2), np.float32)
        for start in range(0, self._programme.ticks, CHUNK_TICKS):
            end = min(self._programme.ticks, start + CHUNK_TICKS)
            yield self.mix(start, end, room[: (end - start) * TICK_FRAMES])

    def mix(self, start: int, end: int, out: Sound) -> Sound:
        """Fill `out` with the ticks from `start` up to `end`."""
        sounding = [
            (strand, self._gains(strand, start, end).tolist())
            for strand in self._programme.strands
            if strand.start < end and strand.end > start
        ]
        flat = out.reshape(-1)
        for tick in range(start, end):
            block = flat[(tick - start) * _SAMPLES : (tick - start + 1) * _SAMPLES]
            first = True
            for strand, gains in sounding:
                if strand.start <= tick < strand.end:
                    total = self._together(strand, tick)
                    scaled = block if first else self._sum
                    np.multiply(total, self._scale(gains[tick - start], gains[tick - start + 1]), out=scaled)
                    if not first:
                        np.add(block, scaled, out=block)
                    first = False
            if first:
                block.fill(0)
        for event in self._programme.events:
            self._strike(event, start * TICK_FRAMES, out)
        for said in self._said:
            _say(said, start * TICK_FRAMES, out)
        return out

    def _gains(self, strand: Strand, start: int, end: int) -> Gains:
        """The strand's gain at each tick of the chunk and at its end."""
        ticks = np.arange(start, end + 1)
        gains = self._buses[strand.bus][start : end + 1] * strand.gain
        if strand.rise:
            gains = gains * np.sin(np.pi / 2 * np.clip((ticks - strand.start) / strand.rise, 0, 1))
        if strand.fall:
            gains = gains * np.sin(np.pi / 2 * np.clip((strand.end - ticks) / strand.fall, 0, 1))
        return gains

    def _together(self, strand: Strand, tick: int) -> Sound:
        """One tick of the strand's tables, added; may be the table itself, so it is not to be written to."""
        read = (tick - strand.start) * TICK_FRAMES
        total: Sound | None = None
        for table, offset in strand.parts:
            place = 2 * ((read + offset) % self._frames[table])
            piece = self._flat[table][place : place + _SAMPLES]
            total = piece if total is None else np.add(total, piece, out=self._sum)
        assert total is not None
        return total

    def _scale(self, gain: float, next_gain: float) -> Sound | float:
        """The gain for one tick: a number where it stays, a straight ramp where it moves."""
        if abs(next_gain - gain) <= _SAME * gain:
            return gain
        np.multiply(self._upwards, next_gain - gain, out=self._ramp)
        return np.add(self._ramp, gain, out=self._ramp)

    def _strike(self, event: Event, first_frame: int, out: Sound) -> None:
        """Add the part of a struck sound that falls into this chunk."""
        begin = event.frame - first_frame
        here, there = max(0, begin), min(len(out), begin + self._frames[event.table])
        if here < there:
            table = self._flat[event.table].reshape(-1, 2)
            gain = event.gain * self._master[min(event.frame // TICK_FRAMES, len(self._master) - 1)]
            out[here:there] += table[here - begin : there - begin] * np.float32(gain)


def _say(said: Said, first_frame: int, out: Sound) -> None:
    """Add the part of a spoken line that falls into this chunk, to both sides."""
    begin = said.frame - first_frame
    here, there = max(0, begin), min(len(out), begin + len(said.sound))
    if here < there:
        out[here:there] += said.sound[here - begin : there - begin, None]
