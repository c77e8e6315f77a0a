"""What stands on the channel: a card for each published page, kept in memory and made anew when something was published."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max

from stillwater.channel.models import Article, Glossary, Hub, Series, Topic
from stillwater.channel.rules.plain import minutes

ASKED_EVERY_SECONDS = 0.5  # how long a page published by another process may be unseen


@dataclass(frozen=True)
class Card:
    """A published article or question, as lists show it. `spoken` is its whole text, without marks."""

    pk: int
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


def forget() -> None:
    """Read everything anew at the next question: for tests, whose database is taken back."""
    global _edition, _asked
    with _lock:
        _kept.clear()
        _edition, _asked = (), 0.0


def edition() -> tuple[Any, ...]:
    """Changes whenever a page is published, changed or taken away. Asked of the database at most twice a second."""
    global _edition, _asked
    if time.monotonic() - _asked > ASKED_EVERY_SECONDS or not _edition:
        found: list[Any] = []
        for model in (Article, Hub, Topic, Series, Glossary):
            found += model.objects.live().aggregate(Max("last_published_at"), Max("path"), Count("pk")).values()
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


def _read(language: str) -> Shelf:
    hub = Hub.objects.live().filter(locale__language_code=language).first()
    if hub is None:
        return Shelf(language, "", "")
    by_topic: dict[str, list[Card]] = {}
    for page in Article.objects.live().descendant_of(hub).order_by("path").select_related("locale"):
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


def _card(page: Any) -> Card:
    return Card(
        pk=page.pk, slug=page.slug, language=page.locale.language_code, kind=page.kind, title=page.title,
        summary=page.summary, answer=page.answer, topic="", motif=page.motif, hour=page.hour,
        steps=frozenset(page.steps), routes=frozenset(page.routes), roles=frozenset(page.roles),
        minutes=minutes([page.spoken]), reviewed_date=page.reviewed_date, review_due_date=page.review_due_date,
        published_at=page.first_published_at, changed_at=page.last_published_at,
        related=tuple(_pages(page.related)), spoken=page.spoken,
    )  # fmt: skip
