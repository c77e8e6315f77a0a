"""Marks of sources: `[#fda-2023]` behind a sentence names the source that it rests on."""

import re
from collections.abc import Iterable, Sequence

MARK = re.compile(r"\s*\[#([a-z0-9][a-z0-9-]*)\]")


def marks_in(texts: Iterable[str]) -> list[str]:
    """The sources that are named, each once, in the order in which they first are."""
    return list(dict.fromkeys(key for text in texts for key in MARK.findall(text)))


def without_marks(text: str) -> str:
    return MARK.sub("", text)


def unknown(texts: Iterable[str], keys: Iterable[str]) -> list[str]:
    """Marks that name no source of the page."""
    return [key for key in marks_in(texts) if key not in set(keys)]


def unused(texts: Iterable[str], keys: Sequence[str]) -> list[str]:
    """Sources that nothing on the page rests on."""
    named = set(marks_in(texts))
    return [key for key in keys if key not in named]
