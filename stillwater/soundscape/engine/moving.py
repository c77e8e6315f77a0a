"""Tables whose sound moves by itself: crickets, and a slow soft pulse; and drops that do not stand out too far.

All of them go round their loop without a seam.
"""

import numpy as np

from stillwater.soundscape.engine.kweight import Sound
from stillwater.soundscape.rules.programme import RATE, Table

CRICKETS = 12
_BEAT_SECONDS = 1.25
_SYLLABLES, _SYLLABLE_SECONDS = 4, 0.042


def chirps(table: Table, dice: np.random.Generator, top: float) -> Sound:
    """A few crickets at their own pitch (below `top` Hz), pace and place; each chirp is four soft syllables."""
    sound = np.zeros((table.frames, 2), np.float32)
    syllable = round(_SYLLABLE_SECONDS * RATE)
    shape = np.sin(np.pi * np.arange(syllable) / syllable) ** 2
    chirp = np.concatenate([shape * level for level in np.linspace(0.55, 1.0, _SYLLABLES)])
    clock = np.arange(len(chirp)) / RATE
    for _ in range(CRICKETS):
        hz, place = top * dice.uniform(0.62, 0.84), dice.uniform(0.1, 0.9) * np.pi / 2
        count = round(table.frames / RATE * dice.uniform(0.9, 1.5))
        slots = np.arange(count) * (table.frames / count)
        loud = 0.6 + 0.4 * np.sin(2 * np.pi * (slots / table.frames + dice.random()))  # comes nearer and goes
        starts = (slots + dice.uniform(0, 0.12 * RATE, count)).astype(np.int64)
        for start, level in zip(starts, loud, strict=True):
            drift = hz * (1 + dice.uniform(-0.006, 0.006))
            heard = level * chirp * np.sin(2 * np.pi * (drift * clock + dice.random()))
            frames = (start + np.arange(len(chirp))) % table.frames
            sound[frames, 0] += heard * np.cos(place)
            sound[frames, 1] += heard * np.sin(place)
    return sound


def pulsed(sound: Sound) -> None:
    """Let a low sound come and go, a little slower than a heart at rest, never quite gone."""
    beats = max(1, round(len(sound) / RATE / _BEAT_SECONDS))
    turn = np.arange(len(sound)) * (beats / len(sound)) % 1.0
    swell = np.where(turn < 0.3, np.sin(np.pi / 2 * turn / 0.3) ** 2, np.cos(np.pi / 2 * (turn - 0.3) / 0.7) ** 2)
    sound *= (0.12 + 0.88 * swell).astype(np.float32)[:, None]


def bent(sound: Sound, ceiling: float) -> None:
    """Bend down what rises high above the usual height: a single drop must not be what limits the loudness of rain."""
    most = np.float32(np.sqrt(np.square(sound).mean(dtype=np.float64)) * 10 ** (ceiling / 20))
    sound /= np.sqrt(1 + np.square(sound / most))
