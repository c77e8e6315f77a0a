"""Sessions of one's own: planned, moved, called off, begun with a reading, and closed by the person themselves."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from stillwater.people.queries import own_site
from stillwater.treatment.actions.planning import WrongPlan, move, plan
from stillwater.treatment.actions.recording import add
from stillwater.web.companion import going as session_pages
from stillwater.web.companion.own import going, pages
from stillwater.web.companion.own.forms import ClosingForm, PressureForm, ToldForm, WhenForm
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request, posted


def _render(request: Request, template: str, context: dict[str, object], wrong: bool = False) -> HttpResponse:
    return render(request, f"companion/own/{template}.html", context, status=422 if wrong else 200)


@door(patient=True)
def own_session_add(request: Request) -> HttpResponse:
    """A day and an hour for a session of one's own."""
    whole = pages.whole(request)
    if not whole["may_plan"]:
        raise NotHere
    form, site = WhenForm(posted(request), zone=request.zone, at=request.at), own_site(request.access)
    if request.method == "POST" and form.is_valid():
        starts, ready = form.times().values()
        made = plan(request.access, whole["course"], starts_at=starts, arrive_at=ready, site=site, at=request.at)
        return redirect("own_session", session_id=made.pk)
    context = {"form": form, "title": gettext("A session at home"), "action": gettext("Plan it")}
    return _render(request, "form", context, bool(form.errors))


@door(patient=True)
def own_session(request: Request, session_id: UUID) -> HttpResponse:
    """One session: what is left before it, and another time."""
    session = going.own_session(request, session_id)
    starts = session.appointment.local_start
    known = {"date": starts.date(), "start": starts.time()}
    form = WhenForm(posted(request), initial=known, zone=session.appointment.zone, at=request.at)
    if request.method == "POST" and form.is_valid():
        try:
            move(request.access, session, **form.times(), at=request.at)
            return redirect("own_session", session_id=session.pk)
        except WrongPlan as why:
            form.add_error(None, str(why))
    return _render(request, "session", {**going.page(request, session), "form": form}, bool(form.errors))


@require_POST
@door(patient=True)
def own_session_off(request: Request, session_id: UUID) -> HttpResponse:
    """Called off, with or without a reason."""
    session = going.own_session(request, session_id)
    data = {"to": "called_off", "reason": request.POST.get("reason", "").strip()[:300]}
    receipt = add(request.access, session.pk, "moved", data, at=request.at)
    for said in receipt.marks.values():
        messages.warning(request, said)
    return redirect("own_session", session_id=session.pk)


@door(patient=True)
def own_close(request: Request, session_id: UUID) -> HttpResponse:
    """Read the record the morning after, add what is missing, and close it."""
    session = going.own_session(request, session_id)
    context, form = going.closing(request, session), ClosingForm(posted(request))
    if request.method == "POST" and form.is_valid():
        going.close(request, session, form)
        return redirect("own_session", session_id=session.pk)
    return _render(request, "close", {**context, "form": form}, bool(form.errors))


@door(patient=True)
def pressure(request: Request, session_id: UUID) -> HttpResponse:
    """The blood pressure before a dose at home, as the cuff shows it."""
    session, form = session_pages.own(request, session_id), PressureForm(posted(request))
    if session.appointment.setting != "home":
        raise NotHere
    if request.method == "POST" and form.is_valid():
        receipt = add(request.access, session.pk, "reading", form.reading(), at=request.at)
        for said in receipt.marks.values():
            messages.warning(request, said)
        return redirect("told" if going.asks(request, session_id) else "preflight", session_id=session.pk)
    return _render(request, "pressure", {"session": session, "form": form}, bool(form.errors))


@door(patient=True)
def told(request: Request, session_id: UUID) -> HttpResponse:
    """A reading is over a limit: whom you reached, and what they decided."""
    session = going.own_session(request, session_id)
    waiting, form = going.question(session), ToldForm(posted(request))
    if waiting is None:
        return redirect("preflight", session_id=session.pk)
    if request.method == "POST" and form.is_valid():
        data = {"about": "limit", "entry": waiting["entry"], **form.cleaned_data}
        add(request.access, session.pk, "decision", data, at=request.at)
        return redirect("preflight", session_id=session.pk)
    context = {**going.page(request, session), "waiting": waiting, "form": form}
    return _render(request, "told", context, bool(form.errors))
