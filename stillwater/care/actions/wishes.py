"""What a patient asks for: touch, voice, sound, never, words for the session screen."""

from datetime import datetime

from django.db import transaction

from stillwater.audit.actions import Subject, changed
from stillwater.care.models import Wishes
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Patient


def set_wishes(
    access: Access, patient: Patient, *, at: datetime, touch: str = "", voice: str = "", sound: str = "",
    never: list[str] | None = None, phrase: str = "",
) -> Wishes:  # fmt: skip
    """The newest counts; what was asked before stays in the record. Raises NotYours."""
    by = access.actor_for(patient)
    if by.kind not in ("patient", "staff"):
        raise NotYours
    with transaction.atomic():
        row = Wishes.objects.create(
            clinic_id=patient.clinic_id, patient=patient, touch=touch, voice=voice, sound=sound, never=never or [],
            phrase=phrase, set_at=at,
        )  # fmt: skip
        words = f"what {patient.name} asked for"
        subject = Subject("wishes", row.id, words, patient.clinic_id, patient.id, patient.person_id)
        changed("changed", subject, by=by, at=at)
    return row
