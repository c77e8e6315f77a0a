"""A voice made of lines that somebody recorded in a browser: each decoded, and cut to what is said."""

import io
from collections.abc import Mapping

import av
import numpy as np

from stillwater.soundscape.engine.decoding import KINDS
from stillwater.soundscape.engine.speech import Clip
from stillwater.soundscape.engine.voice import RATE
from stillwater.soundscape.rules.narrating import VOICE, VOICE_VERSION

LONGEST_SECONDS = 90.0
_HOP = RATE // 50  # a fiftieth of a second
_UNDER = 10 ** (-32 / 20)  # of the loudest of them: below it nothing is said
_BEFORE, _AFTER = RATE // 8, RATE // 4  # a breath's edge is kept, the click of the button is not
_FAINTEST = 10 ** (-60 / 20)


class NotHeard(ValueError):
    """A line in which nothing is said that could be heard, or which is no sound at all. `text` is the line."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)


class Taken:
    """The recorded lines as a `Voice`."""

    name, version, rate = VOICE, VOICE_VERSION, RATE

    def __init__(self, sounds: Mapping[str, bytes]) -> None:
        self.sounds = sounds

    def render(self, text: str) -> Clip:
        """The line as it was said. Raises NotHeard."""
        try:
            return said(decoded(self.sounds[text]))
        except (KeyError, ValueError, av.FFmpegError, StopIteration) as why:
            raise NotHeard(text) from why


def decoded(sound: bytes) -> Clip:
    """Any file that a browser records, on one channel at the voice's rate; what is longer than a line can be is not read."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    found: list[Clip] = []
    frames = 0
    with av.open(io.BytesIO(sound), "r", options={"format_whitelist": KINDS}) as file:
        for frame in file.decode(audio=0):
            frame.pts = None
            for piece in resampler.resample(frame):
                found.append(piece.to_ndarray()[0])
                frames += len(found[-1])
            if frames > LONGEST_SECONDS * RATE:
                raise ValueError("longer than a line can be")
    found += [piece.to_ndarray()[0] for piece in resampler.resample(None)]
    return np.concatenate(found).astype(np.float32) if found else np.zeros(0, np.float32)


def said(clip: Clip) -> Clip:
    """From just before the first sound that is said to just after the last. Raises ValueError where nothing is."""
    hops = len(clip) // _HOP
    clip = clip - np.float32(clip.mean()) if hops else clip
    levels = np.sqrt(np.mean(clip[: hops * _HOP].reshape(hops, _HOP) ** 2, axis=1)) if hops else np.zeros(0)
    if not hops or levels.max() < _FAINTEST:
        raise ValueError("nothing is said in it")
    loud = np.flatnonzero(levels > _UNDER * levels.max())
    begin, end = max(0, int(loud[0]) * _HOP - _BEFORE), min(len(clip), (int(loud[-1]) + 1) * _HOP + _AFTER)
    cut: Clip = clip[begin:end].copy()
    fall = min(len(cut), _AFTER // 2)
    cut[len(cut) - fall :] *= np.linspace(1, 0, fall, dtype=np.float32)
    return cut
