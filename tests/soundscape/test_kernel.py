"""The kernel that makes the sound on a phone, run under wasmtime: the same score as numpy's engine plays."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from stillwater.soundscape.engine.kweight import response, weighted_powers
from stillwater.soundscape.engine.mix import Mixer
from stillwater.soundscape.rules import RATE, TICK_FRAMES, Programme, Strand, Table
from stillwater.soundscape.rules.loudness import lufs_of
from stillwater.soundscape.rules.sheet import sheet_of
from stillwater.soundscape.rules.strands import LENGTHS
from stillwater.soundscape.rules.timbres import TIMBRES
from tests.soundscape import kernel as phone
from tests.soundscape.kernel import Kernel, numbers_of, short_score, short_sum

Sound = NDArray[np.float32]
SHORT = json.loads((Path(__file__).parent / "short-score.json").read_text())


def _loudness(sound: Sound, kind: str) -> float:
    if kind == "bell":
        return lufs_of(float(weighted_powers(sound, 0.4, 0.05).max()))
    weight = np.abs(response(len(sound))) ** 2
    return lufs_of(2 * float((np.abs(np.fft.rfft(sound, axis=0)) ** 2).sum(axis=1) @ weight) / len(sound) ** 2)


def _lone(strands: tuple[Strand, ...], **changed: object) -> Programme:
    """The short score with other strands, at one level throughout and without the bell."""
    score = replace(short_score(), strands=strands, events=(), master=[(0, 1.0)], buses={"a": [(0, 0.5)]})
    return replace(score, **changed)  # type: ignore[arg-type]


def test_the_kernel_that_is_served_is_the_one_that_was_built() -> None:
    said, name = phone.WASM.with_suffix(".wasm.sha256").read_text().split()
    assert (said, name) == (hashlib.sha256(phone.WASM.read_bytes()).hexdigest(), "kernel.wasm")


def test_every_timbre_comes_to_its_stated_loudness() -> None:
    pitched = {"pad": 130.8, "pulse": 65.41, "bell": 523.3}
    tables = tuple(
        Table(name, name, 290_400 if timbre.kind == "bell" else LENGTHS[n], 31 + n, -26.0 - n % 5, pitched.get(timbre.kind, 0))
        for n, (name, timbre) in enumerate(TIMBRES.items())
    )  # fmt: skip
    kernel = Kernel(numbers_of(_lone((), tables=tables)))
    for number, table in enumerate(tables):
        sound = kernel.sound_of(number)
        assert np.isfinite(sound).all(), table.name
        assert np.abs(sound).max() < 1, table.name
        assert _loudness(sound, TIMBRES[table.timbre].kind) == pytest.approx(table.lufs, abs=0.3), table.name


def test_the_short_score_is_what_it_was() -> None:
    """Its sum is what a browser must come to as well (tests/js, tests/browser)."""
    assert json.loads(json.dumps(sheet_of(short_score()))) == SHORT["sheet"]
    assert short_sum() == SHORT["sum"]


def test_the_mix_follows_the_curves_as_on_the_server() -> None:
    """The same tables, mixed by both: fades, curves, chords, a bell that begins between two quanta."""
    score, kernel = short_score(), Kernel(numbers_of(short_score()))
    tables = [kernel.sound_of(number) for number in range(kernel.count)]
    kernel.play()
    ours = kernel.sound(score.seconds)
    looped = [np.concatenate((t, t[:TICK_FRAMES])) for t in tables[:-1]]
    there = Mixer(score, [*looped, tables[-1]]).mix(0, score.ticks, np.empty((score.frames, 2), np.float32))
    assert np.abs(there).max() > 0.05
    assert np.abs(ours - there).max() < 2e-5


def test_played_from_the_middle_it_is_the_same_sound() -> None:
    kernel = Kernel(numbers_of(short_score()))
    kernel.build_all()
    kernel.play()
    whole = kernel.sound(6)
    kernel.play(7)
    assert np.abs(kernel.sound(1)[4_800:] - whole[7 * TICK_FRAMES :][4_800:RATE]).max() < 2e-6


def test_the_rest_comes_round_without_a_seam_and_in_the_end_it_is_over() -> None:
    score = _lone(
        (Strand("a", 0, 6, 0, 0, 1.0, [(0, 100)]), Strand("a", 6, 9, 0, 0, 1.0, [(0, 100)])), ticks=9, loop=(0, 6)
    )
    kernel = Kernel(numbers_of(score))
    kernel.build_all()
    kernel.play()
    heard = kernel.sound(4)
    assert np.abs(heard[4_800 : 2 * RATE] - heard[2 * RATE + 4_800 :]).max() < 1e-6
    kernel.raw(2 * 29 - 0.5)
    assert not kernel.call("is_over")  # thirty rounds
    kernel.raw(5)
    assert kernel.call("is_over")
    assert not kernel.sound(0.1).any()


def test_softer_is_there_at_once_and_comes_back_gently() -> None:
    kernel = Kernel(numbers_of(_lone((Strand("a", 0, 18, 0, 0, 1.0, [(5, 0)]),))))
    kernel.build_all()

    def levels(seconds: float) -> list[float]:
        return [
            20 * np.log10(np.sqrt((part**2).mean())) for part in kernel.sound(seconds).reshape(round(seconds * 5), -1)
        ]

    kernel.play()
    before = np.mean(levels(1))
    kernel.call("steer", phone.LEVEL, 0.355)
    after = levels(1)
    assert after[1] == pytest.approx(before - 9, abs=1.0)
    kernel.call("steer", phone.LEVEL, 1.0)
    risen = levels(3)
    assert 1.0 < np.mean(risen[5:10]) - np.mean(risen[:5]) < 2.5  # LU within a second


def test_everything_that_was_taken_back_returns_without_a_sudden_rise() -> None:
    noise = (Strand("bright", 0, 60, 0, 0, 1.0, [(1, 0)]),)
    kernel = Kernel(numbers_of(replace(short_score(), ticks=60, strands=noise, events=(), master=[(0, 1.0)])))
    kernel.build(1)
    for control, gain in enumerate(phone.SOFTER_AND_GROUNDING):
        kernel.call("steer", control, gain)
    kernel.call("settle")
    kernel.play()
    kernel.raw(1)
    for control, gain in enumerate((1.0, 1.26, 1.26, 1.0, 1.0, 1.0)):
        kernel.call("steer", control, gain)
    heard = [lufs_of(float(power)) for power in weighted_powers(kernel.sound(18), 0.4, 0.1)]
    assert max(later - now for now, later in zip(heard, heard[10:], strict=False)) < 3
    assert heard[-1] - heard[0] > 12


def test_steering_reaches_what_it_is_for() -> None:
    strands = (Strand("bright", 0, 18, 0, 0, 1.0, [(5, 0)]),)
    bright, bell = (
        replace(short_score(), strands=strands, events=(), master=[(0, 1.0)]),
        replace(short_score(), strands=()),
    )
    for score, control in ((bright, phone.BRIGHTNESS), (bell, phone.BELLS)):
        kernel = Kernel(numbers_of(score))
        kernel.build_all()
        kernel.call("steer", control, 0.0)
        kernel.call("settle")
        kernel.play()
        assert not kernel.sound(4).any()
    kernel = Kernel(numbers_of(bright))
    kernel.build_all()
    kernel.call("steer", phone.WIDTH, 0.0)
    kernel.play()
    left, right = kernel.sound(1)[RATE // 2 :].T
    assert np.abs(left - right).max() < 1e-4 < np.abs(left).max()


def test_a_table_that_comes_late_rises_and_is_not_missed_before() -> None:
    kernel = Kernel(numbers_of(_lone((Strand("a", 0, 18, 0, 0, 1.0, [(5, 0)]),))))
    kernel.play()
    assert not kernel.sound(0.5).any()
    kernel.build(5)
    heard = kernel.sound(1)
    steps = np.abs(np.diff(heard, axis=0)).max(axis=1)
    assert np.abs(heard[-4_800:]).max() > 0.01
    assert steps[:16_000].max() < 2 * steps[-16_000:].max()


def test_one_scene_passes_to_another_without_a_dip() -> None:
    numbers = numbers_of(_lone((Strand("a", 0, 18, 0, 0, 1.0, [(1, 0)]),)))
    other = numbers_of(_lone((Strand("a", 0, 18, 0, 0, 1.0, [(6, 0)]),)))
    decks = [Kernel(numbers), Kernel(other)]
    for deck in decks:
        deck.build_all()
    decks[0].play()
    decks[1].call("seek", 0)
    for deck, to in zip(decks, (0.0, 1.0), strict=True):
        deck.call("fade", to, 4 * RATE, 1)
    both = np.sum([deck.sound(4) for deck in decks], axis=0)
    powers = weighted_powers(both, 0.4, 0.1)[5:]
    assert max(powers) / min(powers) < 10 ** (3 / 10)


def test_a_score_that_names_what_is_not_there_is_refused() -> None:
    good = numbers_of(short_score())
    for place, wrong in ((0, 2.0), (1, 0.0), (4, 500.0), (10, 128 * 521.0), (10, 2**30), (14, 9.0)):
        bad = good.copy()
        bad[place] = wrong
        with pytest.raises(ValueError, match="cannot be played"):
            Kernel(bad)


def test_a_sheet_says_how_its_timbres_sound_and_what_grounding_takes_back() -> None:
    sheet = sheet_of(short_score())
    assert set(sheet["timbres"]) == {table[1] for table in sheet["tables"]}
    assert sheet["sorts"] == {"drone": "usual", "surf": "passing", "bright": "bright"}
    assert sheet["hash"] == short_score().hash
