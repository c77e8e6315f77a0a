"""The sound of a session: composed from its protocol's phases and the patient's wishes, or the clinic's music; rendered beforehand."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from stillwater.care.models import Wishes
from stillwater.care.queries import wishes_of
from stillwater.soundscape.actions import ask_for
from stillwater.soundscape.queries import recording_of
from stillwater.soundscape.queries.music import playable_in
from stillwater.soundscape.rules import SCENES, NothingLeft, Programme, Tastes, compose, may_sound, taste_list
from stillwater.soundscape.rules.cueing import Wanted
from stillwater.soundscape.rules.dice import stable_seed
from stillwater.soundscape.rules.music import CLINIC_MUSIC
from stillwater.soundscape.rules.row import Row, row_of
from stillwater.treatment.models import Session
from stillwater.treatment.queries.voices import chosen_in, timing_of, wanted

USUAL_SCENE = "strings"
CALMER = ("drone", "strings", "roof", "pink")  # the first that may sound and is not what was chosen: low, simple, near
CALMER_INTENSITY = 0.3
SOON = timedelta(days=2)  # before the sound of somebody whose session is next week


def compose_for(session: Session) -> Programme | None:
    """The programme of a session, with the guides that the patient wants to hear in it, or None when their never-list leaves
    nothing to play."""
    wishes = wishes_of(session.patient)
    tastes = taste_list(wishes.tastes) if wishes else ()
    return _composed(session, chosen_scene(wishes), wishes, tastes, voices=wanted(chosen_in(wishes)))


def calmer_for(session: Session) -> Programme | None:
    """A calmer sound to change to: one even scene without the swell of the phases, and nothing added that somebody likes
    now and then; and nobody speaks in it, for it is what one changes to when it is too much. None when the never-list leaves no
    other.
    """
    wishes = wishes_of(session.patient)
    dislikes = tuple(taste for taste in taste_list(wishes.tastes) if taste[1] < 0) if wishes else ()
    for scene in CALMER:
        if scene != chosen_scene(wishes) and (found := _composed(session, scene, wishes, dislikes, CALMER_INTENSITY)):
            return found
    return None


def music_for(session: Session) -> Row | None:
    """The clinic's music where the patient asked for it, as far as there is any that they may hear and time for it; behind it
    the usual scene, in which nobody speaks. None where there is none of that."""
    wishes = wishes_of(session.patient)
    if wishes is None or wishes.sound != CLINIC_MUSIC:
        return None
    pieces = playable_in(session.clinic_id, wishes.never)
    behind = _composed(session, chosen_scene(wishes), wishes, taste_list(wishes.tastes)) if pieces else None
    return row_of(session.clinic_id, pieces, behind) if behind else None


def chosen_sound(wishes: Wishes | None) -> str:
    """What somebody asked for, by its name in the record."""
    return CLINIC_MUSIC if wishes and wishes.sound == CLINIC_MUSIC else chosen_scene(wishes)


def chosen_scene(wishes: Wishes | None) -> str:
    """The scene that somebody chose, or the usual one; behind the clinic's music the first that may sound."""
    if wishes and wishes.sound in SCENES:
        return wishes.sound
    if wishes and wishes.sound == CLINIC_MUSIC:
        never, tastes = wishes.never, taste_list(wishes.tastes)
        return next((scene for scene in (USUAL_SCENE, *SCENES) if may_sound(scene, never, tastes)), USUAL_SCENE)
    return USUAL_SCENE


def _composed(
    session: Session, scene: str, wishes: Wishes | None, tastes: Tastes, most: float = 1.0, voices: Iterable[Wanted] = ()
) -> Programme | None:  # fmt: skip
    timing = timing_of(session)
    phases = [phase._replace(intensity=min(most, phase.intensity)) for phase in timing.phases]
    try:
        return compose(
            phases=phases, scene=scene, never=wishes.never if wishes else (), tastes=tastes, seed=_seed(session.pk),
            closing_seconds=timing.closing, rest_seconds=timing.rest, voices=voices,
        )  # fmt: skip
    except NothingLeft:
        return None


def prepare_sound(session: Session, *, at: datetime) -> Session:
    """Have the session's sound rendered, and a calmer one beside it so that nobody waits for it when it is wanted; asked
    again with other wishes, they are other sounds.
    """
    music = music_for(session)
    programme = None if music else compose_for(session)
    sound = music or programme
    calmer = calmer_for(session) if sound else None
    session.sound_hash, session.calmer_hash = sound.hash if sound else "", calmer.hash if calmer else None
    hashes = {"sound_hash": session.sound_hash, "calmer_hash": session.calmer_hash}
    Session.objects.filter(pk=session.pk).update(**hashes)
    soon = session.appointment.starts_at - at < SOON
    if sound:
        ask_for(plan=sound, at=at, soon=soon)
    if programme:
        for cue in programme.cues:  # for whoever listens beforehand, and for a phone that makes the bed itself
            ask_for(plan=recording_of(cue), at=at, soon=soon, beside=True)
    if calmer:
        ask_for(plan=calmer, at=at, soon=soon, beside=True)
    return session


def follow_music(clinic_id: UUID, *, at: datetime) -> int:
    """The clinic's music has lost a piece, or something else is in one: the sound of each session ahead for which it was chosen
    is planned anew, so that nobody hears what was taken out, or what they never want to hear; returns how many."""
    ahead = Session.objects.filter(clinic_id=clinic_id, stage="planned")
    found = [one for one in ahead if (wishes := wishes_of(one.patient)) and wishes.sound == CLINIC_MUSIC]
    for session in found:
        prepare_sound(session, at=at)
    return len(found)


def _seed(session_id: UUID) -> int:
    """Each session sounds a little different, and each time it is asked for the same."""
    return stable_seed("session", str(session_id))
