"""The library: spoken guides to listen to or to read, each with what it speaks of before it speaks."""

from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from stillwater.care.queries import wishes_of
from stillwater.soundscape import queries
from stillwater.soundscape.models import RenderedFile
from stillwater.soundscape.rules.guides import PURPOSES, Guide
from stillwater.soundscape.rules.recording import Recording, told
from stillwater.soundscape.rules.subjects import spoken_of
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


def shelves(request: Request) -> list[tuple[Any, Any, list[Row]]]:
    """Purpose by purpose: its name, a line, and its guides."""
    never, found = _never(request), queries.guides()
    return [
        (*PURPOSE_WORDS[purpose], [_row(guide, never) for guide in found if guide.purpose == purpose])
        for purpose in PURPOSES
    ]


def page(request: Request, key: str, eyes: str) -> dict[str, Any]:
    """One version of a guide. Raises NotHere."""
    guide, recording = _found(key, eyes)
    rendering = queries.rendering_for(recording.hash)
    ready = rendering is not None and queries.is_whole(rendering)
    seconds = rendering.seconds if ready and rendering and rendering.seconds else guide.seconds(eyes == OPEN)
    return {
        "guide": guide, "eyes": eyes, "minutes": max(1, round(seconds / 60)), "paragraphs": told(recording),
        "other": None if guide.eyes_open else (CLOSED if eyes == OPEN else OPEN), "ready": ready,
        "coming": rendering is not None and not ready and not rendering.error,
        "on_list": _on_list(guide, _never(request)),
    }  # fmt: skip


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


def _row(guide: Guide, never: list[str]) -> Row:
    first = guide.versions[0]
    return Row(guide, OPEN if first else CLOSED, max(1, round(guide.seconds(first) / 60)), _on_list(guide, never))


def _never(request: Request) -> list[str]:
    """The never list that somebody gave to any of those who care for them."""
    lists = [wishes.never for record in request.access.records if (wishes := wishes_of(record)) is not None]
    return sorted({word for words in lists for word in words})


def _on_list(guide: Guide, never: list[str]) -> list[str]:
    return spoken_of(" ".join([guide.content, *(step.text for step in guide.steps)]), never)
