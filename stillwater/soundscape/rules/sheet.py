"""What a phone needs to play a score by itself: the score, and how its timbres sound."""

from dataclasses import astuple
from typing import Any

from stillwater.soundscape.rules.ducking import master_of
from stillwater.soundscape.rules.narrating import EYES
from stillwater.soundscape.rules.programme import TICKS_A_SECOND, Cue, Programme
from stillwater.soundscape.rules.scenes import LAYERS
from stillwater.soundscape.rules.timbres import timbre_of

_PASSING = ("swell", "texture")


def sheet_of(programme: Programme) -> dict[str, Any]:
    """The score as `as_data` gives it, its hash, its timbres in the order of `Timbre`'s fields, and what sort each bus is:
    "bright", "passing" (swells, rain, moving air: what grounding takes back) or "usual".

    Where a guide speaks, the master has its duck in it, and `cues` says which recording is played from when, in seconds, and
    how loud: {"place", "guide", "eyes" (open or closed), "recording" (hash of its plan), "from", "seconds", "gain"}.
    """
    return {
        **programme.as_data(),
        **({"cues": [_cue(cue) for cue in programme.cues]} if programme.cues else {}),
        "master": [list(point) for point in master_of(programme)],
        "hash": programme.hash,
        "timbres": {name: list(astuple(timbre_of(name))) for name in sorted({t.timbre for t in programme.tables})},
        "sorts": {bus: _sort(bus) for bus in programme.buses},
    }


def _cue(cue: Cue) -> dict[str, Any]:
    return {
        "place": cue.place, "guide": cue.guide, "eyes": EYES[cue.eyes_open], "recording": cue.recording,
        "from": cue.start / TICKS_A_SECOND, "seconds": cue.length / TICKS_A_SECOND, "gain": cue.gain,
    }  # fmt: skip


def _sort(bus: str) -> str:
    if bus.startswith("bright"):
        return "bright"
    layer = LAYERS.get(bus)
    return "passing" if layer and layer.role in _PASSING else "usual"
