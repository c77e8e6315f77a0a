"""What a score holds, read back from it."""

from collections.abc import Iterable
from dataclasses import replace

from stillwater.soundscape.rules import Programme, Tastes, sounds_in
from stillwater.soundscape.rules.scenes import LAYERS

LAYER_OF = {timbre: layer.key for layer in LAYERS.values() for timbre, _ in layer.timbres} | {"bell": "bells"}


def layers_heard(programme: Programme) -> set[str]:
    """The layers that the score truly uses, read from its tables. All struck sounds are bells."""
    used = {number for strand in programme.strands for number, _ in strand.parts}
    used |= {event.table for event in programme.events}
    return {LAYER_OF[programme.tables[number].timbre.partition("~")[0]] for number in used}


def sounds_of(scene: str, never: Iterable[str] = (), tastes: Tastes = ()) -> set[str]:
    """The layers that were promised, named in the same way."""
    return {"bells" if key == "chimes" else key for key in sounds_in(scene, never, tastes)}


def smaller(programme: Programme, part: int = 4) -> Programme:
    """The same score over tables a quarter as long: the same colours and levels, sooner built."""
    tables = (t if t.timbre == "bell" else t._replace(frames=t.frames // (part * 128) * 128) for t in programme.tables)
    return replace(programme, tables=tuple(tables))
