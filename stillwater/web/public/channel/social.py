"""The card that stands for a page where somebody shares it: the page's own picture, its title beside it, 1200 by 630.

The geometry is the pages' (drawing.py, motifs.py), the colours are the day's (palette.py): who sees a card has no stylesheet.
Painted three times as large and made small again, which smooths what Pillow draws with steps; letters are smooth already.
"""

import io
import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from stillwater.web.public.channel import drawing, lettering
from stillwater.web.public.channel.motifs import Shape
from stillwater.web.public.channel.outlines import Outline, Point, outlines
from stillwater.web.public.channel.palette import Rgb, colours

WIDE, HIGH = 1200, 630
FINER = 3
SCALE = 2.7  # of the picture's units
MIDDLE, GROUND = 884, 500  # where the path's middle stands on the card: right of the words
LEFT, TOP, COLUMN, LOWEST = 68, 92, 520, 440  # the words: from where, how wide, down to where
SIZES, LEADING = range(76, 27, -2), 1.14
OUTER, INNER = (replace(drawing.PATH, rx=drawing.PATH.rx + out, ry=drawing.PATH.ry + out) for out in (1, -1))
MAKER = "Stillwater · The Ketamine Channel"
DARK = {"ember", "night"}
AN_EDGE, BETWEEN = 10, 60  # levels from one pixel to the next; colours kept for what lies between two tones
# An ordered dither of four steps of 255, laid on the sky before its colours become few: without it one sees rings around the sun.
GRAIN = np.array([[-1, 0, -1, 1], [1, 0, 2, 0], [-1, 1, -1, 0], [2, 0, 1, 0]], dtype=np.int16)[:, :, None]


def card_png(title: str, kicker: str, motif: str, hour: int) -> bytes:
    """A PNG of 1200 by 630 with a palette. The title is broken into lines and made smaller, never cut."""
    picture = drawing.picture(motif, hour, ident="card")
    tones = colours(picture.sky)
    painter = Painter(_sky(picture, tones), tones)
    painter.scene(picture)
    card = painter.image.reduce(FINER)
    _words(ImageDraw.Draw(card), title, kicker, tones, tones["c" if picture.sky in DARK else "a"])
    made = io.BytesIO()
    _with_palette(card, tones).save(made, "PNG")
    return made.getvalue()


