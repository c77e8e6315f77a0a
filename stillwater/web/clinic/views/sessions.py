"""A session in the plan: when, where, who watches, who comes along, and calling it off."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from stillwater.care.actions import plan as plan_actions
from stillwater.care.queries import course_for
from stillwater.care.rules.plan import MEDICINES
from stillwater.people.rules import Act
from stillwater.treatment.actions.planning import WrongPlan, missed, move, plan, set_place
from stillwater.treatment.queries import session_for
from stillwater.web.clinic.forms.courses import TimeForm
from stillwater.web.clinic.pages import sessions as page
from stillwater.web.clinic.pages.posting import back, desk_move, desk_takes_back
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request


@door(staff=Act.PLAN_SESSION)
def session_add(request: Request, course_id: UUID) -> HttpResponse:
    """Plan a session, on the clock of the site."""
    course = course_for(request.access, course_id, Act.PLAN_SESSION)
    form = page.session_form(request, course)
    if request.method == "POST" and form.is_valid():
        try:
            made = plan(request.access, course, **form.facts(), at=request.at)
            return redirect("session_plan", session_id=made.pk)
        except WrongPlan as why:
            form.add_error(None, str(why))
    title = gettext("A session %(where)s") % {"where": page.where(course)}
    context = {"form": form, "course": course, "patient": course.patient, "title": title, "action": gettext("Plan it")}
    context["reads"] = request.access.may(Act.READ_RECORD, course.clinic_id)
    return render(request, "clinic/form.html", context, status=422 if form.errors else 200)


@door(staff=Act.PLAN_SESSION)
def session_move(request: Request, session_id: UUID) -> HttpResponse:
    """Another time, while it has not begun."""
    session = session_for(request.access, session_id, Act.PLAN_SESSION)
    plan_now, zone = session.appointment, session.appointment.zone
    begins, arrives = plan_now.starts_at.astimezone(zone), plan_now.arrive_at.astimezone(zone)
    initial = {"date": begins.date(), "start": begins.time(), "arrive": arrives.time()}
    form = TimeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            move(request.access, session, **form.times(zone), at=request.at)
            return redirect("session_plan", session_id=session.pk)
        except WrongPlan as why:
            form.add_error(None, str(why))
    context = {"form": form, "session": session, "title": gettext("Another time"), "action": gettext("Move it")}
    context["patient"] = session.patient
    return render(request, "clinic/form.html", context, status=422 if form.errors else 200)


@door(staff=Act.PLAN_SESSION)
def session_place(request: Request, session_id: UUID) -> HttpResponse:
    """Another room, or somebody else who watches."""
    session = session_for(request.access, session_id, Act.PLAN_SESSION)
    form = page.place_form(request, session)
    if request.method == "POST" and form.is_valid():
        set_place(request.access, session, **form.cleaned_data, at=request.at)
        return redirect("session_plan", session_id=session.pk)
    context = {
        "form": form,
        "session": session,
        "patient": session.patient,
        "title": gettext("Room, and who watches"),
        "action": gettext("Save"),
    }
    return render(request, "clinic/form.html", context, status=422 if form.errors else 200)


@require_POST
@door(staff=Act.PLAN_SESSION)
def session_call_off(request: Request, session_id: UUID) -> HttpResponse:
    """Call a session off, with the reason."""
    session = session_for(request.access, session_id, Act.PLAN_SESSION)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, gettext("Say why it is called off."))
        return redirect("session_plan", session_id=session.pk)
    for said in desk_move(request, session, {"to": "called_off", "reason": reason}):
        messages.warning(request, said)
    return redirect("session_plan", session_id=session.pk)


@require_POST
@door(staff=Act.PLAN_SESSION)
def session_missed(request: Request, session_id: UUID) -> HttpResponse:
    """The time has passed and nobody came: it did not take place."""
    session = session_for(request.access, session_id, Act.PLAN_SESSION)
    try:
        said = missed(request.access, session, at=request.at)
    except WrongPlan as why:
        said = [str(why)]
    for words in said:
        messages.warning(request, words)
    return redirect("session_plan", session_id=session.pk)


@require_POST
@door(staff=Act.PLAN_SESSION)
def session_arrived(request: Request, session_id: UUID) -> HttpResponse:
    """Somebody is here, says whoever sees them come in; or is not here after all."""
    session = session_for(request.access, session_id, Act.PLAN_SESSION)
    mistaken = "mistaken" in request.POST
    for said in desk_takes_back(request, session) if mistaken else desk_move(request, session, {"to": "arrived"}):
        messages.warning(request, said)
    return redirect(back(request, session_id, "plan"))


@require_POST
@door(staff=Act.KEEP_CONSENT)
def session_medicines(request: Request, session_id: UUID) -> HttpResponse:
    """The medicines were gone through with the patient, says who did; or not after all."""
    session = session_for(request.access, session_id, Act.KEEP_CONSENT)
    plan_actions.tick(request.access, session.appointment, key=MEDICINES, done="done" in request.POST, at=request.at)
    return redirect("session_plan", session_id=session.pk)


@require_GET
@door(staff=Act.PLAN_SESSION)
def session_plan(request: Request, session_id: UUID) -> HttpResponse:
    """The plan of one session: when, where, who, and what is left to do before it."""
    return render(request, "clinic/session_plan.html", page.plan_page(request, session_id))
