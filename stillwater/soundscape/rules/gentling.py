"""The last look at a bed before it is levelled: where strands that rise together would lift it too fast, they rise less high."""

from dataclasses import replace

from stillwater.soundscape.rules.loudness import FLOOR, bed_powers, forecast
from stillwater.soundscape.rules.programme import TICKS_A_SECOND, Programme, Strand

MOST_RISE = 2.95  # LU in a second; the promise is 3
LESS = 0.94  # of its gain, for each strand that rises there
TURNS = 8


def gentled(score: Programme, bed: list[float]) -> tuple[Programme, list[float]]:
    """The score, and the powers of its bed, with no rise over `MOST_RISE`. Few scores in a thousand need it. What it changes lies
    where the rise is, so a score and its extension stay the same to the sample."""
    for _ in range(TURNS):
        steep = _steep(score, bed)
        if not steep:
            break
        strands = tuple(
            strand._replace(gain=round(strand.gain * LESS, 5)) if _rises_at(strand, steep) else strand
            for strand in score.strands
        )
        score = replace(score, strands=strands)
        bed = bed_powers(tables=score.tables, strands=strands, buses=score.buses, ticks=score.ticks)
    return score, bed


def _steep(score: Programme, bed: list[float]) -> list[int]:
    """Ticks from which the bed rises too far within a second."""
    heard = [max(level, FLOOR) for level in forecast(score, bed).momentary]
    pairs = zip(heard, heard[TICKS_A_SECOND:], strict=False)
    return [tick for tick, (now, later) in enumerate(pairs) if later - now > MOST_RISE]


def _rises_at(strand: Strand, ticks: list[int]) -> bool:
    return any(strand.start - TICKS_A_SECOND <= tick <= strand.start + strand.rise for tick in ticks)
