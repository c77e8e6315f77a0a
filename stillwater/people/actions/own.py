"""A space of one's own: opened by oneself, by invitation from the console, or at the first run (S2)."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django_scopes import scope, scopes_disabled

from stillwater.audit.actions import Subject, changed
from stillwater.kit.actor import Actor, ActorKind
from stillwater.kit.keys import digest
from stillwater.people.access import Access, NotYours
from stillwater.people.actions.clinics import OPERATOR, take_first_run
from stillwater.people.actions.patients import INVITATION_LASTS, AlreadyHere, Sent
from stillwater.people.models import Clinic, Invitation, Patient, Person, Site
from stillwater.people.rules import ClinicKind


def open_own_space(person: Person, *, at: datetime) -> Patient:
    """The space of somebody on their own: a clinic of kind *own* with that one patient and no members. A person has one;
    asked again, it is the same.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)  # of two touches the second finds the first one's space
        with scopes_disabled():
            known = Patient.objects.select_related("clinic").filter(person=person, clinic__kind=ClinicKind.OWN).first()
        if known is not None:
            return known
        clinic, patient = _space(
            name=person.name, email=person.email, zone=person.time_zone, person=person, called=person.called,
            language=person.language, at=at,
        )  # fmt: skip
        by = Actor(ActorKind.PATIENT, person.id, person.name)
        changed("created", Subject("clinic", clinic.id, "a space of their own", clinic.id, patient.id), by=by, at=at)
    return patient


def _space(
    *, name: str, email: str, zone: str, at: datetime, person: Person | None = None, called: str = "",
    language: str = "en",
) -> tuple[Clinic, Patient]:  # fmt: skip
    clinic = Clinic.objects.create(name=name, kind=ClinicKind.OWN, opened_at=at)
    with scope(clinic=[clinic.id]):
        Site.objects.create(clinic=clinic, name="Home", time_zone=zone)
        patient = Patient.objects.create(
            clinic=clinic, person=person, record_number="1", name=name, called=called, email=email, time_zone=zone,
            language=language, added_at=at,
        )  # fmt: skip
    return clinic, patient


def begin_for_oneself(code: str, *, name: str, email: str, password: str, time_zone: str, at: datetime) -> Person:
    """The first account of an installation, for somebody without a clinic. Raises FirstRunOver."""
    with transaction.atomic():
        take_first_run(code, at=at)
        person = Person.objects.create_user(email, password, name=name, time_zone=time_zone, joined_at=at)
        open_own_space(person, at=at)
    return person


def invite_own(*, email: str, name: str, at: datetime) -> Sent:
    """A way to an account and a space of one's own, by whoever runs the server. An earlier link to it stops working.

    Raises AlreadyHere when somebody with this address has a space already.
    """
    email, secret = email.lower(), secrets.token_urlsafe(24)
    with transaction.atomic(), scopes_disabled():
        mine = Patient.objects.select_related("clinic").filter(clinic__kind=ClinicKind.OWN)
        if mine.filter(person__email=email).exists():
            raise AlreadyHere
        patient = mine.filter(email=email, person=None).first() or _space(name=name, email=email, zone="UTC", at=at)[1]
        before = Invitation.objects.filter(patient=patient, accepted_at=None, revoked_at=None)
        before.update(revoked_at=at)
        invitation = Invitation.objects.create(
            clinic_id=patient.clinic_id, patient=patient, shown_name=name, email=email, secret_digest=digest(secret),
            invited_at=at, invited_by_name=OPERATOR.name, expires_at=at + INVITATION_LASTS,
        )  # fmt: skip
        about = Subject("invitation", invitation.id, f"{name} to an account", patient.clinic_id, patient.id)
        changed("invited", about, by=OPERATOR, at=at)
    return Sent(invitation, f"{settings.STILLWATER_URL}/invitation/{secret}/")


def set_own_after_hours(access: Access, patient: Patient, *, name: str, number: str, at: datetime) -> Clinic:
    """The number to call after hours, in the space of somebody on their own. Raises NotYours."""
    if patient.id not in access.patient_ids or patient.clinic.kind != ClinicKind.OWN:
        raise NotYours
    new = {"after_hours_name": name, "after_hours_number": number}
    with transaction.atomic():
        clinic = Clinic.objects.select_for_update().get(id=patient.clinic_id)
        before = {field: getattr(clinic, field) for field in new if getattr(clinic, field) != new[field]}
        if before:
            for field in before:
                setattr(clinic, field, new[field])
            clinic.save(update_fields=list(before))
            details = {"before": before, "after": {field: new[field] for field in before}}
            label = "the number for after hours"
            subject = Subject("clinic", clinic.id, label, clinic.id, patient.id, patient.person_id)
            changed("changed", subject, by=access.actor_for(patient), at=at, details=details)
    return clinic
