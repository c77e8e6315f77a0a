"""Sound files of anybody's, decoded piece by piece: nothing is read but the one file, and never all of it at once."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

import av
import numpy as np

from stillwater.soundscape.engine.kweight import Sound
from stillwater.soundscape.rules.programme import RATE

# A playlist can name other files and addresses: of all that FFmpeg reads, only what holds its own sound.
KINDS = "mov,mp3,aac,ogg,flac,wav,w64,aiff,caf,asf,matroska"
# Packets that cannot be read: so many, or one in so many, are an old scratch and not a ruin.
_BAD_FEW, _BAD_SHARE = 3, 50


class Source(Protocol):
    """Where the bytes of a file come from."""

    def read(self, count: int = ..., /) -> bytes: ...

    def seek(self, to: int, whence: int = ..., /) -> int: ...

    def tell(self) -> int: ...

    def close(self) -> None: ...


class NoSound(ValueError):
    """There is no sound in the file."""


class Broken(ValueError):
    """More of it cannot be read than a listener would forgive, or it ends too soon."""


class Opened(NamedTuple):
    """A file that opened. `said`: its length in seconds by its own head, or None."""

    file: Any
    stream: Any
    said: float | None


def opened(source: Source) -> Opened:
    """Raises av.FFmpegError, NoSound, Broken."""
    file = av.open(source, "r", metadata_errors="ignore", options={"format_whitelist": KINDS})
    if not file.streams.audio:
        file.close()
        raise NoSound
    stream = file.streams.audio[0]
    if stream.codec_context is None:  # of a kind that nobody here can read
        file.close()
        raise Broken
    stream.codec_context.options = {"err_detect": "crccheck+explode"}  # noise in the place of music is a ruin, too
    said = None
    if stream.duration and stream.time_base:
        said = float(stream.duration * stream.time_base)
    elif file.duration:
        said = file.duration / av.time_base
    return Opened(file, stream, said)


def sounds_of(found: Opened) -> Iterator[Sound]:
    """All of it at the engine's rate on two sides, (frames, 2), as it is decoded; one channel is heard on both. Raises Broken."""
    mono = found.stream.codec_context.channels == 1
    resampler = av.AudioResampler(format="fltp", layout="mono" if mono else "stereo", rate=RATE)
    read = bad = 0
    for packet in found.file.demux(found.stream):
        read += 1
        try:
            frames = packet.decode()
        except av.FFmpegError:
            bad += 1
            continue
        for frame in frames:
            frame.pts = None
            yield from _sides(resampler, frame)
    if bad > max(_BAD_FEW, read // _BAD_SHARE):
        raise Broken
    yield from _sides(resampler, None)


def _sides(resampler: Any, frame: Any) -> Iterator[Sound]:
    try:
        pieces = resampler.resample(frame)
    except ValueError:  # it goes on at another rate, or with other channels
        raise Broken from None
    for piece in pieces:
        planes = piece.to_ndarray()
        yield np.ascontiguousarray(np.broadcast_to(planes.T, (planes.shape[1], 2)), np.float32)


class Taken:
    """A piece from which the next frames are taken, again and again."""

    def __init__(self, source: Source) -> None:
        self._opened = opened(source)
        self._sounds = sounds_of(self._opened)
        self._rest: Sound = np.zeros((0, 2), np.float32)

    def take(self, frames: int) -> Sound:
        """The next frames. Raises Broken where there are not as many."""
        found, there = [self._rest], len(self._rest)
        while there < frames:
            sound = next(self._sounds, None)
            if sound is None:
                raise Broken(f"{(frames - there) / RATE:.1f} s of it are missing")
            found.append(sound)
            there += len(sound)
        whole = np.concatenate(found) if len(found) > 1 else self._rest
        self._rest = whole[frames:].copy()
        return whole[:frames]

    def close(self) -> None:
        self._opened.file.close()
