"""A short guide, and short sessions in which it speaks: at the beginning and on the way back."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stillwater.soundscape.engine.mix import Mixer, Said
from stillwater.soundscape.engine.saying import said_in
from stillwater.soundscape.engine.tables import build_all
from stillwater.soundscape.engine.voice import RATE, Voice
from stillwater.soundscape.rules import TICK_FRAMES, Phase, Programme, compose
from stillwater.soundscape.rules.cueing import Wanted
from stillwater.soundscape.rules.recording import Part, Recording

PHASES = [Phase("settling", 0, 95, 0.3), Phase("strongest", 95, 115, 1.0), Phase("returning", 115, 230, 0.4)]
SAID = ("Perhaps there is a field in front of you.", "The grass is tall and pale.", "You can stop whenever you like.")


class Hummer:
    """A voice that hums half a second for each word."""

    name, version, rate = "hummer", "1", RATE

    def render(self, text: str) -> NDArray[np.float32]:
        time = np.arange(RATE * len(text.split()) // 2) / RATE
        return (0.3 * np.sin(2 * np.pi * 220 * time)).astype(np.float32)


def recording(voice: Voice, *said: str, rest: float = 6.0) -> Recording:
    """A guide that says this, with a rest after each line."""
    parts = [part for text in said or SAID for part in (Part("say", text, 0.75), Part("pause", "", rest))]
    return Recording("the-field", False, "en", voice.name, voice.version, tuple(parts))


def seconds_of(plan: Recording) -> float:
    """How long it will take, about."""
    return sum(part.seconds + len(part.text.split()) / 2 for part in plan.parts)


def spoken(
    plan: Recording, places: tuple[str, ...] = ("onset",), *, scene: str = "strings", seed: int = 4, rest: float = 0.0
) -> Programme:
    """A session of four minutes in which the guide speaks at these places."""
    voices = [Wanted(place, plan.guide, plan.eyes_open, plan.hash, seconds_of(plan)) for place in places]
    return compose(
        phases=PHASES, scene=scene, seed=seed, closing_seconds=20, rest_seconds=rest, voices=voices
    )  # fmt: skip


def said(programme: Programme, plan: Recording, voice: Voice, clips: Path) -> list[Said]:
    return said_in(programme, lambda cue: plan, lambda language: voice, clips)


def mixed(programme: Programme, ticks: int, lines: Sequence[Said] = ()) -> NDArray[np.float32]:
    """Its first ticks, with what is said in them."""
    room = np.empty((ticks * TICK_FRAMES, 2), np.float32)
    return Mixer(programme, build_all(programme.tables), lines).mix(0, ticks, room)
