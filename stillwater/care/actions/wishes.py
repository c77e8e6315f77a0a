"""What a patient asks for: touch, voice, sound, never, guides that speak in it, words for the session screen."""

from datetime import datetime

from django.db import transaction

from stillwater.audit.actions import Subject, changed
from stillwater.care.models import Wishes
from stillwater.care.queries import wishes_of
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Patient
from stillwater.people.rules import Act


def set_wishes(
    access: Access, patient: Patient, *, at: datetime, touch: str | None = None, voice: str | None = None,
    sound: str | None = None, never: list[str] | None = None, phrase: str | None = None,
    tastes: dict[str, int] | None = None, guides: dict[str, str] | None = None,
) -> Wishes:  # fmt: skip
    """The newest counts; what was asked before stays in the record. What is None stays as it was: somebody who changes
    their phrase has not taken back what is never to be played (S14). By the patient, or a carer with them.

    Raises NotYours.
    """
    by = access.actor_for(patient)
    if by.kind == "staff":
        access.require(Act.RECORD_SESSION, patient.clinic_id)
    elif by.kind != "patient":
        raise NotYours
    with transaction.atomic():
        before = wishes_of(patient) or Wishes(never=[], tastes={}, guides={})
        row = Wishes.objects.create(
            clinic_id=patient.clinic_id, patient=patient, touch=before.touch if touch is None else touch,
            voice=before.voice if voice is None else voice, sound=before.sound if sound is None else sound,
            never=before.never if never is None else never, phrase=before.phrase if phrase is None else phrase,
            tastes=before.tastes if tastes is None else tastes, guides=before.guides if guides is None else guides,
            set_at=at,
        )  # fmt: skip
        words = f"what {patient.name} asked for"
        subject = Subject("wishes", row.id, words, patient.clinic_id, patient.id, patient.person_id)
        changed("changed", subject, by=by, at=at)
    return row
