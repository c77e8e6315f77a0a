"""Adopt a protocol: its file is read strictly, and becomes a version that never changes."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from stillwater.audit.actions import changed
from stillwater.care.models import ProtocolVersion
from stillwater.care.queries import protocol_subject
from stillwater.care.rules.protocol import load
from stillwater.care.rules.words import words
from stillwater.kit.actor import Actor, ActorKind
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Clinic
from stillwater.people.rules import Act, ClinicKind


def adopt(access: Access, clinic_id: UUID, *, text: str, at: datetime) -> ProtocolVersion:
    """The next version of a clinic's protocol; the same text again is the same version. Raises NotYours, ProtocolErrors."""
    by = _adopter(access, clinic_id)
    protocol, digest = load(text), hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic():
        Clinic.objects.select_for_update().get(id=clinic_id)
        versions = ProtocolVersion.objects.filter(clinic_id=clinic_id, slug=protocol.key)
        if same := versions.filter(text_digest=digest, retired_at__isnull=True).first():
            return same
        newest = versions.aggregate(newest=Max("version"))["newest"] or 0
        row = ProtocolVersion.objects.create(
            clinic_id=clinic_id, slug=protocol.key, version=newest + 1, title=words(protocol.title),
            setting=protocol.setting, route=protocol.route, text=text, text_digest=digest, adopted_at=at,
            adopted_by_name=by.name,
        )  # fmt: skip
        versions.filter(retired_at__isnull=True).exclude(id=row.id).update(retired_at=at)
        changed("created", protocol_subject(row), by=by, at=at)
    return row


def _adopter(access: Access, clinic_id: UUID) -> Actor:
    if access.may(Act.SET_PROTOCOL, clinic_id):
        return access.actor_in(clinic_id)
    for record in access.records:
        if record.clinic_id == clinic_id and record.clinic.kind == ClinicKind.OWN and access.person:
            return Actor(ActorKind.PATIENT, access.person.id, access.person.name)
    raise NotYours
