"""Every page that ships, as it is published and as a browser finds it, in both languages."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.utils import translation

from stillwater.channel import shipped
from stillwater.channel.models import Article, Glossary, Hub, Series, Topic
from stillwater.channel.rules.checklist import content_lacks
from stillwater.channel.rules.marks import marks_in, without_marks
from stillwater.channel.rules.plain import HIGHEST_GRADE, grade
from stillwater.channel.rules.vocabulary import MOTIFS, ROLES, ROUTES, STEPS
from stillwater.channel.texts import draft_of, texts_in, undescribed_in
from stillwater.demo.people import build_house
from stillwater.kit.words import forbidden_in
from stillwater.soundscape.queries import guide
from tests.cast import JOINED
from tests.channel.html import Page

pytestmark = pytest.mark.django_db
LANGUAGES = shipped.LANGUAGES
SLUGS = [(language, slug) for language in LANGUAGES for slug in shipped.articles(language)]
NOT_REVIEWED = "Not yet reviewed by a clinician. Every statement has its source below."


@dataclass
class Site:
    """Whatever was asked for in this module, each address once."""

    client: Client = field(default_factory=Client)
    answers: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def get(self, address: str) -> Any:
        if address not in self.answers:
            self.answers[address] = self.client.get(address)
        return self.answers[address]

    def page(self, address: str) -> Page:
        if address not in self.pages:
            self.pages[address] = Page(self.get(address).content.decode())
        return self.pages[address]


@pytest.fixture(scope="module")
def site(channel: int) -> Site:
    """Of an installation where a clinic has begun: before that its front page is the first run's."""
    build_house(JOINED)
    return Site()


def article(language: str, slug: str) -> Article:
    return Article.objects.get(slug=slug, locale__language_code=language)


def address(language: str, rest: str = "") -> str:
    return ("" if language == "en" else f"/{language}") + "/channel" + rest


def every_address() -> list[str]:
    """Each page of the channel, in each language, with those that are not an editor's."""
    found = []
    for language in LANGUAGES:
        said = shipped.issue()[language]
        found += [address(language), address(language, "/search"), address(language, "/search?q=ketamine")]
        found += [address(language, f"/topics/{topic['slug']}") for topic in shipped.topics(language)]
        found += [address(language, f"/series/{each['slug']}") for each in said.get("series", {}).get("series", [])]
        found += [address(language, "/words")] if "glossary" in said else []
        found += [address(language, f"/{slug}") for slug in shipped.articles(language)]
    found += [f"/channel?for={role}" for role in ROLES]
    return [*found, "/channel/how-it-is-made", "/channel/letters", "/channel/saved", "/channel/first-session/aloud"]


# What is written in it


def test_every_page_that_ships_is_published_once(channel: int) -> None:
    live = Article.objects.live().values_list("locale__language_code", "slug")
    assert sorted(live) == sorted(SLUGS)
    assert channel == len(SLUGS)
    assert len(shipped.articles("en")) >= 24
    assert len(shipped.articles("es")) >= 6
    for model in (Hub, Topic, Series, Glossary):
        assert all(page.live and not page.has_unpublished_changes for page in model.objects.all())


@pytest.mark.parametrize(("language", "slug"), SLUGS)
def test_a_published_page_has_all_that_an_editor_would_be_asked_for(channel: int, language: str, slug: str) -> None:
    page = article(language, slug)
    assert content_lacks(draft_of(page)) == []
    assert len(page.sources) >= 1
    keys = [source.value["key"] for source in page.sources]
    assert len(keys) == len(set(keys)), "two sources bear one mark"
    assert set(marks_in([page.answer, *texts_in(page.body)])) == set(keys)
    assert all(source.value["address"].startswith(("https://", "http://")) for source in page.sources)
    assert all(source.value[name].strip() for source in page.sources for name in ("title", "publisher", "supports"))
    assert undescribed_in(page.body) == []


@pytest.mark.parametrize(("language", "slug"), SLUGS)
def test_no_page_bears_a_promise_a_verdict_or_a_word_that_hurts(channel: int, language: str, slug: str) -> None:
    page = article(language, slug)
    said = [page.title, page.summary, page.answer, *texts_in(page.body)]
    said += [source.value[name] for source in page.sources for name in ("title", "publisher", "supports")]
    assert forbidden_in("\n".join(said)) == []
    assert not [text for text in said if "!" in text]


@pytest.mark.parametrize("slug", shipped.articles("en"))
def test_an_english_page_is_read_at_the_eighth_grade_or_below(channel: int, slug: str) -> None:
    page = article("en", slug)
    texts = [page.title, page.summary, page.answer, *texts_in(page.body)]
    assert grade(map(without_marks, texts)) <= HIGHEST_GRADE


@pytest.mark.parametrize(("language", "slug"), SLUGS)
def test_a_page_is_tagged_drawn_and_described_by_words_that_exist(channel: int, language: str, slug: str) -> None:
    page = article(language, slug)
    assert page.steps
    assert set(page.steps) <= set(STEPS)
    assert set(page.routes) <= set(ROUTES)
    assert page.roles
    assert set(page.roles) <= set(ROLES)
    assert page.motif in MOTIFS
    assert 0 <= page.hour <= 23
    assert page.kind != "question" or 0 < len(without_marks(page.answer).split()) <= 60
    for block in page.body:
        assert block.block_type != "guide" or guide(block.value["key"]) is not None
        assert block.block_type != "figure" or block.value["motif"] in MOTIFS
        block.block.clean(block.value)  # an editor could save it as it stands


