"""The plan of one appointment: things done, who drives, who sits."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from stillwater.audit.actions import changed
from stillwater.care.models import Appointment, Preparation, SupportPerson
from stillwater.care.queries import appointment_subject
from stillwater.kit.actor import Actor
from stillwater.people.access import Access
from stillwater.people.models import SupportPass
from stillwater.people.rules import Act


def _keeper(access: Access, appointment: Appointment) -> Actor:
    """The patient, or a member who plans. Raises NotYours."""
    if appointment.patient_id not in access.patient_ids:
        access.require(Act.PLAN_SESSION, appointment.clinic_id)
        return access.actor_in(appointment.clinic_id)
    return access.actor_for(appointment.patient)


def tick(
    access: Access, appointment: Appointment, *, key: str, done: bool, at: datetime, note: str = ""
) -> Preparation:
    """One thing of the plan is done, or not after all. Raises NotYours."""
    by = _keeper(access, appointment)
    with transaction.atomic():
        row, _ = Preparation.objects.update_or_create(
            appointment=appointment, key=key,
            defaults={"clinic_id": appointment.clinic_id, "done_at": at if done else None, "by_name": by.name,
                      "note": note[:300]},
        )  # fmt: skip
        details = {"detail": key, "done": done}
        changed("changed", appointment_subject(appointment), by=by, at=at, details=details)
    return row


def name_support(
    access: Access, appointment: Appointment, *, task: str, name: str, at: datetime, phone: str = "", called: str = "",
    support_pass: SupportPass | None = None,
) -> SupportPerson:  # fmt: skip
    """Who "sits" or "drives"; whoever was named before is removed, quietly. Raises NotYours."""
    by = _keeper(access, appointment)
    with transaction.atomic():
        before = SupportPerson.objects.filter(appointment=appointment, task=task, removed_at__isnull=True)
        before.update(removed_at=at)
        row = SupportPerson.objects.create(
            clinic_id=appointment.clinic_id, appointment=appointment, support_pass=support_pass, task=task, name=name,
            called=called, phone=phone, named_at=at,
        )  # fmt: skip
        changed("changed", appointment_subject(appointment), by=by, at=at, details={"detail": f"who {task}"})
    return row


def give_pass(access: Access, person: SupportPerson, *, support_pass: SupportPass, at: datetime) -> SupportPerson:
    """The pass by which this person comes in. Raises NotYours."""
    _keeper(access, person.appointment)
    person.support_pass = support_pass
    person.save(update_fields=["support_pass"])
    return person


def confirm_support(access: Access, person: SupportPerson, *, at: datetime) -> SupportPerson:
    """They said yes: to the patient, to a member, or by their own pass. Raises NotYours."""
    held = access.support_pass
    if held is not None and held.id == person.support_pass_id:
        by = access.actor_for(person.appointment.patient)
    else:
        by = _keeper(access, person.appointment)
    with transaction.atomic():
        free = SupportPerson.objects.filter(id=person.id, confirmed_at__isnull=True)
        if free.update(confirmed_at=at, confirmed_by_name=by.name):
            details = {"detail": f"{person.name} confirmed"}
            changed("changed", appointment_subject(person.appointment), by=by, at=at, details=details)
    person.refresh_from_db()
    return person


def remove_support(access: Access, person: SupportPerson, *, at: datetime) -> UUID | None:
    """Removed, quietly: nobody is told (S23). Returns the id of their pass, for whoever takes that back too."""
    by = _keeper(access, person.appointment)
    with transaction.atomic():
        SupportPerson.objects.filter(id=person.id, removed_at__isnull=True).update(removed_at=at)
        details = {"detail": "somebody was removed"}
        changed("changed", appointment_subject(person.appointment), by=by, at=at, details=details)
    return person.support_pass_id
