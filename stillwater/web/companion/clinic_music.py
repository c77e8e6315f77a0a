"""The clinic's music, where a patient chooses their sound: what it is, what is in it, and what of it they never hear."""

from collections.abc import Collection
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from stillwater.soundscape.models import MusicPiece
from stillwater.soundscape.queries import music
from stillwater.soundscape.rules.music import CLINIC_MUSIC, LYRICS, contents_of, on_list
from stillwater.treatment.queries import Sound
from stillwater.treatment.rules.summary import PLAYED_NAMES
from stillwater.web.companion.scenes import NEVER_SAID, SAID, Words
from stillwater.web.shared.http import Request
from stillwater.web.shared.music import minutes_of

NAME: Promise = gettext_lazy(PLAYED_NAMES[CLINIC_MUSIC])
IN_THEM = {**NEVER_SAID, LYRICS: gettext_lazy("Sung or spoken words")}


class Listed(NamedTuple):
    """A piece on the page; `on_list`: what is in it of what is never to be heard, in words."""

    piece: MusicPiece
    minutes: str
    holds: str
    on_list: str


class Offer(NamedTuple):
    """Beside the scenes; `left`: whether anything of it may play."""

    name: Promise
    holds: str
    note: str
    chosen: bool
    left: bool
    pieces: list[Listed]


def offer(request: Request, chosen: str, never: Collection[str]) -> Offer | None:
    """What the asker's clinics have; None where that is nothing."""
    pieces = music.offered_to(request.access)
    if not pieces:
        return None
    listed = [
        Listed(one, minutes_of(one.seconds or 0), _words(one.contents), _words(on_list(one.contents, never)))
        for one in pieces
    ]
    may = [one for one in listed if not one.on_list]
    clinics = dict.fromkeys(record.clinic.name for record in request.access.records if _has(record.clinic_id, pieces))
    return Offer(
        NAME, _holds(len(pieces), sum(one.seconds or 0 for one in pieces), ", ".join(clinics)), _note(pieces, len(listed) - len(may)),
        chosen == CLINIC_MUSIC, bool(may), listed,
    )  # fmt: skip


def left(request: Request, never: Collection[str]) -> bool:
    """Whether anything of it may play to the asker."""
    return any(not on_list(one.contents, never) for one in music.offered_to(request.access))


def played(sound: Sound) -> Words:
    """What there was of it in a session that is over."""
    held = sound.music
    titles = ", ".join(music.titles_of(held.pieces)) if held else ""
    behind = SAID.get(held.behind) if held else None
    holds = gettext("In this order: %(titles)s. Then the planned sound.") % {"titles": titles} if titles else ""
    return Words(NAME, NAME, holds or gettext("What your clinic chose."), behind.note if behind else "")


def _has(clinic_id: object, pieces: Collection[MusicPiece]) -> bool:
    return any(piece.clinic_id == clinic_id for piece in pieces)


def _words(contents: Collection[str]) -> str:
    return ", ".join(str(IN_THEM[word]).lower() for word in contents_of(contents))


def _holds(count: int, seconds: float, clinics: str) -> str:
    words = ngettext(
        "%(n)d piece, %(minutes)s, chosen by %(clinics)s. Behind it slow strings go on, or what may play of the others.",
        "%(n)d pieces, %(minutes)s, chosen by %(clinics)s. Behind the last one slow strings go on, or what may play of the others.",
        count,
    )
    return words % {"n": count, "minutes": minutes_of(seconds), "clinics": clinics}


def _note(pieces: Collection[MusicPiece], away: int) -> str:
    found = _words({word for piece in pieces for word in piece.contents})
    said = (
        gettext("In it: %(words)s.") % {"words": found}
        if found
        else gettext("Your clinic has noted nothing in it that is on the list below.")
    )
    out = ngettext(
        "%(n)d piece holds what you never want to hear, and is left out.",
        "%(n)d pieces hold what you never want to hear, and are left out.",
        away,
    )
    speaks = (
        gettext("Nobody speaks in it.")
        if LYRICS not in {w for p in pieces for w in p.contents}
        else gettext("No guide speaks in it.")
    )
    return " ".join([said, *([out % {"n": away}] if away else []), speaks, gettext("Music can move one strongly.")])
