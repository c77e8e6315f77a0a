"""The session as its patient goes through it: ready, the screen itself, going home, first words, the morning after."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from stillwater.journal.queries import notes_of
from stillwater.treatment import queries
from stillwater.treatment.actions.recording import add
from stillwater.web.companion import going, offering
from stillwater.web.companion.replaying import heard_again
from stillwater.web.companion.resting import rests
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request
from stillwater.web.shared.languages import in_english
from stillwater.web.shared.sounding import may_run_kernel

READY_PIECES = {name: f"companion/_{name}.html" for name in ("checks", "sound")}


@require_GET
@door(patient=True)
@rests
def session_now(request: Request) -> HttpResponse:
    """Wherever the person's session is now: before, during, after; or kind words when there is none."""
    session = queries.current_session(request.access, request.at)
    if session is None:
        past = queries.own_sessions(request.access)[:20]
        return render(request, "companion/no_session.html", {"past": past})
    return redirect(going.where(session, request.at), session_id=session.pk)


@door(patient=True)
@in_english
@rests
def preflight(request: Request, session_id: UUID) -> HttpResponse:
    """What must be so before it begins, one plain line each; at home also the checks that the patient records."""
    session = going.own(request, session_id)
    if request.method == "POST":
        add(request.access, session.pk, "check", {"key": request.POST.get("key", ""), "met": True}, at=request.at)
        return redirect("preflight", session_id=session.pk)
    template = READY_PIECES.get(request.GET.get("piece", ""), "companion/preflight.html")
    return render(request, template, going.ready(request, session))


@may_run_kernel
@require_GET
@door(patient=True)
@in_english
@rests
def session_screen(request: Request, session_id: UUID) -> HttpResponse:
    """The session screen: whole when it has loaded, no clock, no question, one way to bring somebody."""
    session = going.own(request, session_id)
    return render(request, "companion/session.html", going.screen(request, session))


@require_GET
@door(patient=True)
@in_english
@rests
def going_home(request: Request, session_id: UUID) -> HttpResponse:
    """Rest, then home: who is with you, what to take along, what holds until tomorrow."""
    session = going.own(request, session_id)
    context = {**going.home(request, session), "offered": offering.on_going_home(request, session)}
    return render(request, "companion/going_home.html", context)


@door(patient=True)
@rests
def reflect(request: Request, session_id: UUID) -> HttpResponse:
    """The first words: a voice note, one word, or a text. Nothing is needed; all of it is private."""
    session = going.own(request, session_id)
    if request.method == "POST":
        return going.keep_words(request, session)
    context = {**going.whole(request, session), "notes": notes_of(request.access, "reflection", session.pk)}
    return render(request, "companion/reflect.html", context)


@require_GET
@door(patient=True)
@in_english
@rests
def morning(request: Request, session_id: UUID) -> HttpResponse:
    """The morning after: what the rule says, what you kept, and no unlocking of anything."""
    session = going.own(request, session_id)
    kept = notes_of(request.access, "reflection", session.pk)
    context = {**going.home(request, session), "notes": kept, "offered": offering.on_morning(request, session)}
    return render(request, "companion/morning.html", context)


@require_GET
@door(patient=True)
@rests
def listen_again(request: Request, session_id: UUID) -> HttpResponse:
    """What played when, and the same sound once more for whoever wants it, with what may come of it said first (S14)."""
    session = going.own(request, session_id)
    timezone.activate(session.appointment.zone)
    return render(request, "companion/listen_again.html", heard_again(session))
