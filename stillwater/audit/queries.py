"""Read the log: whole chains checked, and events in words for the people they concern."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext

from stillwater.audit.models import Chain, Event, EventPatient
from stillwater.audit.rules import DETAIL_WORDS, SENTENCES, START, link
from stillwater.kit.keys import chain_key


@dataclass(frozen=True)
class Told:
    """One event in words."""

    at: datetime
    words: str
    actor_name: str
    actor_kind: str
    verb: str


@dataclass(frozen=True)
class Broken:
    """Where a chain does not hold, and why."""

    scope_id: UUID
    number: int
    why: str


def words(event: Event) -> str:
    """ "Ada Osei read the session of 3 May"."""
    details: dict[str, Any] = {**event.details, "detail": _in_words(str(event.details.get("detail", "")))}
    return gettext(SENTENCES[event.verb]).format(who=event.actor_name, what=event.subject_label, **details)


def _in_words(detail: str) -> str:
    """ "look_in, effect (2)" as "a look-in, an effect (2)"; what is no code stands as it is."""
    parts = (each.partition(" ") for each in detail.split(", "))
    return ", ".join(
        f"{gettext(DETAIL_WORDS[code]) if code in DETAIL_WORDS else code}{gap}{rest}" for code, gap, rest in parts
    )


def told(event: Event) -> Told:
    """The event with its words."""
    return Told(event.at, words(event), event.actor_name, event.actor_kind, event.verb)


def about_person(person_id: UUID, patient_ids: list[UUID]) -> QuerySet[Event]:
    """Everything done with the records of one person, in every clinic; newest first."""
    return Event.objects.filter(Q(person_id=person_id) | about_patients(patient_ids)).order_by("-at", "-number")


def about_patients(patient_ids: Iterable[UUID]) -> Q:
    """Events about these records, and those of lists that name them."""
    ids = list(patient_ids)
    on_a_list = EventPatient.objects.filter(patient_id__in=ids).values("event_id")
    return Q(patient_id__in=ids) | Q(id__in=on_a_list)


def of_clinic(clinic_id: UUID) -> QuerySet[Event]:
    """Everything done in one clinic; newest first."""
    return Event.objects.filter(scope_id=clinic_id).order_by("-number")


def last_at() -> datetime | None:
    """When the newest event was."""
    newest: datetime | None = Event.objects.aggregate(newest=Max("at"))["newest"]
    return newest


def broken(scope_id: UUID | None = None) -> Broken | None:
    """The first place where a chain does not hold, or None. Walks every event of the chain, or of all chains."""
    chains = Chain.objects.order_by("scope_id")
    for chain in chains.filter(scope_id=scope_id) if scope_id else chains:
        previous, number = START, 0
        for event in Event.objects.filter(scope_id=chain.scope_id).order_by("number").iterator():
            number += 1
            if event.number != number:
                return Broken(chain.scope_id, number, "an event is missing")
            previous = link(chain_key(), previous, event.facts())
            if previous != bytes(event.signature):
                return Broken(chain.scope_id, number, "an event was changed")
        if number != chain.length or (number and previous != bytes(chain.head)):
            return Broken(chain.scope_id, number, "the end of the chain was cut")
    return None
