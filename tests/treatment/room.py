"""A session in which entries can be recorded in a line each, by the cast."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import stillwater.care
from stillwater.care.rules.limits import Limit
from stillwater.care.rules.protocol import Protocol, load
from stillwater.treatment.rules.entries import SYSTEM, Author, Entry
from stillwater.treatment.rules.fold import Settings, State, fold

PROTOCOLS = Path(stillwater.care.__file__).parent / "protocols"
SESSION = UUID(int=0xC3DA)
OTHER_SESSION = UUID(int=0xB124)

OSEI = Author("staff", UUID(int=1), "Dr. Ada Osei", ("owner", "prescriber"))
MAYA = Author("staff", UUID(int=2), "Maya Lindqvist", ("nurse",))
THEO = Author("staff", UUID(int=3), "Theo Park", ("nurse",))
PRIYA = Author("staff", UUID(int=4), "Priya Raman", ("therapist",))
SAM = Author("staff", UUID(int=5), "Sam Whitlow", ("front_desk",))
NOA = Author("staff", UUID(int=6), "Noa Berg", ("coach",))
ANA = Author("patient", UUID(int=7), "Ana Marlow")
IRIS = Author("patient", UUID(int=8), "Iris Tan")
JUNE = Author("sitter", UUID(int=9), "June Tan")
CUFF = Author("system", UUID(int=10), "Monitor in Room 2")
ORDER_PRESCRIBER = Author("staff", UUID(int=1), "Dr. Ada Osei", ("prescriber", "order_prescriber"))
ALL = (OSEI, MAYA, THEO, PRIYA, SAM, NOA, ANA, JUNE, CUFF, SYSTEM)

LIMITS = (
    Limit("sys", "hold", over=150, by="Dr. Ada Osei", source="order of 17 November"),
    Limit("sys", "urgent", over=180, by="Dr. Ada Osei", source="order of 17 November"),
    Limit("spo2", "hold", under=94, by="Dr. Ada Osei", source="order of 17 November"),
    Limit("spo2", "urgent", under=90, by="Dr. Ada Osei", source="order of 17 November"),
    Limit("pulse", "hold", declined_by="Dr. Ada Osei"),
)


def shipped(name: str) -> Protocol:
    """A protocol as it ships."""
    return load((PROTOCOLS / f"{name}.yaml").read_text())


def adopted(name: str, number: int = 30) -> Protocol:
    """The same after the clinic has set every number that is its own to set."""
    text = (PROTOCOLS / f"{name}.yaml").read_text()
    return load(text.replace("{set_by: clinic}", f'{{set_by: clinic, value: {number}, by: "Dr. Ada Osei"}}'))


IV, ESKETAMINE, LOZENGE = adopted("iv-infusion-clinic"), adopted("esketamine-clinic"), adopted("lozenge-home")
CHECKED_BY = {"sitter_phone": JUNE, "sitter_stays": JUNE}


def at(clock: str) -> datetime:
    """A time of the day of the session: "10:50", "10:50:30"."""
    hour, minute, second = [*(int(part) for part in clock.split(":")), 0][:3]
    return datetime(2026, 11, 20, hour, minute, second, tzinfo=UTC)


@dataclass
class RoomTwo:
    """Ana's session in room 2, unless another protocol is given."""

    protocol: Protocol = IV
    limits: tuple[Limit, ...] = LIMITS
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ids = itertools.count(1)

    @property
    def settings(self) -> Settings:
        return Settings(SESSION, self.protocol, self.limits)

    @property
    def state(self) -> State:
        return fold(self.entries, self.settings)

    def add(
        self, clock: str, by: Author, kind: str, *, recorded: str = "", stamp: dict[str, Any] | None = None, **data: Any
    ) -> Entry:  # fmt: skip
        observed_at = at(clock)
        recorded_at = at(recorded) if recorded else observed_at + timedelta(seconds=1)
        entry = Entry(
            UUID(int=(0x0192 << 112) + next(self._ids)), SESSION, kind, data, observed_at, recorded_at, by, stamp or {}
        )
        self.entries.append(entry)
        return entry

    def move(
        self, clock: str, to: str, by: Author = MAYA, *, unmet: dict[str, str] | None = None, **data: Any
    ) -> Entry:
        return self.add(clock, by, "moved", stamp={"facts_unmet": unmet or {}}, to=to, **data)

    def dose(self, clock: str, event: str = "begun", by: Author = MAYA, **data: Any) -> Entry:
        stamp = {"order_amount": 35, "order_unit": "mg"}
        return self.add(clock, by, "dose", stamp=stamp, event=event, **{"checker": "Dr. Ada Osei", **data})

    def read(self, clock: str, by: Author = MAYA, **data: Any) -> Entry:
        return self.add(clock, by, "reading", **{"source": "person", **data})

    def check_all(self, clock: str, gate: str = "ready") -> None:
        """Every tick that the gate asks for, each by somebody who may make it."""
        for check in self.protocol.checks(gate):
            if check.rests_on == "check":
                by = CHECKED_BY.get(check.key, MAYA)
                self.add(clock, by, "check", key=check.key, met=True)

    def made_ready(self, clock: str = "10:40") -> None:
        self.move(clock, "arrived", SAM if self.protocol.setting == "clinic" else JUNE)
        self.check_all(clock)
        self.read(clock, sys=128, dia=78, pulse=68, spo2=98)

    def begun(self, clock: str = "10:50") -> None:
        """Ready, begun, and the dose recorded."""
        self.made_ready()
        self.move(clock, "under_way")
        self.dose(clock, amount=35, unit="mg")

    def marks(self, entry: Entry) -> str:
        return " ".join(self.state["marks"].get(str(entry.id), []))
