"""How far the bed steps back while a guide speaks: known beforehand, so it is slow, and there before the first word."""

from collections.abc import Sequence

from stillwater.soundscape.rules.curves import multiplied, rising_ticks, step
from stillwater.soundscape.rules.programme import TICKS_A_SECOND, Cue, Points, Programme

FADE_IN_SECONDS = 60.0  # in which a session's sound rises out of silence
STEP_BACK = 4 * TICKS_A_SECOND
LOOK_AHEAD = 2  # ticks: as the bed is down two thirds of a second before the voice
ONSET, RETURN = "onset", "return"  # where a guide may speak; so are the purposes of guides called


def master_of(programme: Programme) -> Points:
    """The curve of the whole as it is heard: the same in every engine. Without a voice it is the score's own."""
    if not programme.cues:
        return programme.master
    return [(tick, round(gain, 6)) for tick, gain in multiplied(programme.master, duck(programme.cues))]


def duck(cues: Sequence[Cue]) -> Points:
    """The gain of the bed: one, and less around each cue. At the beginning it rises no further than the voice leaves it. Over
    a guide's rests it stays where it is: a bed that came and went with every line would itself be something that moves."""
    points: Points = []
    for cue in sorted(cues, key=lambda cue: cue.start):
        down, end = cue.start - LOOK_AHEAD, cue.start + cue.length
        points += [(0, cue.bed)] if cue.place == ONSET else step(down - STEP_BACK, down, 1.0, cue.bed)
        points += step(end, end + cue.back, cue.bed, 1.0)
    return rising_ticks(points)
