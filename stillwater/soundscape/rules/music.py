"""A clinic's own music: how loud a piece is, whether it can be played, in which order, and how loud. Pure.

The same rules as a phone has for somebody's own music (web/static/js/sound/own: arc, judge, meter), so that the same files come
out the same in both; `tests/soundscape/music-cases.json` is read by the tests of both.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from stillwater.soundscape.rules.loudness import ABSOLUTE_GATE, lufs_of, power_of
from stillwater.soundscape.rules.scenes import NEVER_WORDS

CLINIC_MUSIC = "clinic"  # where a scene is named
LEVEL, CEILING = -25.0, -3.0  # LUFS, as the planned sound; dB below full scale
CROSS = 6.0  # seconds in which one piece passes to the next
SHORTEST, LONGEST = 20.0, 90 * 60.0  # seconds: less is a jingle, and cross-fades would be most of it
MOST_BYTES = 256 * 2**20  # of one file
LYRICS = "lyrics"
CONTENTS = (*NEVER_WORDS, LYRICS)  # what may be in a piece
REASONS = ("empty", "locked", "not_audio", "corrupt", "cut", "too_short", "too_long", "silent")
_MOST = 0.95  # what has to be there of the length that a file says of itself
_BLOCK, _SHORT = 4, 30  # hops of a tenth of a second: 400 ms, 3 s
_LOCKED_NAMES = (".m4p", ".aa", ".aax", ".wma")  # bought kinds whose lock lies elsewhere than in their boxes


class Measured(NamedTuple):
    """`loudness` in LUFS, -120 for silence; `peak` in dB below full scale, between the samples too; `top`: the loudness of its
    fullest three seconds in twenty; `spread`: from its quiet to its full ones, LU."""

    seconds: float
    loudness: float
    peak: float
    top: float
    spread: float


class Loud(Protocol):
    @property
    def loudness(self) -> float: ...

    @property
    def peak(self) -> float: ...


class Full(Loud, Protocol):
    @property
    def top(self) -> float: ...

    @property
    def spread(self) -> float: ...


Piece = TypeVar("Piece", bound=Full)


def measured(hops: Sequence[float], *, seconds: float, highest: float) -> Measured:
    """From the K-weighted power of each tenth of a second and the highest point of the wave (1 is full scale)."""
    loud = _gated(_blocks(hops, _BLOCK), 10)
    short = sorted(lufs_of(power) for power in _gated(_blocks(hops, _SHORT), 20))
    loudness = lufs_of(sum(loud) / len(loud)) if loud else -120.0
    top = _within(short, 0.95) if short else loudness
    spread = top - _within(short, 0.1) if short else 0.0
    return Measured(seconds, loudness, 20 * math.log10(max(highest, 1e-6)), top, spread)


def _blocks(hops: Sequence[float], length: int) -> list[float]:
    total, found = 0.0, []
    for n, power in enumerate(hops):
        total += power - (hops[n - length] if n >= length else 0.0)
        if n >= length - 1:
            found.append(max(0.0, total) / length)
    return found


def _gated(powers: Iterable[float], below: float) -> list[float]:
    heard = [power for power in powers if lufs_of(power) > ABSOLUTE_GATE]
    if not heard:
        return []
    gate = power_of(lufs_of(sum(heard) / len(heard)) - below)
    return [power for power in heard if power > gate]


def _within(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, math.floor(len(ordered) * share))]


def by_length(seconds: float | None) -> str:
    """Why a piece of this length, by its own head, is left out before it is decoded; None: it does not say."""
    if seconds is None or seconds <= 0:
        return ""
    if seconds < SHORTEST:
        return "too_short"
    return "too_long" if seconds > LONGEST else ""


def heard(found: Measured, said: float | None) -> str:
    """Why a piece that was decoded is left out; `said`: its length by its own head."""
    if found.seconds == 0:
        return "corrupt"
    if said and found.seconds < said * _MOST and said - found.seconds > 2:
        return "cut"
    return by_length(found.seconds) or ("" if found.loudness > ABSOLUTE_GATE else "silent")


def unopened(name: str, known: bool) -> str:
    """Why a file that does not open is left out; `known`: it begins as a sound file does."""
    if name.lower().endswith(_LOCKED_NAMES):
        return "locked"
    return "corrupt" if known else "not_audio"


def gain_of(piece: Loud) -> float:
    """By how many dB a piece is turned up or down."""
    return min(LEVEL - piece.loudness, CEILING - piece.peak)


def factor_of(piece: Loud) -> float:
    """What its samples are multiplied with: never a hair over the ceiling."""
    return math.floor(10 ** (gain_of(piece) / 20) * 1e5) / 1e5


def kept_softer(piece: Loud) -> bool:
    """Whether its peaks keep it softer than the others."""
    return LEVEL - piece.loudness - gain_of(piece) > 1


def arc(pieces: Sequence[Piece]) -> list[Piece]:
    """A gentle order: the quiet, even ones first and last, the fullest in the middle."""
    rising = sorted(pieces, key=lambda piece: piece.top + piece.spread / 2)
    return rising[::2] + rising[1::2][::-1]


def contents_of(words: Iterable[str]) -> list[str]:
    """What is in a piece, in order; what is no word for it is left out."""
    given = set(words)
    return [word for word in CONTENTS if word in given]


def on_list(contents: Iterable[str], never: Collection[str]) -> list[str]:
    """What of a piece somebody never wants to hear."""
    return [word for word in contents if word in never]
