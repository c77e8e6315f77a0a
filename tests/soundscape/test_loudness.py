"""Loudness is known from the score, and the sound keeps to it. FFmpeg's meter is asked too, as a second judge."""

import numpy as np
import pytest

from stillwater.soundscape.engine.kweight import integrated_loudness, loudness_curve, true_peak
from stillwater.soundscape.rules import forecast
from tests.soundscape.conftest import Heard
from tests.soundscape.gentle import DRAWN, Asked, asked, ebur128, trouble_with


@pytest.fixture(params=["strings", "water", "voices"])
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
    assert sky.integrated == pytest.approx(-25, abs=0.1)


def test_ffmpegs_meter_agrees(water: Heard) -> None:
    told = ebur128(water.sound)
    assert float(told["lavfi.r128.I"]) == pytest.approx(integrated_loudness(water.sound), abs=0.1)
    peak = 20 * np.log10(float(told["lavfi.r128.true_peak"]))
    assert peak == pytest.approx(true_peak(water.sound), abs=0.3)


def test_nothing_peaks_above_minus_three(heard: Heard) -> None:
    assert true_peak(heard.sound) <= -3


@pytest.mark.parametrize("which", [asked(n) for n in range(DRAWN)[:: DRAWN // 16]], ids=str)
def test_s14_any_programme_is_gentle(which: Asked) -> None:
    """A spread of the 2,000 that bench/gentle.py draws: no rise over 3 LU in a second, -27 to -22 LUFS, -3 dBTP."""
    assert trouble_with(which.programme()) == []
