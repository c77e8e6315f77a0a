"""A search over the channel: whole words, beginnings of words, and one that was typed wrong. In memory: a channel has hundreds
of pages, not millions, and the shelf holds their texts already."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import log

from stillwater.channel.queries.shelf import Card, edition, shelf
from stillwater.channel.rules.marks import without_marks
from stillwater.kit.slips import nearest

WEIGHTS = (("title", 8.0), ("answer", 3.0), ("summary", 4.0), ("spoken", 1.0))
_WORD = re.compile(r"[a-z0-9]+")
COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "for",
        "from",
        "how",
        "i",
        "in",
        "is",
        "it",
        "me",
        "my",
        "of",
        "on",
        "or",
        "so",
        "that",
        "the",
        "to",
        "was",
        "what",
        "when",
        "who",
        "will",
        "with",
        "you",
        "your",
    ]
)


@dataclass(frozen=True)
class Hit:
    card: Card
    excerpt: str  # a sentence of the page that bears one of the words; empty if only the title does


@dataclass(frozen=True)
class Found:
    """Hits, best first; and the words that were meant, where none of those typed stands anywhere."""

    hits: tuple[Hit, ...]
    meant: str = ""


@dataclass(frozen=True)
class _Index:
    cards: tuple[Card, ...]
    postings: dict[str, dict[int, float]]  # word: card's place, weight

    @property
    def words(self) -> list[str]:
        return list(self.postings)


def folded(text: str) -> list[str]:
    """The words of a text, small and without accents."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("’", "'")).encode("ascii", "ignore").decode()
    return _WORD.findall(plain.replace("'", ""))


@lru_cache(maxsize=8)
def _index(language: str, edition: object) -> _Index:
    cards = shelf(language).cards
    postings: dict[str, dict[int, float]] = {}
    for place, card in enumerate(cards):
        weights: Counter[str] = Counter()
        for field, weight in WEIGHTS:
            for word, times in Counter(folded(without_marks(getattr(card, field)))).items():
                weights[word] += weight * (1 + log(times))  # type: ignore[assignment]
        for word, weight in weights.items():
            postings.setdefault(word, {})[place] = weight
    return _Index(cards, postings)


def found(words: str, language: str = "en", most: int = 20) -> Found:
    """Pages that bear every word, or its beginning, or the nearest word to one that nobody wrote. Empty for no words."""
    index = _index(language, edition())
    asked = folded(words[:200])
    asked = [word for word in asked if word not in COMMON] or asked
    scores: Counter[int] = Counter()
    matched: Counter[int] = Counter()
    meant, changed = [], False
    for word in asked:
        known = [each for each in index.postings if each == word or (len(word) > 2 and each.startswith(word))]
        if not known:
            known = nearest(word, index.words)
            changed = changed or bool(known)
        meant.append(known[0] if known and word not in known and not known[0].startswith(word) else word)
        best: dict[int, float] = {}
        for each in known:
            rarity = log(1 + len(index.cards) / len(index.postings[each]))
            near = 1.0 if each == word else 0.7
            for place, weight in index.postings[each].items():
                best[place] = max(best.get(place, 0.0), weight * rarity * near)
        for place, score in best.items():
            scores[place] += score  # type: ignore[assignment]
            matched[place] += 1
    full = max(matched.values(), default=0)
    order = [place for place, _ in scores.most_common() if matched[place] >= max(1, full)]
    stems = tuple(meant)
    return Found(
        tuple(Hit(index.cards[place], _excerpt(index.cards[place].spoken, stems)) for place in order[:most]),
        " ".join(meant) if changed else "",
    )


def suggestions(words: str, language: str = "en", most: int = 6) -> list[str]:
    """Titles that fit what is being typed."""
    return [hit.card.title for hit in found(words, language, most).hits] if len(words.strip()) > 1 else []


def _excerpt(spoken: str, stems: tuple[str, ...]) -> str:
    for sentence in re.split(r"(?<=[.?])\s+|\n", spoken):
        if any(word.startswith(stem) for word in folded(sentence) for stem in stems):
            return sentence if len(sentence) <= 180 else sentence[:177].rsplit(" ", 1)[0] + " …"
    return ""
