"""What people have to do."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from stillwater.care.models import Task
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Patient
from stillwater.people.rules import Act


def _tasks(access: Access) -> QuerySet[Task]:
    """Tasks name patients and why: they are for those who read records."""
    allowed = access.clinics_where(Act.READ_RECORD)
    return Task.objects.select_related("patient__person", "clinic").filter(clinic_id__in=allowed)


def tasks_for(access: Access, clinic_id: UUID, at: datetime) -> QuerySet[Task]:
    """A clinic's open tasks, the most urgent first: those made by `at` that nobody has done."""
    return _tasks(access).filter(clinic_id=clinic_id, made_at__lte=at, done_at__isnull=True).order_by("due_at", "id")


def tasks_of(access: Access, patient: Patient) -> QuerySet[Task]:
    """One patient's tasks, open and done, newest first."""
    return _tasks(access).filter(patient_id=patient.id).order_by("-due_at")


def task_for(access: Access, task_id: UUID) -> Task:
    """One task. Raises NotYours."""
    found = _tasks(access).filter(id=task_id).first()
    if found is None:
        raise NotYours
    return found