def test_what_is_grouped_around_the_pages_bears_no_such_word_either(channel: int) -> None:
    said = [
        text for model in (Hub, Topic, Series, Glossary) for p in model.objects.all() for text in (p.title, p.summary)
    ]
    for page in Glossary.objects.all():
        said += [term.value[name] for term in page.terms for name in ("term", "says")]
        said += [source.value[name] for source in page.sources for name in ("title", "publisher", "supports")]
    assert forbidden_in("\n".join(said)) == []
    assert not [text for text in said if "!" in text]


# The files


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_file_stands_under_exactly_one_topic_and_says_which(language: str) -> None:
    files = {slug: said for slug, said in shipped.issue()[language].items() if "body" in said}
    placed = Counter(slug for topic in shipped.topics(language) for slug in topic["pages"])
    assert set(placed) == set(files)
    assert set(placed.values()) <= {1}
    of = {slug: topic["slug"] for topic in shipped.topics(language) for slug in topic["pages"]}
    assert {slug: said["topic"] for slug, said in files.items()} == of
    assert {slug: said["slug"] for slug, said in files.items()} == {slug: slug for slug in files}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_names_a_page_names_one_that_exists(language: str) -> None:
    english, said = set(shipped.articles("en")), shipped.issue()[language]
    here = set(shipped.articles(language)) | english
    named = [(slug, other) for slug, page in shipped.articles(language).items() for other in page["see_also"]]
    assert [pair for pair in named if pair[0] == pair[1]] == []
    named += [(each["slug"], slug) for each in said.get("series", {}).get("series", []) for slug in each["pages"]]
    named += [
        (term["slug"], slug) for term in said.get("glossary", {}).get("terms", []) for slug in term.get("see") or []
    ]
    assert [pair for pair in named if pair[1] not in here] == []
    assert set(shipped.articles("es")) <= english, "a translation of nothing"


def test_every_link_within_a_text_names_a_page_that_ships() -> None:
    lost = []
    for language, slug in SLUGS:
        for target in re.findall(r"\]\(([^)]+)\)", str(shipped.articles(language)[slug]["body"])):
            if target not in shipped.articles("en"):
                lost.append((language, slug, target))
    assert not lost


def test_the_marks_of_the_glossary_resolve_and_its_sources_are_used() -> None:
    for language in LANGUAGES:
        if words := shipped.issue()[language].get("glossary"):
            keys = [source["key"] for source in words["sources"]]
            assert sorted(marks_in(term["says"] for term in words["terms"])) == sorted(keys)
            slugs = [term["slug"] for term in words["terms"]]
            assert len(slugs) == len(set(slugs))
            assert not (set(slugs) & {f"source-{key}" for key in keys})


# As a browser finds it


@pytest.mark.parametrize(("language", "slug"), SLUGS)
def test_a_page_says_who_reviewed_it_or_that_nobody_has_yet(site: Site, language: str, slug: str) -> None:
    page = article(language, slug)
    assert (page.reviewer is None) == (page.reviewed_date is None)
    shown = site.page(address(language, f"/{slug}")).words
    if page.reviewer is None:
        with translation.override(language):
            assert translation.gettext(NOT_REVIEWED) in shown
    else:
        assert page.reviewer.name in shown
        assert page.review_due_date is not None


@pytest.mark.parametrize("at", every_address())
def test_a_page_opens_with_headings_in_order_and_pictures_described(site: Site, at: str) -> None:
    assert site.get(at).status_code == 200
    page = site.page(at)
    assert page.skipping() == []
    assert page.undescribed == []
    assert [ident for ident, times in Counter(page.ids).items() if times > 1] == []
    assert page.language == ("es" if at.startswith("/es/") else "en")
    assert "[#" not in page.words


@pytest.mark.parametrize("at", every_address())
def test_no_page_loads_anything_from_another_server(site: Site, at: str) -> None:
    away = [each for each in site.page(at).loaded if not each.startswith(("/", "data:", "#")) or each.startswith("//")]
    assert away == []


def test_every_link_within_the_site_is_alive(site: Site) -> None:
    dead = []
    for at in every_address():
        for link in site.page(at).links:
            if urlsplit(link).scheme in ("tel", "sms", "mailto"):
                continue
            target, fragment = urldefrag(urljoin(f"http://testserver{at}", link))
            if urlsplit(target).hostname != "testserver":
                continue
            inner = target.removeprefix("http://testserver") or "/"
            answer = site.get(inner)
            if answer.status_code != 200:
                dead.append((at, link, answer.status_code))
            elif fragment and fragment not in site.page(inner).ids:
                dead.append((at, link, "no such place"))
    assert dead == []


def test_every_link_to_another_site_is_a_source_that_does_not_learn_where_its_reader_came_from(site: Site) -> None:
    for language, slug in SLUGS:
        sources = {source.value["address"] for source in article(language, slug).sources}
        shown = site.page(address(language, f"/{slug}"))
        away = {link for link in shown.links if link.startswith(("http://", "https://"))}
        assert sources <= away
        assert all(f'href="{link}" rel="noopener noreferrer"' in shown.words for link in sources if "&" not in link)


def test_every_page_names_a_card_that_is_a_picture(site: Site) -> None:
    for language, slug in SLUGS:
        (card,) = site.page(address(language, f"/{slug}")).cards
        assert urlsplit(card).path == f"/channel/{slug}/card.png"


def test_a_spanish_page_leads_to_its_english_one_and_back(site: Site) -> None:
    for slug in shipped.articles("es"):
        assert address("en", f"/{slug}") in site.page(address("es", f"/{slug}")).links
        assert address("es", f"/{slug}") in site.page(address("en", f"/{slug}")).links
    assert "/es/channel" in site.page("/channel").links
    assert "/channel" in site.page("/es/channel").links
