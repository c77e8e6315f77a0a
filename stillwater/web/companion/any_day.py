"""A scene for any day: an hour of it, made by the device itself, or twenty minutes as a file where that does not work."""

from typing import Any

from stillwater.care.queries import wishes_of
from stillwater.soundscape.rules import SCENES, NothingLeft, Phase, Programme, Tastes, compose, sounds_in, taste_list
from stillwater.soundscape.rules.ducking import FADE_IN_SECONDS
from stillwater.treatment.queries import is_under_way
from stillwater.web.companion import listening, scenes
from stillwater.web.shared.http import NotHere, Request
from stillwater.web.shared.sounding import kernel_files

MINUTES, FILE_MINUTES = 60, 20
TIMERS = (10, 20, 40)  # minutes
EVEN = 0.35  # of intensity: nothing rises towards anything, it only goes on
CLOSING_SECONDS = 60.0
FILE_SEED = 1  # the same for everybody with the same list: it is rendered once


def page(request: Request, scene: str) -> dict[str, Any]:
    """Raises NotHere for what is no scene."""
    if scene not in SCENES:
        raise NotHere
    return {
        "key": scene, "words": scenes.SAID[scene], "files": kernel_files(), "left": scenes.left(scene, listening.never_of(request)),
        "may_try": not is_under_way(request.access), "timers": TIMERS, "from": round(FADE_IN_SECONDS), "rings": _rings(request, scene),
    }  # fmt: skip


def _rings(request: Request, scene: str) -> bool:
    """Whether it has bells that can be left out."""
    try:
        return bool({"bells", "chimes"} & set(sounds_in(scene, listening.never_of(request), _tastes(request))))
    except NothingLeft:
        return False


def shelf(request: Request) -> list[scenes.Offered]:
    """Every scene of which anything may sound."""
    never = listening.never_of(request)
    return [one for one in scenes.offered("", never, "") if one.left]


def programme(request: Request, scene: str, *, minutes: float = MINUTES, seed: int | None = None) -> Programme:
    """The scene, even from beginning to end, without what the listener never wants to hear; another one on another day.
    Raises NotHere where nothing is left of it."""
    seconds = minutes * 60
    day = request.at.astimezone(request.zone).toordinal()
    phases = [Phase("settling", 0, seconds / 10, EVEN), Phase("resting", seconds / 10, seconds, EVEN)]
    try:
        return compose(
            phases=phases, scene=scene, never=listening.never_of(request), tastes=_tastes(request),
            seed=day if seed is None else seed, closing_seconds=CLOSING_SECONDS,
        )  # fmt: skip
    except (KeyError, NothingLeft) as why:
        raise NotHere from why


def _tastes(request: Request) -> Tastes:
    found = (wishes_of(record) for record in request.access.records)
    return next((taste_list(wishes.tastes) for wishes in found if wishes is not None), ())
