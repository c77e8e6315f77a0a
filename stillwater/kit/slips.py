"""Words that were typed wrong, and those that were probably meant."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein


def nearest(word: str, words: Sequence[str]) -> list[str]:
    """The words at most one slip away, two for a word of eight letters or more, none for one of three; the likeliest first."""
    slips = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    if not slips:
        return []
    near = process.extract(word, words, scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=3)
    if not near and len(word) > 5:  # the beginning of a word, typed wrong
        starts = list({each[: len(word)] for each in words if len(each) > len(word)})
        heads = process.extract(word, starts, scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=2)
        return [each for head, _, _ in heads for each in words if each.startswith(head)]
    return [each for each, _, _ in sorted(near, key=lambda found: (found[1], -fuzz.ratio(word, found[0])))]
