"""What a fold is given beside the entries, and the shape of what it yields."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from stillwater.care.rules.limits import Limit, in_force
from stillwater.care.rules.protocol import Protocol

State = dict[str, Any]

FOLD_VERSION = 6


@dataclass(frozen=True, slots=True)
class Settings:
    """The session, its protocol, and the limits that a prescriber set for the course."""

    session: UUID
    protocol: Protocol
    limits: tuple[Limit, ...] = ()

    @property
    def limits_in_force(self) -> tuple[Limit, ...]:
        """The course's limits and the protocol's own where the course says nothing; the gravest first."""
        return in_force(self.limits, self.protocol.limits)


def empty_state() -> State:
    return {
        "fold": FOLD_VERSION,
        "stage": "planned",
        "stages": [],
        "dose": {"began_at": None, "last_at": None, "ended_at": None, "events": []},
        "latest": {},  # measure: the newest value, a device's included
        "seen": {},  # measure or "look_in": when a person last saw to it
        "came": {},  # the same: by whom, and when that arrived
        "confirms": {},  # id of a device's value: who confirmed it
        "look_in": None,
        "effects": [],
        "help": None,
        "help_answers": {},  # id of a call: who said they are coming, whichever came first
        "checks": {},
        "overrides": {},
        "open_limits": [],
        "held": None,
        "rechecks": [],
        "stop": None,
        "decisions": [],
        "leave": None,
        "left_early": None,
        "signature": None,
        "serious": [],
        "frozen": None,  # the serious event or death that stands: until somebody has looked into it, or for good
        "medicines": [],
        "scales": [],
        # asked: the last word about each of four things; is: how each is, by the phone's word; held: only the patient ends
        # the pause; kept: the calmer scene that lies on the phone; first: what it began with; answers: to what was asked,
        # by its id
        "sound": {"asked": {}, "is": {}, "held": False, "kept": "", "first": "", "path": "", "answers": {}},
        "missed": [],  # alarms that stand
        "covered": [],  # alarms raised while what covers them had not arrived yet
        "marks": {},
        "struck": {},
        "amended": {},
        "awaiting": [],  # entries that an amendment names and that have not come yet
        "due": [],
        "last": None,
    }
