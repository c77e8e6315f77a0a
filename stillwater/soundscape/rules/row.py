"""A session's sound that begins with pieces of a clinic's music, one passing into the next, and goes on as the planned sound. Pure.

Time is counted in ticks, as in a score. The same row is the same file.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from stillwater.soundscape.rules.music import CLINIC_MUSIC, CROSS, factor_of
from stillwater.soundscape.rules.programme import TICK_FRAMES, TICKS_A_SECOND, Programme

VERSION = 1  # raise it when the same row would sound otherwise
KIND = "clinic"
CROSS_TICKS = round(CROSS * TICKS_A_SECOND)


class Piece(Protocol):
    """A piece that can be played. `frames`: its length."""

    id: UUID
    sha256: str
    loudness: Any
    peak: Any

    @property
    def frames(self) -> int: ...


class Placed(NamedTuple):
    """A piece from `start` to `end` (ticks), its samples multiplied with `gain`; the next begins CROSS_TICKS before its end."""

    id: str
    sha256: str
    gain: float
    start: int
    end: int


class Held(NamedTuple):
    """What a row says of itself without its score: its pieces, how many are left out, until when they play, which scene behind."""

    pieces: tuple[str, ...]
    left: int
    seconds: float
    behind: str


@dataclass(frozen=True)
class Row:
    """`left`: pieces for which there is no time. `behind` is heard from CROSS_TICKS before the last piece ends, at its own place."""

    clinic: str
    pieces: tuple[Placed, ...]
    left: tuple[str, ...]
    behind: Programme

    @property
    def over(self) -> int:
        """The tick at which the last piece has gone."""
        return self.pieces[-1].end

    @property
    def hash(self) -> str:
        """SHA-256 of the row."""
        text = json.dumps(self.as_data(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """The row as JSON can hold it."""
        return {
            "kind": KIND, "version": VERSION, "scene": CLINIC_MUSIC, "clinic": self.clinic,
            "ticks": self.behind.ticks, "loop": list(self.behind.loop) if self.behind.loop else None,
            "pieces": [list(piece) for piece in self.pieces], "left": list(self.left), "behind": self.behind.as_data(),
        }  # fmt: skip

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Row":
        """The row that `as_data` wrote. Raises ValueError for one of another version."""
        if data["version"] != VERSION:
            raise ValueError(f"this row is of version {data['version']}; this engine plays version {VERSION}")
        return cls(
            data["clinic"], tuple(Placed(*piece) for piece in data["pieces"]), tuple(data["left"]),
            Programme.from_data(data["behind"]),
        )  # fmt: skip


def row_of(clinic: UUID, pieces: Iterable[Piece], behind: Programme) -> Row | None:
    """These pieces in this order, as many as end before the closing begins; None where there is no time for any.

    What is longer than all the time there is by itself is left out first, then from the end.
    """
    room = behind.closing_from
    placed: list[Placed] = []
    left: list[str] = []
    start, full = 0, False
    for piece in pieces:
        end = start + piece.frames // TICK_FRAMES
        if full or end > room:
            full = full or end - start <= room
            left.append(str(piece.id))
            continue
        placed.append(Placed(str(piece.id), piece.sha256, factor_of(piece), start, end))
        start = end - CROSS_TICKS
    return Row(str(clinic), tuple(placed), tuple(left), behind) if placed else None


def held_in(plan: Mapping[str, Any]) -> Held | None:
    """Of a plan as it is stored; None where it is none of ours."""
    if plan.get("kind") != KIND:
        return None
    placed = [Placed(*piece) for piece in plan["pieces"]]
    over = placed[-1].end / TICKS_A_SECOND
    return Held(tuple(piece.id for piece in placed), len(plan["left"]), over, plan["behind"]["scene"])
