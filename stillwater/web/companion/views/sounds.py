"""Scenes to listen to on any day, and somebody's own music."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from stillwater.soundscape.queries.music import bytes_of, offered_for
from stillwater.soundscape.rules.sheet import sheet_of
from stillwater.web.companion import any_day, trying
from stillwater.web.companion import own_music as own
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request
from stillwater.web.shared.ranges import ranged
from stillwater.web.shared.sounding import may_run_kernel


@may_run_kernel
@require_GET
@door(patient=True)
def sound(request: Request, scene: str) -> HttpResponse:
    """One scene, played by the device itself, with what changes it and a timer that fades it out."""
    return render(request, "companion/any_day.html", any_day.page(request, scene))


@require_GET
@door(patient=True)
def sound_score(request: Request, scene: str) -> HttpResponse:
    """What the device plays from. Nothing is noted about who listened to what."""
    answer = JsonResponse(sheet_of(any_day.programme(request, scene)))
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
@door(patient=True)
def sound_file(request: Request, scene: str) -> HttpResponseBase:
    """The same as a file; posted, it is made if it is not there."""
    plan = any_day.programme(request, scene, minutes=any_day.FILE_MINUTES, seed=any_day.FILE_SEED)
    return trying.answer(request, plan)


@require_GET
@door(patient=True)
def own_music(request: Request) -> HttpResponse:
    """Where somebody chooses pieces of their own for a session. No file ever comes here."""
    return render(request, "companion/own_music.html", own.page(request))


@require_GET
@door(patient=True)
def clinic_music_sound(request: Request, piece: UUID) -> HttpResponseBase:
    """A piece of one's clinic's music, to try before anything depends on it (S14). Noted nowhere."""
    found = offered_for(request.access, piece)
    return ranged(request, size=found.size, read=partial(bytes_of, found.id), media_type=found.media_type)
