"""What a page needs before it may be published, and what each thing that it lacks is called. An editor reads every line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from stillwater.channel.rules.marks import unknown, unused, without_marks
from stillwater.channel.rules.plain import HIGHEST_GRADE, grade
from stillwater.kit.marking import gettext_noop
from stillwater.kit.words import forbidden_in

WORDS = {
    "sources": gettext_noop("A page needs at least one source."),
    "unknown": gettext_noop("This mark names no source of the page: %s"),
    "unused": gettext_noop(
        "Nothing on the page rests on this source: %s. Put its mark behind a sentence, or take it out."
    ),
    "reviewer": gettext_noop("Nobody has reviewed this page. Submit it for clinical review."),
    "changed": gettext_noop("The page has changed since it was reviewed on %s. Submit it for clinical review again."),
    "overdue": gettext_noop("The review of this page was due on %s. Submit it for clinical review again."),
    "alt": gettext_noop("A picture says nothing to somebody who cannot see it. Describe it: %s"),
    "grade": gettext_noop("The page reads at grade %s. Shorter sentences and plainer words bring it to 8 or lower."),
    "headings": gettext_noop("A heading skips a level: %s"),
    "words": gettext_noop("This word or promise never stands on a page: %s"),
    "exclamation": gettext_noop("No exclamation marks."),
    "answer": gettext_noop("A question needs its short answer."),
}


class Lack(NamedTuple):
    """One thing that is missing or wrong: its key in WORDS, and what the words speak of."""

    key: str
    about: str = ""


@dataclass(frozen=True)
class Draft:
    """A page as the checklist reads it: plain texts with their marks, keys of sources, heading levels in order."""

    texts: Sequence[str]
    sources: Sequence[str]
    language: str = "en"
    kind: str = "article"
    answer: str = ""
    headings: Sequence[tuple[int, str]] = ()
    undescribed: Sequence[str] = ()  # pictures without a text for whoever cannot see them
    reviewed: date | None = None
    as_reviewed: bool = True  # it says what its reviewer read, and no more
    due: date | None = None
    seen: Sequence[str] = field(default=())  # texts that carry no claims: title, summary


def lacks(draft: Draft, today: date) -> list[Lack]:
    """Everything that keeps this page from being published, in the order in which an editor would mend it."""
    found = content_lacks(draft)
    if not draft.reviewed:
        found.append(Lack("reviewer"))
    elif not draft.as_reviewed:
        found.append(Lack("changed", str(draft.reviewed)))
    elif draft.due and draft.due < today:
        found.append(Lack("overdue", str(draft.due)))
    return found


def content_lacks(draft: Draft) -> list[Lack]:
    """The same without the review: what must be right before a reviewer is asked."""
    whole = [*draft.seen, *draft.texts, draft.answer]
    marked = [*draft.texts, draft.answer]
    found = [] if draft.sources else [Lack("sources")]
    found += [Lack("unknown", key) for key in unknown(marked, draft.sources)]
    found += [Lack("unused", key) for key in unused(marked, draft.sources)]
    found += [Lack("alt", name) for name in draft.undescribed]
    found += [Lack("headings", words) for words in _skipping(draft.headings)]
    found += [Lack("words", word) for word in dict.fromkeys(forbidden_in("\n".join(whole)))]
    if any("!" in text for text in whole):
        found.append(Lack("exclamation"))
    if draft.kind == "question" and not draft.answer:
        found.append(Lack("answer"))
    if draft.language == "en" and (level := grade(map(without_marks, whole))) > HIGHEST_GRADE:
        found.append(Lack("grade", str(level)))
    return found


def _skipping(headings: Sequence[tuple[int, str]]) -> list[str]:
    """Headings more than one level below the one before; the page's own title is level 1."""
    found, last = [], 1
    for level, words in headings:
        if level > last + 1 or level < 2:
            found.append(words)
        last = level
    return found
