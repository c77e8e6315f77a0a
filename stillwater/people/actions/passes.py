"""Support passes: issue, preview, open, agree, take back."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django_scopes import scope

from stillwater.audit.actions import Subject, changed
from stillwater.kit.actor import Actor, ActorKind
from stillwater.kit.keys import digest
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Patient, SupportPass
from stillwater.people.rules import Act


class PassOver(Exception):
    """The pass has expired or was taken back."""


@dataclass(frozen=True)
class Issued:
    """A pass with its link, which is shown once and kept nowhere."""

    support_pass: SupportPass
    link: str


def pass_subject(support_pass: SupportPass) -> Subject:
    words = f"the pass of {support_pass.name}"
    return Subject("pass", support_pass.id, words, support_pass.clinic_id, support_pass.patient_id)


def _giver(access: Access, patient: Patient) -> Actor:
    """Whoever may give and take back passes to this patient's sessions: the patient, or staff who may. Raises NotYours."""
    if patient.id not in access.patient_ids:
        access.require(Act.ISSUE_PASS, patient.clinic_id)  # a sitter's pass, too, opens no way to further passes
    return access.actor_for(patient)


def issue(
    access: Access, patient: Patient, *, name: str, tasks: list[str], expires_at: datetime, at: datetime,
    session_id: UUID | None = None, course_id: UUID | None = None, relation: str = "", phone: str = "",
    called: str = "",
) -> Issued:  # fmt: skip
    """A pass to one session or course of one patient, by the patient or their clinic. Raises NotYours."""
    by = _giver(access, patient)
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        support_pass = SupportPass.objects.create(
            clinic_id=patient.clinic_id, patient=patient, session_id=session_id, course_id=course_id, name=name,
            called=called, relation=relation, phone=phone, tasks=tasks, secret_digest=digest(secret), issued_at=at,
            issued_by_id=by.id, issued_by_name=by.name, expires_at=expires_at,
        )  # fmt: skip
        changed("created", pass_subject(support_pass), by=by, at=at)
    return Issued(support_pass, f"{settings.STILLWATER_URL}/with/{secret}/")


def new_link(access: Access, support_pass: SupportPass, *, at: datetime) -> Issued:
    """A fresh link for a pass whose link was lost; the old link stops working. Raises NotYours, PassOver."""
    by = _giver(access, support_pass.patient)
    if not support_pass.is_live(at):
        raise PassOver
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        support_pass.secret_digest = digest(secret)
        support_pass.save(update_fields=["secret_digest"])
        changed("changed", pass_subject(support_pass), by=by, at=at, details={"detail": "a new link"})
    return Issued(support_pass, f"{settings.STILLWATER_URL}/with/{secret}/")


def note_preview(access: Access, support_pass: SupportPass, *, at: datetime) -> None:
    """The patient has seen exactly what this pass shows (S23). Raises NotYours."""
    if support_pass.patient_id not in access.patient_ids:
        raise NotYours
    if support_pass.previewed_at is None:
        support_pass.previewed_at = at
        support_pass.save(update_fields=["previewed_at"])


def open_pass(support_pass: SupportPass, *, at: datetime) -> None:
    """Somebody came by the link. Raises PassOver."""
    if not support_pass.is_live(at):
        raise PassOver
    if support_pass.opened_at is None:
        with transaction.atomic(), scope(clinic=[support_pass.clinic_id]):
            support_pass.opened_at = at
            support_pass.save(update_fields=["opened_at"])
            changed("opened", pass_subject(support_pass), by=sitter_actor(support_pass), at=at)


def agree(access: Access, *, at: datetime) -> SupportPass:
    """The sitter's own word: an adult, sober, there throughout. Raises PassOver."""
    support_pass = access.support_pass
    if support_pass is None or not support_pass.is_live(at):
        raise PassOver
    if support_pass.agreed_at is not None:
        return support_pass
    with transaction.atomic():
        support_pass.agreed_at = at
        support_pass.save(update_fields=["agreed_at"])
        by, details = sitter_actor(support_pass), {"detail": "adult, sober, there throughout"}
        changed("changed", pass_subject(support_pass), by=by, at=at, details=details)
    return support_pass


def revoke(access: Access, support_pass: SupportPass, *, at: datetime) -> None:
    """Take a pass back, quietly. Raises NotYours."""
    by = _giver(access, support_pass.patient)
    if support_pass.revoked_at is not None:
        return
    with transaction.atomic():
        support_pass.revoked_at = at
        support_pass.save(update_fields=["revoked_at"])
        changed("revoked", pass_subject(support_pass), by=by, at=at)


def close_all(patient: Patient, *, by: Actor, at: datetime) -> list[UUID]:
    """Take back every pass to this patient's sessions; whose right to it is settled by what happened (S17)."""
    closed = []
    with transaction.atomic():
        for each in SupportPass.objects.filter(patient=patient, revoked_at__isnull=True, expires_at__gt=at):
            SupportPass.objects.filter(id=each.id).update(revoked_at=at)
            changed("revoked", pass_subject(each), by=by, at=at)
            closed.append(each.id)
    return closed


def shift_end(session_id: UUID, by_how_much: timedelta, *, by: Actor, at: datetime) -> None:
    """The session has another time: live passes to it end as much later or earlier."""
    with transaction.atomic():
        for each in SupportPass.objects.filter(session_id=session_id, revoked_at__isnull=True, expires_at__gt=at):
            each.expires_at += by_how_much
            each.save(update_fields=["expires_at"])
            changed("changed", pass_subject(each), by=by, at=at, details={"detail": "its end, with the session"})


def sitter_actor(support_pass: SupportPass) -> Actor:
    return Actor(ActorKind.SITTER, support_pass.id, support_pass.name)
