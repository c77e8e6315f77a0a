"""Whoever works on a channel of three pages, each at a desk of their own, and the page that they work on."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page

from stillwater.channel.actions.editors import appoint
from stillwater.channel.actions.issue import lay_out
from stillwater.channel.models import Article, Topic
from stillwater.channel.queries.shelf import forget
from stillwater.demo.people import House
from tests.cast import AT
from tests.channel.small import Folder, folder
from tests.signing_in import signed_in
from tests.web.studio_desk import Desk

__all__ = ["ada", "at_work", "folder", "priya", "sam", "submitted", "topic"]


@pytest.fixture
def topic(folder: Folder) -> Page:
    lay_out(at=AT)
    found: Page = Topic.objects.get(slug="start", locale__language_code="en")
    return found


@pytest.fixture
def at_work(house: House) -> Callable[..., Desk]:
    """`at_work("priya", "editor")`: somebody of the cast, with these parts on the channel, in a browser of their own."""

    def begin(name: str, *roles: str) -> Desk:
        for role in roles:
            appoint(person=house.persons[name], role=role, credentials="RN")
        return Desk(signed_in(house.persons[name]))

    return begin


@pytest.fixture
def priya(at_work: Callable[..., Desk], topic: Page) -> Desk:
    return at_work("priya", "editor")


@pytest.fixture
def ada(at_work: Callable[..., Desk], topic: Page) -> Desk:
    return at_work("osei", "reviewer")


@pytest.fixture
def sam(at_work: Callable[..., Desk], topic: Page) -> Desk:
    return at_work("sam", "publisher")


def stays() -> Article:
    return Article.objects.get(slug="who-stays")


def draft() -> Article:
    found: Article = stays().get_latest_revision_as_object()
    return found


def is_public() -> bool:
    forget()
    return bool(Client().get("/channel/who-stays").status_code == 200)


@pytest.fixture
def submitted(priya: Desk, topic: Page) -> Article:
    assert priya.add(topic, "submit").status_code == 302
    return stays()
