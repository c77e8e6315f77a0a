"""The guides that somebody wants to hear in their session, and whether there is room for them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.conf import settings

from stillwater.care.models import Wishes
from stillwater.soundscape.engine.voice import NotItsLanguage, NoVoice
from stillwater.soundscape.queries import guide, recording
from stillwater.soundscape.rules import (
    CLOSING_SECONDS,
    LEAST_MINUTES,
    REST_SECONDS,
    Phase,
    plain_phases,
    session_phases,
)
from stillwater.soundscape.rules.cueing import PLACES, Room, Wanted, never_words_in, room_for
from stillwater.soundscape.rules.guides import Guide
from stillwater.treatment.models import Session
from stillwater.treatment.queries import settings_of

HURRIED_CLOSING_SECONDS = 12.0
EYES = {"open": True, "closed": False}


class Chosen(NamedTuple):
    """A guide for a place in a session, in one of its versions."""

    place: str
    guide: Guide
    eyes_open: bool

    @property
    def value(self) -> str:
        """As it is kept: key and eyes."""
        return f"{self.guide.key}/{'open' if self.eyes_open else 'closed'}"


class Timing(NamedTuple):
    """What a session's sound is laid along. Seconds; `rest` is 0 where the demonstration is in a hurry."""

    phases: list[Phase]
    closing: float
    rest: float


def timing_of(session: Session) -> Timing:
    """The phases of a session's sound, from its protocol."""
    if settings.SOUND_MINUTES:
        return Timing(plain_phases(settings.SOUND_MINUTES * 60), HURRIED_CLOSING_SECONDS, 0.0)
    protocol = settings_of(session).protocol
    phases = [(phase.key, phase.start, phase.end, phase.intensity) for phase in protocol.phases]
    minutes = max(LEAST_MINUTES, protocol.arc_minutes)
    return Timing(session_phases(phases, minutes=minutes), CLOSING_SECONDS, REST_SECONDS)


def version_of(place: str, value: object) -> Chosen | None:
    """The guide and version that a value of the page, or of a kept wish, means; None for what cannot speak there."""
    key, _, eyes = str(value).partition("/")
    found = guide(key)
    if found is None or found.purpose != place or place not in PLACES or EYES.get(eyes) not in found.versions:
        return None
    return Chosen(place, found, EYES[eyes])


def versions_of(asked: Mapping[str, object]) -> list[Chosen]:
    """Everything that was chosen and can be, by place."""
    found = (version_of(place, asked.get(place, "")) for place in PLACES)
    return [one for one in found if one]


def chosen_in(wishes: Wishes | None) -> list[Chosen]:
    """What may speak in somebody's sessions: chosen by them, and speaking of nothing that is on their never list (S14)."""
    if wishes is None:
        return []
    return [one for one in versions_of(wishes.guides) if not never_words_in(one.guide, wishes.never)]


def wanted(chosen: Iterable[Chosen]) -> list[Wanted]:
    """The same as a score takes them; without those that no voice here can read."""
    found = []
    for one in chosen:
        try:
            plan = recording(one.guide, eyes_open=one.eyes_open)
        except (NotItsLanguage, NoVoice):
            continue
        seconds = one.guide.seconds(one.eyes_open)
        found.append(Wanted(one.place, one.guide.key, one.eyes_open, plan.hash, seconds))
    return found


def room_in(session: Session, chosen: Chosen) -> Room:
    """Whether a guide fits a session's phases."""
    timing = timing_of(session)
    return room_for(
        timing.phases,
        Wanted(chosen.place, chosen.guide.key, chosen.eyes_open, "", chosen.guide.seconds(chosen.eyes_open)),
        closing_seconds=timing.closing,
    )
