"""Sound is rendered once for all tests: two minutes of three scenes, each through a whole arc, and stretches of an hour of
each."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from stillwater.soundscape.engine.mix import Mixer
from stillwater.soundscape.engine.render import whole
from stillwater.soundscape.engine.tables import build_all
from stillwater.soundscape.rules import (
    SCENES,
    TICK_FRAMES,
    TICKS_A_SECOND,
    Programme,
    compose,
    plain_phases,
    programme_for_protocol,
)

LOZENGE = [
    ("settling", -10.0, 5.0, 0.15),
    ("rising", 5.0, 20.0, 0.6),
    ("strongest", 20.0, 45.0, 1.0),
    ("returning", 45.0, 70.0, 0.45),
    ("resting", 70.0, 100.0, 0.15),
]


class Heard(NamedTuple):
    programme: Programme
    sound: NDArray[np.float32]


def _heard(scene: str) -> Heard:
    programme = compose(phases=plain_phases(105), scene=scene, seed=7, closing_seconds=15)
    return Heard(programme, whole(programme))


class Hour(NamedTuple):
    programme: Programme
    mixer: Mixer

    def minutes(self, start: float, end: float) -> NDArray[np.float32]:
        """A stretch of a real session, without rendering the rest."""
        first, after = round(start * 60 * TICKS_A_SECOND), round(end * 60 * TICKS_A_SECOND)
        return self.mixer.mix(first, after, np.empty(((after - first) * TICK_FRAMES, 2), np.float32))


@pytest.fixture(scope="session", params=sorted(SCENES))
def hour(request: pytest.FixtureRequest) -> Hour:
    programme = programme_for_protocol(LOZENGE, minutes=60, scene=request.param, seed=2)
    return Hour(programme, Mixer(programme, build_all(programme.tables)))


@pytest.fixture(scope="session")
def strings() -> Heard:
    return _heard("strings")


@pytest.fixture(scope="session")
def water() -> Heard:
    return _heard("water")


@pytest.fixture(scope="session")
def voices() -> Heard:
    return _heard("voices")


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where rendered sound lies in this test; what is queued is only noted."""
    settings.STILLWATER_DATA = tmp_path
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "render"]}
    }
    return tmp_path / "sound"
