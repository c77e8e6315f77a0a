"""From a row of pieces to its files: each at its level, passing into the next, and the planned sound behind the last."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from stillwater.soundscape.engine.decoding import Source, Taken
from stillwater.soundscape.engine.kweight import Sound
from stillwater.soundscape.engine.mix import CHUNK_TICKS, Mixer
from stillwater.soundscape.engine.render import PEAK_CEILING_DB, Rendered, write
from stillwater.soundscape.engine.tables import build_all
from stillwater.soundscape.rules.programme import TICK_FRAMES
from stillwater.soundscape.rules.row import CROSS_TICKS, Row

Open = Callable[[], Source]
_CEILING = 10 ** (PEAK_CEILING_DB / 20)
_TABLES_SHARE = 0.05  # of the progress
_ALONG = (np.arange(CROSS_TICKS * TICK_FRAMES, dtype=np.float32) + 0.5)[:, None] / (CROSS_TICKS * TICK_FRAMES)
_UP = np.sin(np.pi / 2 * _ALONG)
_DOWN = np.cos(np.pi / 2 * _ALONG)


def render_row(
    row: Row, pieces: Mapping[str, Open], targets: Iterable[tuple[Path, float]], *,
    progress: Callable[[float], None] = lambda part: None,
) -> Rendered:  # fmt: skip
    """Write each target (path, gain in dB). `pieces`: how each is opened, by its id. Raises Broken, TooLoud, OSError and
    whatever opening a piece raises."""
    count = len(row.behind.tables)
    tables = build_all(row.behind.tables, lambda ready: progress(_TABLES_SHARE * ready / count))
    sounds = chunks(row, pieces, Mixer(row.behind, tables))
    return write(
        sounds, row.behind.frames, row.hash, targets, progress=lambda done: progress(_TABLES_SHARE + (1 - _TABLES_SHARE) * done)
    )  # fmt: skip


def chunks(row: Row, pieces: Mapping[str, Open], mixer: Mixer) -> Iterator[Sound]:
    """The whole of it in stretches of ten seconds at most, each (frames, 2)."""
    with ExitStack() as stack:
        before: Sound | None = None  # the last seconds of the piece that is going
        for placed in row.pieces:
            source = pieces[placed.id]()
            stack.callback(source.close)
            taken = Taken(source)
            stack.callback(taken.close)
            gain = np.float32(placed.gain)
            first = taken.take(CROSS_TICKS * TICK_FRAMES) * gain
            yield first * _UP if before is None else passed(before, first)
            for ticks in _stretches(placed.start + CROSS_TICKS, placed.end - CROSS_TICKS):
                yield taken.take((ticks[1] - ticks[0]) * TICK_FRAMES) * gain
            before = taken.take(CROSS_TICKS * TICK_FRAMES) * gain
            stack.pop_all().close()
        assert before is not None
        begins = row.over - CROSS_TICKS
        room = np.empty((CHUNK_TICKS * TICK_FRAMES, 2), np.float32)
        behind = mixer.mix(begins, row.over, np.empty((CROSS_TICKS * TICK_FRAMES, 2), np.float32))
        yield passed(before, behind)
        for start, end in _stretches(row.over, row.behind.ticks):
            yield mixer.mix(start, end, room[: (end - start) * TICK_FRAMES])


def passed(going: Sound, coming: Sound) -> Sound:
    """One sound passing into another at the same loudness throughout; where two waves would stand too high together, a little
    softer in the middle: then neither adds to more than the higher of them."""
    both: Sound = going * _DOWN + coming * _UP
    if float(np.abs(both).max(initial=0.0)) > _CEILING:
        both = going * _DOWN**2 + coming * _UP**2
    return both


def _stretches(start: int, end: int) -> Sequence[tuple[int, int]]:
    return [(tick, min(end, tick + CHUNK_TICKS)) for tick in range(start, end, CHUNK_TICKS)]
