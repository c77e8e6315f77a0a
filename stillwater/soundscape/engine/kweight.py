"""The K-weighting of ITU-R BS.1770-4, and a meter behind it: momentary to integrated loudness, and true peak."""

import numpy as np
from numpy.typing import NDArray

from stillwater.soundscape.rules.loudness import integrated, lufs_of
from stillwater.soundscape.rules.programme import RATE

Sound = NDArray[np.float32]
Curve = NDArray[np.float64]
Response = NDArray[np.complex128]

# The two filters of BS.1770-4, tables 1 and 2, at 48 kHz: a high shelf for the head, then a high pass.
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


def response(size: int) -> Response:
    """The complex gain at each frequency of a real transform of `size` frames."""
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    gain: Response = np.ones(len(z), np.complex128)
    for top, bottom in (_SHELF, _PASS):
        gain *= (top[0] + z * (top[1] + z * top[2])) / (bottom[0] + z * (bottom[1] + z * bottom[2]))
    return gain


_SIZE = 1 << 19
_RING = RATE // 2  # by then the filters have died away
_RESPONSE = response(_SIZE).astype(np.complex64)[:, None]


def weighted_powers(sound: Sound, window: float = 0.4, hop: float = 0.1) -> Curve:
    """K-weighted power, both sides added, of each window of `sound`, an array of (frames, 2).

    `window` and `hop` in seconds, the window a multiple of the hop. The last piece shorter than a hop is not heard.
    """
    apart, each = round(hop * RATE), round(window / hop)
    hops = len(sound) // apart
    step = max(1, (_SIZE - 2 * _RING) // apart)
    powers = np.zeros(hops)
    for first in range(0, hops, step):
        count = min(step, hops - first)
        begin = max(0, first * apart - _RING)  # let the filter swing in on what came before
        part = sound[begin : (first + count) * apart]
        filtered = np.fft.irfft(np.fft.rfft(part, n=_SIZE, axis=0) * _RESPONSE, n=_SIZE, axis=0)
        heard = filtered[first * apart - begin : len(part)].reshape(count, -1)
        powers[first : first + count] = np.einsum("ij,ij->i", heard, heard, dtype=np.float64) / apart
    if hops < each:
        return np.zeros(0)
    summed = np.concatenate(([0.0], np.cumsum(powers)))
    return (summed[each:] - summed[:-each]) / each


def loudness_curve(sound: Sound, window: float = 0.4, hop: float = 0.1) -> Curve:
    """LUFS of each window: 0.4 s for momentary, 3 s for short-term loudness."""
    return np.array([lufs_of(power) for power in weighted_powers(sound, window, hop)])


def integrated_loudness(sound: Sound) -> float:
    """Gated loudness of the whole, LUFS."""
    return integrated(weighted_powers(sound).tolist())


def true_peak(sound: Sound) -> float:
    """The highest point of the curve through the samples, dBTP (four times oversampled)."""
    highest, piece, margin = 0.0, 1 << 17, 1 << 10
    for start in range(0, len(sound), piece - 2 * margin):
        part = sound[start : start + piece]
        spectrum = np.fft.rfft(part, axis=0)
        finer = np.fft.irfft(spectrum, n=4 * len(part), axis=0) * 4
        # The ends of a piece ring, for it does not join up; they lie inside its neighbours, save at the very ends.
        first = 0 if start == 0 else 4 * margin
        last = len(finer) if start + piece >= len(sound) else len(finer) - 4 * margin
        highest = max(highest, float(np.abs(finer[first:last]).max(initial=0.0)))
    return -120.0 if highest < 1e-6 else float(20 * np.log10(highest))
