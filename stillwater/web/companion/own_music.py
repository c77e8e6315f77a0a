"""Somebody's own music in a session: the words of its page. The files stay on the device; nothing here ever sees one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from stillwater.care.queries import next_appointment
from stillwater.treatment.models import Session
from stillwater.treatment.queries import current_session, is_under_way, sound_of
from stillwater.web.shared.http import Request

OVER = ("left", "closed")
# Said by the page's script. {name}: of a file; {length}, {total}, {session}: "47 min"; {used}, {free}: "118 MB".
WORDS = {
    "listen": _("Listen"), "stop": _("Stop"), "earlier": _("Earlier: {name}"), "later": _("Later: {name}"),
    "listen_to": _("Listen: {name}"), "remove": _("Remove: {name}"),
    "measuring": _("It is being measured. Keep this page open."),
    "looked": _("Looked at: {all}. Can be played: {whole}."), "twice": _("{name} is already in the list."),
    "removed": _("{name} is out of the list."), "back": _("{name} is back."),
    "moved": _("{name} is number {n} now."),
    "arranged": _("Quiet, even pieces stand first and last now, the fullest in the middle."),
    "not_played": _("It does not play here."),
    "no_store": _("This browser keeps nothing, as a private window does. Your own music cannot be kept here; the planned sound plays."),
    "use_on": _("Your next session on this phone begins with your own music."),
    "use_off": _("Your next session on this phone plays its planned sound."),
    "total_alone": _("{total} in all. Behind your last piece the planned sound goes on; it does not fall silent."),
    "total_shorter": _("{total}; your session’s sound is {session}. After your last piece the planned sound goes on."),
    "total_as_long": _("{total}, about as long as your session’s sound. After your last piece the planned sound goes on."),
    "total_longer": _("{total}; your session’s sound is {session}. Your music goes on past it. After your last piece the planned sound rests on, quietly."),
    "room": _("Your music takes {used} on this phone. There is room for about {free} more."),
    "room_unknown": _("Your music takes {used} on this phone."),
    "facts": _("{length}, {made}; {played}"),
    "very_quiet": _("very quiet as it was recorded"), "quiet": _("quiet as it was recorded"),
    "middling": _("neither quiet nor loud as it was recorded"), "loud": _("loud as it was recorded"),
    "very_loud": _("very loud as it was recorded"),
    "turned_up": _("turned up to the level of the planned sound"),
    "turned_down": _("turned down to the level of the planned sound"),
    "as_it_is": _("played as it is"), "softer": _("a little softer than the others, so that nothing in it stands out"),
    "why_empty": _("Left out: the file is empty."),
    "why_locked": _("Left out: a shop’s copy protection (DRM) lies on it, and no page can open that. A copy without it would play."),
    "why_not_audio": _("Left out: it is not a sound file."),
    "why_corrupt": _("Left out: it cannot be read. The file may be damaged, or of a kind that this phone does not play."),
    "why_cut": _("Left out: it breaks off before its end and would stop suddenly. The copy may not be whole."),
    "why_too_short": _("Left out: it is shorter than 20 seconds."),
    "why_too_long": _("Left out: it is {length} long, and one file may be 90 minutes at most."),
    "why_too_large": _("Left out: a file of this kind may be 20 minutes long at most. As MP3, M4A, Ogg or WAV it may be 90 minutes."),
    "why_silent": _("Left out: it is silent from beginning to end."),
    "why_full": _("Left out: there is no room for it on this phone."),
}  # fmt: skip


def page(request: Request) -> dict[str, Any]:
    """The page's words, and how long the sound of the next session is, in seconds; 0 where that is not known."""
    session = _ahead(request)
    sound = sound_of(session) if session else None
    return {
        "words": {key: str(words) for key, words in WORDS.items()}, "seconds": round(sound.seconds) if sound else 0,
        "may_listen": not is_under_way(request.access),
    }  # fmt: skip


def _ahead(request: Request) -> Session | None:
    now = current_session(request.access, request.at)
    if now is not None and now.stage not in OVER:
        return now
    ahead = next_appointment(request.access, request.at)
    return ahead.session if ahead else None
