"""What a phone needs to play a score by itself: the score, and how its timbres sound."""

from dataclasses import astuple
from typing import Any

from stillwater.soundscape.rules.programme import Programme
from stillwater.soundscape.rules.scenes import LAYERS
from stillwater.soundscape.rules.timbres import timbre_of

_PASSING = ("swell", "texture")


def sheet_of(programme: Programme) -> dict[str, Any]:
    """The score as `as_data` gives it, its hash, its timbres in the order of `Timbre`'s fields, and what sort each bus is:
    "bright", "passing" (swells, rain, moving air: what grounding takes back) or "usual"."""
    return {
        **programme.as_data(),
        "hash": programme.hash,
        "timbres": {name: list(astuple(timbre_of(name))) for name in sorted({t.timbre for t in programme.tables})},
        "sorts": {bus: _sort(bus) for bus in programme.buses},
    }


def _sort(bus: str) -> str:
    if bus.startswith("bright"):
        return "bright"
    layer = LAYERS.get(bus)
    return "passing" if layer and layer.role in _PASSING else "usual"
