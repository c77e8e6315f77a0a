"""Today: where the person is, and the one thing that is left."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from stillwater.journal.actions import write
from stillwater.journal.rules import MOODS
from stillwater.web.companion import day
from stillwater.web.companion.resting import is_held, rests
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request


@require_GET
@door(patient=True)
@rests
def today(request: Request) -> HttpResponse:
    """What is next, how the day will go, one thing left to do, one's own words."""
    return render(request, "companion/today.html", day.today(request))


@require_POST
@door(patient=True)
@rests
def check_in(request: Request) -> HttpResponse:
    """How the mood is, if somebody likes to say: nothing is preselected and nothing is praised."""
    mood = request.POST.get("mood", "")
    if mood in MOODS and not is_held(request):
        write(request.access, kind="check_in", text="", mood=mood, at=request.at)
    return redirect("today")
