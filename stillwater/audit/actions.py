"""Write to the log. Every other room's actions call `changed`; every view that shows a record calls `read`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from stillwater.audit.models import Chain, Event, EventPatient
from stillwater.audit.rules import SENTENCES, START, link, quarter_of
from stillwater.kit.actor import Actor
from stillwater.kit.ids import new_id
from stillwater.kit.keys import chain_key

INSTALLATION = UUID(int=0)


@dataclass(frozen=True)
class Subject:
    """What an event is about: a kind, an id, the words for it, and the patient or person whose record it is."""

    kind: str
    id: UUID
    label: str
    clinic_id: UUID = INSTALLATION
    patient_id: UUID | None = None
    person_id: UUID | None = None


def changed(verb: str, subject: Subject, *, by: Actor, at: datetime, details: dict[str, Any] | None = None) -> Event:
    """Append one event to the clinic's chain, inside the caller's transaction."""
    return _append(verb, subject, by=by, at=at, details=details or {}, quarter=None)


def read(
    subject: Subject, *, by: Actor, at: datetime, verb: str = "read", details: dict[str, Any] | None = None
) -> None:
    """Note that somebody saw a record: once per person, record and quarter of an hour."""
    quarter = quarter_of(at)
    seen = {"scope_id": subject.clinic_id, "actor_id": by.id, "subject_kind": subject.kind, "subject_id": subject.id}
    if Event.objects.filter(**seen, verb=verb, quarter=quarter).exists():
        return
    with transaction.atomic():
        chain = _locked(subject.clinic_id)  # whoever comes second waits here, and then finds the first one's event
        if not Event.objects.filter(**seen, verb=verb, quarter=quarter).exists():
            _append(verb, subject, by=by, at=at, details=details or {}, quarter=quarter, chain=chain)


def listed(subject: Subject, patient_ids: Iterable[UUID], *, by: Actor, at: datetime) -> None:
    """Note that somebody saw a list: one event, found again by each patient whom it names. A list of nobody is no event.
    The subject's label names the list and never the others on it.
    """
    ids = sorted(set(patient_ids), key=str)
    if ids:
        named = uuid5(subject.id, " ".join(map(str, ids)))  # another list of people is another reading
        of_them = replace(subject, id=named)
        read(of_them, by=by, at=at, verb="listed", details={"patients": [str(each) for each in ids]})


def _locked(scope_id: UUID) -> Chain:
    Chain.objects.bulk_create([Chain(scope_id=scope_id)], ignore_conflicts=True)
    return Chain.objects.select_for_update().get(scope_id=scope_id)


def _append(
    verb: str, subject: Subject, *, by: Actor, at: datetime, details: dict[str, Any], quarter: datetime | None,
    chain: Chain | None = None,
) -> Event:  # fmt: skip
    if verb not in SENTENCES:
        raise ValueError(f"no sentence for the verb {verb!r}")
    with transaction.atomic():
        chain = chain or _locked(subject.clinic_id)
        event = Event(
            id=new_id(), scope_id=subject.clinic_id, number=chain.length + 1, at=at, actor_kind=by.kind,
            actor_id=by.id, actor_name=by.name, verb=verb, subject_kind=subject.kind, subject_id=subject.id,
            subject_label=subject.label[:300], patient_id=subject.patient_id, person_id=subject.person_id,
            details=details, quarter=quarter,
        )  # fmt: skip
        event.signature = link(chain_key(), bytes(chain.head) or START, event.facts())
        event.save(force_insert=True)
        named = [EventPatient(event=event, patient_id=UUID(each)) for each in details.get("patients", ())]
        EventPatient.objects.bulk_create(named)
        chain.length, chain.head = event.number, event.signature
        chain.save()
    return event
