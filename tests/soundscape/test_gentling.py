"""A bed whose swells happen to rise together is made gentler before it is heard; every other score stays as it was."""

import pytest

from stillwater.soundscape.rules import TICKS_A_SECOND, compose, extended, forecast, plain_phases, shared_ticks
from stillwater.soundscape.rules.gentling import MOST_RISE, gentled
from stillwater.soundscape.rules.loudness import bed_powers
from tests.soundscape.gentle import asked


@pytest.mark.parametrize(
    "number", [278, 1753]
)  # drawn by chance: their swells lifted the bed by more than 3 LU in a second
def test_no_second_rises_by_more_than_three_units(number: int) -> None:
    assert forecast(asked(number).programme()).greatest_rise <= MOST_RISE


def test_a_score_that_is_gentle_already_stays_as_it_is() -> None:
    score = compose(phases=plain_phases(600), scene="water", seed=1, closing_seconds=60)
    bed = bed_powers(tables=score.tables, strands=score.strands, buses=score.buses, ticks=score.ticks)
    assert gentled(score, bed) == (score, bed)


def test_an_extension_is_gentled_at_the_same_places() -> None:
    which = asked(278)
    score = which.programme()
    longer = extended(score, minutes=10)
    until = shared_ticks(score)
    before = [strand for strand in score.strands if strand.end < until]
    assert before == [strand for strand in longer.strands if strand.end < until]
    assert forecast(longer).greatest_rise <= MOST_RISE
    assert until > 60 * TICKS_A_SECOND
