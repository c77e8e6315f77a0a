"""A page read aloud by the voice of the guides, with its words followed. Made when somebody first asks for it, once for all."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from stillwater.channel.queries.shelf import Card, shelf
from stillwater.soundscape import queries
from stillwater.soundscape.actions import ask_for
from stillwater.soundscape.models import RenderedFile
from stillwater.soundscape.rules.recording import Recording, told
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request
from stillwater.web.shared.languages import in_english
from stillwater.web.shared.ranges import ranged, reader

KINDS = {"m4a": (RenderedFile.USUAL, "audio/mp4"), "vtt": (RenderedFile.CAPTIONS, "text/vtt; charset=utf-8")}


@require_http_methods(["GET", "HEAD", "POST"])
@door(anyone=True)
@in_english
def aloud(request: Request, slug: str) -> HttpResponse:
    """The words and their recording; posted, it is made if it is not there."""
    card, plan = _found(slug)
    if request.method == "POST":
        ask_for(plan=plan, at=request.at, soon=True)
        return redirect("channel_aloud", slug)
    return render(request, "channel/aloud.html", {"card": card, "paragraphs": told(plan), **_sound(plan)})


@require_safe
@door(anyone=True)
@in_english
def piece(request: Request, slug: str, kind: str) -> HttpResponseBase:
    """The recording (m4a) or its captions (vtt), whole or a range."""
    if kind not in KINDS:
        raise NotHere
    what, media_type = KINDS[kind]
    file = queries.file_of(_found(slug)[1].hash, what)
    if file is None or not (path := queries.path_of(file)).is_file():
        raise NotHere
    return ranged(request, size=path.stat().st_size, read=reader(path), media_type=media_type)


def _found(slug: str) -> tuple[Card, Recording]:
    card = shelf("en").card(slug)
    if card is None:
        raise NotHere
    paragraphs = [f"{card.title}.", card.summary, *card.spoken.split("\n")]
    return card, queries.reading_aloud(f"channel/{slug}", "en", paragraphs)


def _sound(plan: Recording) -> dict[str, Any]:
    """What there is to hear, or whether it is coming."""
    rendering = queries.rendering_for(plan.hash)
    if rendering is None or not queries.is_whole(rendering):
        return {"ready": False, "coming": rendering is not None and not rendering.error}
    return {"ready": True, "mark": plan.hash[:12], "minutes": max(1, round((rendering.seconds or 0) / 60))}
