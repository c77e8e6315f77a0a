"""The library: spoken guides to listen to or to read, each with what it speaks of before it speaks."""

from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stillwater.care.queries import wishes_of
from stillwater.soundscape import queries
from stillwater.soundscape.models import Narration, NarrationFile, RenderedFile
from stillwater.soundscape.queries import narrations
from stillwater.soundscape.rules.cueing import never_words_in
from stillwater.soundscape.rules.guides import PURPOSES, Guide
from stillwater.soundscape.rules.recording import Recording, told
from stillwater.treatment.queries import is_under_way
from stillwater.web.shared.http import NotHere, Request

OPEN, CLOSED = "open", "closed"
PURPOSE_WORDS = {
    "before": (_("Before a session"), _("The evening before, or the last minutes.")),
    "onset": (_("As it begins"), _("While the medicine comes on. Nothing is asked of you.")),
    "return": (_("Coming back"), _("As it wears off, with no hurry.")),
    "integration": (_("In the days after"), _("For what has stayed with you.")),
    "grounding": (_("When it is too much"), _("At any time. Eyes open, light on.")),
    "sleep": (_("For the night"), _("To lie and listen to. You need not hear the end.")),
}


class Row(NamedTuple):
    """One guide in the list."""

    guide: Guide
    eyes: str
    minutes: int
    on_list: list[str]
    read_by: tuple[str, ...] = ()


def shelves(request: Request) -> dict[str, Any]:
    """Purpose by purpose: its name, a line, and its guides. Nothing is tried out over the sound of a session."""
    never, offered = never_of(request), narrations.offered_to(request.access)
    rows = [
        row(guide, never)._replace(read_by=tuple(each.reader_name for each in offered if each.guide == guide.key))
        for guide in queries.guides()
    ]
    found_shelves = [
        (*PURPOSE_WORDS[purpose], [one for one in rows if one.guide.purpose == purpose]) for purpose in PURPOSES
    ]
    return {"shelves": found_shelves, "may_try": not is_under_way(request.access)}


def page(request: Request, key: str, eyes: str, by: UUID | None = None) -> dict[str, Any]:
    """One version of a guide, in the house's voice or read by somebody of one's clinic. Raises NotHere, NotYours."""
    guide, recording = _found(key, eyes)
    narration = narrations.offered_for(request.access, by, key) if by else None
    sound = _read_by(narration, eyes) if narration else _rendered(recording)
    seconds = sound.seconds if sound.seconds else guide.seconds(eyes == OPEN)
    others = [each for each in narrations.offered_to(request.access) if each.guide == key]
    return {
        "guide": guide, "eyes": eyes, "minutes": max(1, round(seconds / 60)), "paragraphs": told(recording), "sound": sound,
        "other": None if guide.eyes_open else (CLOSED if eyes == OPEN else OPEN), "narration": narration, "voices": others,
        "on_list": never_words_in(guide, never_of(request)), **_addresses(key, eyes, by),
    }  # fmt: skip


class Sound(NamedTuple):
    """What there is to hear: `mark` tells one recording from another; `coming` while it is made."""

    ready: bool
    coming: bool = False
    seconds: float | None = None
    bytes: int = 0
    mark: str = ""


def _rendered(recording: Recording) -> Sound:
    rendering = queries.rendering_for(recording.hash)
    if rendering is None or not queries.is_whole(rendering):
        return Sound(ready=False, coming=rendering is not None and not rendering.error)
    file = next(file for file in rendering.files.all() if file.kind == RenderedFile.USUAL)
    return Sound(True, False, rendering.seconds, file.bytes, file.sha256[:12])


def _read_by(narration: Narration, eyes: str) -> Sound:
    file = narrations.file_of_narration(narration, eyes, RenderedFile.USUAL)
    return Sound(True, False, file.seconds, file.bytes, file.sha256[:12])


def _addresses(key: str, eyes: str, by: UUID | None) -> dict[str, str]:
    """Where the sound and its captions are, and the other version in the same voice."""
    names = (
        ("guide_read_sound", "guide_read_captions", "guide_read") if by else ("guide_sound", "guide_captions", "guide")
    )
    args = [by] if by else []
    sound, words, page = names
    return {
        "sound_at": reverse(sound, args=[key, eyes, *args]), "words_at": reverse(words, args=[key, eyes, *args]),
        "closed_at": reverse(page, args=[key, CLOSED, *args]), "open_at": reverse(page, args=[key, OPEN, *args]),
    }  # fmt: skip


def read_file(request: Request, key: str, eyes: str, by: UUID, kind: str) -> NarrationFile:
    """One file of what somebody of one's clinic read. Raises NotYours."""
    return narrations.file_of_narration(narrations.offered_for(request.access, by, key), eyes, kind)


def plan(key: str, eyes: str) -> Recording:
    """What is to be rendered for a version. Raises NotHere."""
    return _found(key, eyes)[1]


def file(key: str, eyes: str, kind: str = RenderedFile.USUAL) -> Path:
    """Where the recording or its captions lie. Raises NotHere while there are none."""
    found = queries.file_of(plan(key, eyes).hash, kind)
    if found is None or not (path := queries.path_of(found)).is_file():
        raise NotHere
    return path


def _found(key: str, eyes: str) -> tuple[Guide, Recording]:
    guide = queries.guide(key)
    if guide is None or eyes not in (OPEN, CLOSED) or (eyes == OPEN) not in guide.versions:
        raise NotHere
    return guide, queries.recording(guide, eyes_open=eyes == OPEN)


def row(guide: Guide, never: list[str]) -> Row:
    """A guide as a list shows it."""
    first = guide.versions[0]
    return Row(guide, OPEN if first else CLOSED, max(1, round(guide.seconds(first) / 60)), never_words_in(guide, never))


def never_of(request: Request) -> list[str]:
    """The never list that somebody gave to any of those who care for them."""
    lists = [wishes.never for record in request.access.records if (wishes := wishes_of(record)) is not None]
    return sorted({word for words in lists for word in words})
