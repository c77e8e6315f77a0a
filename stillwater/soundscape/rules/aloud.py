"""A text that was written to be read by the eye, as lines that a voice can say: one sentence a line, signs spelled out."""

import re
from collections.abc import Iterable

from stillwater.soundscape.rules.guides import CAPTION, LINE_SECONDS, PARAGRAPH_SECONDS, unpronounceable
from stillwater.soundscape.rules.recording import Part

_SENTENCE = re.compile(r"(?<=[.?:])\s+")
_SPELLED = {
    "en": (("%", " percent"), ("&", " and "), ("/", " or "), ("$", " dollars "), ("+", " plus "), ("=", " is "), ("°", " degrees")),
    "es": (("%", " por ciento"), ("&", " y "), ("/", " o "), ("$", " dólares "), ("+", " más "), ("=", " es "), ("°", " grados")),
}  # fmt: skip
_ODD = re.compile(r"[^\w\s.,;:?'\"’‘“”()–—…-]|_")


def parts_of(paragraphs: Iterable[str], language: str) -> tuple[Part, ...]:
    """What a voice says of some paragraphs, with its rests. What no voice can say is left out."""
    found: list[Part] = []
    for paragraph in paragraphs:
        lines = [line for sentence in _SENTENCE.split(_spelled(paragraph, language)) for line in _short(sentence)]
        said = [Part("say", line, LINE_SECONDS) for line in lines if not unpronounceable(line)]
        if said and found:
            found.append(Part("gap", "", PARAGRAPH_SECONDS))
        found += said
    return tuple(found)


def _spelled(text: str, language: str) -> str:
    for sign, word in _SPELLED.get(language, ()):
        text = text.replace(sign, word)
    return " ".join(_ODD.sub(" ", text).split())


def _short(sentence: str) -> list[str]:
    """A long sentence in pieces that a caption can show, parted at a comma or else at a space."""
    pieces, rest = [], sentence.strip()
    while len(rest) > CAPTION:
        cut = max(rest.rfind(", ", 0, CAPTION), rest.rfind("; ", 0, CAPTION))
        cut = cut + 1 if cut > CAPTION // 3 else rest.rfind(" ", 0, CAPTION)
        pieces.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [piece for piece in [*pieces, rest] if piece]
