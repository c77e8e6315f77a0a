"""What stands in the way of every session of a patient: a death, a serious event that nobody has looked into (S17)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from stillwater.care.queries import facts_unmet
from stillwater.kit.clock import from_iso
from stillwater.treatment.models import Session


def held_sessions() -> QuerySet[Session]:
    """Sessions in which a death, or a serious event that nobody has looked into, is recorded."""
    return Session.objects.filter(frozen__in=("serious_event", "death")).only("state", "patient_id")


def standing_serious(patient_ids: Iterable[UUID]) -> dict[str, Any] | None:
    """The death, else the newest serious event not yet looked into, in any session of these patients (S17)."""
    return _gravest(held_sessions().filter(patient_id__in=list(patient_ids)))


def _gravest(held: Iterable[Session]) -> dict[str, Any] | None:
    found = [session.state["frozen"] for session in held]
    return max(found, key=lambda one: (one["what"] == "death", one["at"]), default=None)


def facts_now(session: Session, at: datetime) -> dict[str, str]:
    """What is unmet outside this session: what care knows, and what was recorded in other sessions of the patient."""
    facts, listed = facts_unmet(session.appointment, at), getattr(session.patient, "held", None)  # read with the list
    held = standing_serious([session.patient_id]) if listed is None else _gravest(listed)
    if held is None:
        return facts
    day = from_iso(held["at"]).astimezone(session.appointment.zone)
    says = {"day": f"{day.day} {day:%B %Y}", "who": held["by"]}
    if held["what"] == "death":
        return {**facts, "serious": gettext("A death: recorded for %(day)s by %(who)s.") % says}
    words = gettext("A serious event of %(day)s, recorded by %(who)s: no prescriber has recorded that care may go on.")
    return {**facts, "serious": words % says}
