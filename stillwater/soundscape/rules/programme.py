"""The score of a session: tables of sound, strands that read them under slow curves, and a few single events.

Time is counted in ticks of 16000 frames (a third of a second at 48 kHz); gains run straight from tick to tick.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, NamedTuple

RATE = 48_000
TICK_FRAMES = 16_000
TICKS_A_SECOND = 3
VERSION = 2  # raise it when the same score would sound otherwise: old renderings then keep their own hash
SPOKEN = 3  # of a score in which a guide speaks: who knows no voices refuses it, and does not drop them in silence
PLAYED = (1, 2, 3)  # an older score is played as it was: no table of its kind has changed since

Points = list[tuple[int, float]]


class Phase(NamedTuple):
    """A stretch of the session in seconds from the start of the sound; intensity 0 to 1."""

    key: str
    start: float
    end: float
    intensity: float


class Table(NamedTuple):
    """A seamless loop of stereo sound, or one struck bell. `lufs` is its loudness at gain 1 (ITU-R BS.1770-4)."""

    name: str
    timbre: str
    frames: int
    seed: int
    lufs: float
    hz: float  # 0 where there is no pitch


class Strand(NamedTuple):
    """Some tables read together from `start` to `end` (ticks). Power rises and falls as a raised cosine."""

    bus: str
    start: int
    end: int
    rise: int
    fall: int
    gain: float
    parts: list[tuple[int, int]]  # (number of the table, frame at which reading begins)


class Event(NamedTuple):
    """One struck sound: where it begins (frames), which table, how strong."""

    bus: str
    frame: int
    table: int
    gain: float


class Cue(NamedTuple):
    """A guide that speaks from `start` for at most `length` (ticks). The bed has stepped back to the gain `bed` by then, and
    takes `back` ticks to return. `gain` is that of its recording, the one plan of which has this hash."""

    place: str
    guide: str
    eyes_open: bool
    recording: str
    start: int
    length: int
    gain: float
    bed: float
    back: int


@dataclass(frozen=True)
class Programme:
    """`master` is that of the bed by itself: with what it gives way for its voices, it is `ducking.master_of`."""

    scene: str
    seed: int
    never: tuple[str, ...]
    ticks: int
    closing_from: int
    phases: tuple[Phase, ...]
    tables: tuple[Table, ...]
    buses: dict[str, Points]
    master: Points
    strands: tuple[Strand, ...]
    events: tuple[Event, ...]
    tastes: tuple[tuple[str, int], ...] = ()
    loop: tuple[int, int] | None = None  # ticks: what may be repeated, its end going on as its beginning
    lift: float = 1.0  # the gain of the whole that brought it to its loudness
    extra_seconds: float = 0.0  # by which the last phase is longer than was planned
    version: int = VERSION
    cues: tuple[Cue, ...] = ()

    @property
    def seconds(self) -> float:
        return self.ticks / TICKS_A_SECOND

    @property
    def frames(self) -> int:
        return self.ticks * TICK_FRAMES

    @property
    def hash(self) -> str:
        """SHA-256 of the score: the same score is the same file."""
        text = json.dumps(self.as_data(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """The score as JSON can hold it."""
        newer = {
            "tastes": [list(taste) for taste in self.tastes],
            "loop": list(self.loop) if self.loop else None,
            "lift": self.lift,
            "extra_seconds": self.extra_seconds,
        }
        return {
            **(newer if self.version > 1 else {}),
            **({"cues": [list(cue) for cue in self.cues]} if self.cues else {}),
            "version": SPOKEN if self.cues else self.version,
            "scene": self.scene,
            "seed": self.seed,
            "never": list(self.never),
            "rate": RATE,
            "tick_frames": TICK_FRAMES,
            "ticks": self.ticks,
            "closing_from": self.closing_from,
            "phases": [list(phase) for phase in self.phases],
            "tables": [list(table) for table in self.tables],
            "buses": {name: [list(point) for point in points] for name, points in self.buses.items()},
            "master": [list(point) for point in self.master],
            "strands": [[*strand[:-1], [list(part) for part in strand.parts]] for strand in self.strands],
            "events": [list(event) for event in self.events],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Programme":
        """The score that `as_data` wrote. Raises ValueError for one that this engine cannot play."""
        if data["version"] not in PLAYED or data["rate"] != RATE or data["tick_frames"] != TICK_FRAMES:
            raise ValueError(f"this score is of version {data['version']}; this engine plays {PLAYED}")
        loop = data.get("loop")
        return cls(
            scene=data["scene"],
            seed=data["seed"],
            never=tuple(data["never"]),
            ticks=data["ticks"],
            closing_from=data["closing_from"],
            phases=tuple(Phase(*phase) for phase in data["phases"]),
            tables=tuple(Table(*table) for table in data["tables"]),
            buses={name: _points(points) for name, points in data["buses"].items()},
            master=_points(data["master"]),
            strands=tuple(_strand(row) for row in data["strands"]),
            events=tuple(Event(*event) for event in data["events"]),
            tastes=tuple((key, way) for key, way in data.get("tastes", ())),
            loop=(loop[0], loop[1]) if loop else None,
            lift=data.get("lift", 1.0),
            extra_seconds=data.get("extra_seconds", 0.0),
            version=min(data["version"], VERSION),
            cues=tuple(Cue(*cue) for cue in data.get("cues", ())),
        )


def _strand(row: list[Any]) -> Strand:
    bus, start, end, rise, fall, gain, parts = row
    return Strand(bus, start, end, rise, fall, gain, [(table, place) for table, place in parts])


def _points(rows: list[list[Any]]) -> Points:
    return [(int(tick), float(gain)) for tick, gain in rows]
