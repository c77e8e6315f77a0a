"""Loudness is known from the score, and the sound keeps to it. FFmpeg's meter is asked too, as a second judge."""

import itertools
from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillwater.soundscape.engine.kweight import integrated_loudness, loudness_curve, true_peak
from stillwater.soundscape.rules import NEVER_WORDS, SCENES, forecast, programme_for_protocol
from tests.soundscape.conftest import Heard, Hour

SCENE_NAMES = sorted(SCENES)


@pytest.fixture(params=SCENE_NAMES)
def heard(request: pytest.FixtureRequest) -> Heard:
    found: Heard = request.getfixturevalue(request.param)
    return found


def test_what_was_forecast_is_what_is_measured(heard: Heard) -> None:
    sky = forecast(heard.programme)
    measured = loudness_curve(heard.sound, window=3.0, hop=1 / 3)
    expected = np.array(sky.short_term)[8 : 8 + len(measured)]
    audible = expected > -50
    assert audible.sum() > 270
    assert np.abs(measured - expected)[audible].max() < 2
    assert abs(integrated_loudness(heard.sound) - sky.integrated) < 0.5
    assert sky.integrated == pytest.approx(-26, abs=0.1)


def test_ffmpegs_meter_agrees(water: Heard) -> None:
    told = _ebur128(water.sound)
    assert float(told["lavfi.r128.I"]) == pytest.approx(integrated_loudness(water.sound), abs=0.1)
    peak = 20 * np.log10(float(told["lavfi.r128.true_peak"]))
    assert peak == pytest.approx(true_peak(water.sound), abs=0.3)


def test_nothing_peaks_above_minus_three(heard: Heard) -> None:
    assert true_peak(heard.sound) <= -3


def test_nothing_swells_by_more_than_three_units_in_a_second(hour: Hour) -> None:
    """Of a real session: the way out of silence, and the way into the strongest phase."""
    assert forecast(hour.programme).greatest_rise < 3
    for minute in (0, 30):
        curve = np.maximum(loudness_curve(hour.minutes(minute, minute + 1)), -60)
        assert (curve[10:] - curve[:-10]).max() < 3


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 2**31), scene=st.sampled_from(SCENE_NAMES),
    levels=st.lists(st.floats(0, 1), min_size=1, max_size=6),
    lengths=st.lists(st.floats(0.5, 40), min_size=6, max_size=6),
    never=st.lists(st.sampled_from(NEVER_WORDS), max_size=3).filter(lambda words: "drone" not in words),
)  # fmt: skip
def test_any_protocol_gives_a_gentle_forecast(
    seed: int, scene: str, levels: list[float], lengths: list[float], never: list[str]
) -> None:  # fmt: skip
    borders = [0.0, *itertools.accumulate(lengths)]
    phases = [(f"phase {n}", borders[n], borders[n + 1], level) for n, level in enumerate(levels)]
    sky = forecast(programme_for_protocol(phases, minutes=60, scene=scene, never=never, seed=seed))
    assert sky.integrated == pytest.approx(-26, abs=0.2)
    assert max(sky.short_term) < -20
    assert sky.greatest_rise < 3


def _ebur128(sound: np.ndarray) -> dict[str, str]:
    graph = av.filter.Graph()
    source = graph.add_abuffer(format="flt", sample_rate=48_000, layout="stereo", time_base=Fraction(1, 48_000))
    meter, sink = graph.add("ebur128", "metadata=1:peak=true:framelog=quiet"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    told: dict[str, str] = {}
    for start in range(0, len(sound), 48_000):
        frame = av.AudioFrame.from_ndarray(sound[start : start + 48_000].reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, start, Fraction(1, 48_000)
        source.push(frame)
        while True:
            try:
                told = sink.pull().metadata
            except BlockingIOError:
                break
    return told
