"""How far apart two engines' renderings of one score are: the mean difference of their long-term spectra in third octaves."""

from pathlib import Path

import av
import numpy as np

FRAMES = 16_384
CENTRES = 1000 * 2.0 ** (np.arange(-13, 12) / 3)  # 50 Hz to 12.7 kHz


def heard(path: Path) -> np.ndarray:
    """A file's sound as (frames, channels) of float32."""
    if path.suffix == ".npy":
        return np.load(path)
    with av.open(str(path)) as file:
        found = [frame.to_ndarray() for frame in file.decode(audio=0)]
    planar = found[0].shape[0] == 2
    whole = np.concatenate(found, axis=1)
    whole = whole.T if planar else whole.reshape(-1, 2)
    return whole.astype(np.float32) / (32_768 if whole.dtype == np.int16 else 1)


def third_octaves(sound: np.ndarray) -> np.ndarray:
    """The level of each third octave, dB, about the sound's own mean."""
    mono = sound[: len(sound) // FRAMES * FRAMES].mean(axis=1).reshape(-1, FRAMES)
    power = (np.abs(np.fft.rfft(mono * np.hanning(FRAMES), axis=1)) ** 2).mean(axis=0)
    hz = np.fft.rfftfreq(FRAMES, 1 / 48_000)
    edge = 2 ** (1 / 6)
    bands = [power[(hz >= centre / edge) & (hz < centre * edge)].sum() for centre in CENTRES]
    level = 10 * np.log10(np.maximum(bands, 1e-12))
    return level - level.mean()


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """dB, the mean over the third octaves after both are brought to one level."""
    return float(np.abs(third_octaves(one) - third_octaves(other)).mean())
