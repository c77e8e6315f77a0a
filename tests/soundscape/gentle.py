"""Programmes drawn by chance over everything that can be asked for, and what a gentle one keeps to."""

from fractions import Fraction
from typing import NamedTuple

import av
import numpy as np

from stillwater.soundscape.rules import (
    NEVER_WORDS,
    SCENES,
    TASTES,
    TICKS_A_SECOND,
    Forecast,
    NothingLeft,
    Programme,
    Tastes,
    extended,
    forecast,
    programme_for_protocol,
    sounds_in,
)
from stillwater.soundscape.rules.cueing import PLACES, Wanted
from stillwater.soundscape.rules.dice import Dice

DRAWN = 2_000
GREATEST_RISE, LOUDNESS, HIGHEST, VOICE_ONSET = 3.0, (-27.0, -22.0), -3.0, 8.0
# Route: (key, from, to, intensity) in minutes, as the protocols have them.
ROUTES = {
    "lozenge": [("settling", -10, 5, 0.15), ("rising", 5, 20, 0.6), ("strongest", 20, 45, 1.0), ("returning", 45, 70, 0.45), ("resting", 70, 100, 0.15)],
    "muscle": [("settling", -5, 2, 0.2), ("rising", 2, 8, 0.7), ("strongest", 8, 30, 1.0), ("returning", 30, 50, 0.5), ("resting", 50, 75, 0.1)],
    "vein": [("settling", -5, 5, 0.2), ("strongest", 5, 45, 0.8), ("resting", 45, 70, 0.1)],
}  # fmt: skip


class Asked(NamedTuple):
    """Everything that decides a programme."""

    scene: str
    phases: tuple[tuple[str, float, float, float], ...]
    minutes: float
    never: tuple[str, ...]
    tastes: Tastes
    longer: float
    seed: int
    voices: tuple[Wanted, ...] = ()

    def programme(self) -> Programme:
        found = programme_for_protocol(
            self.phases, minutes=self.minutes, least=20, scene=self.scene, never=self.never, tastes=self.tastes,
            seed=self.seed, voices=self.voices,
        )  # fmt: skip
        return extended(found, minutes=self.longer) if self.longer else found

    def __str__(self) -> str:
        liked = " ".join(f"{key}{way:+}" for key, way in self.tastes)
        return (
            f"{self.scene} {self.minutes:.0f}+{self.longer:.0f} never {'/'.join(self.never) or '-'} {liked} {self.seed}"
            + "".join(f" {voice.place} {voice.seconds:.0f}" for voice in self.voices)
        )


def asked(number: int) -> Asked:
    """The programme of this number: the same in every run. One that leaves nothing to play is drawn again."""
    for turn in range(100):
        dice = Dice("gentle", number, turn)
        scene = sorted(SCENES)[number % len(SCENES)]
        never = tuple(sorted({dice.pick(NEVER_WORDS) for _ in range(dice.below(4))}))
        tastes = tuple((key, dice.pick((-1, 1))) for key in TASTES if dice.below(2))
        try:
            sounds_in(scene, never, tastes)
        except NothingLeft:
            continue
        phases = dice.pick([*ROUTES.values(), _drawn(dice), _drawn(dice)])
        longer = dice.pick((0.0, 0.0, 25.0, 90.0))
        minutes, seed = dice.between(20, 200), dice.below(2**31)
        return Asked(scene, tuple(phases), minutes, never, tastes, longer, seed, _voices(Dice("voices", number)))
    raise AssertionError("no scene can be drawn")


def _voices(dice: Dice) -> tuple[Wanted, ...]:
    """Guides of any length, at none, one or both of their places; of some there is no room."""
    places = [place for place in PLACES if dice.below(3)]
    return tuple(Wanted(place, "drawn", True, "0" * 64, dice.between(180, 900)) for place in places)


def _drawn(dice: Dice) -> list[tuple[str, float, float, float]]:
    phases, start = [], 0.0
    for number in range(1 + dice.below(6)):
        length = dice.between(0.5, 40)
        phases.append((f"phase {number}", start, start + length, dice.between(0, 1)))
        start += length
    return phases


def trouble_with(programme: Programme, sky: Forecast | None = None) -> list[str]:
    """What is not gentle about it, in words."""
    sky, found = sky or forecast(programme), []
    if sky.greatest_rise > GREATEST_RISE:
        found.append(f"rises by {sky.greatest_rise:.2f} LU in a second")
    if not LOUDNESS[0] <= sky.integrated <= LOUDNESS[1]:
        found.append(f"is {sky.integrated:.2f} LUFS loud")
    if sky.true_peak > HIGHEST:
        found.append(f"may peak at {sky.true_peak:.2f} dBTP")
    if sky.voice_onset > VOICE_ONSET:
        found.append(f"has a word {sky.voice_onset:.2f} LU over its bed")
    last = programme.closing_from - round(programme.extra_seconds * TICKS_A_SECOND)
    found += [
        f"speaks {cue.place} in the closing" for cue in programme.cues if cue.start + cue.length + cue.back > last
    ]
    return found


def ebur128(sound: np.ndarray) -> dict[str, str]:
    """What FFmpeg's own meter tells at the end of the sound."""
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
