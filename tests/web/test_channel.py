"""The channel as its readers meet it: every kind of page, feeds, cards, pictures, search, and what a page says of its reader."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils.html import escape

from stillwater.channel.actions.editors import appoint
from stillwater.channel.models import Article, Glossary, Hub, Series, Topic
from stillwater.channel.queries.shelf import shelf
from stillwater.channel.texts import texts_in
from stillwater.demo.people import House
from tests.cast import AT
from tests.channel.html import Page
from tests.laid_out import forget

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channel", "fresh_shelf")]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def reviewed(house: House) -> Article:
    """The page about the consult, reviewed on the day of the cast."""
    ada = appoint(person=house.persons["osei"], role="reviewer", credentials="MD, psychiatrist")
    page = Article.objects.get(slug="the-consult", locale__language_code="en")
    page.reviewer, page.reviewed_date, page.review_due_date = ada, AT.date(), AT.date() + timedelta(days=365)
    page.save()
    forget()
    return page


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def linked_data(answer: Any) -> dict[str, Any]:
    (found,) = Page(answer.content.decode()).linked_data
    said: dict[str, Any] = json.loads(found)
    return said


# Where to begin


def test_the_hub_shows_every_topic_and_series_and_leads_to_the_rest(client: Client) -> None:
    page = Page(client.get("/channel").content.decode())
    for topic in shelf("en").topics:
        assert f"/channel/topics/{topic.slug}" in page.links
    for series in shelf("en").series:
        assert f"/channel/series/{series.slug}" in page.links
    for rest in ("/words", "/how-it-is-made", "/saved", "/letters"):
        assert f"/channel{rest}" in page.links


@pytest.mark.parametrize("role", ["patient", "sitter", "family", "clinician"])
def test_the_hub_shows_what_is_for_whoever_asks(client: Client, role: str) -> None:
    page = Page(client.get("/channel", {"for": role}).content.decode())
    for card in shelf("en").cards:
        assert (f"/channel/{card.slug}" in page.links) == (role in card.roles), card.slug


@pytest.mark.parametrize("role", ["", "nobody", "<script>", "patient\x00"])
def test_a_role_that_nobody_has_shows_everything(client: Client, role: str) -> None:
    answer = client.get("/channel", {"for": role})
    assert answer.status_code == 200
    assert "/channel/topics/start" in Page(answer.content.decode()).links


def test_a_topic_and_a_series_show_their_pages_in_their_order(client: Client) -> None:
    for kind, groups in (("topics", shelf("en").topics), ("series", shelf("en").series)):
        for group in groups:
            links = Page(client.get(f"/channel/{kind}/{group.slug}").content.decode()).links
            wanted = [f"/channel/{card.slug}" for card in group.cards]
            assert [link for link in links if link in wanted] == wanted


# A page


def test_a_question_begins_with_its_answer(client: Client) -> None:
    answer = words(client.get("/channel/can-i-eat-before"))
    assert '<p class="answer">It depends on your route.' in answer
    assert answer.index('class="answer"') < answer.index('class="body"')


def test_the_glossary_explains_its_words_and_names_their_sources(client: Client) -> None:
    answer = words(client.get("/channel/words"))
    glossary = Glossary.objects.get(locale__language_code="en")
    for term in glossary.terms:
        assert f'id="{term.value["slug"]}"' in answer
    for source in glossary.sources:
        assert f'id="source-{source.value["key"]}"' in answer
    assert "Not yet reviewed by a clinician" in answer


def test_a_page_says_that_nobody_has_reviewed_it_or_who_did_and_when(client: Client, reviewed: Article) -> None:
    assert "Not yet reviewed by a clinician." in words(client.get("/channel/first-session"))
    answer = words(client.get("/channel/the-consult"))
    assert "Reviewed by Ada Osei, MD, psychiatrist, on 20 November 2026." in answer
    assert "To be reviewed again by 20 November 2027." in answer
    assert "Not yet reviewed" not in answer


@pytest.mark.parametrize(("days", "late"), [(365, False), (366, True)])
def test_a_page_past_its_review_date_says_so(client: Client, reviewed: Article, days: int, late: bool) -> None:
    with time_machine.travel(AT + timedelta(days=days), tick=False):
        answer = words(client.get("/channel/the-consult"))
    assert ("The review of this page was due on 20 November 2027." in answer) == late


def test_a_part_that_ended_yesterday_is_not_on_the_page(client: Client) -> None:
    for page in Article.objects.all():
        for block in page.body:
            if until := block.value.get("valid_until"):
                break
        else:
            continue
        for day, shown in ((until, True), (until + timedelta(days=1), False)):
            with time_machine.travel(AT.replace(year=day.year, month=day.month, day=day.day), tick=False):
                forget()
                answer = words(Client().get(page.get_url()))
            (said, *_) = texts_in([block])
            assert (escape(said.split(" [#")[0][:40]) in answer) == shown, (page.slug, day)
        return
    pytest.fail("no page that ships has a part that ends")


def test_readers_see_what_changed_and_who_wrote_it(client: Client, reviewed: Article) -> None:
    reviewed.authors.add(reviewed.reviewer)
    stream = Article._meta.get_field("changes").stream_block
    reviewed.changes = stream.to_python(
        [{"type": "change", "value": {"date": "2026-11-01", "words": "The price was wrong."}}]
    )
    reviewed.save()
    forget()
    answer = words(client.get("/channel/the-consult"))
    assert '<time datetime="2026-11-01">1 November 2026</time>: The price was wrong.' in answer
    assert "Written by Ada Osei, MD, psychiatrist." in answer


# As structured data


def test_what_a_page_says_to_machines_is_what_it_says_to_people(client: Client) -> None:
    said = linked_data(client.get("/channel/first-session"))
    assert (said["@type"], said["name"]) == ("MedicalWebPage", shelf("en").card("first-session").title)  # type: ignore[union-attr]
    assert urlsplit(said["url"]).path == "/channel/first-session"
    assert said["datePublished"] == said["dateModified"] == "2026-11-20"
    assert len(said["citation"]) >= 1
    for only_with_a_review in ("reviewedBy", "lastReviewed"):
        assert only_with_a_review not in said
    assert said["author"] == {"@type": "Organization", "name": "Stillwater"}


def test_a_reviewer_and_a_date_are_told_only_when_there_are_any(client: Client, reviewed: Article) -> None:
    said = linked_data(client.get("/channel/the-consult"))
    assert said["reviewedBy"] == {"@type": "Person", "name": "Ada Osei", "jobTitle": "MD, psychiatrist"}
    assert said["lastReviewed"] == "2026-11-20"
    Article.objects.filter(pk=reviewed.pk).update(reviewer=None)
    forget()
    assert "lastReviewed" not in linked_data(client.get("/channel/the-consult")), "a date without a name says nothing"


def test_a_question_carries_its_answer_without_its_marks(client: Client) -> None:
    said = linked_data(client.get("/channel/can-i-eat-before"))
    assert said["mainEntity"]["@type"] == "Question"
    assert said["mainEntity"]["acceptedAnswer"]["text"].startswith("It depends on your route.")
    assert "[#" not in json.dumps(said)


def test_a_title_cannot_break_out_of_what_is_said_to_machines(client: Client) -> None:
    Article.objects.filter(slug="first-session").update(title="</script><script>alert(1)</script>&quot;")
    forget()
    answer = client.get("/channel/first-session")
    assert b"<script>alert" not in answer.content
    assert linked_data(answer)["name"] == "</script><script>alert(1)</script>&quot;"


# Other languages


def test_spanish_pages_stand_under_es_and_say_their_language(client: Client) -> None:
    for rest in ("", "/search", "/topics/start", "/the-consult", "/search?q=costo"):
        answer = client.get(f"/es/channel{rest}", headers={"Accept-Language": "en"})
        assert answer.status_code == 200, rest
        assert Page(answer.content.decode()).language == "es"
        assert answer.headers["Content-Language"] == "es"
    said = linked_data(client.get("/es/channel/the-consult"))
    assert (said["inLanguage"], urlsplit(said["url"]).path) == ("es", "/es/channel/the-consult")


def test_english_pages_stay_english_whatever_the_browser_asks_for(client: Client) -> None:
    answer = client.get("/channel/the-consult", headers={"Accept-Language": "es"})
    assert Page(answer.content.decode()).language == "en"
    assert "Not yet reviewed by a clinician" in words(answer)


def test_two_languages_of_a_page_name_each_other(client: Client) -> None:
    assert 'hreflang="es" href="' in words(client.get("/channel/the-consult"))
    assert 'hreflang="es"' not in words(client.get("/channel/first-session")).split("</head>")[0]


@pytest.mark.parametrize(
    "at", ["/fr/channel", "/es/channel/first-session", "/es/channel/words", "/en/channel", "/es/channel/series/choosing-well"]
)  # fmt: skip
def test_what_is_not_translated_is_not_here(client: Client, at: str) -> None:
    assert client.get(at).status_code == 404


# What is not published


@pytest.mark.parametrize("kind", ["draft", "unpublished", "deleted"])
def test_what_is_not_published_is_not_here_in_any_form(client: Client, kind: str) -> None:
    page = Article.objects.get(slug="what-it-costs", locale__language_code="en")
    if kind == "draft":
        Article.objects.filter(pk=page.pk).update(live=False, first_published_at=None)
    elif kind == "unpublished":
        page.unpublish()
    else:
        page.delete()
    Article.objects.filter(slug="what-it-costs", locale__language_code="es").update(live=False)
    forget()
    for rest in ("", "/aloud", "/aloud.m4a", "/card.png"):
        assert client.get(f"/channel/what-it-costs{rest}").status_code == 404, rest
    for listed in ("/channel", "/channel/topics/start", "/channel/series/choosing-well", "/channel/the-consult"):
        assert "/channel/what-it-costs" not in Page(client.get(listed).content.decode()).links
    for told in ("/channel/feed.atom", "/channel/feed.rss", "/channel/topics/start.atom", "/channel/suggest?q=costs"):
        assert b"what-it-costs" not in client.get(told).content


@pytest.mark.parametrize("model", [Topic, Series, Glossary, Hub])
def test_a_group_that_is_taken_down_is_not_here(client: Client, model: type[Any]) -> None:
    row = model.objects.filter(locale__language_code="en").first()
    at = row.get_url()
    assert client.get(at).status_code == 200
    row.unpublish()
    forget()
    assert client.get(at).status_code == 404


@pytest.mark.parametrize(
    "at",
    ["/channel/nothing", "/channel/topics/nothing", "/channel/series/nothing", "/channel/feed.pdf", "/channel/topics/nothing.rss",
     "/channel/topics/start.html", "/channel/nothing/card.png", "/channel/nothing/aloud", "/channel/the-consult/aloud.wav"],
)  # fmt: skip
def test_what_was_never_there_is_not_here(client: Client, at: str) -> None:
    assert client.get(at).status_code == 404


@pytest.mark.parametrize(
    "at", ["/channel", "/channel/the-consult", "/channel/search", "/channel/feed.rss", "/channel/words"]
)
def test_pages_are_only_looked_at(client: Client, at: str) -> None:
    assert client.post(at).status_code == 405
