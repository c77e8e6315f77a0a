"""Writes sound to AAC in MP4, the index in front, so that it plays and seeks before it is all there."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import av
import numpy as np

from stillwater.soundscape.engine.kweight import Sound
from stillwater.soundscape.rules.programme import RATE

BITS_A_SECOND = 96_000
# "fast" halves the work; mid/side coding gains nothing on sides that are independent by design; nothing of ours lies
# above 12 kHz that somebody would miss, and the bits are better spent below.
AAC_OPTIONS = {"aac_coder": "fast", "aac_ms": "0", "aac_is": "0", "aac_pns": "0", "aac_tns": "0", "cutoff": "12000"}
OPUS_OPTIONS = {"compression_level": "0", "application": "audio"}


class Written(NamedTuple):
    """A finished file."""

    path: Path
    bytes: int
    sha256: str


class Writer:
    """One file in the making. It bears its name only when it is whole: a kill leaves a `.part`, never half a file."""

    def __init__(
        self, path: Path, *, gain_db: float = 0.0, codec: str = "aac", rate: int = RATE, channels: int = 2,
        bits: int = BITS_A_SECOND,
    ) -> None:  # fmt: skip
        self.path, self.unfinished = path, path.with_name(f"{path.name}.{os.getpid()}.part")
        self._gain = np.float32(10 ** (gain_db / 20))
        self._frames, self._rate, self._layout = 0, rate, "stereo" if channels == 2 else "mono"
        form, options = ("mp4", AAC_OPTIONS) if codec == "aac" else ("ogg", OPUS_OPTIONS)
        path.parent.mkdir(parents=True, exist_ok=True)
        # bitexact: no encoder version and no date in the file, so the same sound is the same bytes.
        flags = {"movflags": "+faststart", "fflags": "+bitexact"} if form == "mp4" else {"fflags": "+bitexact"}
        self._file: Any = av.open(str(self.unfinished), "w", format=form, options=flags)
        self._stream = self._file.add_stream("aac" if codec == "aac" else "libopus", rate=rate, options=options)
        self._stream.layout = self._layout
        self._stream.bit_rate = bits
        self._planar = np.empty((channels, 0), np.float32)

    def add(self, sound: Sound) -> None:
        """Append (frames, channels)."""
        if self._planar.shape[1] != len(sound):
            self._planar = np.empty((len(self._planar), len(sound)), np.float32)
        np.multiply(sound.T, self._gain, out=self._planar)
        frame = av.AudioFrame.from_ndarray(self._planar, format="fltp", layout=self._layout)
        frame.sample_rate, frame.pts = self._rate, self._frames
        self._frames += len(sound)
        for packet in self._stream.encode(frame):
            self._file.mux(packet)

    def finish(self) -> Written:
        """Close the file, make sure that it is on the disk, and give it its name."""
        for packet in self._stream.encode(None):
            self._file.mux(packet)
        self._file.close()
        with self.unfinished.open("rb") as whole:
            digest = hashlib.file_digest(whole, "sha256").hexdigest()
            os.fsync(whole.fileno())
        self.unfinished.replace(self.path)
        return Written(self.path, self.path.stat().st_size, digest)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            with suppress(OSError):  # on a full disk even closing writes
                self._file.close()
            self.unfinished.unlink(missing_ok=True)
