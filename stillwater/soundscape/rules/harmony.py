"""Just-intonation chords that change slowly, with common tones between neighbours."""

from fractions import Fraction
from typing import NamedTuple

from stillwater.soundscape.rules.dice import Dice

Ratio = Fraction


def _ratios(text: str) -> tuple[Ratio, ...]:
    return tuple(Ratio(part) for part in text.split())


class Chord(NamedTuple):
    name: str
    tones: tuple[Ratio, ...]  # within one octave of the root
    colour: Ratio  # the ninth or the like that joins when the sound is strong
    tension: float  # 0 home, 1 farthest away


MODES: dict[str, tuple[Chord, ...]] = {
    # No chord on the second degree: in these tunings its fifth (40/27) howls.
    "open": (
        Chord("home", _ratios("1 5/4 3/2"), Ratio(9, 8), 0.0),
        Chord("fourth", _ratios("1 4/3 5/3"), Ratio(5, 4), 0.35),
        Chord("sixth", _ratios("1 5/4 5/3"), Ratio(3, 2), 0.5),
        Chord("fifth", _ratios("9/8 3/2 15/8"), Ratio(5, 4), 0.8),
        Chord("held", _ratios("1 9/8 3/2"), Ratio(4, 3), 0.6),
    ),
    "dusk": (
        Chord("home", _ratios("1 6/5 3/2"), Ratio(9, 8), 0.0),
        Chord("third", _ratios("6/5 3/2 9/5"), Ratio(1), 0.5),
        Chord("sixth", _ratios("1 6/5 8/5"), Ratio(3, 2), 0.35),
        Chord("fourth", _ratios("1 4/3 8/5"), Ratio(6, 5), 0.8),
        Chord("held", _ratios("1 9/8 3/2"), Ratio(4, 3), 0.4),
    ),
}
PENTATONIC: dict[str, tuple[Ratio, ...]] = {
    "open": _ratios("1 9/8 5/4 3/2 5/3"),
    "dusk": _ratios("1 6/5 4/3 3/2 9/5"),
}
DRONE = _ratios("1 3/2")
WARMTH = _ratios("1 3/2 2 3 4")  # a drone that is all there is


def next_chord(mode: str, now: Chord | None, intensity: float, dice: Dice) -> Chord:
    """The chord that follows; near home while the sound is quiet, farther away as it grows. The first is home."""
    chords = MODES[mode]
    if now is None:
        return chords[0]
    reach = 0.3 + 0.7 * intensity
    others = [chord for chord in chords if chord is not now]
    weights = [
        (0.08 + max(0.0, reach - chord.tension)) * (1 + len(set(chord.tones) & set(now.tones))) for chord in others
    ]
    return dice.pick(others, weights)


def warm_voicing(chord: Chord) -> list[Ratio]:
    """An open, low voicing, one to two octaves above the root, its lowest tone doubled above."""
    low = sorted(2 * tone for tone in chord.tones)
    return [low[0], low[2], 2 * low[1], 2 * low[0]]


def bright_voicing(chord: Chord, intensity: float) -> list[Ratio]:
    """Two to three octaves above the root; the colour tone joins above two thirds of the intensity."""
    high = [4 * tone for tone in chord.tones]
    return [*high, 4 * chord.colour] if intensity > 0.66 else high
