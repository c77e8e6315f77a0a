"""The score, before any sound exists."""

import json
import subprocess
import sys
from functools import cache
from itertools import pairwise

import pytest

from stillwater.soundscape.rules import (
    NEVER_WORDS,
    SCENES,
    TICK_FRAMES,
    NothingLeft,
    Phase,
    Programme,
    compose,
    forecast,
    plain_phases,
    programme_for_protocol,
    sounds_in,
    trial_listen,
)
from stillwater.soundscape.rules.curves import sampled
from stillwater.soundscape.rules.programme import TICKS_A_SECOND
from stillwater.soundscape.rules.scenes import LAYERS
from tests.soundscape.conftest import LOZENGE
from tests.soundscape.reading import layers_heard as _layers_heard
from tests.soundscape.reading import sounds_of

SCENES_OF_ONE = {"roof": "rain", "pink": "noise", "drone": "drone"}  # without this, nothing of them is left


@cache
def _anas(scene: str = "water", **changed: object) -> Programme:
    asked: dict[str, object] = {"minutes": 60, "scene": scene, "never": (), "seed": 11, **changed}
    return programme_for_protocol(LOZENGE, **asked)  # type: ignore[arg-type]


def test_a_programme_keeps_the_times_of_the_protocol_and_lasts_beyond_them() -> None:
    programme = _anas()
    assert [(phase.key, phase.start / 60) for phase in programme.phases] == [
        ("settling", 0), ("rising", 15), ("strongest", 30), ("returning", 55), ("resting", 80),
    ]  # fmt: skip
    assert programme.closing_from == 110 * 60 * TICKS_A_SECOND
    begin, end = programme.loop or (0, 0)
    assert (begin, end) == (116 * 60 * TICKS_A_SECOND, 120 * 60 * TICKS_A_SECOND)
    assert programme.seconds == (110 + 6 + 4 + 1) * 60


def test_a_programme_is_never_shorter_than_an_hour_and_never_longer_than_a_session() -> None:
    short = programme_for_protocol(
        [("settling", 0, 5, 0.2), ("resting", 5, 20, 0.1)], minutes=20, scene="strings", seed=1
    )
    assert short.seconds >= 60 * 60
    with pytest.raises(ValueError, match="longer than any session"):
        _anas(minutes=500)


@pytest.mark.parametrize(
    "phases",
    [
        [],
        [("settling", 0, 10, 0.2), ("strongest", 12, 30, 1.0)],
        [("settling", 0, 10, 1.2)],
        [("settling", 0, 0, 0.2), ("resting", 0, 60, 0.1)],
        [("settling", 0, 10, float("nan"))],
    ],
)
def test_phases_that_make_no_sense_are_refused(phases: list[tuple[str, float, float, float]]) -> None:
    with pytest.raises(ValueError, match=r"phase|intensity"):
        programme_for_protocol(phases, minutes=60, scene="strings", seed=1)


def test_the_sound_is_brighter_and_louder_where_the_session_is_strongest() -> None:
    programme = _anas("strings")
    bright = sampled(programme.buses["bright"], programme.ticks, 60 * TICKS_A_SECOND)
    loudness = forecast(programme).short_term[:: 60 * TICKS_A_SECOND]
    assert bright[42] > 5 * bright[5]
    assert loudness[42] - loudness[8] > 2
    assert loudness[42] - loudness[95] > 2


def test_chords_change_in_just_intonation_and_do_not_loop() -> None:
    programme = _anas("strings")
    warm = [strand for strand in programme.strands if strand.bus == "warm"][
        :-1
    ]  # behind the rest its first comes again
    assert len(warm) > 200
    assert len({tuple(strand.parts) for strand in warm}) == len(warm), "a chord that returns is read from elsewhere"
    chords = [tuple(sorted(programme.tables[number].name for number, _ in strand.parts)) for strand in warm]
    assert len(set(chords)) >= 4
    closing = next(n for n, strand in enumerate(warm) if strand.start >= programme.closing_from)
    assert all(one != other for one, other in pairwise(chords[:closing]))
    root = programme.tables[0].hz
    for table in programme.tables:
        fraction = table.hz / root
        assert any(abs(fraction * d - round(fraction * d)) < 0.002 * d for d in (1, 2, 3, 4, 5, 8)), table.name


def test_every_table_has_a_length_of_its_own() -> None:
    for scene in SCENES:
        loops = [table.frames for table in _anas(scene).tables if table.timbre != "bell"]
        assert len(set(loops)) == len(loops)
        assert all(0.75 * 2**18 <= frames <= 3 * 1.35 * 2**18 for frames in loops)


