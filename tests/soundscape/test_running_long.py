"""When a session runs long: the sound goes on as if it had been planned so, and rests without an end."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from stillwater.soundscape.engine.mix import Mixer
from stillwater.soundscape.engine.tables import build_all
from stillwater.soundscape.rules import (
    SCENES,
    TICK_FRAMES,
    TICKS_A_SECOND,
    Programme,
    compose,
    extended,
    forecast,
    plain_phases,
    shared_ticks,
)
from tests.soundscape.reading import smaller

LIKES = (("bells", 1), ("nature", 1), ("voice", 1))


def _mixed(programme: Programme, *ranges: tuple[int, int]) -> list[NDArray[np.float32]]:
    small = smaller(programme)
    mixer = Mixer(small, build_all(small.tables))
    return [mixer.mix(a, b, np.empty(((b - a) * TICK_FRAMES, 2), np.float32)) for a, b in ranges]


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_the_first_part_of_an_extended_score_is_the_same_score(scene: str) -> None:
    programme = compose(
        phases=plain_phases(1_200), scene=scene, tastes=LIKES, seed=4, closing_seconds=360, rest_seconds=60
    )
    longer, until = extended(programme, minutes=12), shared_ticks(programme)
    assert longer.ticks == programme.ticks + 12 * 60 * TICKS_A_SECOND
    assert until > programme.closing_from - 200 * TICKS_A_SECOND
    before = [score.strands[: sum(s.start < until for s in score.strands)] for score in (programme, longer)]
    assert [s._replace(end=min(s.end, until), fall=0) for s in before[0]] == [
        s._replace(end=min(s.end, until), fall=0) for s in before[1]
    ]
    assert longer.tables[: len([t for t in programme.tables if t.timbre != "bell"])] == tuple(
        table for table in programme.tables if table.timbre != "bell"
    )
    assert extended(longer, minutes=3) == extended(programme, minutes=15)


def test_an_extended_score_is_the_same_to_the_sample_until_the_closing() -> None:
    programme = compose(
        phases=plain_phases(150), scene="water", tastes=LIKES, seed=4, closing_seconds=20, rest_seconds=24
    )
    until = shared_ticks(programme)
    one, other = (
        _mixed(score, (0, until), (until, until + 90)) for score in (programme, extended(programme, minutes=3))
    )
    assert until > 100 * TICKS_A_SECOND
    assert np.array_equal(one[0], other[0])
    assert not np.array_equal(one[1], other[1])


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_the_rest_may_be_repeated_without_a_seam(scene: str) -> None:
    """What would follow its end is, to the sample, its beginning; only the fade that lies behind it differs."""
    programme = compose(phases=plain_phases(60), scene=scene, seed=6, closing_seconds=20, rest_seconds=48)
    assert programme.loop is not None
    begin, end = programme.loop
    level = next(gain for tick, gain in programme.master if tick >= begin)
    endless = replace(programme, master=[*(p for p in programme.master if p[0] <= begin), (begin + 1, level)])
    first, second = _mixed(endless, (begin, begin + 3), (end, end + 3))
    assert np.array_equal(first, second)


def test_the_rest_is_steady_and_only_behind_it_the_sound_fades() -> None:
    for scene in SCENES:
        programme = compose(phases=plain_phases(240), scene=scene, seed=2, closing_seconds=60, rest_seconds=60)
        assert programme.loop is not None
        begin, end = programme.loop
        short_term = forecast(programme).short_term
        rest = short_term[begin + 9 : end]
        assert max(rest) - min(rest) < 9
        assert min(rest) > -36
        assert short_term[-3] < -50
        assert not [event for event in programme.events if event.frame >= programme.closing_from * TICK_FRAMES]


def test_a_session_in_a_hurry_needs_no_rest() -> None:
    assert compose(phases=plain_phases(8), scene="pink", seed=1, closing_seconds=2).loop is None


def test_an_extension_has_a_length() -> None:
    programme = compose(phases=plain_phases(8), scene="pink", seed=1, closing_seconds=2)
    with pytest.raises(ValueError, match="length"):
        extended(programme, minutes=0)
    with pytest.raises(ValueError, match="version"):
        extended(replace(programme, version=1), minutes=5)
