"""Kinds of private words. No Django."""

from enum import StrEnum


class NoteKind(StrEnum):
    INTENTION = "intention"
    CHECK_IN = "check_in"
    REFLECTION = "reflection"


MOODS = ("very_low", "low", "middling", "good", "very_good")
LONGEST_NOTE = 40_000  # characters
