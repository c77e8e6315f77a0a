"""What a guide may speak of only if its content note says so, and what no guide says (S14)."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Subject(NamedTuple):
    """A subject that can trouble somebody. The content note names it by any of its words."""

    name: str
    words: frozenset[str]


def _subject(name: str, words: str) -> Subject:
    return Subject(name, frozenset([name, *words.split()]))


SUBJECTS: tuple[Subject, ...] = (
    _subject(
        "water",
        "sea ocean wave waves lake river stream tide tides shore shoreline beach pond pool harbor harbour rain rainy "
        "raining swim swimming underwater wet boat jetty bath shower snow",
    ),
    _subject("darkness", "dark darker darkening night nights nighttime shadow shadows dusk blindfold mask"),
    _subject("falling", "fall falls fell sink sinks sinking drop drops dropping drift drifting float floating height"),
    _subject("fire", "fires flame flames candle candles burn burns burning smoke ember embers hearth"),
    _subject("breath", "breaths breathe breathes breathing inhale exhale"),
    _subject(
        "body",
        "bodies chest belly stomach shoulder shoulders jaw neck throat arm arms hand hands finger fingers "
        "fingertips leg legs knee knees foot feet heel heels toe toes hip hips skin head forehead palm palms",
    ),
    _subject("animals", "animal dog dogs cat cats bird birds horse insect insects bee bees snake spider"),
    _subject("family", "mother father mom dad parent parents sister brother child children childhood"),
    _subject("closeness", "hug hugs hold holds held holding touch touches touching touched embrace"),
    _subject("loss", "grief grieve death dead die dies dying died"),
)
BREATH, BELL = "breath", Subject("bell", frozenset({"bell", "bells"}))

# Orders and promises. What a guide would like, it offers.
NEVER_SAID = (
    "close your eyes", "shut your eyes", "let go", "empty your mind", "clear your mind", "you must", "surrender",
    "you are safe", "you're safe", "hold your breath", "do not move", "don't move", "relax your", "calm down",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def words_in(text: str) -> list[str]:
    """The words of a text in lower case, with straight apostrophes."""
    return _WORD.findall(text.replace("’", "'").lower())


def subjects_in(text: str) -> Iterator[Subject]:
    """Each subject that a text speaks of, once."""
    words = set(words_in(text))
    return (subject for subject in (*SUBJECTS, BELL) if subject.words & words)


def named(subject: Subject, note: str) -> bool:
    """Whether a content note names the subject, by any of its words."""
    return bool(subject.words & set(words_in(note)))


def never_said_in(text: str) -> list[str]:
    """The phrases of a text that no guide says."""
    plain = " ".join(words_in(text))
    return [phrase for phrase in NEVER_SAID if re.search(rf"\b{re.escape(phrase)}\b", plain)]


_BY_NAME = {subject.name: subject.words for subject in SUBJECTS}
# What a word of the never list (sounds, in rules/scenes) is when it is spoken of.
_SPOKEN = {
    "surf": _BY_NAME["water"], "rain": _BY_NAME["water"], "breath": _BY_NAME["breath"], "bells": BELL.words,
    "wind": frozenset({"wind", "windy", "breeze", "storm"}), "choir": frozenset({"choir", "singing", "sing"}),
}  # fmt: skip


def spoken_of(text: str, never: Iterable[str]) -> list[str]:
    """Which words of somebody's never list a text speaks of."""
    words = set(words_in(text))
    return [word for word in never if _SPOKEN.get(word, frozenset({word})) & words]
