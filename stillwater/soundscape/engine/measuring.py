"""How loud a piece of music is, and whether it can be played: decoded once, ten seconds of it in memory."""

from collections.abc import Callable

import av
import numpy as np

from stillwater.soundscape.engine.boxes import clues_of
from stillwater.soundscape.engine.decoding import Broken, NoSound, Opened, Source, opened, sounds_of
from stillwater.soundscape.engine.kweight import Sound, weighted_powers
from stillwater.soundscape.rules import music
from stillwater.soundscape.rules.music import LONGEST, Measured
from stillwater.soundscape.rules.programme import RATE

_HOP = RATE // 10
_LEAD = 5  # hops before a stretch, in which the filters swing in
_STRETCH = 94  # hops: with the lead as much as is filtered in one go
# Halfway between two samples, from the four on either side: a sine quotient under a raised cosine, as on the phone.
_BETWEEN = np.array([0.61053, -0.14626, 0.03918, -0.00345], np.float32)
_SIDE = len(_BETWEEN)
_KERNEL = np.concatenate((_BETWEEN[::-1], _BETWEEN))


class LeftOut(ValueError):
    """The piece cannot be played: `why` is one of the reasons of `rules.music`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Meter:
    """ITU-R BS.1770-4 as the sound comes in."""

    def __init__(self) -> None:
        self.frames, self.highest = 0, 0.0
        self.hops: list[float] = []
        self._held: list[Sound] = []
        self._waits = 0
        self._lead: Sound = np.zeros((0, 2), np.float32)
        self._last: Sound = np.zeros((2 * _SIDE, 2), np.float32)

    def push(self, sound: Sound) -> None:
        """The next of it, (frames, 2)."""
        self._held.append(sound)
        self._waits += len(sound)
        self.frames += len(sound)
        while self._waits >= _STRETCH * _HOP:
            self._stretch(_STRETCH * _HOP)

    def result(self) -> Measured:
        if self._waits:
            self._stretch(self._waits)
        self._stand(np.zeros((2 * _SIDE, 2), np.float32))
        return music.measured(self.hops, seconds=self.frames / RATE, highest=self.highest)

    def _stretch(self, frames: int) -> None:
        whole = np.concatenate(self._held)
        here, after = whole[:frames], whole[frames:]
        self._held, self._waits = [after], len(after)
        self._stand(here)
        together = np.concatenate((self._lead, here))
        self.hops += weighted_powers(together, 0.1, 0.1)[len(self._lead) // _HOP :].tolist()
        self._lead = together[-_LEAD * _HOP :].copy()

    def _stand(self, sound: Sound) -> None:
        """The highest sample, and what lies between two of them."""
        whole = np.concatenate((self._last, sound))
        for side in (0, 1):
            between = np.convolve(whole[:, side], _KERNEL, "valid")
            self.highest = max(self.highest, float(np.abs(whole[:, side]).max()), float(np.abs(between).max()))
        self._last = whole[-2 * _SIDE :].copy()


def look(
    file: Source, size: int, name: str = "", progress: Callable[[float], None] = lambda part: None
) -> Measured:  # fmt: skip
    """Raises LeftOut; `name`: as the file was called. `progress` hears from 0 to 1 where the file says how long it is."""
    if size == 0:
        raise LeftOut("empty")
    clues = clues_of(file, size)
    if clues.locked:
        raise LeftOut("locked")
    if clues.short:
        raise LeftOut("cut")
    file.seek(0)
    try:
        found = opened(file)
    except NoSound:
        raise LeftOut("not_audio") from None
    except (av.FFmpegError, Broken):
        raise LeftOut(music.unopened(name, clues.known)) from None
    try:
        if why := music.by_length(found.said):
            raise LeftOut(why)
        measured = _metered(found, progress)
    except (Broken, av.FFmpegError):
        raise LeftOut("corrupt") from None
    finally:
        found.file.close()
    if why := music.heard(measured, found.said):
        raise LeftOut(why)
    return measured


def _metered(found: Opened, progress: Callable[[float], None]) -> Measured:
    meter = Meter()
    for sound in sounds_of(found):
        meter.push(sound)
        if meter.frames > LONGEST * RATE:
            raise LeftOut("too_long")
        progress(min(1.0, meter.frames / RATE / found.said) if found.said else 0.0)
    return meter.result()
