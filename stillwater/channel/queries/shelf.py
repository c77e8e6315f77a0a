"""What stands on the channel: a card for each published page, kept in memory and made anew when something was published."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max
from wagtail.models import Page

from stillwater.channel.models import Article, Contributor, Glossary, Hub, Series, Topic
from stillwater.channel.rules.plain import minutes
from stillwater.channel.wagtail_settings import WAGTAIL_CONTENT_LANGUAGES

CODES = tuple(code for code, _ in WAGTAIL_CONTENT_LANGUAGES)
ASKED_EVERY_SECONDS = 0.5  # how long a page published by another process may be unseen


@dataclass(frozen=True)
class Person:
    name: str
    credentials: str
    about: str


@dataclass(frozen=True)
class People:
    """Whoever wrote a page, and whoever reviewed it."""

    authors: tuple[Person, ...] = ()
    reviewer: Person | None = None


@dataclass(frozen=True)
class Card:
    """A published article or question, as lists show it. `spoken` is its whole text, without marks."""

    pk: int
    translation: str  # shared by the same page in every language
    slug: str
    language: str
    kind: str
    title: str
    summary: str
    answer: str
    topic: str
    motif: str
    hour: int
    steps: frozenset[str]
    routes: frozenset[str]
    roles: frozenset[str]
    minutes: int
    reviewed_date: date | None
    review_due_date: date | None
    published_at: datetime
    changed_at: datetime
    related: tuple[int, ...]
    people: People
    spoken: str = field(repr=False, default="")


@dataclass(frozen=True)
class Group:
    """A topic or a series, with its cards in their order."""

    slug: str
    title: str
    summary: str
    motif: str
    hour: int
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Shelf:
    """Everything in one language."""

    language: str
    title: str
    summary: str
    topics: tuple[Group, ...] = ()
    series: tuple[Group, ...] = ()
    has_glossary: bool = False

    @property
    def cards(self) -> tuple[Card, ...]:
        return tuple(card for topic in self.topics for card in topic.cards)

    def card(self, slug: str) -> Card | None:
        return next((card for card in self.cards if card.slug == slug), None)

    def topic(self, slug: str) -> Group | None:
        return next((topic for topic in self.topics if topic.slug == slug), None)

    def one_series(self, slug: str) -> Group | None:
        return next((series for series in self.series if series.slug == slug), None)


_lock = threading.Lock()
_kept: dict[str, Shelf] = {}
_edition: tuple[Any, ...] = ()
_asked = 0.0
_forgotten = 0  # how often; part of the edition, so that nothing drawn before is shown after


def forget() -> None:
    """Read everything anew at the next question: for tests, whose database is taken back."""
    global _edition, _asked, _forgotten
    with _lock:
        _kept.clear()
        _edition, _asked, _forgotten = (), 0.0, _forgotten + 1


def edition() -> tuple[Any, ...]:
    """Changes whenever a page is published, changed or taken away, or somebody who is named on one is named otherwise. Asked of the
    database at most twice a second."""
    global _edition, _asked
    if time.monotonic() - _asked > ASKED_EVERY_SECONDS or not _edition:
        found: list[Any] = [_forgotten]
        found += Page.objects.live().aggregate(Max("last_published_at"), Max("path"), Count("pk")).values()
        found.append(tuple(Contributor.objects.values_list("pk", "name", "credentials", "about")))
        with _lock:
            if tuple(found) != _edition:
                _kept.clear()
            _edition, _asked = tuple(found), time.monotonic()
    return _edition


def languages() -> list[str]:
    """The languages in which the channel has pages."""
    return list(Hub.objects.live().order_by("locale__language_code").values_list("locale__language_code", flat=True))


def shelf(language: str = "en") -> Shelf:
    """What stands on the channel in a language; an empty shelf if nothing does."""
    edition()
    if (found := _kept.get(language)) is None:
        found = _read(language)
        with _lock:
            _kept[language] = found
    return found


def translations(translation: str) -> dict[str, Card]:
    """The published versions of one page, by language."""
    found = {code: [card for card in shelf(code).cards if card.translation == translation] for code in CODES}
    return {code: cards[0] for code, cards in found.items() if cards}


def linked_card(pk: str, language: str) -> Card | None:
    """What a link to a page leads to: the page, or its translation into this language; None if it stands on no shelf."""
    for code in CODES:
        for card in shelf(code).cards:
            if str(card.pk) == pk:
                return card if code == language else translations(card.translation).get(language, card)
    return None


def _read(language: str) -> Shelf:
    hub = Hub.objects.live().filter(locale__language_code=language).first()
    if hub is None:
        return Shelf(language, "", "")
    by_topic: dict[str, list[Card]] = {}
    articles = Article.objects.live().descendant_of(hub).order_by("path").select_related("locale", "reviewer")
    for page in articles.prefetch_related("authors"):
        by_topic.setdefault(page.path[: -page.steplen], []).append(_card(page))
    topics = [(topic, by_topic.get(topic.path, [])) for topic in Topic.objects.live().child_of(hub).order_by("path")]
    named = [(topic, [Card(**{**vars(card), "topic": topic.slug}) for card in cards]) for topic, cards in topics]
    by_pk = {card.pk: card for _, cards in named for card in cards}
    series = [
        _group(each, [by_pk[pk] for pk in _pages(each.parts) if pk in by_pk])
        for each in Series.objects.live().child_of(hub).order_by("path")
    ]
    return Shelf(
        language, hub.title, hub.summary, tuple(_group(topic, cards) for topic, cards in named),
        tuple(series), Glossary.objects.live().child_of(hub).exists(),
    )  # fmt: skip


def _group(page: Any, cards: Iterable[Card]) -> Group:
    return Group(page.slug, page.title, page.summary, page.motif, page.hour, tuple(cards))


def _pages(stream: Any) -> list[int]:
    return [part["value"] for part in stream.raw_data if part["type"] == "page"]


def people_of(page: Any) -> People:
    return People(
        tuple(_person(each) for each in page.authors.all()), _person(page.reviewer) if page.reviewer else None
    )


def _person(row: Any) -> Person:
    return Person(row.name, row.credentials, row.about)


def _card(page: Any) -> Card:
    return Card(
        pk=page.pk, translation=str(page.translation_key), slug=page.slug, language=page.locale.language_code, kind=page.kind, title=page.title,
        summary=page.summary, answer=page.answer, topic="", motif=page.motif, hour=page.hour,
        steps=frozenset(page.steps), routes=frozenset(page.routes), roles=frozenset(page.roles),
        minutes=minutes([page.spoken]), reviewed_date=page.reviewed_date, review_due_date=page.review_due_date,
        published_at=page.first_published_at, changed_at=page.last_published_at,
        related=tuple(_pages(page.related)), people=people_of(page), spoken=page.spoken,
    )  # fmt: skip
