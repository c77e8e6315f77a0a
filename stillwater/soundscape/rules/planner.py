"""From the phases of a protocol to the score of a session."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from stillwater.soundscape.rules import strands as lay
from stillwater.soundscape.rules.curves import decibels, fade, intensity, mapped, multiplied, rising_ticks, step
from stillwater.soundscape.rules.dice import Dice
from stillwater.soundscape.rules.loudness import bed_powers, forecast
from stillwater.soundscape.rules.programme import TICKS_A_SECOND, Phase, Points, Programme, Strand
from stillwater.soundscape.rules.scenes import BRIGHT_DB, SCENES, layers_for, never_list

TARGET_LUFS = -26.0
LEAST_MINUTES, MOST_MINUTES = 60.0, 8 * 60.0
CLOSING_SECONDS = 6 * 60.0  # a quiet bridge before anybody speaks or writes
FADE_IN_SECONDS, FADE_OUT_SECONDS = 45.0, 60.0
ARC_DB = 2.5  # the whole sound swells by this much from intensity 0 to 1; its layers do the rest
CLOSING_DB = -3.0


def programme_for_protocol(
    phases: Sequence[tuple[str, float, float, float]],
    *, minutes: float, scene: str, never: Iterable[str] = (), seed: int,
) -> Programme:  # fmt: skip
    """The sound of one session: never under an hour, never shorter than its phases, then a quiet closing.

    `phases` are (key, from, to, intensity): minutes, and 0 to 1; they keep their own times, the first begins the sound,
    and the last is prolonged to `minutes`. Raises ValueError for phases that make no sense, KeyError for an unknown
    scene, NothingLeft when the never list leaves nothing to play.
    """
    if not phases:
        raise ValueError("a protocol has at least one phase")
    begin = phases[0][1]
    seconds = [Phase(key, (start - begin) * 60, (end - begin) * 60, level) for key, start, end, level in phases]
    total = max(LEAST_MINUTES, minutes, seconds[-1].end / 60)
    if total > MOST_MINUTES:
        raise ValueError(f"{total:g} minutes is longer than any session ({MOST_MINUTES:g})")
    seconds[-1] = seconds[-1]._replace(end=total * 60)
    return compose(phases=seconds, scene=scene, never=never, seed=seed, closing_seconds=CLOSING_SECONDS)


def trial_listen(scene: str, never: Iterable[str] = (), *, seed: int) -> Programme:
    """A minute and a half of a scene with each of its sounds, to try before anything depends on it (S14)."""
    return compose(phases=plain_phases(78), scene=scene, never=never, seed=seed, closing_seconds=12)


def compose(
    *, phases: Sequence[Phase], scene: str, never: Iterable[str] = (), seed: int, closing_seconds: float,
    target_lufs: float = TARGET_LUFS,
) -> Programme:  # fmt: skip
    """A score of any length, levelled to `target_lufs` before it is ever heard. Phases are in seconds."""
    _check(phases)
    layers = layers_for(scene, never)
    place = SCENES[scene]
    closing = round(phases[-1].end * TICKS_A_SECOND)
    ticks = closing + round(closing_seconds * TICKS_A_SECOND)
    course = intensity([*phases, Phase("closing", phases[-1].end, phases[-1].end + closing_seconds, 0.0)])
    shelf = lay.Shelf(seed, Dice(seed, scene, "root").pick(place.roots_hz))

    found: list[Strand] = []
    buses: dict[str, Points] = {}
    for layer in layers:
        dice = Dice(seed, scene, layer.key)
        if layer.role == "tone":
            buses["warm"] = _bus(layer.quiet_db, layer.strong_db, course)
            buses["bright"] = _bus(*BRIGHT_DB, course)
            found += lay.chords(
                shelf, tone=layer.key, mode=place.mode, intensity=course, ticks=ticks, closing=closing, dice=dice
            )
        elif layer.role == "drone":
            buses["drone"] = _bus(layer.quiet_db, layer.strong_db, course)
            found += lay.drone(shelf, ticks=ticks, dice=dice)
        elif layer.role != "bells":
            ends = step(closing - 20 * TICKS_A_SECOND, closing + round(closing_seconds / 4 * TICKS_A_SECOND), 1.0, 0.0)
            until = ends[-1][0]
            buses[layer.key] = multiplied(_bus(layer.quiet_db, layer.strong_db, course), rising_ticks(ends))
            if layer.role == "swell":
                found += lay.swells(shelf, until=until, dice=dice)
            else:
                found += lay.steady(
                    shelf, bus=layer.key, numbers=[shelf.number(layer.key)], ticks=until, every=14, dice=dice
                )

    bed = bed_powers(tables=shelf.tables, strands=found, buses=buses, ticks=ticks)
    events = []
    for layer in layers:
        if layer.role == "bells":
            events += lay.bells(
                shelf, mode=place.mode, intensity=course, first=min(60 * TICKS_A_SECOND, ticks // 4),
                last=closing - min(30 * TICKS_A_SECOND, ticks // 8), level_db=layer.quiet_db, bed=bed, dice=Dice(seed, scene, "bells"),
            )  # fmt: skip
    unlevelled = Programme(
        scene=scene, seed=seed, never=never_list(never), ticks=ticks, closing_from=closing, phases=tuple(phases),
        tables=tuple(shelf.tables), buses={name: _rounded(points) for name, points in buses.items()},
        master=_master(course, ticks, closing), strands=tuple(sorted(found, key=lambda strand: strand.start)),
        events=tuple(events),
    )  # fmt: skip
    lift = decibels(target_lufs - forecast(unlevelled).integrated)
    return replace(unlevelled, master=_rounded(mapped(unlevelled.master, lambda gain: gain * lift)))


def _check(phases: Sequence[Phase]) -> None:
    if not phases or phases[0].start != 0:
        raise ValueError("the first phase begins the sound")
    for phase in phases:
        if not phase.end > phase.start or not 0 <= phase.intensity <= 1:
            raise ValueError(f"phase {phase.key} needs a length, and an intensity between 0 and 1")
    for before, after in pairwise(phases):
        if before.end != after.start:
            raise ValueError(f"phase {after.key} does not begin where {before.key} ends")


def _bus(quiet_db: float, strong_db: float, course: Points) -> Points:
    return mapped(course, lambda level: decibels(quiet_db + (strong_db - quiet_db) * level))


def _master(course: Points, ticks: int, closing: int) -> Points:
    """The arc of the whole, softer for the closing, out of silence at the start and into it at the end."""
    rise = min(round(FADE_IN_SECONDS * TICKS_A_SECOND), ticks // 5)
    fall = min(round(FADE_OUT_SECONDS * TICKS_A_SECOND), ticks // 4)
    arc = _bus(-ARC_DB, 0.0, course)
    softer = step(closing, closing + (ticks - closing) // 2, 1.0, decibels(CLOSING_DB))
    # x^3: in decibels the slope is 26/t a second, so once anything can be heard nothing jumps.
    ends = rising_ticks([*fade(0, rise, 3.0), *fade(ticks, ticks - fall, 1.5)])
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
