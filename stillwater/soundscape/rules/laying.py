"""Lays one layer of a scene along the times of a session: each role in its own way."""

from dataclasses import dataclass
from typing import NamedTuple

from stillwater.soundscape.rules import strands as lay
from stillwater.soundscape.rules.curves import decibels, mapped, multiplied, rising_ticks, step
from stillwater.soundscape.rules.dice import Dice
from stillwater.soundscape.rules.programme import TICKS_A_SECOND, Event, Points, Strand
from stillwater.soundscape.rules.scenes import BRIGHT_DB, Layer, Scene

BRIGHTNESS_DB = 3.0
DRONE_EVERY, GROUND_EVERY, TEXTURE_EVERY = 18.0, 16.0, 14.0  # seconds


class Times(NamedTuple):
    """When what happens, in ticks. `planned` is where the closing would have ended without an extension."""

    ticks: int
    planned: int
    closing: int
    settled: int
    loop: tuple[int, int] | None


def bus(quiet_db: float, strong_db: float, course: Points) -> Points:
    """A gain between two levels that follows the intensity."""
    return mapped(course, lambda level: decibels(quiet_db + (strong_db - quiet_db) * level))


@dataclass(frozen=True)
class Around:
    """What every layer of one score shares."""

    shelf: lay.Shelf
    scene: Scene
    times: Times
    course: Points
    brightness: int
    seed: int

    def strands(self, layer: Layer, buses: dict[str, Points]) -> list[Strand]:
        """The strands of one layer; its buses are added to `buses`."""
        level = bus(layer.quiet_db, layer.strong_db, self.course)
        if layer.role == "tone":
            return self._tone(layer, buses)
        if layer.role in ("swell", "texture"):
            return self._passing(layer, level, buses)
        if layer.role in ("drone", "ground", "tide"):
            buses[layer.key] = level
            return self._staying(layer)
        return []

    def bells(self, layer: Layer, bed: list[float]) -> list[Event]:
        """The struck sounds of one layer, above the bed that is there."""
        times = self.times
        return lay.bells(
            self.shelf, mode=self.scene.mode, intensity=self.course,
            first=min(60 * TICKS_A_SECOND, times.planned // 4),
            last=times.closing - min(30 * TICKS_A_SECOND, times.planned // 8), level_db=layer.quiet_db,
            every=layer.every, bed=bed, dice=self._dice(layer.key),
        )  # fmt: skip

    def _dice(self, *words: str) -> Dice:
        return Dice(self.seed, self.scene.key, *words)

    def _tone(self, layer: Layer, buses: dict[str, Points]) -> list[Strand]:
        names = ("warm", "bright") if "warm" not in buses else ("warm beside", "bright beside")
        buses[names[0]] = bus(layer.quiet_db, layer.strong_db, self.course)
        more = BRIGHTNESS_DB * self.brightness
        bright = (layer.quiet_db + BRIGHT_DB[0] + more, layer.strong_db + BRIGHT_DB[1] + more)
        buses[names[1]] = bus(*bright, self.course)
        times, dice = self.times, self._dice(layer.key)
        found = lay.chords(
            self.shelf, tone=layer.key, buses=names, mode=self.scene.mode, intensity=self.course, ticks=times.settled,
            closing=times.closing, course=self._dice("chords"), dice=dice, falls=times.loop is not None,
        )  # fmt: skip
        if times.loop:
            found += lay.chords_at_rest(
                self.shelf, tone=layer.key, buses=names, mode=self.scene.mode, loop=times.loop, ticks=times.ticks,
                dice=self._dice(layer.key, "rest"),
            )  # fmt: skip
        return found

    def _passing(self, layer: Layer, level: Points, buses: dict[str, Points]) -> list[Strand]:
        """What is gone when the closing is quiet."""
        times = self.times
        ends = step(times.closing - 20 * TICKS_A_SECOND, times.closing + (times.settled - times.closing) // 4, 1.0, 0.0)
        until = ends[-1][0]
        buses[layer.key] = multiplied(level, rising_ticks(ends))
        dice = self._dice(layer.key)
        if layer.role == "swell":
            return lay.swells(self.shelf, bus=layer.key, timbres=layer.timbres, first=0, until=until, dice=dice)
        pools = lay.ground_pools(self.shelf, layer.timbres, twins=2)
        return lay.steady(self.shelf, bus=layer.key, pools=pools, ticks=until, every=TEXTURE_EVERY, dice=dice)

    def _staying(self, layer: Layer) -> list[Strand]:
        """What can carry a session, and stays through the rest."""
        times, dice, again = self.times, self._dice(layer.key), self._dice(layer.key, "rest")
        if layer.role == "drone":
            every, pools = DRONE_EVERY, lay.drone_pools(self.shelf, layer.timbres[0][0])
        elif layer.role == "tide":
            every, pools = GROUND_EVERY, lay.ground_pools(self.shelf, layer.timbres[:1])
        else:
            every, pools = GROUND_EVERY, lay.ground_pools(self.shelf, layer.timbres)
        found = lay.steady(
            self.shelf, bus=layer.key, pools=pools, ticks=times.settled, every=every, dice=dice, falls=bool(times.loop)
        )  # fmt: skip
        if times.loop:
            found += lay.steady_at_rest(
                self.shelf, bus=layer.key, pools=pools, loop=times.loop, ticks=times.ticks, every=every, dice=again
            )  # fmt: skip
        return found + self._breakers(layer) if layer.role == "tide" else found

    def _breakers(self, layer: Layer) -> list[Strand]:
        """The waves of the shore. Those of the rest come again behind it, as they began."""
        times = self.times

        def waves(first: int, until: int, *words: str) -> list[Strand]:
            dice = self._dice(layer.key, "waves", *words)
            return lay.swells(
                self.shelf, bus=layer.key, timbres=layer.timbres[1:], first=first, until=until, dice=dice
            )  # fmt: skip

        found = waves(0, times.settled)
        if times.loop:
            round_ = waves(*times.loop, "rest")
            length = times.loop[1] - times.loop[0]
            again = [strand._replace(start=strand.start + length, end=strand.end + length) for strand in round_]
            found += round_ + [strand for strand in again if strand.start < times.ticks]
        return found
