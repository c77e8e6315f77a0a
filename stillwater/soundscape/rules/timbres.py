"""How each table sounds, and its softer and brighter kin."""

from dataclasses import dataclass, replace
from functools import cache

SOFTER, BRIGHTER = "~softer", "~brighter"


@dataclass(frozen=True)
class Timbre:
    """How one table sounds. Gains of harmonics fall as 1/n^tilt, shaped by resonances, closed above `cutoff` Hz."""

    kind: str  # "pad", "noise", "drops", "chirps", "pulse" or "bell"
    tilt: float = 1.0
    cents: float = 25.0  # width of each harmonic: many players never agree quite
    cutoff: float = 2_000.0
    floor: float = 0.0  # lowest frequency of a noise, Hz
    resonances: tuple[tuple[float, float, float], ...] = ()  # (Hz, relative width, gain)
    length: int = 1  # multiple of the usual table length
    width: float = 1.0  # 0 mono, 1 independent sides
    ring: float = 0.0  # seconds in which a bell's power falls by 60 dB
    density: int = 420  # drops a second
    band: float = 2.0  # least width of a harmonic, Hz: narrower, low tones would beat slowly instead of shimmer
    ceiling: float = 0.0  # dB over the usual height of a wave above which it is bent down; 0 for never


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
    "rainfall": Timbre("drops", tilt=0.3, floor=900, cutoff=6_500, length=3, density=900, ceiling=9),
    "warmth": Timbre("pad", tilt=1.2, cents=46, cutoff=520, length=3, band=5.0, resonances=((180, 0.5, 0.8),)),
    "wash": Timbre("noise", tilt=0.75, floor=130, cutoff=2_600, length=3),
    "breaker-low": Timbre("noise", tilt=0.9, floor=80, cutoff=700, length=3),
    "breaker-high": Timbre("noise", tilt=0.5, floor=600, cutoff=5_200, length=3),
    "roof-patter": Timbre(
        "drops", tilt=0.2, floor=350, cutoff=3_400, length=3, density=240, resonances=((800, 0.35, 2.0),), ceiling=9
    ),
    "roof-hush": Timbre("noise", tilt=0.3, floor=700, cutoff=7_000, length=3),
    "crickets": Timbre("chirps", tilt=0.0, floor=3_300, cutoff=5_600, length=2),
    "leaves": Timbre("noise", tilt=0.35, floor=900, cutoff=3_800, length=3, resonances=((1_700, 0.4, 1.0),)),
    "pink": Timbre("noise", tilt=0.5, floor=35, cutoff=11_000, length=3),
    "pulse": Timbre("pulse", tilt=1.6, cents=30, cutoff=260, length=2, width=0.4),
}


@cache
def timbre_of(name: str) -> Timbre:
    """The timbre of this name; `~softer` closes it lower, `~brighter` opens it, and neither changes a bell."""
    plain, mark, _ = name.partition("~")
    timbre = TIMBRES[plain]
    if not mark or timbre.kind == "bell":
        return timbre
    way = 1 if name.endswith(BRIGHTER) else -1
    return replace(timbre, tilt=timbre.tilt - 0.15 * way, cutoff=timbre.cutoff * (1.3 if way > 0 else 0.68))
