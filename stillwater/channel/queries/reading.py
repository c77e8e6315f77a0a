"""One page as it is read. Its parts are drawn once for each published version and day, and kept in memory."""

import html
import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify

from stillwater.channel.models import Article, Glossary
from stillwater.channel.queries.shelf import Card, People, Person, edition, people_of, shelf, translations
from stillwater.channel.rules.marks import MARK
from stillwater.channel.texts import plain

MOST_KEPT = 500
_HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.S)
NEEDED = (
    "pk", "slug", "title", "summary", "kind", "answer", "motif", "hour", "body", "sources", "changes", "reviewed_date",
    "review_due_date", "translation_key",
)  # fmt: skip
_kept: OrderedDict[tuple[Any, ...], "Reading"] = OrderedDict()


@dataclass(frozen=True)
class Source:
    """A source in the list at the end; `number` is the one behind the sentences that rest on it."""

    number: int
    key: str
    title: str
    publisher: str
    address: str
    supports: str
    second_hand: bool


@dataclass(frozen=True)
class Reading:
    """A page with everything that its reader meets."""

    pk: int
    slug: str
    language: str
    kind: str
    title: str
    summary: str
    answer: str
    motif: str
    hour: int
    body: str  # HTML, drawn by the blocks' own templates
    headings: tuple[tuple[str, str], ...]  # id and words
    sources: tuple[Source, ...]
    authors: tuple[Person, ...]
    reviewer: Person | None
    reviewed_date: date | None
    review_due_date: date | None
    changes: tuple[tuple[date, str], ...]
    card: Card | None
    more: tuple[Card, ...]
    others: tuple[str, ...]  # languages in which it can be read too
    hidden: int  # parts whose day is over

    def is_overdue(self, today: date) -> bool:
        return self.review_due_date is not None and self.review_due_date < today


def read(slug: str, language: str, today: date) -> Reading | None:
    """A published article, or None. Parts whose `valid_until` is over are left out."""
    key = (slug, language, today, edition())
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    found = Article.objects.live().filter(slug=slug, locale__language_code=language)
    page: Any = found.values_list(*NEEDED, named=True).first()  # half the work of a whole page of Wagtail's
    if page is None:
        return None
    card = shelf(language).card(slug)
    _kept[key] = _drawn(page, language, today, card.people if card else people_of(found.get()))
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return _kept[key]


def drawn(page: Any, today: date) -> Reading:
    """The same of a page that may not be published yet."""
    return _drawn(page, page.locale.language_code, today, people_of(page))


def _drawn(page: Any, language: str, today: date, people: People) -> Reading:
    """The page with its blocks drawn: headings with ids, marks as numbered links to the sources."""
    sources = sources_of(page.sources)
    shown = [block for block in page.body if is_valid(block.value, today)]
    parts = [_draw(block, place, language) for place, block in enumerate(shown)]
    body, headings = _with_ids("".join(parts))
    here = shelf(language)
    card = here.card(page.slug)
    return Reading(
        pk=page.pk, slug=page.slug, language=language, kind=page.kind, title=page.title, summary=page.summary,
        answer=linked(html.escape(page.answer), sources), motif=page.motif, hour=page.hour,
        body=linked(body, sources), headings=headings, sources=sources,
        authors=people.authors, reviewer=people.reviewer, reviewed_date=page.reviewed_date, review_due_date=page.review_due_date,
        changes=tuple((each.value["date"], each.value["words"]) for each in page.changes), card=card,
        more=_more(card, here.cards), others=_others(page, language), hidden=len(page.body) - len(shown),
    )  # fmt: skip


def is_valid(value: Any, today: date) -> bool:
    until = value.get("valid_until")
    return until is None or until >= today


def sources_of(stream: Any) -> tuple[Source, ...]:
    """As they are written down: made into blocks, their fields would take as long as the rest of the page."""
    written = [each["value"] for each in stream.raw_data]
    return tuple(
        Source(
            number, each["key"], each["title"], each["publisher"], each["address"], each["supports"],
            each.get("kind") == "second-hand",
        )
        for number, each in enumerate(written, 1)
    )  # fmt: skip


def linked(text: str, sources: tuple[Source, ...]) -> SafeString:
    """HTML with its marks as small numbered links. A mark that names nothing is left out: the checklist keeps it off a page."""
    numbers = {source.key: source for source in sources}

    def link(match: re.Match[str]) -> str:
        source = numbers.get(match.group(1))
        if source is None:
            return ""
        name = html.escape(f"{source.number}. {source.publisher}", quote=True)
        return f'<sup class="mark"><a href="#source-{source.key}" aria-label="{name}">{source.number}</a></sup>'

    # Not a stranger's string: the blocks' templates escape what editors typed, and a key has only letters and hyphens.
    return SafeString(MARK.sub(link, text))


def glossary(language: str) -> dict[str, Any] | None:
    """The words, with their sources."""
    page = Glossary.objects.live().filter(locale__language_code=language).first()
    if page is None:
        return None
    sources, cards = sources_of(page.sources), {card.slug: card for card in shelf(language).cards}
    terms = [
        {
            "term": each.value["term"], "slug": each.value["slug"], "says": linked(html.escape(each.value["says"]), sources),
            "see": [cards[slug] for slug in each.value["see"] if slug in cards],
        }
        for each in page.terms
    ]  # fmt: skip
    return {"page": page, "terms": sorted(terms, key=lambda term: term["term"].lower()), "sources": sources}


def preview_of(page: Any, request: Any, mode: str) -> Any:
    """What an editor sees before anybody else does. `mode`: empty, night or print."""
    if page.place != "article":
        return render(request, "channel/preview.html", {"page": page, "mode": mode})
    today = request.at.date()
    reading = drawn(page, today)
    return render(request, "channel/article.html", {"reading": reading, "preview": mode or "day", "today": today})


def _draw(block: Any, place: int, language: str) -> str:
    template = block.block.meta.template
    return render_to_string(
        template, {"value": block.value, "place": place, "language": language, "block_id": block.id}
    )


def _with_ids(body: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Headings of level 2 get an id to link to; one that already has one keeps it."""
    found: list[tuple[str, str]] = []

    def give(match: re.Match[str]) -> str:
        words = MARK.sub("", plain(match.group(1)))
        ident = slugify(words)[:60] or "part"
        ident = ident if ident not in {each for each, _ in found} else f"{ident}-{len(found)}"
        found.append((ident, words))
        return f'<h2 id="{ident}">{match.group(1)}</h2>'

    return _HEADING.sub(give, body), tuple(found)


def _more(card: Card | None, cards: tuple[Card, ...], most: int = 4) -> tuple[Card, ...]:
    """What to read next: what the editor named, then what shares most tags and the topic."""
    if card is None:
        return ()
    named = [each for pk in card.related for each in cards if each.pk == pk]
    known = {card.pk, *card.related}
    rest = [each for each in cards if each.pk not in known and each.roles & card.roles]

    def likeness(each: Card) -> int:
        return len(each.steps & card.steps) + 2 * len(each.routes & card.routes) + 2 * (each.topic == card.topic)

    return tuple((named + sorted(rest, key=lambda each: -likeness(each)))[:most])


def _others(page: Any, language: str) -> tuple[str, ...]:
    return tuple(code for code in translations(str(page.translation_key)) if code != language)
