"""Places in the safety programme of a medicine (S4)."""

from stillwater.care.models import Enrolment
from stillwater.people.models import Patient, Site

ESKETAMINE = "esketamine_rems"


def enrolment_of(whose: Site | Patient, programme: str = ESKETAMINE) -> Enrolment | None:
    """The place of a site or a patient in the programme, while it lasts."""
    standing = Enrolment.objects.filter(programme=programme, ended_at__isnull=True, clinic_id=whose.clinic_id)
    mine = standing.filter(site_id=whose.id) if isinstance(whose, Site) else standing.filter(patient_id=whose.id)
    return mine.first()
