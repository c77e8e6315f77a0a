"""The channel's pictures: the sun's path over a horizon, and one thing that stands on it. Geometry only, no Django.

A view box of 320 by 180. All that matters stands between 40 and 280, so that a crop to 4:3 loses only land and sky.
"""

from dataclasses import dataclass

from stillwater.web.public.channel.motifs import MOTIFS, Shape
from stillwater.web.shared.drawing import Arc, n

WIDE, HIGH, HORIZON = 320, 180, 132
FOOT = (160, 138)  # where the motif stands: a little in front of the horizon
PATH = Arc(160, HORIZON, 104, 100)
DAWN, DUSK = 6, 18
# The far hills leave a valley at each end of the path: there the sun comes up and goes down. Three of them, so that a page
# of many pictures is a landscape and not a stamp.
FAR = (
    "M0 113C18 113 34 131 58 131C92 131 106 111 146 111S226 131 262 131C286 131 300 108 320 110V140H0Z",
    "M0 120C20 120 36 131 58 131C84 131 94 117 120 118S166 106 194 109 240 131 262 131C288 131 298 115 320 117V140H0Z",
    "M0 108C20 108 36 131 58 131C80 131 88 110 114 109S160 121 186 120 238 131 262 131C282 131 304 118 320 119V140H0Z",
)
NEAR = ("near", "M0 135C50 135 104 132 160 132S272 136 320 129V190H0Z")
FORE = ("fore", "M0 158C60 158 118 169 186 164S284 152 320 158V190H0Z")
STARS = "M44 34h.01M86 16h.01M118 48h.01M214 22h.01M246 46h.01M284 28h.01M22 74h.01M298 82h.01M180 62h.01"
MOON = "M3-9A9.5 9.5 0 1 0 9 5A8 8 0 0 1 3-9Z"


@dataclass(frozen=True)
class Picture:
    """What a template needs to draw one. `ident` makes the ids of its gradients its own on a page with several."""

    ident: str
    sky: str
    label: str
    shapes: tuple[Shape, ...]
    along: float  # how far along its path the sun stands, or at night the moon: 0 to 1
    at: tuple[float, float]  # its middle
    glow: tuple[float, float, float]  # middle and radius of the light in the sky
    done: str | None  # the stroke-dasharray of the path behind the sun; None at night: then a moon stands there
    far: str
    path: str = PATH.path
    land: tuple[tuple[str, str], ...] = (NEAR, FORE)
    stars: str = STARS
    moon: str = MOON

    @property
    def places(self) -> dict[str, str]:
        """The numbers as SVG wants them, with a point in every language."""
        x, y = self.at
        glow_x, glow_y, glow_r = self.glow
        return {"x": n(x), "y": n(y), "glow_x": n(glow_x), "glow_y": n(glow_y), "glow_r": n(glow_r)}


def sky_of(hour: int) -> str:
    """Dawn until nine, day until four, evening until dusk; then the ember after sunset, and the deep of the night."""
    if hour < DAWN or hour > 21:
        return "night"
    return "dawn" if hour < 9 else "day" if hour < 16 else "evening" if hour <= DUSK else "ember"


def picture(motif: str, hour: int, *, ident: str, label: str = "") -> Picture:
    """The picture of a motif with the sun where it stands at `hour` (0 to 23). An unknown motif leaves the bare horizon."""
    hour = int(hour) % 24
    shapes, sky = MOTIFS.get(motif, ()), sky_of(hour)
    far = FAR[(len(shapes) + hour) % len(FAR)]
    if DAWN <= hour <= DUSK:
        along = (hour - DAWN) / (DUSK - DAWN)
        x, y = PATH.sun_at(along)
        return Picture(ident, sky, label, shapes, along, (x, y), (x, y, 92), PATH.dashes(along), far)
    along = (hour - DUSK) % 24 / 12
    below = PATH.sun_at(1 - along)[0]  # under the land the sun goes back to where it will rise
    return Picture(ident, sky, label, shapes, along, PATH.sun_at(along), (below, HORIZON + 6, 130), None, far)
