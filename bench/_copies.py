"""Many patients from one: every row of a patient's record again, under ids of its own.

The one was recorded through the actions, entry by entry; its copies are rows of the same shape, written in bulk. What is
sealed with a person's key (the journal) is not copied: a copy could not be opened.
"""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import JSONField, Model
from django_scopes import scopes_disabled

from stillwater.care.models import (
    Appointment,
    Consent,
    Course,
    Enrolment,
    LimitSet,
    Order,
    Preparation,
    SupportPerson,
    Wishes,
)  # fmt: skip
from stillwater.kit.ids import new_id
from stillwater.live.models import Topic
from stillwater.people.models import Patient, Person, SupportPass
from stillwater.treatment.models import Entry, Session

AN_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PATIENTS_AT_ONCE = 25  # a commit of at most some thousand rows
Ids = dict[UUID, UUID]
Rename = Callable[[Model, int], None]  # what must differ between two copies: names, addresses, numbers


def record_of(patient: Patient) -> list[tuple[type[Model], list[Any]]]:
    """The patient's rows by model, in an order in which they can be written."""
    mine = {"patient": patient}
    sessions = list(Session.objects.filter(**mine))
    theirs = {"appointment__patient": patient}
    return [
        (Person, [patient.person]), (Patient, [patient]), (Course, list(Course.objects.filter(**mine))),
        (Order, list(Order.objects.filter(**mine))), (LimitSet, list(LimitSet.objects.filter(course__patient=patient))),
        (Consent, list(Consent.objects.filter(**mine))), (Wishes, list(Wishes.objects.filter(**mine))),
        (Enrolment, list(Enrolment.objects.filter(**mine))),
        (Appointment, list(Appointment.objects.filter(**mine))), (Session, sessions),
        (Entry, list(Entry.objects.filter(session__patient=patient))),
        (SupportPass, list(SupportPass.objects.filter(**mine))),
        (SupportPerson, list(SupportPerson.objects.filter(**theirs))),
        (Preparation, list(Preparation.objects.filter(**theirs))),
        (Topic, list(Topic.objects.filter(id__in=[session.pk for session in sessions]))),
    ]  # fmt: skip


def copies(patient: Patient, numbers: Iterable[int], rename: Rename, told: Callable[[int, int], None]) -> list[Ids]:
    """Write one copy for each number; what each old id became, copy by copy."""
    with scopes_disabled():
        rows, numbers = record_of(patient), list(numbers)
        made: list[Ids] = []
        for start in range(0, len(numbers), PATIENTS_AT_ONCE):
            made += _write(rows, numbers[start : start + PATIENTS_AT_ONCE], rename)
            told(len(made), len(numbers))
    return made


def _write(rows: list[tuple[type[Model], list[Any]]], numbers: list[int], rename: Rename) -> list[Ids]:
    fresh = [{row.pk: new_id() for _, found in rows for row in found} for _ in numbers]
    for model, found in rows:
        batch = []
        for number, ids in zip(numbers, fresh, strict=True):
            for row in found:
                copy = model(
                    **{f.attname: _moved(f, getattr(row, f.attname), ids) for f in model._meta.concrete_fields}
                )
                rename(copy, number)
                batch.append(copy)
        manager: Any = model._default_manager
        manager.bulk_create(batch, batch_size=500)
    return fresh


def _moved(field: Any, value: Any, ids: Ids) -> Any:
    if isinstance(value, UUID):
        return ids.get(value, value)
    if isinstance(field, JSONField):
        told = json.dumps(value)
        return json.loads(AN_ID.sub(lambda found: str(ids.get(UUID(found[0]), found[0])), told))
    return value
