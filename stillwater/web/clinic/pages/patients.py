"""The list of patients, and one patient's record as their clinic sees it."""

from typing import Any
from uuid import UUID, uuid5

from django.core.paginator import Paginator
from django.utils import timezone

from stillwater.audit.actions import Subject, read
from stillwater.audit.actions import listed as note_list
from stillwater.audit.queries import about_patients, of_clinic, told
from stillwater.care.queries import (
    active_order,
    consent_texts,
    consents_of,
    courses_of,
    missing_limits,
    route_of,
    tasks_of,
    wishes_of,
)
from stillwater.journal.queries import shared_with
from stillwater.people.access import Access
from stillwater.people.actions.patients import patient_subject
from stillwater.people.models import Patient
from stillwater.people.queries import passes_of, patient_for, search_patients
from stillwater.people.rules import Act
from stillwater.treatment.actions.sounding import chosen_sound
from stillwater.treatment.queries import sessions_of
from stillwater.web.clinic.pages.serious import held_words
from stillwater.web.clinic.presenters.said import stage_words
from stillwater.web.shared.http import Request, clinic_at_work
from stillwater.web.shared.speaking import chosen_words
from stillwater.web.shared.steering import scene_name

ON_ONE_PAGE = 50
LAST_LOOKS = 12


def listed(request: Request) -> dict[str, Any]:
    """Patients whose name or number holds the words; one event of the log names them."""
    words, clinic = request.GET.get("q", "").strip(), clinic_at_work(request)
    found = search_patients(request.access, words).filter(clinic_id=clinic.id)
    page = Paginator(found, ON_ONE_PAGE).get_page(request.GET.get("page"))
    _note_list(request, clinic.id, list(page))
    return {"page": page, "words": words, "may_add": request.access.may(Act.ADD_PATIENT, clinic.id)}


def _note_list(request: Request, clinic_id: UUID, patients: list[Patient]) -> None:
    subject = Subject("list", uuid5(clinic_id, "patients"), "the list of patients", clinic_id)
    note_list(subject, [patient.id for patient in patients], by=request.access.actor_in(clinic_id), at=request.at)


def one(request: Request, patient_id: UUID) -> dict[str, Any]:
    """A record: the whole of it for who may read records, name and contact for the others who see patients."""
    patient = patient_for(request.access, patient_id, Act.SEE_PATIENTS)
    may = {act.value: request.access.may(act, patient.clinic_id) for act in Act}
    read(patient_subject(patient), by=request.access.actor_in(patient.clinic_id), at=request.at)
    site = patient.clinic.sites.first()
    if site:
        timezone.activate(site.zone)
    found = {"patient": patient, "may": may}
    if may["read_record"]:
        return {**found, **_record(request, patient, may)}
    return {**found, **_planned(request.access, patient)} if may["plan_session"] else found


def _planned(access: Access, patient: Patient) -> dict[str, Any]:
    """What whoever plans sessions needs of somebody whose record they do not read: courses to plan for, and days."""
    courses = courses_of(access, patient.id, Act.PLAN_SESSION).filter(ended_at__isnull=True)
    sessions = sessions_of(access, patient.id, Act.PLAN_SESSION)
    return {
        "plannable": courses,
        "planned": [{"session": one, "words": stage_words(one.stage, one.state)} for one in sessions],
    }


def _record(request: Request, patient: Patient, may: dict[str, bool]) -> dict[str, Any]:
    access = request.access
    sessions, wishes = list(sessions_of(access, patient.id)), wishes_of(patient)
    return {
        "courses": [course_line(course) for course in courses_of(access, patient.id)],
        "sessions": [{"session": one, "words": stage_words(one.stage, one.state)} for one in sessions],
        "consents": consent_lines(patient), "wishes": wishes, "scene": scene_name(chosen_sound(wishes)), "spoken": chosen_words(wishes), "notes": shared_with(access, patient),
        "tasks": tasks_of(access, patient), "passes": passes_of(access, patient.id) if may["issue_pass"] else [],
        "held": held_words(patient.id), "looked": looked(patient) if may["read_audit"] else [],
    }  # fmt: skip


def course_line(course: Any) -> dict[str, Any]:
    return {"course": course, "order": active_order(course), "missing": len(missing_limits(course))}


def consent_lines(patient: Patient) -> list[dict[str, Any]]:
    """Each kind of consent with its newest answer; a kind without one was never asked (S11)."""
    answers = consents_of(patient)
    return [
        {"kind": kind, "text": text, "answer": answers.get(kind)}
        for kind, text in consent_texts(route_of(patient)).items()
    ]


def looked(patient: Patient) -> list[Any]:
    """Who has opened this record in this clinic, newest first."""
    events = of_clinic(patient.clinic_id).filter(
        about_patients([patient.id]), verb__in=("read", "listed", "downloaded")
    )
    return [told(event) for event in events[:LAST_LOOKS]]


def prescribers(access: Access, team: Any) -> list[Any]:
    return [member for member in team if "prescriber" in member.roles]
