"""Patients of a clinic, and the invitations by which patients and colleagues come in."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django_scopes import scope

from stillwater.audit.actions import Subject, changed
from stillwater.kit.actor import Actor, ActorKind
from stillwater.kit.ids import new_id
from stillwater.kit.keys import digest
from stillwater.notify.actions import queue
from stillwater.people.access import Access
from stillwater.people.actions.clinics import NoRole
from stillwater.people.models import Clinic, Invitation, Member, Patient, Person, Site
from stillwater.people.rules import Act, ClinicKind, Role

INVITATION_LASTS = timedelta(days=14)


class NumberTaken(Exception):
    """Another patient of this clinic has this record number."""


class InvitationOver(Exception):
    """The invitation was accepted, taken back, or is too old."""


class AddressInUse(Exception):
    """Somebody has an account with this address: they sign in first, then open the link."""


class AlreadyHere(Exception):
    """This person is a patient or a member of this clinic already."""


class AnotherAddress(Exception):
    """The invitation is for another address than that of the account that would accept it."""


@dataclass(frozen=True)
class Sent:
    """An invitation with its link, which is shown once and kept nowhere."""

    invitation: Invitation
    link: str


def patient_subject(patient: Patient, label: str = "") -> Subject:
    words = label or f"the record of {patient.name}"
    return Subject("patient", patient.id, words, patient.clinic_id, patient.id, patient.person_id)


def add_patient(
    access: Access, clinic_id: UUID, *, name: str, record_number: str, at: datetime, called: str = "",
    pronouns: str = "", sex_for_forms: str = "", born_date: date | None = None, email: str = "", phone: str = "",
    allergies: str = "", medicines: str = "", time_zone: str = "UTC",
) -> Patient:  # fmt: skip
    """A new patient. Raises NotYours, NumberTaken."""
    access.require(Act.ADD_PATIENT, clinic_id)
    try:
        with transaction.atomic():
            patient = Patient.objects.create(
                clinic_id=clinic_id, name=name, record_number=record_number, called=called, pronouns=pronouns,
                sex_for_forms=sex_for_forms, born_date=born_date, email=email.lower(), phone=phone,
                allergies=allergies, medicines=medicines, time_zone=time_zone, added_at=at,
            )  # fmt: skip
            changed("created", patient_subject(patient), by=access.actor_in(clinic_id), at=at)
    except IntegrityError as why:
        raise NumberTaken from why
    return patient


def set_patient(access: Access, patient: Patient, *, at: datetime, **facts: object) -> Patient:
    """Change what is known of a patient; the log keeps what it said before. Raises NotYours, NumberTaken."""
    access.require(Act.ADD_PATIENT, patient.clinic_id)
    if "email" in facts:
        facts["email"] = str(facts["email"]).lower()
    before = {name: str(getattr(patient, name)) for name, new in facts.items() if getattr(patient, name) != new}
    if not before:
        return patient
    for name in before:
        setattr(patient, name, facts[name])
    try:
        with transaction.atomic():
            patient.save(update_fields=list(before))
            details = {"before": before, "after": {name: str(facts[name]) for name in before}}
            by = access.actor_in(patient.clinic_id)
            changed("changed", patient_subject(patient), by=by, at=at, details=details)
    except IntegrityError as why:
        raise NumberTaken from why
    return patient


def invite_member(
    access: Access, clinic_id: UUID, *, email: str, shown_name: str, roles: list[Role], at: datetime
) -> Sent:
    """Ask somebody to join the team. Raises NotYours, NoRole, AlreadyHere."""
    access.require(Act.MANAGE_TEAM, clinic_id)
    if not roles:
        raise NoRole
    if Member.objects.filter(clinic_id=clinic_id, left_at__isnull=True, person__email=email.lower()).exists():
        raise AlreadyHere
    return _invite(access, clinic_id, email=email, shown_name=shown_name, roles=roles, patient=None, at=at)


def invite_patient(access: Access, patient: Patient, *, email: str, at: datetime) -> Sent:
    """Offer a patient an account of their own. Raises NotYours, AlreadyHere."""
    access.require(Act.INVITE_PATIENT, patient.clinic_id)
    if patient.person_id:
        raise AlreadyHere
    return _invite(access, patient.clinic_id, email=email, shown_name=patient.name, roles=[], patient=patient, at=at)


def _invite(
    access: Access, clinic_id: UUID, *, email: str, shown_name: str, roles: list[Role], patient: Patient | None,
    at: datetime,
) -> Sent:  # fmt: skip
    secret, by = secrets.token_urlsafe(24), access.actor_in(clinic_id)
    link = f"{settings.STILLWATER_URL}/invitation/{secret}/"
    with transaction.atomic():
        # Whoever is invited again gets a new link; the one that was lost, or went astray, stops working.
        same = Invitation.objects.filter(clinic_id=clinic_id, patient=patient, accepted_at=None, revoked_at=None)
        same.filter(**({} if patient else {"email": email.lower()})).update(revoked_at=at)
        invitation = Invitation.objects.create(
            clinic_id=clinic_id, patient=patient, roles=[str(r) for r in roles], shown_name=shown_name,
            email=email.lower(), secret_digest=digest(secret), invited_at=at, invited_by_name=by.name,
            expires_at=at + INVITATION_LASTS,
        )  # fmt: skip
        label = f"{shown_name} to the team" if patient is None else f"{shown_name} to an account"
        patient_id = patient.id if patient else None
        changed("invited", Subject("invitation", invitation.id, label, clinic_id, patient_id), by=by, at=at)
        queue(  # no clinic's name: it may say what somebody is treated for, on a locked screen (S22)
            about=f"invitation:{invitation.id}", to_address=email, recipient_name=shown_name, due_at=at,
            subject="An invitation to open an account",
            text=f"{by.name} invites you to open an account.\n\n{link}\n\nThe link works once, until "
            f"{invitation.expires_at:%d %B %Y}. If you did not expect it, you can ignore it.\n",
        )  # fmt: skip
    return Sent(invitation, link)


def revoke_invitation(access: Access, invitation: Invitation, *, at: datetime) -> None:
    """Take an invitation back. Raises NotYours, InvitationOver."""
    access.require(Act.INVITE_PATIENT if invitation.patient_id else Act.MANAGE_TEAM, invitation.clinic_id)
    with transaction.atomic():
        if not _still_open(invitation).update(revoked_at=at):
            raise InvitationOver
        subject = Subject(
            "invitation", invitation.id, f"the invitation of {invitation.shown_name}", invitation.clinic_id
        )
        changed("revoked", subject, by=access.actor_in(invitation.clinic_id), at=at)


def accept_as_new(invitation: Invitation, *, name: str, password: str, time_zone: str, at: datetime) -> Person:
    """Open an account by invitation. Raises InvitationOver, AddressInUse."""
    with transaction.atomic():
        _take(invitation, at)
        if Person.objects.filter(email=invitation.email).exists():
            raise AddressInUse
        try:
            with transaction.atomic():
                person = Person.objects.create_user(
                    invitation.email, password, name=name, time_zone=time_zone, joined_at=at
                )
        except IntegrityError as why:  # somebody took the address in this same moment
            raise AddressInUse from why
        _join(invitation, person, at)
    return person


def accept_as(invitation: Invitation, person: Person, *, at: datetime) -> None:
    """Accept with an account that one has. Raises AnotherAddress, InvitationOver, AlreadyHere."""
    if person.email != invitation.email:  # a nurse who opens a patient's link must not become that patient
        raise AnotherAddress
    with transaction.atomic():
        _take(invitation, at)
        _join(invitation, person, at)


def _still_open(invitation: Invitation) -> QuerySet[Invitation]:
    return Invitation.objects.filter(id=invitation.id, accepted_at__isnull=True, revoked_at__isnull=True)


def _take(invitation: Invitation, at: datetime) -> None:
    with scope(clinic=[invitation.clinic_id]):
        if not _still_open(invitation).filter(expires_at__gt=at).update(accepted_at=at):
            raise InvitationOver


def _join(invitation: Invitation, person: Person, at: datetime) -> None:
    clinic_id = invitation.clinic_id
    with scope(clinic=[clinic_id]):
        Invitation.objects.filter(id=invitation.id).update(accepted_by=person)
        try:
            with transaction.atomic():
                if invitation.patient_id:
                    if not Patient.objects.filter(id=invitation.patient_id, person=None).update(person=person):
                        raise AlreadyHere
                    _move_in(invitation, person)
                else:
                    Member.objects.create(
                        id=new_id(), clinic_id=clinic_id, person=person, shown_name=invitation.shown_name,
                        roles=invitation.roles, joined_at=at,
                    )  # fmt: skip
        except IntegrityError as why:
            raise AlreadyHere from why
    kind = ActorKind.PATIENT if invitation.patient_id else ActorKind.STAFF
    subject = Subject("invitation", invitation.id, "an invitation", clinic_id, invitation.patient_id, person.id)
    changed("accepted", subject, by=Actor(kind, person.id, person.name), at=at)


def _move_in(invitation: Invitation, person: Person) -> None:
    """A space of one's own takes the name and the clock of whoever it is for; a clinic keeps its own record as it is."""
    if not Clinic.objects.filter(id=invitation.clinic_id, kind=ClinicKind.OWN).update(name=person.name):
        return
    Patient.objects.filter(clinic_id=invitation.clinic_id).update(
        name=person.name, called=person.called, time_zone=person.time_zone, language=person.language
    )
    Site.objects.filter(clinic_id=invitation.clinic_id).update(time_zone=person.time_zone)
