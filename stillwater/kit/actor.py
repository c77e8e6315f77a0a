"""Who did something, as values that outlive the row they came from."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    STAFF = "staff"
    PATIENT = "patient"
    SITTER = "sitter"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """One who acts: a member of a clinic, a patient, a sitter with a pass, or the system itself."""

    kind: ActorKind
    id: UUID
    name: str
    roles: tuple[str, ...] = field(default=())


SYSTEM = Actor(ActorKind.SYSTEM, UUID(int=0), "Stillwater")
