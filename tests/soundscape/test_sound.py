"""The sound itself, listened to by number."""

import numpy as np
from numpy.typing import NDArray

from stillwater.soundscape.engine.mix import CHUNK_TICKS, Mixer
from stillwater.soundscape.engine.render import fingerprint, whole
from stillwater.soundscape.engine.tables import build, build_all
from stillwater.soundscape.rules import TICK_FRAMES, Programme, compose, plain_phases
from tests.soundscape.conftest import Heard

Sound = NDArray[np.float32]


def _sharpness(sound: Sound) -> NDArray[np.float32]:
    """How far the sharpest corner of each tick stands out of its neighbourhood: a click makes it large."""
    corners = np.abs(np.diff(sound, 3, axis=0)).max(axis=1)
    blocks = corners[: len(corners) // TICK_FRAMES * TICK_FRAMES].reshape(-1, TICK_FRAMES)
    found: NDArray[np.float32] = blocks.max(axis=1) / np.sqrt((blocks**2).mean(axis=1) + 1e-20)
    return found


def _centroid(sound: Sound) -> float:
    power = np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2
    return float((power * np.fft.rfftfreq(len(sound), 1 / 48_000)).sum() / power.sum())


def test_no_click_at_any_chord_change(strings: Heard, voices: Heard) -> None:
    assert _sharpness(strings.sound)[30:].max() < 6
    assert _sharpness(voices.sound)[30:].max() < 7


def test_the_search_for_clicks_would_find_one(strings: Heard) -> None:
    cut = strings.sound[20 * 48_000 : 30 * 48_000].copy()
    cut[200_000:] *= 0.9  # a chord cut off by a tenth, without a fade
    assert _sharpness(cut).max() > 12


def test_it_comes_out_of_silence_and_goes_back_into_it(strings: Heard, water: Heard) -> None:
    for heard in (strings, water):
        assert np.abs(heard.sound[0]).max() < 1e-6
        assert np.abs(heard.sound[:4_800]).max() < 1e-4
        assert np.abs(heard.sound[-2_400:]).max() < 2e-3
        assert np.abs(heard.sound[-24:]).max() < 1e-5


def test_the_strongest_phase_is_the_brightest(strings: Heard) -> None:
    seconds = {phase.key: (phase.start, phase.end) for phase in strings.programme.phases}

    def colour(key: str) -> float:
        start, end = seconds[key]
        return _centroid(strings.sound[round((start + 2) * 48_000) : round((end - 2) * 48_000)])

    assert colour("strongest") > 1.3 * colour("resting")


def test_the_sides_differ_but_low_tones_less(strings: Heard) -> None:
    left, right = strings.sound[30 * 48_000 : 90 * 48_000].T
    assert abs(np.corrcoef(left, right)[0, 1]) < 0.35
    drone = next(table for table in strings.programme.tables if table.timbre == "drone")
    assert np.corrcoef(*build(drone).T)[0, 1] > 0.3


def test_a_table_joins_up_with_its_own_beginning(water: Heard) -> None:
    for table in water.programme.tables:
        if table.timbre in ("drone", "glass-warm", "surf-low"):
            twice = np.concatenate((build(table)[:-TICK_FRAMES],) * 2)
            around = twice[table.frames - TICK_FRAMES : table.frames + TICK_FRAMES]
            assert _sharpness(around).max() < 6


def test_the_same_score_is_the_same_sound() -> None:
    def asked() -> Programme:
        return compose(phases=plain_phases(14), scene="voices", seed=9, closing_seconds=2)

    assert fingerprint(whole(asked())) == fingerprint(whole(asked()))


def test_pieces_of_ten_seconds_are_the_whole(water: Heard) -> None:
    mixer = Mixer(water.programme, build_all(water.programme.tables))
    start = 0
    for chunk in mixer.chunks():
        assert len(chunk) <= CHUNK_TICKS * TICK_FRAMES
        assert np.array_equal(chunk, water.sound[start : start + len(chunk)])
        start += len(chunk)
    assert start == water.programme.frames
