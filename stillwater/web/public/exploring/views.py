"""What the map that moves is made of, asked for when somebody presses its button and never before."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stillwater.directory.queries.searching import found
from stillwater.web.public.exploring.ground import compressed, edition, ground
from stillwater.web.public.exploring.pins import MOST, explored
from stillwater.web.public.find.reading import read
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request

A_YEAR = "public, max-age=31536000, immutable"


@require_safe
@door(anyone=True)
def explore(request: Request) -> HttpResponse:
    """The map of one search: what stands on it, its controls and their words. A part of the page of that search."""
    question = read(request.GET)
    answer = found(replace(question.asked, offset=0, limit=MOST), at=request.at)
    return render(request, "public/find/explore.html", explored(question, answer, request.at))


@require_safe
@door(anyone=True)
def the_ground(request: Request) -> HttpResponse:
    """Land, lines and towns, the same for all. Kept for a year under the address of this edition."""
    small = "br" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(compressed() if small else ground(), content_type="application/json")
    answer["Vary"] = "Accept-Encoding"
    if small:
        answer["Content-Encoding"] = "br"
    answer["Cache-Control"] = A_YEAR if request.GET.get("e") == edition() else "no-cache"
    return answer
