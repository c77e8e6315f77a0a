"""Protocols: the files that ship, and the versions that a clinic has adopted."""

from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from stillwater.audit.actions import Subject
from stillwater.care.models import ProtocolVersion
from stillwater.care.rules.protocol import Protocol, load
from stillwater.care.rules.words import words
from stillwater.people.access import Access, NotYours
from stillwater.people.rules import Act, ClinicKind

_SHIPPED = Path(__file__).parent.parent / "protocols"


def protocol_subject(row: ProtocolVersion) -> Subject:
    return Subject("protocol", row.id, f"the protocol “{row}”", row.clinic_id)


@lru_cache(maxsize=256)
def _loaded(text: str) -> Protocol:
    return load(text)


def protocol_of(row: ProtocolVersion) -> Protocol:
    """The protocol that a version holds. It was read when it was adopted; reading it again gives the same."""
    return _loaded(row.text)


def _within(access: Access) -> Q:
    """Protocols of clinics whose staff the asker is, and of a space of their own."""
    own = [record.clinic_id for record in access.records if record.clinic.kind == ClinicKind.OWN]
    return Q(clinic_id__in=access.clinics_where(Act.SEE_PROTOCOLS)) | Q(clinic_id__in=own)


def protocols_for(access: Access, clinic_id: UUID) -> QuerySet[ProtocolVersion]:
    """Every version of a clinic's protocols, newest first under each title."""
    return ProtocolVersion.objects.filter(_within(access), clinic_id=clinic_id).order_by("title", "slug", "-version")


def protocol_for(access: Access, protocol_id: UUID) -> ProtocolVersion:
    """One version. Raises NotYours."""
    found = ProtocolVersion.objects.select_related("clinic").filter(_within(access), id=protocol_id).first()
    if found is None:
        raise NotYours
    return found


def shipped_protocols() -> list[tuple[str, str, str]]:
    """(slug, title, text) of each protocol that ships, to adopt as it is or to change first."""
    found = []
    for path in sorted(_SHIPPED.glob("*.yaml")):
        text = path.read_text()
        found.append((path.stem, _title(text), text))
    return found


@lru_cache(maxsize=32)
def _shipped_title(text: str) -> dict[str, str]:
    return dict(load(text).title)


def _title(text: str) -> str:
    return words(_shipped_title(text), get_language() or "en")
