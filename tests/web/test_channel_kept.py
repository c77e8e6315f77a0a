"""Whole pages that are kept for visitors who bring no cookie: the same for all of them, never somebody else's, never old."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stillwater.channel.models import Article
from stillwater.channel.queries import shelf
from stillwater.demo.people import House
from tests.cast import AT
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channel", "fresh_shelf")]
CONSULT = "/channel/the-consult"


def half_a_second_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the shelf looks again whether another process has published anything."""
    monkeypatch.setattr(shelf, "_asked", 0.0)


def test_the_next_visitor_gets_the_page_as_it_was_drawn_for_the_last() -> None:
    first = Client().get(CONSULT)
    with CaptureQueriesContext(connection) as asked:
        second = Client().get(CONSULT)
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)
    assert "Content-Security-Policy" in second.headers
    assert not [query["sql"] for query in asked if "channel_article" in query["sql"]]


def test_whoever_is_signed_in_gets_a_page_of_their_own_and_leaves_nothing_of_it_to_the_next(house: House) -> None:
    ana = signed_in(house.persons["ana"])
    own = ana.get(CONSULT).content.decode()
    stranger = Client().get(CONSULT).content.decode()
    again = ana.get(CONSULT).content.decode()
    assert "data-identity" in own
    assert "data-identity" in again
    assert "data-identity" not in stranger
    assert "Sign in" in stranger


def test_a_page_that_was_published_again_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    Client().get(CONSULT)
    page = Article.objects.get(slug="the-consult", locale__language_code="en")
    page.title = "The talk before"
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        page.save_revision(clean=False).publish()
    half_a_second_later(monkeypatch)
    assert "The talk before" in Client().get(CONSULT).content.decode()
    page.unpublish()
    half_a_second_later(monkeypatch)
    assert Client().get(CONSULT).status_code == 404


def test_the_next_day_each_page_is_drawn_for_that_day() -> None:
    page = Article.objects.get(slug="the-consult", locale__language_code="en")
    page.review_due_date = AT.date()
    page.save()
    shelf.forget()
    with time_machine.travel(AT, tick=False):
        assert "The review of this page was due" not in Client().get(CONSULT).content.decode()
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        assert "The review of this page was due" in Client().get(CONSULT).content.decode()


def test_a_browser_that_has_the_kept_page_is_not_sent_it_again() -> None:
    first = Client().get(CONSULT)
    again = Client().get(CONSULT, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(CONSULT, headers={"If-None-Match": '"another"'}).content == first.content


def test_what_the_address_asks_for_is_answered_for_itself() -> None:
    whole = Client().get("/channel").content
    assert Client().get("/channel", {"for": "sitter"}).content != whole
    assert Client().get("/channel").content == whole


def test_a_browser_that_unpacks_nothing_gets_it_unpacked() -> None:
    packed = Client().get(CONSULT, headers={"Accept-Encoding": "gzip"})
    plain = Client().get(CONSULT)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert b"<html" in plain.content


@pytest.mark.parametrize("wanted", ["es", "en", "fr"])
def test_the_page_is_in_its_own_language_whoever_came_before(wanted: str) -> None:
    Client().get(CONSULT, headers={"Accept-Language": "es"})
    answer = Client().get(CONSULT, headers={"Accept-Language": wanted})
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="en"' in answer.content.decode()
