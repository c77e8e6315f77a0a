"""The scenes, the layers they are made of, and what somebody never wants to hear (S14)."""

from collections.abc import Iterable
from dataclasses import dataclass


class NothingLeft(ValueError):
    """The never list leaves no sound in any scene; silence is then the choice to offer (S6)."""


@dataclass(frozen=True)
class Timbre:
    """How one table sounds. Gains of harmonics fall as 1/n^tilt, shaped by resonances, closed above `cutoff` Hz."""

    kind: str  # "pad", "noise", "drops" or "bell"
    tilt: float = 1.0
    cents: float = 25.0  # width of each harmonic: many players never agree quite
    cutoff: float = 2_000.0
    floor: float = 0.0  # lowest frequency of a noise, Hz
    resonances: tuple[tuple[float, float, float], ...] = ()  # (Hz, relative width, gain)
    length: int = 1  # multiple of the usual table length
    width: float = 1.0  # 0 mono, 1 independent sides
    ring: float = 0.0  # seconds in which a bell's power falls by 60 dB


TIMBRES: dict[str, Timbre] = {
    "drone": Timbre("pad", tilt=1.5, cents=40, cutoff=420, length=3, width=0.5),
    "strings-warm": Timbre(
        "pad", tilt=1.05, cents=34, cutoff=900, length=2, resonances=((290, 0.35, 0.8), (480, 0.3, 0.6))
    ),
    "strings-bright": Timbre(
        "pad", tilt=0.95, cents=30, cutoff=3_000, resonances=((1_100, 0.4, 0.8), (2_500, 0.3, 1.2))
    ),
    "glass-warm": Timbre("pad", tilt=2.4, cents=26, cutoff=1_200, length=2),
    "glass-bright": Timbre("pad", tilt=1.9, cents=20, cutoff=4_000),
    "choir-warm": Timbre(
        "pad", tilt=1.3, cents=38, cutoff=1_500, length=2, resonances=((340, 0.2, 3.0), (680, 0.18, 1.2))
    ),
    "choir-bright": Timbre(
        "pad", tilt=1.1, cents=34, cutoff=3_600, resonances=((700, 0.16, 3.0), (1_150, 0.13, 2.0), (2_800, 0.1, 1.4))
    ),
    "surf-low": Timbre("noise", tilt=1.1, floor=70, cutoff=500, length=3),
    "surf-high": Timbre("noise", tilt=0.8, floor=450, cutoff=4_200, length=3),
    "rain": Timbre("drops", tilt=0.3, floor=900, cutoff=6_500, length=3),
    "air": Timbre("noise", tilt=0.6, floor=300, cutoff=1_800, length=3, resonances=((620, 0.3, 1.5),)),
    "bell": Timbre("bell", ring=5.5),
}


@dataclass(frozen=True)
class Layer:
    """One kind of sound: its share of the bed in dB at intensity 0 and 1, and the words that exclude it."""

    key: str
    role: str  # "drone", "tone", "swell", "texture" or "bells"
    words: frozenset[str]
    quiet_db: float
    strong_db: float


def _layer(key: str, role: str, words: str, quiet_db: float, strong_db: float) -> Layer:
    return Layer(key, role, frozenset(words.split()), quiet_db, strong_db)


LAYERS: dict[str, Layer] = {
    layer.key: layer
    for layer in (
        _layer("drone", "drone", "drone", -7.0, -9.0),
        _layer("strings", "tone", "strings", 0.0, 0.0),
        _layer("glass", "tone", "glass", 0.0, 0.0),
        _layer("choir", "tone", "choir", 0.0, 0.0),
        # Slow swells of noise can be heard as somebody breathing, and moving air too: "breath" excludes them as well.
        _layer("surf", "swell", "surf breath", -3.0, -8.0),
        _layer("rain", "texture", "rain", -15.0, -18.0),
        _layer("air", "texture", "breath wind", -15.0, -12.0),
        _layer("bells", "bells", "bells", -5.0, -6.0),
    )
}
BRIGHT_DB = (-24.0, -3.5)  # the bright half of a tone beside its warm half, at intensity 0 and 1
NEVER_WORDS: tuple[str, ...] = tuple(sorted({word for layer in LAYERS.values() for word in layer.words}))
SYNONYMS = {
    "sea": "surf", "ocean": "surf", "waves": "surf", "water": "surf rain", "drops": "rain", "storm": "rain wind",
    "singing": "choir", "voices": "choir", "voice": "choir", "church": "choir bells", "humming": "drone choir",
    "bell": "bells", "chimes": "bells", "gong": "bells", "bowls": "bells", "breathing": "breath", "air": "breath wind",
    "violins": "strings", "violin": "strings", "cello": "strings", "hum": "drone",
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    key: str
    roots_hz: tuple[float, ...]
    mode: str
    layers: tuple[str, ...]


SCENES: dict[str, Scene] = {
    scene.key: scene
    for scene in (
        Scene("strings", (65.41, 69.3, 73.42), "open", ("drone", "strings")),
        Scene("water", (61.74, 65.41, 69.3), "open", ("drone", "glass", "surf", "rain", "bells")),
        Scene("voices", (65.41, 73.42), "dusk", ("drone", "choir", "air", "bells")),
    )
}
TONES = ("strings", "glass", "choir")


def never_list(words: Iterable[str]) -> tuple[str, ...]:
    """The words that exclude layers, from what somebody chose or typed; unknown words are left out."""
    known: set[str] = set()
    for word in words:
        plain = word.strip().casefold()
        known.update(w for w in SYNONYMS.get(plain, plain).split() if w in NEVER_WORDS)
    return tuple(sorted(known))


def layers_for(scene: str, never: Iterable[str]) -> tuple[Layer, ...]:
    """The layers of a scene without what is never wanted; another tone stands in for an excluded one.

    Raises KeyError for an unknown scene, NothingLeft when neither a tone nor the drone may sound.
    """
    excluded = frozenset(never_list(never))

    def allowed(key: str) -> bool:
        return not LAYERS[key].words & excluded

    chosen: list[str] = []
    for key in SCENES[scene].layers:
        if allowed(key):
            chosen.append(key)
        elif key in TONES:
            # Another scene's singing must not slip in for somebody who chose another: choir never stands in.
            chosen.extend([tone for tone in TONES if tone != "choir" and allowed(tone)][:1])
    layers = tuple(LAYERS[key] for key in dict.fromkeys(chosen))
    if not any(layer.role in ("tone", "drone") for layer in layers):
        raise NothingLeft(f"no tone is left in {scene}")
    return layers


def sounds_in(scene: str, never: Iterable[str] = ()) -> tuple[str, ...]:
    """What will be heard, for the content note before a trial listen."""
    return tuple(layer.key for layer in layers_for(scene, never))
