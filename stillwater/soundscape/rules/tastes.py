"""What somebody likes more or less of. It shapes a scene; what they never want to hear always counts more (S14)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from stillwater.soundscape.rules.scenes import LAYERS, SCENES, TONES, Layer, NothingLeft, never_list
from stillwater.soundscape.rules.timbres import BRIGHTER, SOFTER

TASTES = (
    "beats",
    "bells",
    "voice",
    "nature",
    "instruments",
    "brightness",
)  # each -1 less or softer, 1 more or brighter
Tastes = tuple[tuple[str, int], ...]
NATURE_TO_ADD = ("rain", "surf", "air")
BESIDE_DB = -6.0  # a sound that was asked for beside those of the scene


def taste_list(tastes: Mapping[str, object] | Iterable[tuple[str, object]]) -> Tastes:
    """The likes and dislikes that mean something, in order; whatever else is there is left out."""
    given = dict(tastes)
    return tuple((key, 1 if given[key] == 1 else -1) for key in TASTES if given.get(key) in (1, -1))


def colour(tastes: Tastes) -> str:
    """The mark on a table's timbre: softer, brighter, or none."""
    return {1: BRIGHTER, -1: SOFTER}.get(dict(tastes).get("brightness", 0), "")


def layers_for(scene: str, never: Iterable[str], tastes: Tastes = ()) -> tuple[Layer, ...]:
    """The layers of a scene without what is never wanted, shaped by what is liked; another tone stands in for an
    excluded one.

    Raises KeyError for an unknown scene, NothingLeft when nothing may sound that could carry a session.
    """
    excluded = frozenset(never_list(never))
    likes = dict(tastes)
    allowed = [key for key in LAYERS if not LAYERS[key].words & excluded]
    chosen = _without_nevers(SCENES[scene].layers, allowed, no_voice=likes.get("voice", 0) < 0)
    if not any(layer.is_main for layer in chosen):
        raise NothingLeft(f"nothing is left in {scene}")
    return tuple(layer for layer in _shaped(chosen, likes, allowed) if layer.key in allowed)


def sounds_in(scene: str, never: Iterable[str] = (), tastes: Tastes = ()) -> tuple[str, ...]:
    """What will be heard, for the content note before a trial listen."""
    return tuple(layer.key for layer in layers_for(scene, never, tastes))


def may_sound(scene: str, never: Iterable[str] = (), tastes: Tastes = ()) -> bool:
    """Whether anything is left of a scene."""
    try:
        return bool(layers_for(scene, never, tastes))
    except NothingLeft:
        return False


def words_that_matter(scene: str) -> frozenset[str]:
    """The words of a never list that change how a scene sounds: those of its layers, and of the tones that may stand in."""
    keys = [*SCENES[scene].layers, *(TONES if set(TONES) & set(SCENES[scene].layers) else ())]
    return frozenset().union(*(LAYERS[key].words for key in keys))


def _without_nevers(wanted: Iterable[str], allowed: list[str], *, no_voice: bool) -> list[Layer]:
    chosen: list[str] = []
    for key in wanted:
        if key in allowed and not (key == "choir" and no_voice):
            chosen.append(key)
        elif key in TONES:
            # Another scene's singing must not slip in for somebody who chose another: choir never stands in.
            chosen.extend([tone for tone in TONES if tone != "choir" and tone in allowed][:1])
    return [LAYERS[key] for key in dict.fromkeys(chosen)]


def _shaped(layers: list[Layer], likes: dict[str, int], allowed: list[str]) -> list[Layer]:
    found = layers
    if likes.get("bells", 0) < 0:
        found = [layer for layer in found if layer.role != "bells"]
    if likes.get("nature", 0) < 0:
        found = [_louder(layer, -4) if layer.kind else layer for layer in found if not layer.kind or layer.is_main]
    if likes.get("nature", 0) > 0:
        found = [_louder(layer, 2) if layer.kind else layer for layer in found]
        if not any(layer.kind for layer in found):
            found += [_louder(LAYERS[key], 3) for key in NATURE_TO_ADD if key in allowed][:1]
    if likes.get("instruments", 0) < 0 and any(layer.is_main and layer.role != "tone" for layer in found):
        found = [layer for layer in found if layer.role != "tone"]
    keys = [layer.key for layer in found]
    if likes.get("instruments", 0) > 0 and not set(keys) & set(TONES):
        found += [_louder(LAYERS[key], BESIDE_DB) for key in ("strings", "glass") if key in allowed][:1]
    if likes.get("voice", 0) > 0 and "choir" not in keys and "choir" in allowed:
        found += [_louder(LAYERS["choir"], BESIDE_DB)]
    if likes.get("bells", 0) > 0:
        often = "chimes" if {"bells", "chimes"} & set(keys) else "bells"
        found = [layer for layer in found if layer.role != "bells"] + [LAYERS[often]]
    if likes.get("beats", 0) > 0:
        found += [LAYERS["pulse"]]
    return found


def _louder(layer: Layer, db: float) -> Layer:
    return replace(layer, quiet_db=layer.quiet_db + db, strong_db=layer.strong_db + db)
