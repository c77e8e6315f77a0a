"""Pieces of music that nobody made: tones and noise in the formats in which music is sold, and pieces that a clinic keeps."""

import io
from collections.abc import Sequence
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from stillwater.kit.clock import from_iso
from stillwater.people.access import Access
from stillwater.soundscape.actions.music import Told, add, note_measured
from stillwater.soundscape.models import MusicPiece
from stillwater.soundscape.rules.music import Measured

NINE = from_iso("2026-11-20T16:00:00Z")
RATE = 48_000
Planes = NDArray[np.float32]
LIKE_A_SONG = Measured(20.0, -20.0, -6.0, -19.0, 2.0)


def tone(seconds: float, level_db: float, hz: float = 997.0, *, rate: int = RATE, sides: int = 2) -> Planes:
    """A sine on each side, (sides, frames)."""
    time = np.arange(round(seconds * rate)) / rate
    wave = 10 ** (level_db / 20) * np.sin(2 * np.pi * hz * time)
    return np.tile(wave.astype(np.float32), (sides, 1))


def noise(seconds: float, level_db: float, seed: int = 1) -> Planes:
    """Plain noise of the same power throughout; `level_db`: its RMS."""
    dice = np.random.default_rng(seed)
    return (10 ** (level_db / 20) * dice.standard_normal((2, round(seconds * RATE)))).astype(np.float32)


_FORMS = {"wav": ("wav", "pcm_s16le", "s16"), "flac": ("flac", "flac", "s16"), "m4a": ("mp4", "aac", "fltp")}


def file_of(sound: Planes, form: str = "flac", *, rate: int = RATE) -> bytes:
    """The sound as a file that is written and closed as such files are."""
    container, codec, kind = _FORMS[form]
    held = io.BytesIO()
    with av.open(held, "w", format=container) as file:
        stream: Any = file.add_stream(codec, rate=rate)
        layout = "stereo" if len(sound) == 2 else "mono"
        stream.layout = layout
        if kind == "s16":
            stream.format = "s16"
        step = 4096
        for place in range(0, sound.shape[1], step):
            piece = sound[:, place : place + step]
            if kind == "s16":
                whole = np.round(np.clip(piece, -1, 1) * 32_767).astype(np.int16)
                frame = av.AudioFrame.from_ndarray(
                    np.ascontiguousarray(whole.T).reshape(1, -1), format="s16", layout=layout
                )
            else:
                frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(piece), format="fltp", layout=layout)
            frame.sample_rate, frame.pts = rate, place
            for packet in stream.encode(frame):
                file.mux(packet)
        for packet in stream.encode(None):
            file.mux(packet)
    return held.getvalue()


def said_to_be(flac: bytes, seconds: float, rate: int = RATE) -> bytes:
    """The same file, whose head says another length."""
    frames, held = round(seconds * rate), bytearray(flac)
    held[21] = (held[21] & 0xF0) | (frames >> 32)
    held[22:26] = (frames & 0xFFFF_FFFF).to_bytes(4, "big")
    return bytes(held)


def kept(
    access: Access, title: str, contents: Sequence[str] = (), *, sound: bytes = b"", measured: Measured | None = LIKE_A_SONG,
    licence: str = "CC BY 4.0", why: str = "",
) -> MusicPiece:  # fmt: skip
    """A piece of the clinic in which somebody works; with None it waits to be measured."""
    clinic_id = access.places[0].clinic_id
    with access.inside():
        told = Told(title, "Nobody", licence, contents)
        piece = add(
            access,
            clinic_id,
            told,
            pieces=[sound or title.encode()],
            name=f"{title}.flac",
            media_type="audio/flac",
            at=NINE,
        )
        if measured or why:
            note_measured(piece, measured, why=why, at=NINE)
        piece.refresh_from_db()
    return piece
