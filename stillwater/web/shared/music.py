"""What a session's sound has of the clinic's music, in words."""

from django.utils.translation import gettext, ngettext

from stillwater.care.queries import wishes_of
from stillwater.soundscape.rules.music import CLINIC_MUSIC
from stillwater.soundscape.rules.row import Held
from stillwater.treatment.models import Session
from stillwater.treatment.queries import Sound
from stillwater.web.shared.steering import scene_name


def music_in(session: Session, sound: Sound | None) -> list[str]:
    """How much of it plays, what is left out, or why none of it plays; nothing where nobody chose it."""
    if sound is None:
        return []
    music, facts = sound.music, {"scene": scene_name(sound.scene)}
    if music and sound.voiceless:
        return [gettext("The clinic’s music could not be opened. %(scene)s plays instead.") % facts]
    if music:
        return _plays(music)
    wishes = wishes_of(session.patient)
    if wishes and wishes.sound == CLINIC_MUSIC:
        why = gettext(
            "The clinic’s music was chosen, but none of it can play here: nothing is left with the never list, or no piece is"
            " short enough. %(scene)s plays instead."
        )
        return [why % facts]
    return []


def _plays(music: Held) -> list[str]:
    words = ngettext(
        "It begins with %(n)d piece of the clinic’s music, %(minutes)s. Then %(scene)s goes on.",
        "It begins with %(n)d pieces of the clinic’s music, %(minutes)s. Then %(scene)s goes on.",
        len(music.pieces),
    )
    facts = {"n": len(music.pieces), "minutes": minutes_of(music.seconds), "scene": scene_name(music.behind)}
    found = [words % facts]
    if music.left:
        more = ngettext(
            "%(n)d more is left out: it would reach into the quiet end.",
            "%(n)d more are left out: they would reach into the quiet end.",
            music.left,
        )
        found.append(more % {"n": music.left})
    return found


def minutes_of(seconds: float) -> str:
    """ "12 minutes", never less than one."""
    minutes = max(1, round(seconds / 60))
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
