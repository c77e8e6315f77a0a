"""Consents: each kind answered alone, each taken back at any time (S11)."""

from datetime import datetime

from django.db import transaction

from stillwater.audit.actions import changed
from stillwater.care.models import Consent
from stillwater.care.queries import consent_subject, consent_texts, route_of
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Patient
from stillwater.people.rules import Act


class NotNow(Exception):
    """A session is under way: nothing is agreed to, shared or signed until it is over (S11)."""


def answer(
    access: Access, patient: Patient, *, kind: str, given: bool, at: datetime, under_way: bool, answered_by: str = ""
) -> Consent:
    """The patient's own answer, or what they said to a member who writes it down. Raises NotYours, NotNow."""
    by = access.actor_for(patient)
    if by.kind == "staff":
        access.require(Act.KEEP_CONSENT, patient.clinic_id)
    elif by.kind != "patient":
        raise NotYours
    if given and under_way:
        raise NotNow
    text = consent_texts(route_of(patient))[kind]
    with transaction.atomic():
        consent = Consent.objects.create(
            clinic_id=patient.clinic_id, patient=patient, kind=kind, text_version=text.version,
            yes_given="yes" if given else "no", answered_at=at, answered_by_name=answered_by or patient.name,
            recorded_by_name=by.name,
        )  # fmt: skip
        changed("consented" if given else "changed", consent_subject(consent), by=by, at=at)
    return consent


def withdraw(access: Access, consent: Consent, *, at: datetime) -> Consent:
    """Taken back, at any time. Raises NotYours."""
    by = access.actor_for(consent.patient)
    if by.kind == "staff":
        access.require(Act.KEEP_CONSENT, consent.clinic_id)
    elif by.kind != "patient":
        raise NotYours
    with transaction.atomic():
        free = Consent.objects.filter(id=consent.id, withdrawn_at__isnull=True)
        if free.update(withdrawn_at=at, withdrawn_by_name=by.name):
            changed("withdrew", consent_subject(consent), by=by, at=at)
    consent.refresh_from_db()
    return consent
