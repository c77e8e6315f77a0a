"""Guides read aloud by members of a clinic: for its patients, and for whoever reads."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from stillwater.kit import files
from stillwater.people.access import Access, NotYours
from stillwater.people.keyring import key_of
from stillwater.people.rules import Act
from stillwater.soundscape.models import Narration, NarrationFile, Take
from stillwater.soundscape.queries import guide as guide_of
from stillwater.soundscape.rules.guides import Guide
from stillwater.soundscape.rules.narrating import script_of


def _live() -> QuerySet[Narration]:
    return Narration.objects.filter(removed_at__isnull=True).order_by("reader_name", "id")


def narrations_in(access: Access, clinic_id: UUID) -> QuerySet[Narration]:
    """Everybody's in a clinic of the asker's. Raises NotYours."""
    access.require(Act.SEE_VOICES, clinic_id)
    return _live().filter(clinic_id=clinic_id)


def own_narration(access: Access, clinic_id: UUID, guide: str) -> Narration | None:
    """The asker's own of a guide. Raises NotYours."""
    access.require(Act.VOICE_GUIDE, clinic_id)
    return _live().filter(clinic_id=clinic_id, reader=access.place_in(clinic_id), guide=guide).first()


def is_own(access: Access, narration: Narration) -> bool:
    """Whether the asker is the one who reads."""
    return any(place.id == narration.reader_id for place in access.places)


def narration_for(access: Access, narration_id: UUID) -> Narration:
    """One's own, or one of the clinic that is offered to its patients. Raises NotYours."""
    found = _live().filter(id=narration_id, clinic_id__in=access.clinics_where(Act.SEE_VOICES)).first()
    if found is None or not (
        found.offered_at or is_own(access, found) or access.may(Act.REMOVE_VOICE, found.clinic_id)
    ):
        raise NotYours
    return found


def takes_of(narration: Narration) -> dict[str, Take]:
    """The recorded lines by the key of their text."""
    return {take.line: take for take in Take.objects.filter(narration=narration)}


def take_for(access: Access, take_id: UUID) -> Take:
    """A line that the asker recorded; nobody else hears it by itself. Raises NotYours."""
    mine = Take.objects.filter(narration__removed_at__isnull=True, clinic_id__in=access.clinics_where(Act.VOICE_GUIDE))
    found = mine.filter(id=take_id).select_related("narration").first()
    if found is None or not is_own(access, found.narration):
        raise NotYours
    return found


def offered_to(access: Access) -> list[Narration]:
    """What the asker's clinics offer to their patients and still fits its script."""
    clinics = [record.clinic_id for record in access.records]
    found = _live().filter(clinic_id__in=clinics, offered_at__isnull=False)
    return [narration for narration in found if fits(narration, guide_of(narration.guide))]


def offered_for(access: Access, narration_id: UUID, guide: str) -> Narration:
    """One of these. Raises NotYours."""
    for narration in offered_to(access):
        if narration.id == narration_id and narration.guide == guide:
            return narration
    raise NotYours


def fits(narration: Narration, guide: Guide | None) -> bool:
    """Whether what was read is still what the guide says."""
    return guide is not None and narration.made_script == script_of(guide)


def file_of_narration(narration: Narration, eyes: str, kind: str) -> NarrationFile:
    """Raises NotYours while there is none."""
    found = NarrationFile.objects.filter(narration=narration, eyes=eyes, kind=kind).first()
    if found is None:
        raise NotYours
    return found


def piece_of(narration_id: UUID, file_id: UUID, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The bytes of a take or of a whole, from start up to end. Raises Unreadable, FileNotFoundError."""
    return files.read(file_id, key_of(narration_id), start=start, end=end)
