"""How scenes, likes and what is never to play are called where somebody chooses them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from stillwater.soundscape.rules import NEVER_WORDS, SCENES, TASTES, may_sound, taste_list
from stillwater.treatment.rules.summary import SCENE_NAMES


class Words(NamedTuple):
    """A scene in words: what it is called, one line, what is in it, and what somebody should know before."""

    name: Promise
    line: Promise
    holds: Promise | str
    note: Promise | str


SAID: dict[str, Words] = {
    "strings": Words(
        gettext_lazy(SCENE_NAMES["strings"]), gettext_lazy("Long chords that change as slowly as light."),
        gettext_lazy("Many strings far away, over one low note."),
        gettext_lazy("No water, bells, voices or wind. Music can move one strongly."),
    ),
    "water": Words(
        gettext_lazy(SCENE_NAMES["water"]), gettext_lazy("Clear tones over a quiet sea."),
        gettext_lazy("Glass-like chords, a sea at a distance, fine rain, now and then a soft bell."),
        gettext_lazy("The sea comes and goes like slow breathing. There is rain, and there are bells."),
    ),
    "voices": Words(
        gettext_lazy(SCENE_NAMES["voices"]), gettext_lazy("Voices without words, in the dusk."),
        gettext_lazy("A choir that hums, a breath of air, one low note, now and then a soft bell."),
        gettext_lazy("It can recall a church. There are bells, and moving air that can be heard as breathing."),
    ),
    "shore": Words(
        gettext_lazy(SCENE_NAMES["shore"]), gettext_lazy("Waves that come in, one after another."),
        gettext_lazy("Waves of every size over a steady wash, and one low note."),
        gettext_lazy("The sea is close and carries the whole session. Waves can be heard as breathing."),
    ),
    "forest": Words(
        gettext_lazy(SCENE_NAMES["forest"]), gettext_lazy("Crickets, and a wind in the leaves."),
        gettext_lazy("Crickets at a distance, wind that rises and falls, a warm low chord."),
        gettext_lazy("It is night in it. There are insects and moving air."),
    ),
    "drone": Words(
        gettext_lazy(SCENE_NAMES["drone"]), gettext_lazy("One deep chord that stays."),
        gettext_lazy("Five low tones that shimmer and never change."),
        gettext_lazy("Very low and even; some people find it heavy. No melody, water, bells or voices."),
    ),
    "bowls": Words(
        gettext_lazy(SCENE_NAMES["bowls"]), gettext_lazy("Light from above, and much room."),
        gettext_lazy("High glass-like chords, and soft bells every half minute or so."),
        gettext_lazy("Bells are struck throughout, softly. Nothing low holds it from below."),
    ),
    "roof": Words(
        gettext_lazy(SCENE_NAMES["roof"]), gettext_lazy("Steady rain, and a roof above you."),
        gettext_lazy("Rain and nothing else. No music."),
        gettext_lazy("Rain from beginning to end, without thunder."),
    ),
    "pink": Words(
        gettext_lazy(SCENE_NAMES["pink"]), gettext_lazy("An even hush that means nothing."),
        gettext_lazy("Pink noise and nothing else. No music, no place."),
        gettext_lazy("It covers the sounds of the room. Some people hear an empty radio in it."),
    ),
}  # fmt: skip

NEVER_SAID = {
    "beats": gettext_lazy("Beats"), "bells": gettext_lazy("Bells"), "breath": gettext_lazy("Breath"),
    "choir": gettext_lazy("Choir"), "drone": gettext_lazy("Drone"), "glass": gettext_lazy("Glass"),
    "insects": gettext_lazy("Insects"), "noise": gettext_lazy("Noise"), "rain": gettext_lazy("Rain"),
    "strings": gettext_lazy("Strings"), "surf": gettext_lazy("Surf"), "wind": gettext_lazy("Wind"),
}  # fmt: skip

LESS, MORE = gettext_lazy("Less"), gettext_lazy("More")
TASTES_SAID = {
    "nature": (gettext_lazy("Sounds of nature"), LESS, MORE),
    "instruments": (gettext_lazy("Instruments"), LESS, MORE),
    "voice": (gettext_lazy("Voices without words"), LESS, MORE),
    "bells": (gettext_lazy("Bells"), LESS, MORE),
    "beats": (gettext_lazy("A slow, soft beat"), LESS, MORE),
    "brightness": (gettext_lazy("Colour"), gettext_lazy("Softer"), gettext_lazy("Brighter")),
}


class Offered(NamedTuple):
    """A scene on the page; `left` says whether anything of it may sound."""

    key: str
    words: Words
    chosen: bool
    left: bool


class Way(NamedTuple):
    """One like or dislike on the page."""

    key: str
    name: Promise
    less: Promise
    more: Promise
    now: int


def offered(chosen: str, never: Iterable[str], usual: str, others: Iterable[str] = ()) -> list[Offered]:
    """Every scene; somebody who has chosen neither one of them nor one of the `others` gets the usual one."""
    now, never = chosen if chosen in (*SCENES, *others) else usual, list(never)
    return [Offered(key, words, key == now, left(key, never)) for key, words in SAID.items()]


def left(scene: str, never: Iterable[str]) -> bool:
    """Whether anything of the scene may sound."""
    return may_sound(scene, never)


def ways(tastes: Mapping[str, object]) -> list[Way]:
    """The likes and dislikes as they are now."""
    now = dict(taste_list(tastes))
    return [Way(key, *TASTES_SAID[key], now.get(key, 0)) for key in TASTES_SAID]


def typed_tastes(post: Mapping[str, str]) -> dict[str, int]:
    """What was chosen on the page; what was left as it comes is not kept."""
    given = {key: {"less": -1, "more": 1}.get(post.get(f"taste-{key}", "")) for key in TASTES}
    return dict(taste_list({key: way for key, way in given.items() if way}))


def nevers(never: Iterable[str]) -> list[tuple[str, Promise, bool]]:
    """(word, its name, whether it is never to play)."""
    chosen = set(never)
    return [(word, NEVER_SAID[word], word in chosen) for word in NEVER_WORDS]
