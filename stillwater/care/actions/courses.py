"""Begin, review and end a course."""

from datetime import datetime, timedelta

from django.db import transaction

from stillwater.audit.actions import changed
from stillwater.care.actions.consents import NotNow
from stillwater.care.actions.tasks import open_task
from stillwater.care.models import Appointment, Course, ProtocolVersion, ReviewAnswer, Task
from stillwater.care.queries import course_subject
from stillwater.care.rules.own import NotAtHome
from stillwater.kit.actor import Actor
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Member, Patient
from stillwater.people.rules import Act, ClinicKind, Role

WISHES = ("go_on", "change", "stop")


def keeper(access: Access, patient: Patient, act: Act) -> Actor:
    """A member who may, or in a space of one's own its person. Raises NotYours."""
    if patient.clinic.kind == ClinicKind.OWN and patient.id in access.patient_ids:
        return access.actor_for(patient)
    access.require(act, patient.clinic_id)
    return access.actor_in(patient.clinic_id)


def begin(
    access: Access, patient: Patient, *, protocol: ProtocolVersion, indication: str, at: datetime,
    prescriber: Member | None = None, indication_code: str = "", series: str = "induction",
    planned_sessions: int | None = None,
) -> Course:  # fmt: skip
    """A course of treatment; in a space of one's own only at home (S4). Raises NotYours, NotAtHome."""
    by = keeper(access, patient, Act.ORDER)
    if protocol.clinic_id != patient.clinic_id:
        raise NotYours
    if patient.clinic.kind == ClinicKind.OWN and protocol.setting != "home":
        raise NotAtHome("This is given in a clinic.")
    if prescriber and (prescriber.clinic_id != patient.clinic_id or Role.PRESCRIBER not in prescriber.role_set):
        raise NotYours
    with transaction.atomic():
        course = Course.objects.create(
            clinic_id=patient.clinic_id, patient=patient, protocol=protocol, prescriber=prescriber,
            indication=indication, indication_code=indication_code, series=series, planned_sessions=planned_sessions,
            begun_at=at,
        )  # fmt: skip
        changed("created", course_subject(course), by=by, at=at)
    return course


def record_review(access: Access, course: Course, *, said: str, at: datetime) -> Task:
    """Prescriber and patient have looked at the course; going on and stopping are equal options (S19). Until then the
    ready gate of the first session after the series shows the review unmet. Raises NotYours.
    """
    by = keeper(access, course.patient, Act.ORDER)
    with transaction.atomic():
        about = f"review:{course.id}"
        task = open_task(course.patient, about=about, words="Review the course", due_at=at, by=by, at=at)
        task.reason, task.done_at, task.done_by_name = said[:300], at, by.name
        task.save(update_fields=["reason", "done_at", "done_by_name"])
        changed("changed", course_subject(course), by=by, at=at, details={"detail": "review recorded"})
    return task


def say_before_review(
    access: Access, course: Course, *, wish: str, words: str, at: datetime, under_way: bool
) -> ReviewAnswer:
    """How the series was for the patient and what they would like next, in their own words. Raises NotYours, NotNow."""
    if course.patient_id not in access.patient_ids or wish not in WISHES:
        raise NotYours
    if under_way:
        raise NotNow
    by = access.actor_for(course.patient)
    with transaction.atomic():
        row = ReviewAnswer.objects.create(
            clinic_id=course.clinic_id, patient_id=course.patient_id, course=course, wish=wish, words=words[:1000],
            said_at=at,
        )  # fmt: skip
        changed("changed", course_subject(course), by=by, at=at, details={"detail": "said before the review"})
    return row


def end(access: Access, course: Course, *, reason: str, at: datetime) -> Course:
    """A course is over; its record stays. Raises NotYours."""
    by = keeper(access, course.patient, Act.ORDER)
    with transaction.atomic():
        if Course.objects.filter(id=course.id, ended_at__isnull=True).update(ended_at=at, ended_reason=reason):
            changed("ended", course_subject(course), by=by, at=at, details={"detail": reason})
            _go_on_caring(course, by, at)
    course.refresh_from_db()
    return course


def _go_on_caring(course: Course, by: Actor, at: datetime) -> None:
    """When treatment stops, care does not (S19). The dates say when somebody has looked at it first; how often and how
    long is theirs to decide. Nobody is asked to watch over somebody who died.
    """
    patient, name = course.patient, course.patient.first_name
    if Appointment.objects.filter(patient=patient, session__state__frozen__what="death").exists():
        return
    found = [
        ("relapse", f"Agree with {name} who asks how they are, how often, and what they do if it comes back", 7),
        ("leftover", f"Ask {name} what medicine is left at home, and how it is handed in", 3),
        ("follow_up", f"Keep the follow-ups that {name} has, or agree others", 7),
    ]
    if Appointment.objects.filter(course=course, session__stage="planned", starts_at__gt=at).exists():
        found.append(("planned", f"Call off the sessions still planned for {name}, or move them to another course", 1))
    who = course.prescriber.shown_name if course.prescriber else ""
    for key, words, days in found:
        about, due_at = f"ended:{course.id}:{key}", at + timedelta(days=days)
        open_task(patient, about=about, words=words, due_at=due_at, by=by, at=at, for_name=who)
