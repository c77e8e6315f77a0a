"""The scenes, the layers they are made of, and what somebody never wants to hear (S14)."""

from collections.abc import Iterable
from dataclasses import dataclass


class NothingLeft(ValueError):
    """The never list leaves no sound in this scene; another, or silence, is then the choice to offer (S6)."""


@dataclass(frozen=True)
class Layer:
    """One kind of sound: its share of the bed in dB at intensity 0 and 1, and the words that exclude it."""

    key: str
    role: str  # "drone", "tone", "ground", "tide", "swell", "texture" or "bells"
    words: frozenset[str]
    quiet_db: float
    strong_db: float
    timbres: tuple[tuple[str, float], ...]  # (timbre, dB)
    kind: str = ""  # "nature" for what somebody may like more or less of
    every: float = 34.0  # least seconds between two bells, about

    @property
    def is_main(self) -> bool:
        """It can carry a session alone, and stays when the rest of the sound has gone."""
        return self.role in ("drone", "tone", "ground", "tide")


def _layer(
    key: str, role: str, words: str, quiet_db: float, strong_db: float, timbres: str = "", kind: str = "",
    every: float = 34.0,
) -> Layer:  # fmt: skip
    named = [part.partition(":") for part in (timbres or key).split()]
    found = tuple((name, float(level or 0)) for name, _, level in named)
    return Layer(key, role, frozenset(words.split()), quiet_db, strong_db, found, kind, every)


LAYERS: dict[str, Layer] = {
    layer.key: layer
    for layer in (
        _layer("drone", "drone", "drone", -7.0, -9.0),
        _layer("warmth", "drone", "drone", 0.0, 0.0),
        _layer("strings", "tone", "strings", 0.0, 0.0, "strings-warm strings-bright"),
        _layer("glass", "tone", "glass", 0.0, 0.0, "glass-warm glass-bright"),
        _layer("choir", "tone", "choir", 0.0, 0.0, "choir-warm choir-bright"),
        _layer("roof", "ground", "rain", 0.0, 0.0, "roof-hush:-3 roof-patter:0", "nature"),
        _layer("crickets", "ground", "insects", -3.0, -5.0, kind="nature"),
        _layer("pink", "ground", "noise", 0.0, 0.0),
        _layer("pulse", "ground", "beats", -9.0, -7.0),
        # Slow swells of noise can be heard as somebody breathing, and moving air too: "breath" excludes them as well.
        _layer("sea", "tide", "surf breath", -1.0, 0.0, "wash:-4 breaker-low:-1 breaker-high:-4", "nature"),
        _layer("surf", "swell", "surf breath", -3.0, -8.0, "surf-low:0 surf-high:-3", "nature"),
        _layer("leaves", "swell", "wind breath", 0.0, 1.0, "leaves:-1 leaves:-5", "nature"),
        _layer("rain", "texture", "rain", -15.0, -18.0, "rainfall", "nature"),
        _layer("air", "texture", "breath wind", -15.0, -12.0, kind="nature"),
        _layer("bells", "bells", "bells", -5.0, -6.0, "bell"),
        _layer("chimes", "bells", "bells", -4.0, -4.0, "bell", every=13.0),
    )
}
BRIGHT_DB = (-24.0, -3.5)  # the bright half of a tone beside its warm half, at intensity 0 and 1
NEVER_WORDS: tuple[str, ...] = tuple(sorted({word for layer in LAYERS.values() for word in layer.words}))
SYNONYMS = {
    "sea": "surf", "ocean": "surf", "waves": "surf", "water": "surf rain", "drops": "rain", "storm": "rain wind",
    "singing": "choir", "voices": "choir", "voice": "choir", "church": "choir bells", "humming": "drone choir",
    "bell": "bells", "chimes": "bells", "gong": "bells", "bowls": "bells", "breathing": "breath", "air": "breath wind",
    "violins": "strings", "violin": "strings", "cello": "strings", "hum": "drone", "crickets": "insects",
    "hiss": "noise", "static": "noise", "drums": "beats", "heartbeat": "beats", "pulse": "beats", "leaves": "wind",
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """One place to be in. Its name, a line and a content note stand where it is shown."""

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
        Scene("shore", (55.0, 58.27), "open", ("sea", "drone")),
        Scene("forest", (61.74, 65.41), "dusk", ("crickets", "leaves", "warmth")),
        Scene("drone", (55.0, 58.27, 61.74), "open", ("warmth",)),
        Scene("bowls", (87.31, 92.5), "open", ("glass", "chimes")),
        Scene("roof", (65.41,), "open", ("roof",)),
        Scene("pink", (65.41,), "open", ("pink",)),
    )
}
TONES = ("strings", "glass", "choir")


def rings(scene: str) -> bool:
    """Whether a scene has bells of its own."""
    return any(LAYERS[key].role == "bells" for key in SCENES[scene].layers) if scene in SCENES else False


def never_list(words: Iterable[str]) -> tuple[str, ...]:
    """The words that exclude layers, from what somebody chose or typed; unknown words are left out."""
    known: set[str] = set()
    for word in words:
        plain = word.strip().casefold()
        known.update(w for w in SYNONYMS.get(plain, plain).split() if w in NEVER_WORDS)
    return tuple(sorted(known))
