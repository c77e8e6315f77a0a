"""A protocol: how one route is given in one setting, as versioned data. Every number says where it comes from.

`load` reads a YAML file strictly; all that is wrong with it is said at once, with the line and the reason.
"""

from stillwater.care.rules.protocol_parts import read_protocol as load
from stillwater.care.rules.protocol_types import (
    MARKS,
    NOT_REVIEWED,
    Cadence,
    Card,
    Check,
    DangerSign,
    DayRule,
    Fact,
    FollowUp,
    Leave,
    Named,
    Observation,
    Phase,
    Protocol,
    ProtocolError,
    ProtocolErrors,
    Sourced,
)
from stillwater.care.rules.words import Text, words

__all__ = [
    "MARKS",
    "NOT_REVIEWED",
    "Cadence",
    "Card",
    "Check",
    "DangerSign",
    "DayRule",
    "Fact",
    "FollowUp",
    "Leave",
    "Named",
    "Observation",
    "Phase",
    "Protocol",
    "ProtocolError",
    "ProtocolErrors",
    "Sourced",
    "Text",
    "load",
    "words",
]
