"""What follows elsewhere in the house, and takes its time."""

from uuid import UUID

from django_scopes import scope
from django_tasks import task

from stillwater.kit import clock
from stillwater.treatment.actions.sounding import follow_music


@task
def plan_music_anew(clinic_id: str) -> None:
    """The sessions ahead for which a clinic's music was chosen, after something in it has changed."""
    with scope(clinic=[UUID(clinic_id)], person=[]):
        follow_music(UUID(clinic_id), at=clock.now())
