"""An entry: one fact in a session, with the time it was observed and the time it was recorded kept apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from stillwater.kit.clock import from_iso, iso
from stillwater.treatment.rules.kinds import KINDS, Refused, clean, read_time

__all__ = ["KINDS", "LIES_AHEAD", "SYSTEM", "Author", "Entry", "Refused", "Sent", "clean", "clock_correction", "read"]

# A device's clock is corrected before this is asked, so more than this lies ahead of anything that can have been seen.
LIES_AHEAD = timedelta(minutes=2)
# What a request takes on its way looks like a clock that is behind; less than this is not corrected.
_ON_THE_WAY = timedelta(seconds=2)
_FARTHEST_ZONE = 16 * 60


@dataclass(frozen=True, slots=True)
class Author:
    """Who recorded an entry, as values: staff, patient, sitter or system."""

    kind: str
    id: UUID
    name: str
    roles: tuple[str, ...] = ()


SYSTEM = Author("system", UUID(int=0), "Stillwater")


@dataclass(frozen=True, slots=True)
class Entry:
    """`observed_at` is corrected for the device's clock; `stamp` holds facts frozen by the server at first receipt."""

    id: UUID
    session: UUID
    kind: str
    data: Mapping[str, Any]
    observed_at: datetime
    recorded_at: datetime
    author: Author
    stamp: Mapping[str, Any] = field(default_factory=dict)

    @property
    def lies_ahead(self) -> bool:
        return self.observed_at > self.recorded_at + LIES_AHEAD

    @property
    def when(self) -> datetime:
        """The time the fold goes by. One that lies ahead would hold back every later entry and silence what is due, so
        the recorded time stands in for it; the observed time is kept and marked.
        """
        return self.recorded_at if self.lies_ahead else self.observed_at

    @property
    def order(self) -> tuple[datetime, UUID]:
        return (self.when, self.id)

    @property
    def roles(self) -> frozenset[str]:
        """The author's roles, those the server adds in the stamp ("order_prescriber") included."""
        return frozenset((*self.author.roles, *self.stamp.get("roles", ())))

    def as_plain(self) -> dict[str, Any]:
        author = self.author
        return {
            "id": str(self.id),
            "session": str(self.session),
            "kind": self.kind,
            "data": dict(self.data),
            "observed_at": iso(self.observed_at),
            "recorded_at": iso(self.recorded_at),
            "author": {"kind": author.kind, "id": str(author.id), "name": author.name, "roles": list(author.roles)},
            "stamp": dict(self.stamp),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Entry":
        author = plain["author"]
        return cls(
            UUID(plain["id"]), UUID(plain["session"]), plain["kind"], plain["data"],
            from_iso(plain["observed_at"]), from_iso(plain["recorded_at"]),
            Author(author["kind"], UUID(author["id"]), author["name"], tuple(author["roles"])), plain["stamp"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """An entry as a device sent it, well formed, its time not yet corrected."""

    id: UUID
    kind: str
    data: dict[str, Any]
    observed_at: datetime
    offset: int
    typed: bool
    seen: int | None

    def entry(
        self, *, session: UUID, author: Author, recorded_at: datetime, correction: timedelta = timedelta(),
        stamp: Mapping[str, Any] | None = None,
    ) -> Entry:  # fmt: skip
        """The entry it becomes. A time that a person typed is theirs: the device's clock does not correct it."""
        observed_at = self.observed_at if self.typed else _shifted(self.observed_at, correction)
        return Entry(self.id, session, self.kind, self.data, observed_at, recorded_at, author, stamp or {})


def read(wire: object) -> Sent:
    """One entry from the wire. Raises Refused with the field and the reason in the person's words."""
    if not isinstance(wire, Mapping):
        raise Refused("entry", "This is not an entry.")
    try:
        entry_id = UUID(str(wire.get("id")))
    except ValueError:
        raise Refused("id", "The entry has no id.") from None
    kind, typed, seen, offset = wire.get("kind"), wire.get("typed", False), wire.get("seen"), wire.get("offset", 0)
    if not isinstance(kind, str):
        raise Refused("kind", "The entry does not say what kind it is.")
    if type(offset) is not int or abs(offset) > _FARTHEST_ZONE:
        raise Refused("offset", "The device's time zone cannot be read.")
    if not isinstance(typed, bool):
        raise Refused("typed", "Whether the time was typed cannot be read.")
    if seen is not None and (type(seen) is not int or seen < 0):
        raise Refused("seen", "What the device had seen cannot be read.")
    data = clean(kind, wire.get("data"))
    if kind == "amendment" and data["of"] == str(entry_id):
        raise Refused("of", "An entry cannot correct itself.")
    return Sent(entry_id, kind, data, read_time("observed_at", wire.get("observed_at")), offset, typed, seen)


def clock_correction(sent_at: datetime, received_at: datetime) -> timedelta:
    """What to add to a device's times: how far its clock was behind when it sent. Whole milliseconds."""
    behind = received_at - sent_at
    return timedelta() if abs(behind) < _ON_THE_WAY else timedelta(milliseconds=behind // timedelta(milliseconds=1))


def _shifted(moment: datetime, correction: timedelta) -> datetime:
    try:
        return moment + correction
    except OverflowError:
        return moment
