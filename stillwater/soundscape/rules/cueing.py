"""Where a guide speaks inside the sound of a session, how loud, and how far the bed steps back for it. Never in the strongest
part, the closing or the rest; never so that a word rises by more than `OVER_BED` over the bed beneath it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from stillwater.soundscape.rules.curves import decibels, half_passage, sampled
from stillwater.soundscape.rules.ducking import FADE_IN_SECONDS, LOOK_AHEAD, ONSET, RETURN, STEP_BACK, duck
from stillwater.soundscape.rules.guides import Guide
from stillwater.soundscape.rules.loudness import LOUDEST_WORD, PEAK_OVER_LUFS, VOICE_PEAK, power_of
from stillwater.soundscape.rules.programme import TICKS_A_SECOND, Cue, Phase, Programme
from stillwater.soundscape.rules.subjects import spoken_of

PLACES = (ONSET, RETURN)
MARGIN = 1.05  # of the estimated length: what is heard is within five percent of it
OVER_BED = 8.0  # LU, in any one second
# Taken off it: a bed of narrow tones comes and goes by a unit and a half around its forecast, and AAC adds 0.4 dB.
KEPT_BACK = 1.5
MOST_DUCK_DB, LEAST_GAIN_DB = -4.5, -6.0
CEILING_DB = -3.1
BACK = (
    30 * TICKS_A_SECOND,
    60 * TICKS_A_SECOND,
)  # the bed returns as slowly as this, or more slowly where it rises itself
RISE = 2.95  # LU in a second, of the bed as it returns
BEFORE_CLOSING = 30.0  # seconds


class Wanted(NamedTuple):
    """A guide that somebody chose for a place in their session: the plan of its recording, and its estimated seconds."""

    place: str
    guide: str
    eyes_open: bool
    recording: str
    seconds: float


class Room(NamedTuple):
    """How long a guide may speak at its place, and how long this one needs (seconds); where it would begin, if it fits."""

    has: float
    needs: float
    start: float | None


def room_for(phases: Sequence[Phase], wanted: Wanted, *, closing_seconds: float, after: float = 0.0) -> Room:
    """Whether a guide fits its place: from the first minute to the strongest part, or as that wears off, up to the way into the
    closing. On the way back it ends with the phase that follows the strongest. Not before `after`."""
    needs = wanted.seconds * MARGIN
    most = max(phase.intensity for phase in phases)
    strongest = [n for n, phase in enumerate(phases) if phase.intensity == most]
    if wanted.place == ONSET:
        begin = max(after, risen(phases[-1].end + closing_seconds) + (LOOK_AHEAD + 1) / TICKS_A_SECOND)
        until = aim = phases[strongest[0]].start
    elif strongest[-1] + 1 == len(phases):
        return Room(0.0, needs, None)
    else:
        before, coming = phases[strongest[-1]], phases[strongest[-1] + 1]
        begin = max(after, before.end + half_passage(before, coming))
        until, aim = way_into_closing(phases, closing_seconds) - BACK[0] / TICKS_A_SECOND, coming.end
    has = max(0.0, until - begin)
    if has < needs:
        return Room(has, needs, None)
    return Room(has, needs, begin if wanted.place == ONSET else min(max(begin, aim - needs), until - needs))


def risen(seconds: float) -> float:
    """By when a sound of this planned length has risen out of silence."""
    return min(FADE_IN_SECONDS, seconds / 5)


def way_into_closing(phases: Sequence[Phase], closing_seconds: float) -> float:
    """When the sound begins to pass into its closing, as it was planned; what lies before stays when a session runs long."""
    end = phases[-1].end
    return min(end - half_passage(phases[-1], Phase("closing", end, end + closing_seconds, 0.0)), end - BEFORE_CLOSING)


def with_voices(
    programme: Programme, bed: Sequence[float], wanted: Iterable[Wanted], *, closing_seconds: float
) -> Programme:
    """The programme with a cue for each guide that fits; `bed` is its momentary loudness, LUFS, one value a tick."""
    cues: list[Cue] = []
    for one in sorted(wanted, key=lambda one: PLACES.index(one.place)):
        free = (cues[-1].start + cues[-1].length + cues[-1].back + STEP_BACK + LOOK_AHEAD + 1) if cues else 0
        after = free / TICKS_A_SECOND
        room = room_for(programme.phases, one, closing_seconds=closing_seconds, after=after)
        if room.start is not None and (cue := _cue(programme, bed, one, room, closing_seconds)):
            cues.append(cue)
    return replace(programme, cues=tuple(cues))


def _cue(
    programme: Programme, bed: Sequence[float], wanted: Wanted, room: Room, closing_seconds: float
) -> Cue | None:  # fmt: skip
    """The cue, or None where the bed is too soft or too lively for a voice that keeps to the limits."""
    assert room.start is not None
    start, length = math.ceil(room.start * TICKS_A_SECOND), math.floor(room.needs * TICKS_A_SECOND)
    powers = [power_of(level) for level in bed[start : start + length + TICKS_A_SECOND]]
    over = 10 ** ((OVER_BED - KEPT_BACK) / 10)
    free = min(over * now - max(powers[n : n + TICKS_A_SECOND + 1]) for n, now in enumerate(powers[:length]))
    word = power_of(LOUDEST_WORD)
    if free <= 0:
        return None
    # The bed gives way as far as the voice needs it, so that both are heard and no wave is too high, at most so far; what is
    # missing then, the voice is softer by.
    most, ratio = decibels(max(bed[start : start + length]) + PEAK_OVER_LUFS), math.sqrt(free / word)
    needed = min(1.0, 1 / ratio)
    if needed * most + decibels(VOICE_PEAK) > decibels(CEILING_DB):
        needed = min(needed, decibels(CEILING_DB) / (most + decibels(VOICE_PEAK) * ratio))
    ducked = max(decibels(MOST_DUCK_DB), needed)
    gain = min(1.0, ducked * ratio, (decibels(CEILING_DB) - ducked * most) / decibels(VOICE_PEAK))
    if gain < decibels(LEAST_GAIN_DB):
        return None
    cue = Cue(
        wanted.place, wanted.guide, wanted.eyes_open, wanted.recording, start, length,
        math.floor(gain * 1e5) / 1e5, math.floor(ducked * 1e5) / 1e5, 0,
    )  # fmt: skip
    last = round(way_into_closing(programme.phases, closing_seconds) * TICKS_A_SECOND)
    return next((found for back in BACK if _is_slow(found := cue._replace(back=back), bed, last)), None)


def _is_slow(cue: Cue, bed: Sequence[float], last: int) -> bool:
    """Whether the bed, as it comes back, rises by no more than it may in a second, before the way into the closing."""
    end = cue.start + cue.length
    until = end + cue.back + TICKS_A_SECOND
    if end + cue.back > last:
        return False
    gains = sampled(duck([cue]), until)[end:]
    heard = [level + 20 * math.log10(gain) for level, gain in zip(bed[end:until], gains, strict=False)]
    return all(later - now <= RISE for now, later in zip(heard, heard[TICKS_A_SECOND:], strict=False))


def never_words_in(guide: Guide, never: Iterable[str]) -> list[str]:
    """Which words of somebody's never list a guide speaks of (S14)."""
    return spoken_of(" ".join([guide.content, *(step.text for step in guide.steps)]), never)
