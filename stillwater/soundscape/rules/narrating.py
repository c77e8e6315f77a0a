"""A guide as somebody reads it aloud: its lines, each once, and what is to be put together from them."""

import hashlib
from collections.abc import Collection
from typing import NamedTuple

from stillwater.soundscape.rules.guides import Guide
from stillwater.soundscape.rules.recording import Recording, plan

VOICE, VOICE_VERSION = "own", "1"
MEDIA_TYPES = ("audio/webm", "audio/mp4", "audio/ogg")
MOST_BYTES = 4 * 1024 * 1024  # of one line: some minutes, and a line takes seconds
EYES = {True: "open", False: "closed"}


class Line(NamedTuple):
    """One line to be read. `key` is that of its text; `only`: open, closed, or both if empty."""

    number: int
    key: str
    text: str
    only: str


def key_of(text: str) -> str:
    """SHA-256 of a line's text: a line that is changed has to be read anew."""
    return hashlib.sha256(text.encode()).hexdigest()


def lines_of(guide: Guide) -> tuple[Line, ...]:
    """Every line of both versions in the order of the script; what is said twice is read once."""
    versions: dict[str, set[str]] = {}
    for step in guide.steps:
        if step.kind == "say":
            versions.setdefault(step.text, set()).add(step.only)
    return tuple(
        Line(number, key_of(text), text, next(iter(only)) if len(only) == 1 else "")
        for number, (text, only) in enumerate(versions.items(), 1)
    )


def missing(guide: Guide, taken: Collection[str]) -> tuple[Line, ...]:
    """The lines that nobody has read yet."""
    return tuple(line for line in lines_of(guide) if line.key not in taken)


def plans(guide: Guide) -> dict[str, Recording]:
    """The guide's versions, by eyes, as they are put together: the same rests as in any other voice."""
    return {
        EYES[eyes_open]: plan(guide, eyes_open=eyes_open, voice=VOICE, voice_version=VOICE_VERSION)
        for eyes_open in guide.versions
    }


def script_of(guide: Guide) -> str:
    """What stays the same while lines and rests do."""
    return hashlib.sha256(" ".join(recording.hash for recording in plans(guide).values()).encode()).hexdigest()
