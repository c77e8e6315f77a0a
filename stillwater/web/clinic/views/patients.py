"""Patients: the list, one record, who they are, their account, their consents."""

from collections.abc import Container
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from stillwater.care.actions import consents
from stillwater.care.actions.consents import NotNow
from stillwater.care.queries import consent_texts, route_of
from stillwater.people.actions.patients import AlreadyHere, NumberTaken, add_patient, invite_patient, set_patient
from stillwater.people.models import Patient
from stillwater.people.queries import patient_for
from stillwater.people.rules import Act
from stillwater.treatment.queries import patient_under_way
from stillwater.web.clinic.forms.people import InviteForm, PatientForm
from stillwater.web.clinic.pages import patients as page
from stillwater.web.clinic.pages.serious import place_of
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request, clinic_at_work


@require_GET
@door(staff=Act.SEE_PATIENTS)
def patients(request: Request) -> HttpResponse:
    """Everybody, or those whose name or number holds the words."""
    return render(request, "clinic/patients.html", page.listed(request))


@require_GET
@door(staff=Act.SEE_PATIENTS)
def patient(request: Request, patient_id: UUID) -> HttpResponse:
    """One record."""
    return render(request, "clinic/patient.html", page.one(request, patient_id))


@door(staff=Act.ADD_PATIENT)
def patient_add(request: Request) -> HttpResponse:
    """Somebody new."""
    clinic = clinic_at_work(request)
    sites = request.access.sites_in(clinic.id)
    form = PatientForm(request.POST or None, initial={"time_zone": sites[0].time_zone if sites else "UTC"})
    if request.method == "POST" and form.is_valid():
        try:
            made = add_patient(request.access, clinic.id, **form.facts(), at=request.at)
            return redirect("patient", patient_id=made.id)
        except NumberTaken:
            form.add_error("record_number", gettext("Another patient has this number."))
    return _form(request, form, gettext("A new patient"), gettext("Add"))


@door(staff=Act.ADD_PATIENT)
def patient_edit(request: Request, patient_id: UUID) -> HttpResponse:
    """What is known of somebody; the log keeps what it said before."""
    found = patient_for(request.access, patient_id, Act.ADD_PATIENT)
    form = PatientForm(request.POST) if request.method == "POST" else PatientForm.of(found)
    if request.method == "POST" and form.is_valid():
        try:
            set_patient(request.access, found, **form.facts(), at=request.at)
            return redirect("patient", patient_id=found.id)
        except NumberTaken:
            form.add_error("record_number", gettext("Another patient has this number."))
    return _form(request, form, found.name, gettext("Save"), found)


@require_GET
@door(staff=Act.RECORD_SESSION)
def patient_serious(request: Request, patient_id: UUID) -> HttpResponse:
    """Something serious, learnt of when no session is near: it is recorded in the latest session, or the one where it stands."""
    found = patient_for(request.access, patient_id, Act.RECORD_SESSION)
    return redirect("room_part", session_id=place_of(request, found.id).pk, part="serious")


def _form(request: Request, form: Form, title: str, action: str, patient: Patient | None = None) -> HttpResponse:
    context = {"form": form, "title": title, "action": action, "patient": patient}
    return render(request, "clinic/form.html", context, status=422 if form.errors else 200)


@door(staff=Act.INVITE_PATIENT)
def patient_invite(request: Request, patient_id: UUID) -> HttpResponse:
    """Offer somebody an account of their own. The link is shown once."""
    found = patient_for(request.access, patient_id, Act.INVITE_PATIENT)
    form = InviteForm(request.POST or None, initial={"email": found.email})
    if request.method == "POST" and form.is_valid():
        try:
            sent = invite_patient(request.access, found, email=form.cleaned_data["email"], at=request.at)
            return render(request, "clinic/invited.html", {"patient": found, "sent": sent})
        except AlreadyHere:
            form.add_error("email", gettext("They have an account already."))
    title = gettext("Invite %(name)s") % {"name": found.name}
    return _form(request, form, title, gettext("Send"), found)


@door(staff=Act.KEEP_CONSENT)
def consent_record(request: Request, patient_id: UUID) -> HttpResponse:
    """What somebody answered, kind by kind, to the text that they were read (S11). Nothing is chosen beforehand."""
    found, busy = patient_for(request.access, patient_id, Act.KEEP_CONSENT), patient_under_way(patient_id)
    if request.method == "POST":
        try:
            for kind, given in _answers(request, consent_texts(route_of(found))):
                consents.answer(request.access, found, kind=kind, given=given, at=request.at, under_way=busy)
            return redirect("patient", patient_id=found.id)
        except NotNow:
            messages.error(request, gettext("Not while a session is under way. A no can be recorded at any time."))
    return render(request, "clinic/consents.html", {"patient": found, "lines": page.consent_lines(found)})


def _answers(request: Request, kinds: Container[str]) -> list[tuple[str, bool]]:
    chosen = [
        (name.removeprefix("consent_"), value) for name, value in request.POST.items() if name.startswith("consent_")
    ]
    return [(kind, value == "yes") for kind, value in chosen if kind in kinds and value in ("yes", "no")]
