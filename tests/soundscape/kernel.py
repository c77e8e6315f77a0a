"""The phone's kernel, run without a phone: a score as its numbers, and an instance under wasmtime."""

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import wasmtime
from numpy.typing import NDArray

from stillwater.soundscape.rules import RATE, TICK_FRAMES, Event, Phase, Programme, Strand, Table
from stillwater.soundscape.rules.sheet import sheet_of

STATIC = Path(__file__).parent.parent.parent / "stillwater/web/static"
WASM = STATIC / "sound/kernel.wasm"
QUANTUM = 128
KINDS = ("pad", "noise", "drops", "chirps", "pulse", "bell")
SORTS = ("usual", "bright", "passing")
LEVEL, BRIGHTNESS, HIGHS, WIDTH, SIDES, BELLS = range(6)
SOFTER_AND_GROUNDING = (0.36, 0.35, 0.45, 0.5, 0.35, 0.0)
Sound = NDArray[np.float32]


def numbers_of(programme: Programme) -> NDArray[np.float64]:
    """The score as it lies in the kernel's memory: the same numbers as sound/worklet/pack.js writes."""
    sheet = sheet_of(programme)
    tables, points, buses, strands, parts = [], [], [], [], []
    for _, timbre, frames, seed, lufs, hz in sheet["tables"]:
        kind, tilt, cents, cutoff, floor, resonances, _, width, ring, density, band, ceiling = sheet["timbres"][timbre]
        flat = [number for resonance in resonances for number in resonance]
        row = [
            frames,
            seed,
            lufs,
            hz,
            KINDS.index(kind),
            tilt,
            cents,
            cutoff,
            floor,
            width,
            ring,
            density,
            band,
            ceiling,
        ]
        tables += [*row, *flat, *[0] * (9 - len(flat))]
    names = list(sheet["buses"])
    for sort, curve in [(0, sheet["master"]), *((SORTS.index(sheet["sorts"][n]), sheet["buses"][n]) for n in names)]:
        buses += [sort, len(points) // 2, len(curve)]
        points += [number for point in curve for number in point]
    for bus, start, end, rise, fall, gain, read in sheet["strands"]:
        strands += [1 + names.index(bus), start, end, rise, fall, gain, len(parts) // 2, len(read)]
        parts += [number for part in read for number in part]
    events = [number for _, frame, table, gain in sheet["events"] for number in (frame, table, gain)]
    head = [1, sheet["ticks"], *(sheet.get("loop") or (0, 0)), len(tables) // 23, len(buses) // 3, len(points) // 2,
            len(strands) // 8, len(parts) // 2, len(events) // 3]  # fmt: skip
    return np.array([*head, *tables, *buses, *points, *strands, *parts, *events], np.float64)


@cache
def _compiled() -> tuple[wasmtime.Engine, wasmtime.Module]:
    engine = wasmtime.Engine()
    return engine, wasmtime.Module(engine, WASM.read_bytes())


class Kernel:
    """One instance with one score, its tables built when they are asked for."""

    def __init__(self, numbers: NDArray[np.float64]) -> None:
        engine, module = _compiled()
        self._store = wasmtime.Store(engine)
        self._exports = wasmtime.Instance(self._store, module, []).exports(self._store)
        place = self.call("room", numbers.nbytes)
        self._write(place, numbers.tobytes())
        if not self.call("load", place, len(numbers)):
            raise ValueError("this score cannot be played")
        self.call("keep")
        self.count = int(numbers[4])

    def call(self, name: str, *values: float) -> Any:
        return self._exports[name](self._store, *values)

    def _read(self, place: int, size: int) -> bytes:
        return bytes(self._exports["memory"].read(self._store, place, place + size))

    def _write(self, place: int, data: bytes) -> None:
        self._exports["memory"].write(self._store, data, place)

    def build(self, table: int) -> tuple[bytes, float]:
        """The table as 16-bit numbers with its tail, and their height; from now on it is there to be played."""
        place = self.call("build", table)
        data, height = self._read(place, 4 * self.call("frames_of", table)), self.call("scale_of")
        self._write(self.call("place_of", table), data)
        self.call("arrived", table, height)
        return data, height

    def sound_of(self, table: int) -> Sound:
        """The table as (frames, 2), without its tail."""
        data, height = self.build(table)
        numbers = np.frombuffer(data, np.int16).reshape(-1, 2)[:-QUANTUM]
        return numbers.astype(np.float32) * np.float32(height)

    def build_all(self) -> None:
        for table in range(self.count):
            self.build(table)

    def raw(self, seconds: float) -> bytes:
        """The next seconds as they come: 128 frames of the left side, 128 of the right, and so on."""
        quanta, parts = round(seconds * RATE / QUANTUM), []
        place = getattr(self, "_out", None) or self.call("room", 375 * 2 * QUANTUM * 4)
        self._out = place
        for first in range(0, quanta, 375):
            count = min(375, quanta - first)
            self.call("mix", place, count)
            parts.append(self._read(place, count * 2 * QUANTUM * 4))
        return b"".join(parts)

    def sound(self, seconds: float) -> Sound:
        """The next seconds as (frames, 2)."""
        apart = np.frombuffer(self.raw(seconds), np.float32).reshape(-1, 2, QUANTUM)
        return np.ascontiguousarray(apart.transpose(0, 2, 1)).reshape(-1, 2)

    def play(self, tick: int = 0) -> None:
        """From this tick, at full strength at once."""
        self.call("seek", tick * TICK_FRAMES)
        self.call("fade", 1.0, 0, 0)


def short_score() -> Programme:
    """Six seconds with every kind of table, at sizes that need every pass of the transform."""
    kinds = (
        ("drone", 512, 65.41), ("surf-high", 540, 0.0), ("rainfall", 525, 0.0), ("crickets", 686, 0.0),
        ("pulse", 768, 65.41), ("strings-bright", 450, 196.2), ("glass-warm~softer", 480, 130.8),
    )  # fmt: skip
    tables = [Table(name, name, 128 * quanta, 1000 + n, -26.0, hz) for n, (name, quanta, hz) in enumerate(kinds)]
    tables.append(Table("bell", "bell", 290_400, 2000, -26.0, 523.3))
    buses = {"drone": [(0, 0.5)], "surf": [(0, 0.2), (9, 0.6)], "bright": [(3, 0.8), (12, 0.3)]}
    strands = (
        Strand("drone", 0, 18, 0, 4, 0.7, [(0, 5_000), (4, 77)]),
        Strand("surf", 0, 12, 6, 6, 1.0, [(1, 12_345), (2, 60_001)]),
        Strand("bright", 3, 18, 5, 5, 0.5, [(5, 1), (6, 2), (3, 0)]),
    )
    return Programme(
        scene="water", seed=1, never=(), ticks=18, closing_from=12, phases=(Phase("all", 0, 6, 0.5),),
        tables=tuple(tables), buses=buses, master=[(0, 0.0), (3, 1.0), (15, 1.0), (18, 0.0)], strands=strands,
        events=(Event("bells", 100_003, 7, 0.4),),
    )  # fmt: skip


def steady_score() -> Programme:
    """A minute of one bright chord at one level."""
    strand = Strand("bright", 0, 180, 0, 0, 1.0, [(5, 0)])
    return replace(
        short_score(), ticks=180, master=[(0, 1.0)], buses={"bright": [(0, 0.5)]}, strands=(strand,), events=()
    )  # fmt: skip


def short_sum() -> str:
    """SHA-256 of the short score under wasmtime: five seconds, steered after two; left and right in turns of 128 frames."""
    kernel = Kernel(numbers_of(short_score()))
    kernel.build_all()
    kernel.call("seek", 0)
    kernel.call("fade", 1.0, 4 * RATE, 0)
    first = kernel.raw(2)
    for control, gain in enumerate(SOFTER_AND_GROUNDING):
        kernel.call("steer", control, gain)
    return hashlib.sha256(first + kernel.raw(3)).hexdigest()