def test_field_note_18_a_quiet_closing_follows_the_last_phase() -> None:
    for scene in SCENES:
        programme = _anas(scene)
        loudness, closing = forecast(programme).short_term, programme.closing_from
        assert loudness[closing + 240 * TICKS_A_SECOND] < loudness[closing - 60 * TICKS_A_SECOND] - 1.5
        last = [s for s in programme.strands if s.end > programme.closing_from + 120 * TICKS_A_SECOND]
        staying = {layer.key for layer in LAYERS.values() if layer.is_main}
        assert {strand.bus for strand in last} <= {"warm", "bright"} | staying
        assert all(event.frame < closing * TICK_FRAMES for event in programme.events)


def test_field_note_5_one_scene_has_no_water_bells_choir_or_breath() -> None:
    assert _layers_heard(_anas("strings")) == {"drone", "strings"} == set(sounds_in("strings"))


@pytest.mark.parametrize("word", NEVER_WORDS)
def test_s14_what_is_never_wanted_is_in_no_score(word: str) -> None:
    for scene in SCENES:
        if SCENES_OF_ONE.get(scene) == word:
            with pytest.raises(NothingLeft):
                sounds_in(scene, [word])
            continue
        heard = _layers_heard(compose(phases=plain_phases(240), scene=scene, never=[word], seed=3, closing_seconds=20))
        assert heard == sounds_of(scene, [word])
        assert all(word not in LAYERS[layer].words for layer in heard)


@pytest.mark.parametrize(
    ("typed", "gone"),
    [(" Ocean ", "surf"), ("BREATHING", "surf"), ("church", "choir"), ("gong", "bells"), ("sea", "surf")],
)
def test_s14_a_word_of_their_own_excludes_what_it_means(typed: str, gone: str) -> None:
    assert all(gone not in sounds_in(scene, [typed]) for scene in SCENES)


def test_s14_singing_never_stands_in_for_another_tone() -> None:
    assert "choir" not in sounds_in("strings", ["strings"])
    assert "choir" not in sounds_in("water", ["glass", "strings"])


def test_s14_a_trial_listen_has_every_sound_of_its_scene_and_is_short() -> None:
    for scene in SCENES:
        for seed in range(5):
            trial = trial_listen(scene, ["bells"], seed=seed)
            assert _layers_heard(trial) == sounds_of(scene, ["bells"])
            assert trial.seconds == 30


def test_s14_everything_that_triggers_can_be_left_out_together() -> None:
    never = ["surf", "rain", "choir", "bells", "breath", "insects", "wind", "noise"]
    for scene in SCENES.keys() - SCENES_OF_ONE:
        assert _layers_heard(_anas(scene, never=tuple(never))) <= {"drone", "warmth", "strings", "glass"}


def test_s06_when_nothing_may_sound_the_planner_says_so_and_silence_can_be_offered() -> None:
    with pytest.raises(NothingLeft):
        _anas(never=NEVER_WORDS)


def test_the_same_wish_is_the_same_score_in_any_process() -> None:
    here = compose(phases=[Phase("resting", 0, 60, 0.2)], scene="voices", never=["bells"], seed=5, closing_seconds=10)
    asked = (
        "from stillwater.soundscape.rules import *; print(compose(phases=[Phase('resting', 0, 60, 0.2)], "
        "scene='voices', never=['bells'], seed=5, closing_seconds=10).hash)"
    )
    there = subprocess.run(
        [sys.executable, "-c", asked], env={"PYTHONHASHSEED": "77"}, capture_output=True, text=True, check=True
    )
    assert there.stdout.strip() == here.hash
    assert compose(phases=[Phase("resting", 0, 60, 0.2)], scene="voices", seed=6, closing_seconds=10).hash != here.hash


def test_a_score_goes_through_json_unchanged() -> None:
    programme = _anas("voices")
    again = Programme.from_data(json.loads(json.dumps(programme.as_data())))
    assert again == programme
    assert again.hash == programme.hash


def test_a_score_of_another_version_is_not_played_wrongly() -> None:
    with pytest.raises(ValueError, match="version"):
        Programme.from_data({**_anas().as_data(), "version": 99})


def test_a_score_of_the_first_version_is_played_as_it_was_and_keeps_its_hash() -> None:
    newer = {"tastes", "loop", "lift", "extra_seconds"}
    old = {key: value for key, value in _anas().as_data().items() if key not in newer} | {"version": 1}
    programme = Programme.from_data(json.loads(json.dumps(old)))
    assert programme.as_data() == old
    assert programme.loop is None
    assert Programme.from_data(programme.as_data()).hash == programme.hash
