"""The sound of a session: composed from its protocol's phases and the patient's wishes, rendered beforehand."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from stillwater.care.models import Wishes
from stillwater.care.queries import wishes_of
from stillwater.soundscape.actions import ask_for
from stillwater.soundscape.rules import (
    SCENES,
    NothingLeft,
    Programme,
    Tastes,
    compose,
    plain_phases,
    programme_for_protocol,
    taste_list,
)
from stillwater.soundscape.rules.dice import stable_seed
from stillwater.treatment.models import Session
from stillwater.treatment.queries import settings_of

USUAL_SCENE = "strings"
CALMER = ("drone", "strings", "roof", "pink")  # the first that may sound and is not what was chosen: low, simple, near
CALMER_INTENSITY = 0.3
LEAST_MINUTES = 60
SOON = timedelta(days=2)  # before the sound of somebody whose session is next week
HURRIED_CLOSING_SECONDS = 12.0


def compose_for(session: Session) -> Programme | None:
    """The programme of a session, or None when the patient's never-list leaves nothing to play."""
    wishes = wishes_of(session.patient)
    return _composed(session, chosen_scene(wishes), wishes, taste_list(wishes.tastes) if wishes else ())


def calmer_for(session: Session) -> Programme | None:
    """A calmer sound to change to: one even scene without the swell of the phases, and nothing added that somebody likes
    now and then. None when the never-list leaves no other.
    """
    wishes = wishes_of(session.patient)
    dislikes = tuple(taste for taste in taste_list(wishes.tastes) if taste[1] < 0) if wishes else ()
    for scene in CALMER:
        if scene != chosen_scene(wishes) and (found := _composed(session, scene, wishes, dislikes, CALMER_INTENSITY)):
            return found
    return None


def chosen_scene(wishes: Wishes | None) -> str:
    return wishes.sound if wishes and wishes.sound in SCENES else USUAL_SCENE


def _composed(
    session: Session, scene: str, wishes: Wishes | None, tastes: Tastes, most: float = 1.0
) -> Programme | None:
    protocol, never, seed = settings_of(session).protocol, wishes.never if wishes else (), _seed(session.pk)
    phases = [(phase.key, phase.start, phase.end, min(most, phase.intensity)) for phase in protocol.phases]
    try:
        if settings.SOUND_MINUTES:  # the demonstration in a hurry: the same scene, drawn together
            drawn = [
                one._replace(intensity=min(most, one.intensity)) for one in plain_phases(settings.SOUND_MINUTES * 60)
            ]
            return compose(
                phases=drawn, scene=scene, never=never, tastes=tastes, seed=seed, closing_seconds=HURRIED_CLOSING_SECONDS
            )  # fmt: skip
        return programme_for_protocol(
            phases, minutes=max(LEAST_MINUTES, protocol.arc_minutes), scene=scene, never=never, tastes=tastes, seed=seed
        )  # fmt: skip
    except NothingLeft:
        return None


def prepare_sound(session: Session, *, at: datetime) -> Session:
    """Have the session's sound rendered, and a calmer one beside it so that nobody waits for it when it is wanted; asked
    again with other wishes, they are other sounds.
    """
    programme = compose_for(session)
    calmer = calmer_for(session) if programme else None
    session.sound_hash, session.calmer_hash = programme.hash if programme else "", calmer.hash if calmer else None
    hashes = {"sound_hash": session.sound_hash, "calmer_hash": session.calmer_hash}
    Session.objects.filter(pk=session.pk).update(**hashes)
    soon = session.appointment.starts_at - at < SOON
    if programme:
        ask_for(plan=programme, at=at, soon=soon)
    if calmer:
        ask_for(plan=calmer, at=at, soon=soon, beside=True)
    return session


def _seed(session_id: UUID) -> int:
    """Each session sounds a little different, and each time it is asked for the same."""
    return stable_seed("session", str(session_id))
