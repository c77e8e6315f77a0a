"""Your plan on your own: what you copied, what is missing, and a form for each."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from stillwater.care.actions.limits import set_limits
from stillwater.care.actions.own import copy_order, correct_prescriber, write_times
from stillwater.care.queries import active_order, limits_of, own_course, written_times
from stillwater.people.actions.own import open_own_space, set_own_after_hours
from stillwater.treatment.actions.planning import follow_protocol
from stillwater.treatment.queries import is_under_way
from stillwater.web.companion.own import pages
from stillwater.web.companion.own.forms import AfterHoursForm, OwnLimitsForm, TimesForm
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request, posted


def _form(request: Request, form: Any, title: str, lead: str = "", **more: Any) -> HttpResponse:
    """A form of the plan; while a session is under way nothing of it is changed (S11)."""
    not_now = request.method == "POST" and is_under_way(request.access)
    context = {"form": form, "title": title, "lead": lead, "not_now": not_now, **more}
    status = 409 if not_now else 422 if form.errors else 200
    return render(request, more.get("template", "companion/own/form.html"), context, status=status)


def _keeps(request: Request, form: Any) -> bool:
    return request.method == "POST" and not is_under_way(request.access) and form.is_valid()


@door(patient=True)
def own(request: Request) -> HttpResponse:
    """The plan on one's own; for whoever has no space of their own yet, what it is and how to open it."""
    if request.access.own_space is None:
        return render(request, "companion/own/open.html")
    return render(request, "companion/own/plan.html", pages.whole(request))


@require_POST
@door(patient=True)
def own_open(request: Request) -> HttpResponse:
    """Open a space of one's own, beside any clinic."""
    if request.access.person is None:
        raise NotHere
    open_own_space(request.access.person, at=request.at)
    return redirect("own")


@door(patient=True)
def own_order(request: Request) -> HttpResponse:
    """Copy the prescription and its label, word for word."""
    patient, form = pages.space(request), pages.order_form(request)
    if _keeps(request, form):
        copy_order(request.access, patient, **form.cleaned_data, at=request.at)
        return redirect("own")
    course = own_course(patient)
    lead = gettext("From the paper, word for word. Nothing is worked out or filled in for you.")
    title, now = gettext("The prescription and its label"), active_order(course) if course else None
    return _form(request, form, title, lead, order=now)


@door(patient=True)
def own_prescriber(request: Request) -> HttpResponse:
    """Another name or number for whoever prescribes."""
    course, order = pages.course_here(request)
    form = pages.prescriber_form(request, order)
    if _keeps(request, form):
        named = {"name": form.cleaned_data["prescriber_name"], "phone": form.cleaned_data["prescriber_phone"]}
        correct_prescriber(request.access, course, **named, at=request.at)
        return redirect("own")
    return _form(request, form, gettext("Your prescriber"))


@door(patient=True)
def own_after_hours(request: Request) -> HttpResponse:
    """Whom to call when the office is closed."""
    patient = pages.space(request)
    known = {"name": patient.clinic.after_hours_name, "number": patient.clinic.after_hours_number}
    form = AfterHoursForm(posted(request), initial=known)
    if _keeps(request, form):
        set_own_after_hours(request.access, patient, **form.cleaned_data, at=request.at)
        return redirect("own")
    lead = gettext("You and your sitter see this number. In danger it is 911, always.")
    return _form(request, form, gettext("Whom to call after hours"), lead)


@door(patient=True)
def own_limits(request: Request) -> HttpResponse:
    """The prescriber's limits, each as they wrote it or declined in their name."""
    course, order = pages.course_here(request)
    form = OwnLimitsForm(posted(request), prescriber=order.prescriber_name, limits=limits_of(course))
    if _keeps(request, form):
        set_limits(request.access, course, limits=form.limits(order.prescriber_name), at=request.at)
        return redirect("own")
    lead = gettext("The numbers are your prescriber’s. Copy what they wrote, and ask for what they did not.")
    more = {"prescriber": order.prescriber_name, "template": "companion/own/limits.html"}
    return _form(request, form, gettext("Your prescriber’s limits"), lead, **more)


@door(patient=True)
def own_times(request: Request) -> HttpResponse:
    """The times that only the prescriber can say."""
    course, order = pages.course_here(request)
    form = TimesForm(request.POST) if request.method == "POST" else TimesForm.of(written_times(course))
    if _keeps(request, form):
        write_times(request.access, course, minutes=form.minutes(), by=order.prescriber_name, at=request.at)
        follow_protocol(request.access, course, at=request.at)
        return redirect("own")
    lead = gettext("No source gives these. Ask your prescriber for what they did not write.")
    return _form(request, form, gettext("Your prescriber’s times"), lead)
