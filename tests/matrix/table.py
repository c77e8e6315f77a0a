"""The table of `tests/url_table.py`, read; and the URLs that there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests import url_table
from tests.matrix.people import COLUMNS

LETTERS = "".join(COLUMNS)
SIGN_IN = "in"
STUDIO = "studio/"


@dataclass(frozen=True)
class Row:
    """One URL: who may open it, and what it answers by method; for pages that are open, what it answers by who comes."""

    name: str
    letters: str = ""
    answers: tuple[str, str] = ("", "")
    api: bool = False
    open_answers: tuple[tuple[str, str], ...] = ()  # nobody, a pass, signed in
    of_accounts: bool = False

    @property
    def doors(self) -> set[str]:
        """The columns to whom the door opens; what is their own space's only, the page itself tells apart from a patient's."""
        return set(self.letters.replace("w", "p"))

    @property
    def is_open(self) -> bool:
        return bool(self.open_answers)


@dataclass(frozen=True)
class Url:
    """One URL pattern. `places` are the names in it."""

    name: str
    route: str
    places: tuple[str, ...]

    @property
    def id_places(self) -> tuple[str, ...]:
        return tuple(place for place in self.places if place.endswith("_id"))


def _lines(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split()


def _closed(text: str, *, api: bool = False) -> Iterator[Row]:
    for name, *cells in _lines(text):
        marks, answers = cells[: len(LETTERS)], cells[len(LETTERS) :]
        wrong = [mark for mark, letter in zip(marks, LETTERS, strict=True) if mark not in (letter, ".")]
        if wrong or len(answers) != 2:
            raise ValueError(f"the row of {name} does not fit its columns")
        yield Row(name, "".join(marks).replace(".", ""), (answers[0], answers[1]), api)


def _open(text: str, *, of_accounts: bool = False) -> Iterator[Row]:
    for name, *cells in _lines(text):
        yield Row(name, open_answers=tuple(zip(cells[::2], cells[1::2], strict=True)), of_accounts=of_accounts)


@cache
def rows() -> dict[str, Row]:
    """Every row, by the URL's name."""
    found = [
        *_closed(url_table.CLINIC), *_closed(url_table.PATIENT), *_closed(url_table.SITTER),
        *_closed(url_table.TABLET),
        *_closed(url_table.API, api=True), *_open(url_table.OPEN), *_open(url_table.ALLAUTH, of_accounts=True),
        *(Row(name, open_answers=(("404", "404"),) * 3, of_accounts=True) for (name,) in _lines(url_table.WITHOUT)),
    ]  # fmt: skip
    by_name = {row.name: row for row in found}
    twice = sorted({row.name for row in found if found.count(row) > 1 or by_name[row.name] is not row})
    if twice:
        raise ValueError(f"two rows for one URL: {', '.join(twice)}")
    return by_name


def _walked(patterns: list[Any], before: str = "", above: tuple[str, ...] = ()) -> Iterator[Url]:
    for pattern in patterns:
        route, places = before + str(pattern.pattern), (*above, *pattern.pattern.regex.groupindex)
        if route == STUDIO:  # Wagtail's own pages: one door before all of them, which tests/web/test_studio.py walks
            continue
        if isinstance(pattern, URLResolver):
            yield from _walked(pattern.url_patterns, route, places)
        elif isinstance(pattern, URLPattern):
            yield Url(pattern.name or route, route, places)


def urls() -> dict[str, Url]:
    """Every URL that the program answers, third parties' too, by name; one without a name by its route."""
    found: dict[str, Url] = {}
    for url in _walked(get_resolver().url_patterns):
        found.setdefault(url.name, url)
    return found


def missing() -> list[str]:
    """What the table and the program do not say of one another, in words that tell what to add."""
    known, said = urls(), rows()
    lacking = [
        f"URL not in the table: {url.name} ({url.route}). Add a row to tests/url_table.py that says who may open it:\n"
        f"{url.name:<21} . . . . . .  . . .  200      -"
        for url in known.values()
        if url.name not in said
    ]
    idle = [name for name in said if name not in known and not name.startswith("/")]
    return lacking + [f"A row of tests/url_table.py is for a URL that does not exist: {name}" for name in idle]
