"""The sound of a session: composed from its protocol's phases and the patient's wishes, rendered beforehand."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from stillwater.care.queries import wishes_of
from stillwater.soundscape.actions import ask_for
from stillwater.soundscape.rules import (
    SCENES,
    NothingLeft,
    Programme,
    compose,
    plain_phases,
    programme_for_protocol,
    taste_list,
)
from stillwater.soundscape.rules.dice import stable_seed
from stillwater.treatment.models import Session
from stillwater.treatment.queries import settings_of

USUAL_SCENE = "strings"
LEAST_MINUTES = 60
SOON = timedelta(days=2)  # before the sound of somebody whose session is next week
HURRIED_CLOSING_SECONDS = 12.0


def compose_for(session: Session) -> Programme | None:
    """The programme of a session, or None when the patient's never-list leaves nothing to play."""
    protocol, wishes = settings_of(session).protocol, wishes_of(session.patient)
    phases = [(phase.key, phase.start, phase.end, phase.intensity) for phase in protocol.phases]
    scene = wishes.sound if wishes and wishes.sound in SCENES else USUAL_SCENE
    never, seed = wishes.never if wishes else (), _seed(session.pk)
    tastes = taste_list(wishes.tastes) if wishes else ()
    try:
        if settings.SOUND_MINUTES:  # the demonstration in a hurry: the same scene, drawn together
            drawn = plain_phases(settings.SOUND_MINUTES * 60)
            return compose(
                phases=drawn, scene=scene, never=never, tastes=tastes, seed=seed, closing_seconds=HURRIED_CLOSING_SECONDS
            )  # fmt: skip
        return programme_for_protocol(
            phases, minutes=max(LEAST_MINUTES, protocol.arc_minutes), scene=scene, never=never, tastes=tastes, seed=seed
        )  # fmt: skip
    except NothingLeft:
        return None


def prepare_sound(session: Session, *, at: datetime) -> Session:
    """Have the session's sound rendered; asked again with other wishes, it is another sound."""
    programme = compose_for(session)
    session.sound_hash = programme.hash if programme else ""
    Session.objects.filter(pk=session.pk).update(sound_hash=session.sound_hash)
    if programme:
        ask_for(plan=programme, at=at, soon=session.appointment.starts_at - at < SOON)
    return session


def _seed(session_id: UUID) -> int:
    """Each session sounds a little different, and each time it is asked for the same."""
    return stable_seed("session", str(session_id))
