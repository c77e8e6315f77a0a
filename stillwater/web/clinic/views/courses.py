"""Courses of treatment: begun, ended, ordered, limited."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from stillwater.care.actions import courses, enrolments, limits, orders
from stillwater.care.models import Course
from stillwater.care.queries import active_order, course_for, limits_of
from stillwater.care.queries.enrolments import ESKETAMINE
from stillwater.people.queries import patient_for
from stillwater.people.rules import Act
from stillwater.web.clinic.forms.courses import EndForm, EnrolmentForm, OrderForm
from stillwater.web.clinic.pages import courses as page
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request
from stillwater.web.shared.limits import LimitsForm


def _form(
    request: Request, form: Form, course: Course, title: str, action: str, template: str = "clinic/form.html"
) -> HttpResponse:
    context = {
        "form": form,
        "course": course,
        "patient": course.patient,
        "title": title,
        "action": action,
        "reads": True,
    }
    return render(request, template, context, status=422 if form.errors else 200)


@require_GET
@door(staff=Act.READ_RECORD)
def course(request: Request, course_id: UUID) -> HttpResponse:
    """One course: order, limits, sessions."""
    return render(request, "clinic/course.html", page.one(request, course_id))


@door(staff=Act.ORDER)
def course_add(request: Request, patient_id: UUID) -> HttpResponse:
    """A new course for somebody."""
    patient = patient_for(request.access, patient_id, Act.ORDER)
    form = page.course_form(request, patient.clinic_id)
    if request.method == "POST" and form.is_valid():
        begun = courses.begin(request.access, patient, **form.cleaned_data, at=request.at)
        return redirect("course", course_id=begun.pk)
    context = {
        "form": form,
        "patient": patient,
        "title": gettext("A new course"),
        "action": gettext("Begin the course"),
    }
    return render(request, "clinic/form.html", context, status=422 if form.errors else 200)


@door(staff=Act.ORDER)
def course_end(request: Request, course_id: UUID) -> HttpResponse:
    """A course ends, and it says why."""
    found, form = course_for(request.access, course_id, Act.ORDER), EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        courses.end(request.access, found, reason=form.cleaned_data["reason"], at=request.at)
        return redirect("course", course_id=found.pk)
    return _form(request, form, found, gettext("End the course"), gettext("End it"))


@require_POST
@door(staff=Act.ORDER)
def course_review(request: Request, course_id: UUID) -> HttpResponse:
    """Prescriber and patient have looked at the series together."""
    found, said = course_for(request.access, course_id, Act.ORDER), request.POST.get("said", "").strip()
    if said:
        courses.record_review(request.access, found, said=said, at=request.at)
    else:
        messages.error(request, gettext("Write what you decided together."))
    return redirect("course", course_id=found.pk)


@door(staff=Act.ORDER)
def order_add(request: Request, course_id: UUID) -> HttpResponse:
    """Sign an order. The one before it ends."""
    found, form = course_for(request.access, course_id, Act.ORDER), OrderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        orders.sign(request.access, found, **form.cleaned_data, at=request.at)
        return redirect("course", course_id=found.pk)
    who = request.access.place_in(found.clinic_id).shown_name
    return _form(request, form, found, gettext("An order"), gettext("Sign as %(who)s") % {"who": who})


@door(staff=Act.ORDER)
def order_end(request: Request, course_id: UUID) -> HttpResponse:
    """End the order in force."""
    found, form = course_for(request.access, course_id, Act.ORDER), EndForm(request.POST or None)
    order = active_order(found)
    if order is None:
        raise NotHere
    if request.method == "POST" and form.is_valid():
        orders.end(request.access, order, reason=form.cleaned_data["reason"], at=request.at)
        return redirect("course", course_id=found.pk)
    return _form(request, form, found, gettext("End the order"), gettext("End it"))


@door(staff=Act.ORDER)
def enrolment_add(request: Request, course_id: UUID) -> HttpResponse:
    """State that the site is certified, or that the patient is enrolled (S4). Nobody lifts these checks."""
    found, form = course_for(request.access, course_id, Act.ORDER), EnrolmentForm(request.POST or None)
    sites = request.access.sites_in(found.clinic_id)
    if request.method == "POST" and form.is_valid():
        whose = {"site": sites[0]} if form.cleaned_data["whose"] == "site" else {"patient": found.patient}
        number = form.cleaned_data["number"]
        enrolments.enrol(request.access, programme=ESKETAMINE, number=number, at=request.at, **whose)
        return redirect("course", course_id=found.pk)
    return _form(request, form, found, gettext("The esketamine safety programme"), gettext("State it"))


@door(staff=Act.ORDER)
def limits_set(request: Request, course_id: UUID) -> HttpResponse:
    """Every measure at every level, set with its source or declined by name (S3)."""
    found = course_for(request.access, course_id, Act.ORDER)
    form = LimitsForm(request.POST) if request.method == "POST" else LimitsForm.of(limits_of(found))
    who = request.access.place_in(found.clinic_id).shown_name
    if request.method == "POST" and form.is_valid():
        limits.set_limits(request.access, found, limits=form.limits(who), at=request.at)
        return redirect("course", course_id=found.pk)
    return _form(
        request, form, found, gettext("Limits"), gettext("Set as %(who)s") % {"who": who}, "clinic/limits.html"
    )
