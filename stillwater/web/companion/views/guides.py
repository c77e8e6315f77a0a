"""The library of spoken guides."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from stillwater.soundscape.actions import ask_for
from stillwater.soundscape.models import RenderedFile
from stillwater.soundscape.queries.narrations import piece_of
from stillwater.soundscape.rules.recording import opening
from stillwater.web.companion import any_day, listening, offering, trying
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request
from stillwater.web.shared.ranges import ranged, reader


@require_GET
@door(patient=True)
def shelves(request: Request) -> HttpResponse:
    """Every guide, purpose by purpose."""
    context = {**listening.shelves(request), "sounds": any_day.shelf(request), "offered": offering.on_library(request)}
    return render(request, "companion/library.html", context)


@require_http_methods(["GET", "POST"])
@door(patient=True)
def guide(request: Request, key: str, eyes: str) -> HttpResponse:
    """One version of a guide, to listen to and to read; posted, its recording is made if it is not there."""
    if request.method == "POST":
        ask_for(plan=listening.plan(key, eyes), at=request.at, soon=True)
        return redirect("guide", key, eyes)
    return render(request, "companion/guide.html", listening.page(request, key, eyes))


@require_GET
@door(patient=True)
def guide_sound(request: Request, key: str, eyes: str) -> HttpResponseBase:
    """The recording, whole or a range."""
    path = listening.file(key, eyes)
    return ranged(request, size=path.stat().st_size, read=reader(path), media_type="audio/mp4")


@require_GET
@door(patient=True)
def guide_captions(request: Request, key: str, eyes: str) -> HttpResponse:
    """The recording's captions."""
    words = listening.file(key, eyes, RenderedFile.CAPTIONS).read_bytes()
    return HttpResponse(words, content_type="text/vtt; charset=utf-8")


@require_GET
@door(patient=True)
def guide_read(request: Request, key: str, eyes: str, narration: UUID) -> HttpResponse:
    """The same, read by somebody of one's clinic."""
    return render(request, "companion/guide.html", listening.page(request, key, eyes, narration))


@require_GET
@door(patient=True)
def guide_read_sound(request: Request, key: str, eyes: str, narration: UUID) -> HttpResponseBase:
    """Their voice, whole or a range; it lies sealed."""
    file = listening.read_file(request, key, eyes, narration, RenderedFile.USUAL)
    return ranged(request, size=file.bytes, read=partial(piece_of, narration, file.id), media_type="audio/mp4")


@require_GET
@door(patient=True)
def guide_read_captions(request: Request, key: str, eyes: str, narration: UUID) -> HttpResponseBase:
    """The captions that follow it."""
    file = listening.read_file(request, key, eyes, narration, RenderedFile.CAPTIONS)
    return ranged(
        request, size=file.bytes, read=partial(piece_of, narration, file.id), media_type="text/vtt; charset=utf-8"
    )


@require_http_methods(["GET", "POST"])
@door(patient=True)
def guide_trial(request: Request, key: str, eyes: str) -> HttpResponseBase:
    """Its first half minute; posted, it is made if it is not there. Noted nowhere."""
    return trying.answer(request, opening(listening.plan(key, eyes)))
