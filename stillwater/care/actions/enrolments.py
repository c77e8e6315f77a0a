"""A site's or a patient's place in the safety programme of a medicine, as a member states it (S4)."""

from datetime import datetime

from django.db import transaction

from stillwater.audit.actions import Subject, changed
from stillwater.care.models import Enrolment
from stillwater.people.access import Access
from stillwater.people.models import Patient, Site
from stillwater.people.rules import Act


def enrol(
    access: Access, *, programme: str, number: str, at: datetime, site: Site | None = None,
    patient: Patient | None = None,
) -> Enrolment:  # fmt: skip
    """A member states a site's or a patient's place in a safety programme (S4). Raises NotYours."""
    whose = site or patient
    if whose is None:
        raise ValueError("an enrolment is of a site or of a patient")
    access.require(Act.ORDER, whose.clinic_id)
    by = access.actor_in(whose.clinic_id)
    with transaction.atomic():
        row = Enrolment.objects.create(
            clinic_id=whose.clinic_id, programme=programme, number=number, site=site, patient=patient, stated_at=at,
            stated_by_name=by.name,
        )  # fmt: skip
        words = f"the place of {whose.name} in {programme}"
        subject = Subject("enrolment", row.id, words, whose.clinic_id, patient.id if patient else None)
        changed("created", subject, by=by, at=at)
    return row
