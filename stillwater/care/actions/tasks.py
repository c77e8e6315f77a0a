"""Things for people to do."""

from datetime import datetime

from django.db import transaction

from stillwater.audit.actions import Subject, changed
from stillwater.care.models import Task
from stillwater.kit.actor import Actor
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Patient
from stillwater.people.rules import Act


def _subject(task: Task) -> Subject:
    patient = task.patient
    return Subject("task", task.id, f"the task “{task.words}”", task.clinic_id, patient.id, patient.person_id)


def open_task(
    patient: Patient, *, about: str, words: str, due_at: datetime, by: Actor, at: datetime, reason: str = "",
    for_name: str = "",
) -> Task:  # fmt: skip
    """A task, once for what it is about: asked again, it is the same task."""
    with transaction.atomic():
        task, is_new = Task.objects.get_or_create(
            clinic_id=patient.clinic_id, about_key=about,
            defaults={"patient": patient, "words": words, "reason": reason, "due_at": due_at, "for_name": for_name,
                      "made_at": at},
        )  # fmt: skip
        if is_new:
            changed("created", _subject(task), by=by, at=at)
    return task


def add(
    access: Access, patient: Patient, *, about: str, words: str, due_at: datetime, at: datetime, reason: str = "",
    for_name: str = "",
) -> Task:  # fmt: skip
    """A task that a carer makes, or that a patient asks for. Raises NotYours."""
    by = access.actor_for(patient)
    if by.kind == "staff":
        access.require(Act.RECORD_SESSION, patient.clinic_id)
    elif by.kind != "patient":
        raise NotYours
    return open_task(patient, about=about, words=words, due_at=due_at, by=by, at=at, reason=reason, for_name=for_name)


def done(access: Access, task: Task, *, at: datetime) -> Task:
    """Somebody did it. Raises NotYours."""
    access.require(Act.READ_RECORD, task.clinic_id)
    by = access.actor_in(task.clinic_id)
    with transaction.atomic():
        if Task.objects.filter(id=task.id, done_at__isnull=True).update(done_at=at, done_by_name=by.name):
            changed("changed", _subject(task), by=by, at=at, details={"detail": "done"})
    task.refresh_from_db()
    return task


def settle(patient: Patient, *, about: str, by: Actor, at: datetime) -> None:
    """What a task asked for has been done by another way; nothing when there is no such task open."""
    with transaction.atomic():
        for task in Task.objects.filter(clinic_id=patient.clinic_id, about_key=about, done_at__isnull=True):
            if Task.objects.filter(id=task.id, done_at__isnull=True).update(done_at=at, done_by_name=by.name):
                changed("changed", _subject(task), by=by, at=at, details={"detail": "done"})
