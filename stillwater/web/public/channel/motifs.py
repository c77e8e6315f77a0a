"""The things that stand on the horizon, as flat shapes. The middle of a thing's foot is 0,0; up is negative; no Django.

No faces, no eyes, no spirals, no tunnels, nothing that falls: somebody may look at one of these an hour after a session.
Shapes lie over one another in the order written. A tone is a role that each sky fills with a colour of its own (palette.py):
`a` dark, `b` middle, `c` light, `w` warm light, `h` the shine around warm light.
"""

from dataclasses import dataclass

from stillwater.web.shared.drawing import n


@dataclass(frozen=True)
class Shape:
    """One path. With a width it is a stroke with round ends, without one it is filled."""

    tone: str
    d: str
    width: float = 0

    @property
    def stroke(self) -> str:
        return n(self.width)


def box(x: float, y: float, wide: float, high: float, round_: float = 0) -> str:
    """A rectangle by its left upper corner."""
    if not round_:
        return f"M{n(x)} {n(y)}h{n(wide)}v{n(high)}h{n(-wide)}Z"
    r, across, down = n(round_), n(wide - 2 * round_), n(high - 2 * round_)
    turn = f"a{r} {r} 0 0 1 "
    first, second = f"{turn}{r} {r}v{down}", f"{turn}-{r} {r}h-{across}"
    return f"M{n(x + round_)} {n(y)}h{across}{first}{second}{turn}-{r}-{r}v-{down}{turn}{r}-{r}Z"


def oval(x: float, y: float, rx: float, ry: float | None = None) -> str:
    """An ellipse by its middle; a circle with one radius."""
    across, radii = n(2 * rx), f"a{n(rx)} {n(ry or rx)} 0 1 0 "
    return f"M{n(x - rx)} {n(y)}{radii}{across} 0{radii}-{across} 0Z"


