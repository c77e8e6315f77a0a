"""Questions to ask before choosing, with what a listing has already said."""

from dataclasses import dataclass
from datetime import date, datetime

from stillwater.directory.models import Listing
from stillwater.web.public.find.facts import lines_of
from stillwater.web.public.find.words import ALWAYS_ASK, QUESTION


@dataclass(frozen=True)
class Question:
    words: str
    said: tuple[str, ...] = ()
    on: date | None = None


def questions_of(listing: Listing, at: datetime) -> list[Question]:
    """Every question; those that nobody has answered yet are the ones to ask."""
    lines = {line.key: line for line in lines_of(listing.facts, at.date())}
    asked = [
        Question(str(words), lines[key].said, lines[key].on) if key in lines else Question(str(words))
        for key, words in QUESTION.items()
    ]
    return asked + [Question(str(words)) for words in ALWAYS_ASK]
