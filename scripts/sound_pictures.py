"""Draws docs/sound: `python scripts/sound_pictures.py [scene …]`. What the pictures show stands in docs/sound/README.md."""

import struct
import sys
import zlib
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from stillwater.soundscape.engine.kweight import loudness_curve
from stillwater.soundscape.engine.render import whole
from stillwater.soundscape.rules import SCENES, compose, forecast, plain_phases

HOUSE = Path(__file__).resolve().parent.parent
WIDE, HIGH, LOW = 480, 144, 64
SIZE, DEEP_DB = 1 << 14, 70
NIGHT, EMBER, LIGHT = (21, 18, 24), (168, 84, 46), (255, 240, 214)  # ends and middle of the scale
SKY, LINE = 250, 251  # places in the palette after the scale


def palette() -> bytes:
    scale = [(n / 124, NIGHT, EMBER) if n < 125 else ((n - 125) / 124, EMBER, LIGHT) for n in range(250)]
    colours = [[round(a + (b - a) * part) for a, b in zip(one, two, strict=True)] for part, one, two in scale]
    return bytes(value for colour in [*colours, (70, 98, 104), (255, 214, 150)] for value in colour)


def png(picture: np.ndarray) -> bytes:
    def piece(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + row.tobytes() for row in picture.astype(np.uint8))
    head = struct.pack(">IIBBBBB", picture.shape[1], picture.shape[0], 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        piece(kind, data)
        for kind, data in (
            (b"IHDR", head), (b"PLTE", palette()), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""),
        )
    )  # fmt: skip


def spectrogram(sound: np.ndarray) -> np.ndarray:
    starts = np.linspace(0, len(sound) - SIZE, WIDE).astype(int)
    window, edges = np.hanning(SIZE)[:, None], np.geomspace(40, 12_000, HIGH + 1) * SIZE / 48_000
    lows = np.floor(edges[:-1]).astype(int)
    highs = np.maximum(lows + 1, np.ceil(edges[1:]).astype(int))
    columns = []
    for start in starts:
        power = (np.abs(np.fft.rfft(sound[start : start + SIZE] * window, axis=0)) ** 2).sum(axis=1)
        total = np.concatenate(([0.0], np.cumsum(power)))
        columns.append((total[highs] - total[lows]) / (highs - lows) * edges[:-1])
    level = 10 * np.log10(np.array(columns).T[::-1] + 1e-9)
    return np.clip((level - level.max() + DEEP_DB) / DEEP_DB, 0, 1) * 124 // 0.5


def draw(scene: str) -> bytes:
    programme = compose(phases=plain_phases(210), scene=scene, seed=1, closing_seconds=30)
    sound = whole(programme)
    measured, told = loudness_curve(sound, 3.0, 1 / 3), forecast(programme).short_term[8:]
    picture = np.zeros((HIGH + LOW, WIDE))
    picture[:HIGH] = spectrogram(sound)
    for x, at in enumerate(np.linspace(0, min(len(measured), len(told)) - 1, WIDE).astype(int)):
        heights = [
            HIGH + LOW - 1 - round(float(np.clip((v + 60) / 45, 0, 1)) * (LOW - 2)) for v in (measured[at], told[at])
        ]
        picture[heights[0] :, x] = SKY
        picture[heights[1], x] = LINE
    return png(picture)


if __name__ == "__main__":
    for key in sys.argv[1:] or SCENES:
        path = HOUSE / "docs" / "sound" / f"{key}.png"
        path.write_bytes(draw(key))
        print(path.relative_to(HOUSE), path.stat().st_size)