CHAIR = (
    Shape("a", "M-24-10l-4 11M24-10l4 11", 4),
    Shape("b", "M-25-10V-56C-25-71-14-74 0-74S25-71 25-56V-10Z"),
    Shape("c", "M-17-30V-54C-17-64-10-66 0-66S17-64 17-54V-30Z"),
    Shape("a", box(-40, -44, 16, 38, 7) + box(24, -44, 16, 38, 7)),
    Shape("w", box(-25, -32, 50, 12, 5)),
    Shape("a", box(-34, -20, 68, 14, 4)),
)
DOOR = (
    Shape("h", "M-22 0H20L64 24H-18Z"),
    Shape("a", "M-29 1V-58C-29-74-18-84 0-84S29-74 29-58V1Z"),
    Shape("w", "M-22 1V-57C-22-70-13-77 0-77S22-70 22-57V1Z"),
    Shape("b", "M-22 1V-57C-22-70-13-77 0-77L5-74V8Z"),
    Shape("c", oval(-1, -32, 2.6)),
)
WINDOW = (
    Shape("c", "M-34-8V-48C-34-68-20-80 0-80S34-68 34-48V-8Z"),
    Shape("w", oval(15, -57, 8)),
    Shape("b", "M-34-8V-22C-16-34 8-34 34-18V-8Z"),
    Shape("a", "M-34-8V-48C-34-68-20-80 0-80S34-68 34-48V-8ZM0-80V-8M-34-42H34", 5),
    Shape("a", box(-44, -8, 88, 9, 3)),
)
CUP = (
    Shape("b", "M-9-56c-6-7 6-11 0-19M9-56c-6-7 6-11 0-19", 3),
    Shape("a", oval(0, -2, 46, 6)),
    Shape("b", "M28-40h6c14 0 14 21-4 21h-6", 6),
    Shape("b", "M-31-47H31C31-20 22-5 8-3H-8C-22-5-31-20-31-47Z"),
    Shape("c", oval(0, -47, 31, 6)),
    Shape("w", oval(0, -46.5, 26, 4)),
)
PATH = (
    Shape("c", "M-52 46C-30 30 34 24 22 12C14 5-14 2-8-5L-4-7H3C-2 0 34 3 46 12C64 27 22 30 10 46Z"),
    Shape("a", "M-58 12v-26M58 20v-32", 4),
    Shape("b", oval(-58, -28, 13, 18) + oval(58, -30, 16, 22)),
    Shape("b", oval(36, -11, 6, 9)),
    Shape("a", "M36-2v-8", 2),
)
BRIDGE = (
    Shape("c", "M-96 4H96C84 18 40 24 0 24S-84 18-96 4Z"),
    Shape("b", "M-96 4C-52-50 52-50 96 4H70C62-16 34-22 22-2V6H-22V-2C-34-22-62-16-70 4Z"),
    Shape("a", "M-98-6C-52-60 52-60 98-6", 5),
    Shape("a", "M-66-30V-14M-40-42V-26M-13-47V-31M13-47V-31M40-42V-26M66-30V-14", 3),
    Shape("w", "M-40 13H-18M8 16H40M-4 20H4", 2),
)
TWO = (
    Shape("a", "M-58-50L-54-20M58-50L54-20M-54-18L-58 1M54-18L58 1M-36-18L-34 1M36-18L34 1", 4),
    Shape("b", "M-44-42L-43-22", 19),
    Shape("b", "M-42-20H-22L-20-3", 11),
    Shape("b", oval(-42, -67, 10)),
    Shape("w", "M44-42L43-22", 19),
    Shape("w", "M42-20H22L20-3", 11),
    Shape("w", oval(42, -67, 10)),
    Shape("a", "M-60-14H-34M60-14H34", 4),
)
TREE = (
    Shape("a", "M-6 1C-3-16-4-26-4-44H4C4-26 3-16 6 1Z"),
    Shape("b", oval(-17, -40, 19) + oval(17, -42, 20) + oval(0, -60, 23)),
    Shape("a", "M0-30V-58M0-38L-12-48M0-44L11-54", 2.5),
)
WATER = (
    Shape("c", "M-112 4C-80-8 76-8 112 2C100 26 40 34 0 34S-100 28-112 4Z"),
    Shape("b", "M-56 8H-22M-8 4H30M44 10H78M-34 16H4M18 19H58M-14 25H22", 2.4),
    Shape("w", "M-10 11H12M-4 21H8", 2.4),
    Shape("a", "M-84 12C-84-8-86-22-92-36M-78 12C-78-12-77-28-74-44M-72 12C-71-4-68-14-62-24", 2.6),
    Shape("a", "M-74-44V-32M-92-36L-90-26", 6),
)
LAMP = (
    Shape("h", oval(0, -62, 38)),
    Shape("a", "M0-52V-2", 4),
    Shape("a", "M-20 1C-20-6-8-7 0-7S20-6 20 1Z"),
    Shape("w", "M-27-48L-15-82H15L27-48Z"),
    Shape("a", "M19-48V-36", 1.6),
)
HANDS = (
    Shape("h", oval(0, -37, 20)),
    Shape("c", oval(0, -37, 8)),
    Shape("a", box(-63, -28, 13, 30, 4) + box(50, -76, 13, 30, 4)),
    Shape("b", "M-53-24C-44-30-36-30-27-25L-12-18L22-29C29-31 33-24 27-20L-2-3C-8-1-14 0-19 0H-53Z"),
    Shape("a", "M-34-13H-14C-7-13-8-18-12-18L-20-21", 2.2),
    Shape("w", "M53-50C44-44 36-44 27-49L12-56L-22-45C-29-43-33-50-27-54L2-71C8-73 14-74 19-74H53Z"),
    Shape("a", "M34-61H14C7-61 8-56 12-56L20-53", 2.2),
)
BOOK = (
    Shape("a", "M0-2C-14-12-40-12-54-6V-50H54V-6C40-12 14-12 0-2Z"),
    Shape("c", "M0-8C-12-18-36-18-50-13V-56C-36-62-12-60 0-50Z"),
    Shape("c", "M0-8C12-18 36-18 50-13V-56C36-62 12-60 0-50Z"),
    Shape("b", "M-40-46C-30-48-20-46-12-42M-40-36C-30-38-20-36-12-32M-40-26C-30-28-20-26-12-22", 2.4),
    Shape("b", "M40-46C30-48 20-46 12-42M40-36C30-38 20-36 12-32M40-26C30-28 20-26 12-22", 2.4),
    Shape("a", "M0-50V-8", 2.4),
    Shape("w", "M26-60V-34L30-38L34-34V-59Z"),
)
SCALE = (
    Shape("a", "M0-74V-4M-44-66H44", 5),
    Shape("a", "M-44-66L-60-34M-44-66L-28-34M44-66L28-34M44-66L60-34", 2),
    Shape("b", "M-64-34H-24C-26-20-34-16-44-16S-62-20-64-34Z"),
    Shape("b", "M64-34H24C26-20 34-16 44-16S62-20 64-34Z"),
    Shape("w", oval(0, -74, 6)),
    Shape("a", "M-24 1C-24-7-10-8 0-8S24-7 24 1Z"),
)
BED = (
    Shape("a", box(-66, -56, 8, 57, 3) + box(58, -34, 8, 35, 3)),
    Shape("a", box(-62, -18, 124, 9)),
    Shape("c", box(-60, -30, 120, 14, 5)),
    Shape("w", "M-56-30C-58-44-52-46-42-45S-26-42-28-30Z"),
    Shape("b", "M-20-16V-26C-20-38-10-40 6-40H44C56-40 60-36 60-26V-16Z"),
    Shape("a", "M-20-24V-26C-20-38-10-40 6-40H10C-2-38-6-34-6-24Z"),
)
CLOCK = (
    Shape("a", "M-22-12L-30 0M22-12L30 0", 6),
    Shape("a", oval(0, -41, 36)),
    Shape("c", oval(0, -41, 29)),
    Shape("b", "M0-65V-61M0-21V-17M-24-41H-20M20-41H24", 3),
    Shape("a", "M0-59V-41L13-33", 4),
    Shape("w", oval(0, -41, 4)),
)
SHIELD = (
    Shape("a", "M0-82C12-74 24-70 37-70V-42C37-20 22-6 0 2C-22-6-37-20-37-42V-70C-24-70-12-74 0-82Z"),
    Shape("b", "M0-74C11-67 21-64 31-63V-42C31-24 19-12 0-5C-19-12-31-24-31-42V-63C-21-64-11-67 0-74Z"),
    Shape("c", "M-18-32A18 18 0 0 1 18-32", 3.4),
    Shape("c", "M-24-28H24", 3.4),
    Shape("w", oval(9, -47.5, 6)),
)
DROP = (
    Shape("c", oval(0, 2, 62, 11)),
    Shape("a", oval(0, 2, 44, 7)),
    Shape("c", oval(0, 2, 39, 5.6)),
    Shape("b", "M0-82C14-58 28-44 28-27C28-11 15 1 0 1S-28-11-28-27C-28-44-14-58 0-82Z"),
    Shape("c", "M-16-28C-16-20-11-14-4-12", 4),
)
SPRAY = (
    Shape("a", box(-12, -46, 24, 12)),
    Shape("c", box(-22, -39, 44, 40, 8)),
    Shape("b", "M-22-28H22V-8H-22Z"),
    Shape("c", "M-9-14A9 9 0 0 1 9-14", 2.4),
    Shape("b", "M-10-49C-7-56-6-62-5-73C-5-78 5-78 5-73C6-62 7-56 10-49Z"),
    Shape("a", box(-23, -51, 46, 7, 3.5)),
    Shape("b", oval(0, -84, 2) + oval(-8, -87, 2) + oval(8, -87, 2)),
)
LOZENGE = (
    Shape("a", oval(0, 1, 62, 10)),
    Shape("b", "M-42-26V-15Q-42-11-36-8L-8 4Q0 7 8 4L36-8Q42-11 42-15V-26Z"),
    Shape("c", "M-8-42Q0-45 8-42L37-30Q44-26 37-22L8-10Q0-7-8-10L-37-22Q-44-26-37-30Z"),
    Shape("b", "M-16-32.5L16-19.5", 3),
)
MUSIC = (
    Shape("a", "M-14-10V-64L30-74V-20", 5),
    Shape("a", "M-14-64L30-74V-62L-14-52Z"),
    Shape("b", "M-39-4a13.5 9.5-20 1 0 26-8a13.5 9.5-20 1 0-26 8Z"),
    Shape("b", "M5-14a13.5 9.5-20 1 0 26-8a13.5 9.5-20 1 0-26 8Z"),
)
NOTE = (
    Shape("a", "M-31-78H17L35-60V1H-31Z"),
    Shape("c", "M-35-82H13L31-64V-3H-35Z"),
    Shape("b", "M13-82L31-64H13Z"),
    Shape("b", "M-24-52H18M-24-40H18M-24-28H4", 3),
    Shape("w", "M-24-64H-4", 3),
    Shape("b", "M52-50L34-16", 7),
    Shape("a", "M31-18L29-6L37-14Z"),
)
CAR = (
    Shape("a", oval(0, 1, 76, 4)),
    Shape("b", "M-70-8C-72-26-66-30-44-32C-32-50-24-54 0-54C22-54 30-48 42-32C62-29 70-26 70-8Z"),
    Shape("c", "M-34-32C-26-44-20-47-4-47V-32ZM3-32V-47C18-47 24-44 33-32Z"),
    Shape("w", "M55-26C61-24 64-21 66-15H58Z"),
    Shape("a", oval(-38, -8, 14) + oval(38, -8, 14)),
    Shape("c", oval(-38, -8, 5.5) + oval(38, -8, 5.5)),
)
HOUSE = (
    Shape("a", box(20, -76, 11, 24)),
    Shape("c", "M-38 1V-46L0-76L38-46V1Z"),
    Shape("b", "M-50-40L0-82L50-40", 9),
    Shape("a", "M-8 1V-24C-8-34 8-34 8-24V1Z"),
    Shape("w", box(-29, -36, 14, 16, 2) + box(15, -36, 14, 16, 2)),
    Shape("b", oval(-46, -8, 13, 10) + oval(48, -6, 10, 8)),
)
MOTIFS: dict[str, tuple[Shape, ...]] = {
    "horizon": (),
    "chair": CHAIR,
    "door": DOOR,
    "window": WINDOW,
    "cup": CUP,
    "path": PATH,
    "bridge": BRIDGE,
    "two": TWO,
    "tree": TREE,
    "water": WATER,
    "lamp": LAMP,
    "hands": HANDS,
    "book": BOOK,
    "scale": SCALE,
    "bed": BED,
    "clock": CLOCK,
    "shield": SHIELD,
    "drop": DROP,
    "spray": SPRAY,
    "lozenge": LOZENGE,
    "music": MUSIC,
    "note": NOTE,
    "car": CAR,
    "house": HOUSE,
}
