"""Where on the arc a session is. Derived from when the dose began and the time; never stored."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stillwater.care.rules.protocol import Phase, Protocol
from stillwater.care.rules.words import words

# Pages need a number for "until the person leaves".
_LONGEST_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class PhaseNow:
    """`along`: 0 at the dose, 1 at the end of the arc and after it."""

    phase: Phase
    minutes: float
    along: float

    @property
    def is_past_halfway(self) -> bool:
        return self.along >= 0.5

    def says(self, audience: str, language: str = "en") -> str:
        """The phase in words for "patient" or "sitter"."""
        return words(self.phase.patient if audience == "patient" else self.phase.sitter, language)


def phase_at(protocol: Protocol, began_at: datetime | None, now: datetime) -> PhaseNow | None:
    """The phase at `now`; None before the dose. After the arc's end the last phase goes on."""
    if began_at is None:
        return None
    minutes = max(0.0, (now - began_at).total_seconds() / 60)
    phase = next((p for p in protocol.phases if p.start <= minutes < p.end), protocol.phases[-1])
    return PhaseNow(phase, minutes, min(1.0, minutes / protocol.arc_minutes))


def for_page(protocol: Protocol, audience: str, language: str = "en") -> dict[str, Any]:
    """What a session page needs to go on by itself: phases and look-in intervals, in minutes since the dose began."""
    look_in = protocol.look_in
    cadences = look_in.cadence if look_in else ()
    return {
        "phases": [
            {
                "key": p.key, "title": words(p.title, language), "from": p.start, "to": p.end,
                "words": words(p.patient if audience == "patient" else p.sitter, language),
            }
            for p in protocol.phases
        ],
        "look_in": [
            {"from": c.start, "to": _LONGEST_DAY if c.end is None else c.end, "every": c.every.value}
            for c in cadences
            if c.every.value
        ],
    }  # fmt: skip
