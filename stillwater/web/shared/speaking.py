"""The guides that speak in a session's sound, in words: what was chosen, what is in it, and why something is not."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from stillwater.care.models import Wishes
from stillwater.care.queries import wishes_of
from stillwater.soundscape.queries import guide
from stillwater.soundscape.rules.cueing import Room
from stillwater.soundscape.rules.guides import Guide
from stillwater.treatment.models import Session
from stillwater.treatment.queries import Sound
from stillwater.treatment.queries.voices import Chosen, chosen_in, room_in, versions_of

PLACES_SAID: dict[str, Promise] = {"onset": gettext_lazy("At the beginning"), "return": gettext_lazy("On the way back")}


class Spoken(NamedTuple):
    """A guide that speaks, or was meant to and does not: `why`."""

    place: Promise
    guide: Guide
    eyes: str
    minutes: int
    why: str = ""


def spoken_in(sound: Sound | None) -> list[Spoken]:
    """Who speaks in a sound."""
    cues = sound.cues if sound and sound.speaks else ()
    found = ((cue, guide(cue.guide)) for cue in cues)
    return [_spoken(Chosen(cue.place, one, cue.eyes_open)) for cue, one in found if one]


def silent_in(session: Session, sound: Sound | None) -> list[Spoken]:
    """Who was chosen, and does not speak in it. Nobody is missed where there is no sound."""
    if sound is None:
        return []
    speaking = {cue.place for cue in sound.cues} if sound.speaks else set()
    wishes = wishes_of(session.patient)
    may = {one.place for one in chosen_in(wishes)}
    found = []
    for one in versions_of(wishes.guides) if wishes else []:
        if one.place not in speaking:
            why = "" if one.place in may else gettext("It speaks of something on the never list.")
            found.append(_spoken(one, why or _why(session, sound, one)))
    return found


def chosen_words(wishes: Wishes | None) -> list[Spoken]:
    """What somebody asked for in their sessions."""
    return [_spoken(one) for one in chosen_in(wishes)]


def _why(session: Session, sound: Sound, one: Chosen) -> str:
    if sound.music:
        return gettext("Nobody speaks beside the clinic’s music.")
    if any(cue.place == one.place for cue in sound.cues):
        return gettext("The voice could not be made. The sound is here without it.")
    return short_of(one.place, room_in(session, one)) or gettext("No voice could be planned for this sound.")


def short_of(place: str, room: Room) -> str:
    """Why a guide does not fit its place in a session, or nothing."""
    if room.start is not None:
        return ""
    needs, has = -(-room.needs // 60), room.has // 60
    if not has:
        said = gettext("It takes up to %(needs)d minutes. This session has no time for it there.")
    elif place == "onset":
        said = gettext("It takes up to %(needs)d minutes. Before the strongest part of this session there are %(has)d.")
    else:
        said = gettext("It takes up to %(needs)d minutes. After the strongest part of this session there are %(has)d.")
    return said % {"needs": needs, "has": has}


def _spoken(one: Chosen, why: str = "") -> Spoken:
    eyes, seconds = "open" if one.eyes_open else "closed", one.guide.seconds(one.eyes_open)
    return Spoken(PLACES_SAID[one.place], one.guide, eyes, max(1, round(seconds / 60)), why)
