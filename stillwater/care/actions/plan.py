"""The plan of one appointment: things done, who drives, who sits."""

from datetime import datetime

from django.db import transaction

from stillwater.audit.actions import changed
from stillwater.care.models import Appointment, Preparation, SupportPerson
from stillwater.care.queries import appointment_subject, plan_of, support_of
from stillwater.care.rules.plan import STAFF_TICK
from stillwater.kit.actor import Actor
from stillwater.people.access import Access, NotYours
from stillwater.people.actions.passes import agree, revoke
from stillwater.people.models import SupportPass
from stillwater.people.rules import Act


class NotOnPlan(NotYours):
    """Nothing of that name is ticked on this plan, or not by whoever asks: to them it is not there."""


def _keeper(access: Access, appointment: Appointment) -> Actor:
    """The patient, or a member who plans. Raises NotYours."""
    if appointment.patient_id not in access.patient_ids:
        access.require(Act.PLAN_SESSION, appointment.clinic_id)
        return access.actor_in(appointment.clinic_id)
    return access.actor_for(appointment.patient)


def tick(
    access: Access, appointment: Appointment, *, key: str, done: bool, at: datetime, note: str = ""
) -> Preparation:
    """One thing of the plan is done, or not after all. What rests on an answer or a confirmation is not ticked, and
    what the team has to see to is ticked by a clinician. Raises NotYours, NotOnPlan.
    """
    by = _keeper(access, appointment)
    item = plan_of(appointment, at).item(key)
    if item is None or not item.tickable:
        raise NotOnPlan
    if key in STAFF_TICK and not item.mine and not access.may(Act.KEEP_CONSENT, appointment.clinic_id):
        raise NotOnPlan
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
    """Who "sits" or "drives"; whoever was named before is removed, quietly, and their pass ends. Raises NotYours."""
    by = _keeper(access, appointment)
    _check_pass(appointment, support_pass)
    with transaction.atomic():
        before = SupportPerson.objects.filter(appointment=appointment, task=task, removed_at__isnull=True)
        for earlier in before.select_for_update():
            _remove(access, earlier, keep=support_pass, at=at)
        row = SupportPerson.objects.create(
            clinic_id=appointment.clinic_id, appointment=appointment, support_pass=support_pass, task=task, name=name,
            called=called, phone=phone, named_at=at,
        )  # fmt: skip
        _take_word(row)
        changed("changed", appointment_subject(appointment), by=by, at=at, details={"detail": f"who {task}"})
    return row


def give_pass(access: Access, person: SupportPerson, *, support_pass: SupportPass, at: datetime) -> SupportPerson:
    """The pass by which this person comes in. Raises NotYours."""
    _keeper(access, person.appointment)
    _check_pass(person.appointment, support_pass)
    person.support_pass = support_pass
    person.save(update_fields=["support_pass"])
    _take_word(person)
    return person


def _take_word(person: SupportPerson) -> None:
    """Whoever gave their word on their pass to this session before they were named has confirmed it."""
    held = person.support_pass
    if held is None or not held.agreed_at or held.revoked_at or held.session_id != person.appointment_id:
        return
    if person.confirmed_at is None:
        person.confirmed_at, person.confirmed_by_name = held.agreed_at, held.name
        person.save(update_fields=["confirmed_at", "confirmed_by_name"])


def count_on(access: Access, appointment: Appointment, *, at: datetime) -> None:
    """The promises of somebody who comes by a pass: an adult, sober, there throughout. Whoever is named to come with that
    pass has then confirmed it too. Raises PassOver.
    """
    with transaction.atomic():
        held = agree(access, at=at)
        for person in support_of(appointment).values():
            if person.support_pass_id == held.id:
                confirm_support(access, person, at=at)


def confirm_support(access: Access, person: SupportPerson, *, at: datetime) -> SupportPerson:
    """They said yes: to the patient, to a member, or by their own pass. Raises NotYours."""
    held = access.support_pass
    if person.removed_at is not None:
        raise NotYours
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


def remove_support(access: Access, person: SupportPerson, *, at: datetime) -> None:
    """Removed, quietly: their pass ends, nobody is told, no reason is asked (S23). Raises NotYours."""
    by = _keeper(access, person.appointment)
    with transaction.atomic():
        standing = SupportPerson.objects.select_for_update().filter(id=person.id, removed_at__isnull=True).first()
        if standing is None:
            return
        _remove(access, standing, at=at)
        details = {"detail": "somebody was removed"}
        changed("changed", appointment_subject(person.appointment), by=by, at=at, details=details)
    person.removed_at = at


def _remove(access: Access, person: SupportPerson, *, at: datetime, keep: SupportPass | None = None) -> None:
    """Whoever no longer comes no longer sees anything either."""
    person.removed_at = at
    person.save(update_fields=["removed_at"])
    held = person.support_pass
    if held is not None and held.revoked_at is None and (keep is None or held.id != keep.id):
        revoke(access, held, at=at)


def _check_pass(appointment: Appointment, support_pass: SupportPass | None) -> None:
    """A pass opens this patient's session or course, and no other's. Raises NotYours."""
    if support_pass is None:
        return
    opens = support_pass.session_id == appointment.id or support_pass.course_id == appointment.course_id
    if support_pass.patient_id != appointment.patient_id or not opens:
        raise NotYours