def _with_palette(card: Image.Image, tones: dict[str, Rgb]) -> Image.Image:
    """The tones as they are, what the sky has most of, and what lies between two tones at an edge: chosen from the whole card
    the tones would drift, and the few smooth pixels of an edge would have no colour of their own."""
    own = [part for tone in tones.values() for part in tone]
    few = card.resize((WIDE // 3, HIGH // 3), Image.Resampling.NEAREST)
    pixels = np.asarray(card)
    green = pixels[:, :, 1].astype(np.int16)  # it changes at nearly every edge, and is a third of the work
    smooth = Image.fromarray(np.ascontiguousarray(pixels[:, 1:][np.abs(np.diff(green)) > AN_EDGE][None]))
    palette = Image.new("P", (1, 1))
    palette.putpalette([*own, *_most(few, 256 - len(tones) - BETWEEN), *_most(smooth, BETWEEN)])
    return card.quantize(palette=palette, dither=Image.Dither.NONE)


def _most(image: Image.Image, many: int) -> list[int]:
    return (image.quantize(many, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette() or [])[: 3 * many]


def _on_card(x: float, y: float) -> Point:
    return MIDDLE + (x - drawing.PATH.cx) * SCALE, GROUND + (y - drawing.HORIZON) * SCALE


def _sky(picture: drawing.Picture, tones: dict[str, Rgb]) -> Image.Image:
    """Its three colours from above to the horizon, the light around the sun, and a grain."""
    column = Image.new("RGB", (1, HIGH))
    stops = [(0.0, tones["s1"]), (0.57 * GROUND, tones["s2"]), (GROUND + 4.0, tones["s3"]), (HIGH + 1.0, tones["s3"])]
    for (above, one), (below, other) in pairwise(stops):
        for row in range(math.ceil(above), min(HIGH, math.ceil(below))):
            part = (row - above) / (below - above)
            red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
            column.putpixel((0, row), (red, green, blue))
    sky = column.resize((WIDE, HIGH))
    (x, y), reach = _on_card(*picture.glow[:2]), round(picture.glow[2] * SCALE)
    sky.paste(tones["glow"], (round(x) - reach, round(y) - reach), _light().resize((2 * reach, 2 * reach)))
    grained = np.asarray(sky, dtype=np.int16) + np.tile(GRAIN, (HIGH // 4 + 1, WIDE // 4, 1))[:HIGH]
    return Image.fromarray(grained.clip(0, 255).astype(np.uint8))


def _light() -> Image.Image:
    """How strong the light is, from its middle outwards: the three stops of the stylesheet's gradient."""
    rims = [
        min(1.0, value * math.sqrt(2) / 255) for value in range(256)
    ]  # Pillow's gradient has its 255 in the corners
    strengths = [0.9 - 1.3 * rim if rim < 0.4 else 0.38 * (1 - rim) / 0.6 for rim in rims]
    return Image.radial_gradient("L").point([round(255 * strength) for strength in strengths])


@dataclass
class Painter:
    """Draws the picture's units on a sky, finer than it will be seen."""

    image: Image.Image
    tones: dict[str, Rgb]

    def __post_init__(self) -> None:
        self.image = self.image.resize((WIDE * FINER, HIGH * FINER), Image.Resampling.NEAREST)
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def scene(self, picture: drawing.Picture) -> None:
        if picture.done is None:
            self.dots([(x, y) for (x, y), *_ in (points for points, _ in outlines(picture.stars))], 0.9, "sun", 0.6)
        self.land("far", picture.far)
        self.way(picture)
        for tone, d in picture.land:
            self.land(tone, d)
        for shape in picture.shapes:
            self.shape(shape, drawing.FOOT)

    def land(self, tone: str, d: str) -> None:
        """Also in a mirror at its left edge, so that the land goes on under the words."""
        self.shape(Shape(tone, d), (0, 0))
        for points, _ in outlines(d):
            self.draw.polygon(self.placed([(-x, y) for x, y in points]), self.tones[tone])

    def way(self, picture: drawing.Picture) -> None:
        """The path: a line as far as the sun, dots beyond it; at night dots, and a moon."""
        fine = [drawing.PATH.sun_at(step / 720) for step in range(721)]
        spots, gone = [fine[0]], 0.0
        for one, other in pairwise(fine):
            gone += math.dist(one, other)
            if gone >= 5.1:
                gone -= 5.1
                spots.append(other)
        self.dots(spots, 1, "mark")
        if picture.done is None:
            self.shape(Shape("sun", picture.moon), picture.at)
            return
        steps = [picture.along * step / 90 for step in range(91)]
        # As one band: a line of many short pieces shows the seams between them.
        band = [OUTER.sun_at(step) for step in steps] + [INNER.sun_at(step) for step in reversed(steps)]
        self.draw.polygon(self.placed(band), self.tones["mark"])
        self.dots([picture.at], 17, "sun", 0.3)
        self.dots([picture.at], 9, "sun")

    def shape(self, shape: Shape, foot: Point) -> None:
        for points, closed in self.moved(outlines(shape.d), foot):
            if shape.width:
                self.line([*points, *points[: 2 * closed]], shape.width, shape.tone)
            elif shape.tone == "h":
                self.draw.polygon(self.placed(points), (*self.tones["w"], 66))
            else:
                self.draw.polygon(self.placed(points), self.tones[shape.tone])

    def line(self, points: list[Point], width: float, tone: str) -> None:
        if len(points) > 1:
            self.draw.line(self.placed(points), self.tones[tone], round(width * SCALE * FINER), joint="curve")
            self.dots([points[0], points[-1]], width / 2, tone)

    def dots(self, middles: list[Point], radius: float, tone: str, strength: float = 1) -> None:
        r = radius * SCALE * FINER
        for x, y in self.placed(middles):
            self.draw.ellipse((x - r, y - r, x + r, y + r), (*self.tones[tone], round(255 * strength)))

    def placed(self, points: list[Point] | tuple[Point, ...]) -> list[Point]:
        return [(x * FINER, y * FINER) for x, y in (_on_card(*point) for point in points)]

    @staticmethod
    def moved(pieces: tuple[Outline, ...], foot: Point) -> list[Outline]:
        return [(tuple((x + foot[0], y + foot[1]) for x, y in points), closed) for points, closed in pieces]


def _words(draw: ImageDraw.ImageDraw, title: str, kicker: str, tones: dict[str, Rgb], ink: Rgb) -> None:
    top: float = TOP
    if kicker := lettering.drawable(kicker):
        size, lines = lettering.fitted(
            kicker, lettering.PLAIN, wide=COLUMN, high=72, sizes=range(30, 21, -2), leading=1.2
        )
        for line in lines:
            lettering.write(draw, (LEFT, top), line, lettering.PLAIN, size, ink)
            top += round(size * 1.2)
        top += 6
    size, lines = lettering.fitted(
        lettering.drawable(title), lettering.TITLE, wide=COLUMN, high=LOWEST - top, sizes=SIZES, leading=LEADING
    )
    for at, line in enumerate(lines):
        lettering.write(draw, (LEFT - 2, top + size * (0.76 + at * LEADING)), line, lettering.TITLE, size, ink)
    lettering.write(draw, (LEFT, HIGH - 44), MAKER, lettering.PLAIN, 28, tones["c"])
