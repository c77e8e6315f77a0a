"""From the phases of a protocol to the score of a session."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from stillwater.soundscape.rules import strands as lay
from stillwater.soundscape.rules.cueing import Wanted, way_into_closing, with_voices
from stillwater.soundscape.rules.curves import (
    decibels,
    fade,
    intensity,
    mapped,
    multiplied,
    rising_ticks,
    step,
)
from stillwater.soundscape.rules.dice import Dice
from stillwater.soundscape.rules.ducking import FADE_IN_SECONDS
from stillwater.soundscape.rules.gentling import gentled
from stillwater.soundscape.rules.laying import Around, Times, bus
from stillwater.soundscape.rules.loudness import bed_powers, forecast
from stillwater.soundscape.rules.programme import TICKS_A_SECOND, VERSION, Phase, Points, Programme, Strand
from stillwater.soundscape.rules.scenes import SCENES, never_list
from stillwater.soundscape.rules.tastes import Tastes, colour, layers_for, taste_list, words_that_matter

TARGET_LUFS = -25.0
LEAST_MINUTES, MOST_MINUTES = 60.0, 8 * 60.0
CLOSING_SECONDS = 6 * 60.0  # a quiet bridge before anybody speaks or writes
REST_SECONDS = 4 * 60.0  # what is repeated when nobody has come to an end yet
FADE_OUT_SECONDS = 60.0
TRIAL_SECONDS, TRIAL_CLOSING_SECONDS, TRIAL_THROWS = 30.0, 6.0, 24
ARC_DB = 2.5  # the whole sound swells by this much from intensity 0 to 1; its layers do the rest
CLOSING_DB = -3.0


def programme_for_protocol(
    phases: Sequence[tuple[str, float, float, float]],
    *, minutes: float, scene: str, never: Iterable[str] = (), tastes: Tastes = (), seed: int, least: float = LEAST_MINUTES,
    voices: Iterable[Wanted] = (),
) -> Programme:  # fmt: skip
    """The sound of one session: never under `least` minutes, never shorter than its phases, then a quiet closing, and a
    rest that may be repeated. Of `voices`, those that fit speak in it.

    Raises as `session_phases`; KeyError for an unknown scene, NothingLeft when the never list leaves nothing to play.
    """
    return compose(
        phases=session_phases(phases, minutes=minutes, least=least), scene=scene, never=never, tastes=tastes, seed=seed,
        closing_seconds=CLOSING_SECONDS, rest_seconds=REST_SECONDS, voices=voices,
    )  # fmt: skip


def session_phases(
    phases: Sequence[tuple[str, float, float, float]], *, minutes: float, least: float = LEAST_MINUTES
) -> list[Phase]:
    """The phases of a session's sound. `phases` are (key, from, to, intensity): minutes, and 0 to 1; they keep their own
    times, the first begins the sound, and the last is prolonged to `minutes`. Raises ValueError for phases that make no sense.
    """
    if not phases:
        raise ValueError("a protocol has at least one phase")
    begin = phases[0][1]
    seconds = [Phase(key, (start - begin) * 60, (end - begin) * 60, level) for key, start, end, level in phases]
    total = max(least, minutes, seconds[-1].end / 60)
    if total > MOST_MINUTES:
        raise ValueError(f"{total:g} minutes is longer than any session ({MOST_MINUTES:g})")
    seconds[-1] = seconds[-1]._replace(end=total * 60)
    return seconds


def trial_listen(scene: str, never: Iterable[str] = (), tastes: Tastes = (), *, seed: int) -> Programme:
    """Half a minute of a scene with each of its sounds, to try before anything depends on it (S14). Only those words of the
    never list count that mean something here, so that few different ones are ever rendered. Raises as `compose` does."""
    never = [word for word in never_list(never) if word in words_that_matter(scene)]
    rings = any(layer.role == "bells" for layer in layers_for(scene, never, tastes))
    found = []
    for throw in range(TRIAL_THROWS):
        found.append(
            compose(
                phases=plain_phases(TRIAL_SECONDS - TRIAL_CLOSING_SECONDS), scene=scene, never=never, tastes=tastes,
                seed=seed + throw, closing_seconds=TRIAL_CLOSING_SECONDS,
            )
        )  # fmt: skip
        if found[-1].events or not rings:  # a bell that comes every half minute may have missed this one
            break
    return found[-1]


def compose(
    *, phases: Sequence[Phase], scene: str, never: Iterable[str] = (), tastes: Tastes = (), seed: int,
    closing_seconds: float, rest_seconds: float = 0.0, target_lufs: float = TARGET_LUFS, voices: Iterable[Wanted] = (),
) -> Programme:  # fmt: skip
    """A score of any length, levelled to `target_lufs` before it is ever heard. Phases are in seconds. With or without
    voices its bed is the same score: they change only how far it steps back.

    With `rest_seconds` the closing settles into a rest of that length which may be repeated for ever; only behind it
    the sound fades out, for whoever plays the file to its end.
    """
    _check(phases)
    plan = _Plan(tuple(phases), scene, never_list(never), taste_list(tastes), seed, closing_seconds, rest_seconds)
    unlevelled, bed = plan.score()
    sky = forecast(unlevelled, bed)
    lift = target_lufs - sky.integrated
    levelled = _lifted(unlevelled, decibels(lift))
    if not (wanted := list(voices)):
        return levelled
    return with_voices(levelled, [level + lift for level in sky.momentary], wanted, closing_seconds=closing_seconds)


def extended(programme: Programme, *, minutes: float) -> Programme:
    """The same sound with its last phase longer by `minutes`, when a session runs long: up to `shared_ticks` it is the
    same to the sample, so that a player can change from one to the other in the middle."""
    if minutes <= 0:
        raise ValueError("an extension has a length")
    plan = _plan_of(programme)
    longer = replace(plan, extra_seconds=plan.extra_seconds + minutes * 60)
    return replace(_lifted(longer.score()[0], programme.lift), cues=programme.cues)


def in_scene(programme: Programme, scene: str) -> Programme:
    """The same session in another scene: as long, with the same rest, for the same listener; nobody speaks in it, for a cue is
    weighed against its own bed. Raises KeyError, NothingLeft."""
    unlevelled, bed = replace(_plan_of(programme), scene=scene).score()
    return _lifted(unlevelled, decibels(TARGET_LUFS - forecast(unlevelled, bed).integrated))


def _plan_of(programme: Programme) -> "_Plan":
    if programme.version != VERSION:
        raise ValueError("a score of an older version is played as it is, and nothing is made from it")
    rest = (programme.loop[1] - programme.loop[0]) / TICKS_A_SECOND if programme.loop else 0.0
    return _Plan(
        programme.phases, programme.scene, programme.never, programme.tastes, programme.seed,
        _closing_ticks(programme) / TICKS_A_SECOND, rest, programme.extra_seconds,
    )  # fmt: skip


def shared_ticks(programme: Programme) -> int:
    """How far a programme and its extension are the same: until the way into the closing begins."""
    planned = way_into_closing(programme.phases, _closing_ticks(programme) / TICKS_A_SECOND)
    return max(0, int((planned + programme.extra_seconds) * TICKS_A_SECOND) - 1)


def _closing_ticks(programme: Programme) -> int:
    return (programme.loop[0] if programme.loop else programme.ticks) - programme.closing_from


def _lifted(score: Programme, lift: float) -> Programme:
    return replace(score, lift=lift, master=_rounded(mapped(score.master, lambda gain: gain * lift)))


@dataclass(frozen=True)
class _Plan:
    """Everything that a score is made from. The same plan is the same score."""

    phases: tuple[Phase, ...]
    scene: str
    never: tuple[str, ...]
    tastes: Tastes
    seed: int
    closing_seconds: float
    rest_seconds: float
    extra_seconds: float = 0.0

    def score(self) -> tuple[Programme, list[float]]:
        """The score before it is levelled, and the powers of its bed."""
        place, planned_end = SCENES[self.scene], self.phases[-1].end
        closing = round((planned_end + self.extra_seconds) * TICKS_A_SECOND)
        settled = closing + round(self.closing_seconds * TICKS_A_SECOND)
        rest = round(self.rest_seconds * TICKS_A_SECOND)
        ticks = settled + rest + (round(FADE_OUT_SECONDS * TICKS_A_SECOND) if rest else 0)
        bridge = Phase("closing", planned_end, planned_end + self.closing_seconds, 0.0)
        course = intensity([*self.phases, bridge], self.extra_seconds)
        planned = settled - round(self.extra_seconds * TICKS_A_SECOND)
        times = Times(ticks, planned, closing, settled, (settled, settled + rest) if rest else None)
        layers = layers_for(self.scene, self.never, self.tastes)
        shelf = lay.Shelf(self.seed, Dice(self.seed, self.scene, "root").pick(place.roots_hz), colour(self.tastes))
        around = Around(shelf, place, times, course, dict(self.tastes).get("brightness", 0), self.seed)
        found: list[Strand] = []
        buses: dict[str, Points] = {}
        # Tones last: an extension may need more of their tables, and the others are to keep their numbers.
        for layer in sorted(layers, key=lambda layer: layer.role == "tone"):
            found += around.strands(layer, buses)
        bed = bed_powers(tables=shelf.tables, strands=found, buses=buses, ticks=ticks)
        events = [event for layer in layers if layer.role == "bells" for event in around.bells(layer, bed)]
        score = Programme(
            scene=self.scene, seed=self.seed, never=self.never, ticks=ticks, closing_from=closing, phases=self.phases,
            tables=tuple(shelf.tables), buses={name: _rounded(points) for name, points in buses.items()},
            master=_master(course, times), strands=tuple(sorted(found, key=lambda strand: strand.start)),
            events=tuple(events), tastes=self.tastes, loop=times.loop, extra_seconds=self.extra_seconds,
        )  # fmt: skip
        return gentled(score, bed)


def _check(phases: Sequence[Phase]) -> None:
    if not phases or phases[0].start != 0:
        raise ValueError("the first phase begins the sound")
    for phase in phases:
        if not phase.end > phase.start or not 0 <= phase.intensity <= 1:
            raise ValueError(f"phase {phase.key} needs a length, and an intensity between 0 and 1")
    for before, after in pairwise(phases):
        if before.end != after.start:
            raise ValueError(f"phase {after.key} does not begin where {before.key} ends")


def _master(course: Points, times: Times) -> Points:
    """The arc of the whole, softer for the closing, out of silence at the start and into it at the end."""
    rise = min(round(FADE_IN_SECONDS * TICKS_A_SECOND), times.planned // 5)  # as `cueing.risen`
    fall = (
        times.ticks - times.loop[1] if times.loop else min(round(FADE_OUT_SECONDS * TICKS_A_SECOND), times.ticks // 4)
    )
    arc = bus(-ARC_DB, 0.0, course)
    softer = step(times.closing, times.closing + (times.settled - times.closing) // 2, 1.0, decibels(CLOSING_DB))
    # x^3: in decibels the slope is 26/t a second: 1.6 where it begins to be heard, so nothing jumps.
    ends = rising_ticks([*fade(0, rise, 3.0), *fade(times.ticks, times.ticks - fall, 1.5)])
    return multiplied(multiplied(arc, rising_ticks(softer)), ends)


def _rounded(points: Points) -> Points:
    return [(tick, round(value, 6)) for tick, value in points]


def plain_phases(seconds: float) -> list[Phase]:
    """The usual arc at any length, for trying out, tests and benches; a session takes its protocol's own phases."""
    shape = (("settling", 0.10, 0.15), ("rising", 0.24, 0.6), ("strongest", 0.52, 1.0), ("returning", 0.76, 0.5))
    phases, start = [], 0.0
    for key, share, level in (*shape, ("resting", 1.0, 0.15)):
        phases.append(Phase(key, start, share * seconds, level))
        start = share * seconds
    return phases
