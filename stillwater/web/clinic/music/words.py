"""A piece of the clinic's music in words: what it is, how it is played, or why it is left out."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stillwater.soundscape.models import MusicPiece
from stillwater.soundscape.rules.music import LYRICS, gain_of, kept_softer

CONTENTS = {
    "beats": _("Beats"), "bells": _("Bells"), "breath": _("Breath"), "choir": _("Choir"), "drone": _("Drone"),
    "glass": _("Glass"), "insects": _("Insects"), "noise": _("Noise"), "rain": _("Rain"), "strings": _("Strings"),
    "surf": _("Surf"), "wind": _("Wind"), LYRICS: _("Sung or spoken words"),
}  # fmt: skip
WHY = {
    "empty": _("Left out: the file is empty."),
    "locked": _("Left out: a shop’s copy protection (DRM) lies on it, and it cannot be opened here. A copy without it would play."),
    "not_audio": _("Left out: it is not a sound file."),
    "corrupt": _("Left out: it cannot be read. The file may be damaged, or of a kind that this server does not play."),
    "cut": _("Left out: it breaks off before its end and would stop suddenly. The copy may not be whole."),
    "too_short": _("Left out: it is shorter than 20 seconds."),
    "too_long": _("Left out: one file may be 90 minutes long at most."),
    "silent": _("Left out: it is silent from beginning to end."),
}  # fmt: skip
MADE = (
    (-32, _("very quiet as it was recorded")), (-22, _("quiet as it was recorded")),
    (-15, _("neither quiet nor loud as it was recorded")), (-10, _("loud as it was recorded")),
    (0, _("very loud as it was recorded")),
)  # fmt: skip


def facts_of(piece: MusicPiece) -> str:
    """ "4:12 · loud as it was recorded; turned down to the level of the planned sound"."""
    loudness = piece.loudness if piece.loudness is not None else 0.0
    made = next((words for under, words in MADE if loudness < under), MADE[-1][1])
    return gettext("%(length)s · %(made)s; %(played)s") % {
        "length": length(piece.seconds or 0), "made": made, "played": _played(piece),
    }  # fmt: skip


def _played(piece: Any) -> str:
    gain = gain_of(piece)
    if kept_softer(piece):
        return gettext("a little softer than the others, so that nothing in it stands out")
    if abs(gain) < 1:
        return gettext("played as it is")
    return (
        gettext("turned up to the level of the planned sound")
        if gain > 0
        else gettext("turned down to the level of the planned sound")
    )


def length(seconds: float) -> str:
    """ "4:12", "1:04:30"."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def contents_words(piece: MusicPiece) -> str:
    return ", ".join(str(CONTENTS[word]) for word in piece.contents if word in CONTENTS)
