"""Prepare: the checklist of the day, one's own intention, who drives, who sits, what to leave out of the sound."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stillwater.care.actions import plan
from stillwater.care.queries import support_for
from stillwater.web.companion import going, preparing, trying
from stillwater.web.companion.resting import rests
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request
from stillwater.web.shared.languages import in_english


@require_GET
@door(patient=True)
@rests
def prepare(request: Request, session_id: UUID) -> HttpResponse:
    """Everything before a session, one thing after another; all of it can be finished later."""
    session = going.own(request, session_id)
    return render(request, "companion/prepare.html", preparing.whole(request, session))


@require_POST
@door(patient=True)
@rests
def tick(request: Request, session_id: UUID) -> HttpResponse:
    """One thing of the list is done, or not after all."""
    session = going.own(request, session_id)
    done = request.POST.get("done") == "1"
    plan.tick(request.access, session.appointment, key=request.POST.get("key", "")[:40], done=done, at=request.at)
    return redirect("prepare", session_id=session.pk)


@door(patient=True)
@rests
def intention(request: Request, session_id: UUID) -> HttpResponse:
    """One's own words before a session; kept as they are written."""
    session = going.own(request, session_id)
    if request.method == "POST":
        return preparing.keep_intention(request, session)
    return render(request, "companion/intention.html", preparing.own_words(request, session))


@door(patient=True)
@in_english
@rests
def support(request: Request, session_id: UUID, task: str) -> HttpResponse:
    """Who drives or who sits: name them, then show exactly what their pass shows, then give it."""
    session = going.own(request, session_id)
    if request.method == "POST":
        return preparing.name_support(request, session, task)
    return render(request, "companion/support.html", preparing.support(request, session, task))


@door(patient=True)
@in_english
@rests
def pass_preview(request: Request, session_id: UUID, support_id: UUID) -> HttpResponse:
    """What the pass shows; giving it makes the link, which is shown once."""
    session, person = going.own(request, session_id), support_for(request.access, support_id, session_id)
    if request.method == "POST":
        return preparing.give_pass(request, session, person)
    return render(request, "companion/preview.html", preparing.preview(request, session, person))


@require_POST
@door(patient=True)
@in_english
@rests
def support_remove(request: Request, session_id: UUID, support_id: UUID) -> HttpResponse:
    """Taken off the list, quietly, and their pass with it (S23)."""
    session, person = going.own(request, session_id), support_for(request.access, support_id, session_id)
    preparing.remove(request, person)
    return redirect("prepare", session_id=session.pk)


@door(patient=True)
@in_english
@rests
def wishes(request: Request) -> HttpResponse:
    """What one asks for: touch, voice, sounds that must never play."""
    if request.method == "POST":
        return preparing.keep_wishes(request)
    return render(request, "companion/wishes.html", preparing.wishes(request))


@require_http_methods(["GET", "POST"])
@door(patient=True)
def trial(request: Request, scene: str) -> HttpResponseBase:
    """Half a minute of a scene without what must never play; posted, it is made if it is not there. Noted nowhere."""
    never = (request.POST if request.method == "POST" else request.GET).getlist("never")
    return trying.answer(request, trying.of_scene(scene, never))
