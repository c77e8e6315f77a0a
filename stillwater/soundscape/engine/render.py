"""From a score to its files, ten seconds at a time."""

import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import numpy as np

from stillwater.soundscape.engine.encode import Writer, Written
from stillwater.soundscape.engine.kweight import Sound
from stillwater.soundscape.engine.mix import Mixer, Said
from stillwater.soundscape.engine.tables import build_all
from stillwater.soundscape.rules.programme import RATE, Programme

SOFTER_DB = -9.0  # a second file, because iOS ignores the volume that a page sets
PEAK_CEILING_DB = -3.0
_TABLES_SHARE = 0.05  # of the progress


class TooLoud(RuntimeError):
    """The sound would exceed the ceiling. The planner makes this impossible; if it happens nobody shall hear it."""


class Rendered(NamedTuple):
    """What was written. `peak` is the highest sample, in dB below full scale; `voiceless`: why a planned voice is not in it."""

    files: tuple[Written, ...]
    seconds: float
    peak: float
    voiceless: str = ""


def render(
    programme: Programme, targets: Iterable[tuple[Path, float]], *, codec: str = "aac",
    progress: Callable[[float], None] = lambda part: None, said: Sequence[Said] = (),
) -> Rendered:  # fmt: skip
    """Mix once and write each target (path, gain in dB), with the lines that are `said` in it. `progress` hears from 0 to 1.
    Raises TooLoud, OSError."""
    count = len(programme.tables)
    mixer = Mixer(programme, build_all(programme.tables, lambda ready: progress(_TABLES_SHARE * ready / count)), said)

    def told(part: float) -> None:
        progress(_TABLES_SHARE + (1 - _TABLES_SHARE) * part)

    return write(mixer.chunks(), programme.frames, programme.hash, targets, codec=codec, progress=told)


def write(
    chunks: Iterable[Sound], frames: int, name: str, targets: Iterable[tuple[Path, float]], *, codec: str = "aac",
    progress: Callable[[float], None] = lambda part: None,
) -> Rendered:  # fmt: skip
    """Write what comes, `frames` in all, to each target; `name` stands in the error. Raises TooLoud, OSError."""
    highest, done = 0.0, 0
    with ExitStack() as stack:
        writers = [stack.enter_context(Writer(path, gain_db=gain, codec=codec)) for path, gain in targets]
        for chunk in chunks:
            highest = max(highest, float(chunk.max()), -float(chunk.min()))
            if highest > 10 ** (PEAK_CEILING_DB / 20):
                raise TooLoud(f"{20 * math.log10(highest):.1f} dB at {done / frames:.0%} of {name}")
            for writer in writers:
                writer.add(chunk)
            done += len(chunk)
            progress(done / frames)
        files = tuple(writer.finish() for writer in writers)
    return Rendered(files, done / RATE, 20 * math.log10(max(highest, 1e-6)))


def whole(programme: Programme, said: Sequence[Said] = ()) -> Sound:
    """All of a short programme at once, (frames, 2): for tests, benches and looking at."""
    mixer = Mixer(programme, build_all(programme.tables), said)
    return mixer.mix(0, programme.ticks, np.empty((programme.frames, 2), np.float32))


def fingerprint(sound: Sound) -> str:
    """SHA-256 of the samples: the same for the same score on one machine (another may round a last bit otherwise)."""
    return hashlib.sha256(np.ascontiguousarray(sound).data).hexdigest()
