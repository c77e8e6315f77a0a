"""How plain a text is, and how long it takes to read."""

import math
import re
from collections.abc import Iterable

HIGHEST_GRADE = 8.0  # of the Flesch-Kincaid scale (Kincaid et al. 1975): years of school in the United States
WORDS_A_MINUTE = 200  # slower than a rested reader
_WORD = re.compile(r"[A-Za-z0-9'’-]+")
_SENTENCE = re.compile(r"(?<=[.?:])\s+|\n+")
_SILENT = re.compile(r"(?:[^aeiouyl]e|[^aeiouy]es|[^aeiouytd]ed)$")


def syllables(word: str) -> int:
    """How many syllables an English word has, by its groups of vowels; a silent e at the end counts none. An estimate: no
    dictionary of pronunciation that works offline is kept up."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    return max(1, groups - (groups > 1 and bool(_SILENT.search(letters))))


def words_in(text: str) -> list[str]:
    return _WORD.findall(text)


def grade(texts: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of some texts together: 0.39 words a sentence + 11.8 syllables a word - 15.59. 0 for no words."""
    sentences = [part for text in texts for part in _SENTENCE.split(text) if re.search("[A-Za-z]", part)]
    words = [word for sentence in sentences for word in words_in(sentence)]
    if not words:
        return 0.0
    return round(0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59, 1)


def minutes(texts: Iterable[str]) -> int:
    """How long reading them takes; at least one minute."""
    return max(1, math.ceil(sum(len(words_in(text)) for text in texts) / WORDS_A_MINUTE))
