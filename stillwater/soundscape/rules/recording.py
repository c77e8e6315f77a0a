"""The plan of a guide's sound: which voice says which line, and how long it rests. The same plan is the same file."""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from stillwater.soundscape.rules.guides import LINE_SECONDS, WORDS_A_MINUTE, Guide

VERSION = 1  # raise it when the same plan would sound otherwise
KIND = "guide"
TRIAL_SECONDS = 32.0
RESTS = {"en": {"breath": "(time for one breath)", "bell": "(a soft bell)"}}


class Part(NamedTuple):
    """Something said, with the rest after it; or a rest alone, or a bell. Seconds of rest."""

    kind: str
    text: str
    seconds: float


class Cue(NamedTuple):
    """What is heard from `start` to `end`, seconds."""

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Recording:
    guide: str
    eyes_open: bool
    language: str
    voice: str
    voice_version: str
    parts: tuple[Part, ...]

    @property
    def hash(self) -> str:
        """SHA-256 of the plan."""
        text = json.dumps(self.as_data(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """The plan as JSON can hold it."""
        return {
            "kind": KIND, "version": VERSION, "guide": self.guide, "eyes_open": self.eyes_open,
            "language": self.language, "voice": self.voice, "voice_version": self.voice_version,
            "parts": [list(part) for part in self.parts],
        }  # fmt: skip

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Recording":
        """The plan that `as_data` wrote. Raises ValueError for one of another version."""
        if data["version"] != VERSION:
            raise ValueError(f"this plan is of version {data['version']}; this engine speaks version {VERSION}")
        return cls(
            data["guide"], data["eyes_open"], data["language"], data["voice"], data["voice_version"],
            tuple(Part(*part) for part in data["parts"]),
        )  # fmt: skip


def plan(guide: Guide, *, eyes_open: bool, voice: str, voice_version: str) -> Recording:
    """How one version of a guide is spoken. Raises ValueError where there is no such version."""
    parts = tuple(
        Part(step.kind, step.text, LINE_SECONDS if step.kind == "say" else step.seconds)
        for step in guide.version(eyes_open)
    )
    return Recording(guide.key, eyes_open, guide.language, voice, voice_version, parts)


def opening(recording: Recording, seconds: float = TRIAL_SECONDS) -> Recording:
    """The first lines of a recording, about so many seconds, to try beforehand (S14): the same voice, ending with a line."""
    so_far, kept = 0.0, 0
    for place, part in enumerate(recording.parts, 1):
        words = len(part.text.split()) * 60 / WORDS_A_MINUTE
        if kept and so_far + words > seconds:
            break
        so_far += words + part.seconds
        if part.kind == "say":
            kept = place
    return replace(recording, parts=recording.parts[:kept])


def told(recording: Recording) -> list[list[tuple[int, str, bool]]]:
    """What is heard, in paragraphs: each line with the number of its cue, and whether it is said or only a rest."""
    paragraphs: list[list[tuple[int, str, bool]]] = [[]]
    number = 0
    for part in recording.parts:
        if part.kind == "gap":
            paragraphs.append([])
        elif text := said_of(part, recording.language):
            number += 1
            paragraphs[-1].append((number, text, part.kind == "say"))
    return [lines for lines in paragraphs if lines]


def captions(cues: list[Cue]) -> str:
    """The cues as WebVTT, numbered, so that a page can show which line is being said."""
    blocks = [
        f"{number}\n{_time(cue.start)} --> {_time(cue.end)}\n{_plain(cue.text)}" for number, cue in enumerate(cues, 1)
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def said_of(part: Part, language: str) -> str:
    """What a caption says of a part: the line itself, or what the rest is for; nothing for a plain pause."""
    if part.kind == "say":
        return part.text
    return RESTS.get(language.split("-")[0], {}).get(part.kind, "")


def _time(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("-->", "→")
