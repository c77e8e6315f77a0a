"""Words in a picture: the pages' own fonts, read as they are vendored, and lines that break where a reader would break them."""

import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

Rgb = tuple[int, int, int]
VENDOR = Path(__file__).parents[2] / "static" / "vendor"
TITLE, PLAIN = "newsreader-latin-wght-normal", "atkinson-hyperlegible-next-latin-wght-normal"
MEASURED = 100  # a font is measured once, at this size
RAGGED, TRIES = 0.5, 8  # a line half as long as the longest looks forgotten: so many sizes are tried for a better one
# Each font is two files: English letters in one, the others in the second. The ranges are those of css/tokens.css; a test checks.
BASIC = "20-7E A0 B7 2011 2013-2014 2018-2019 201C-201D 2026"
MORE = (
    "A1-A3 A7 A9 AB AE B0-B3 B5 BB-FF 131 152-153 2002-200A 201A 201E 2022 2032-2033 2039-203A 2070 2080-2089 20AC "
    "2190-2193 2212 2260 2264-2265"
)


def codes(ranges: str) -> frozenset[int]:
    """The code points of ranges as `20-7E A0`."""
    ends = [each.split("-") for each in ranges.split()]
    return frozenset(code for each in ends for code in range(int(each[0], 16), int(each[-1], 16) + 1))


_BASIC, _MORE = codes(BASIC), codes(MORE)


@cache
def font(name: str, part: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(next(VENDOR.glob(f"*/{name}-{part}.woff2")), size)


def drawable(text: str) -> str:
    """As the fonts can write it: a letter that is in neither file loses its accent sooner than its shape."""
    return "".join(map(_known, unicodedata.normalize("NFC", " ".join(text.split()))))


def _known(letter: str) -> str:
    if ord(letter) in _BASIC or ord(letter) in _MORE:
        return letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


def _runs(text: str) -> list[tuple[str, str]]:
    parts = groupby(text, lambda each: "more" if ord(each) in _MORE else "basic")
    return [(part, "".join(letters)) for part, letters in parts]


@lru_cache(2048)
def _measured(text: str, name: str) -> float:
    return sum(font(name, part, MEASURED).getlength(letters) for part, letters in _runs(text))


def width(text: str, name: str, size: float) -> float:
    return _measured(text, name) * size / MEASURED


def write(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, name: str, size: int, fill: Rgb) -> None:
    """One line, `at` the left end of its baseline."""
    x, y = at
    for part, letters in _runs(text):
        draw.text((x, y), letters, fill=fill, font=font(name, part, size), anchor="ls")
        x += font(name, part, size).getlength(letters)


def fitted(text: str, name: str, *, wide: float, high: float, sizes: range, leading: float) -> tuple[int, list[str]]:
    """The largest of the sizes (they go down) at which the words fit, and their lines. A little smaller, where that makes the
    lines more even. Nothing is cut: what does not fit even at the smallest stands at the smallest, and a word wider than the
    place goes on in the next line."""
    longest = max(text.split(), key=lambda word: _measured(word, name), default="")
    fits = list[tuple[int, list[str]]]()
    for size in sizes:
        if width(longest, name, size) > wide:
            continue
        lines = _even(text, name, size, wide, width(longest, name, size))
        if len(lines) * size * leading <= high:
            fits.append((size, lines))
            if len(fits) == TRIES or _ragged(lines, name) < RAGGED:
                break
    if not fits:
        return sizes[-1], _wrapped(text, name, sizes[-1], wide)
    return fits[-1] if _ragged(fits[-1][1], name) < RAGGED else fits[0]


def _ragged(lines: list[str], name: str) -> float:
    """How much shorter than the longest the shortest line is: 0 when they are alike."""
    widths = [width(line, name, MEASURED) for line in lines] or [1]
    return 1 - min(widths) / max(widths)


def _even(text: str, name: str, size: int, wide: float, least: float) -> list[str]:
    """As few lines as the place allows, in the narrowest column (at least `least`) that needs no more of them."""
    best = lines = _wrapped(text, name, size, wide)
    while wide >= least and len(lines) == len(best):
        best, wide = lines, wide - 12
        lines = _wrapped(text, name, size, max(wide, least))
    return best


def _wrapped(text: str, name: str, size: int, wide: float) -> list[str]:
    lines, line = list[str](), ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if width(longer, name, size) <= wide:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width(line, name, size) > wide and len(line) > 1:
            fits = next(end for end in range(len(line) - 1, 0, -1) if end == 1 or width(line[:end], name, size) <= wide)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line else lines
