"""What stands around the channel's pages: search, feeds, cards, editors' pictures and previews; and what a page says of its reader."""

import io
import xml.etree.ElementTree as ET
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client, RequestFactory
from PIL import Image

from stillwater.channel.models import Article, Glossary, Hub, Series, Topic
from stillwater.channel.queries.shelf import shelf
from stillwater.demo.people import House
from tests.cast import AT
from tests.channel.html import Page
from tests.laid_out import forget
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channel", "fresh_shelf")]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


# Search


def test_a_search_shows_the_pages_that_bear_the_words(client: Client) -> None:
    page = client.get("/channel/search", {"q": "bladder"})
    assert "/channel/your-bladder" in Page(page.content.decode()).links
    assert 'value="bladder"' in words(page)
    assert "for “bladder”" in words(client.get("/channel/search", {"q": "blader"}))


def test_without_words_and_without_a_hit_there_are_the_topics(client: Client) -> None:
    for asked in ("", "   ", "qzxqzxqzx"):
        page = client.get("/channel/search", {"q": asked})
        assert "/channel/topics/start" in Page(page.content.decode()).links
    assert "No page speaks of “qzxqzxqzx”" in words(page)


@pytest.mark.parametrize(
    "asked", ["<script>alert(1)</script>", '"><img src=x>', "\x00", "a" * 5000, "'; DROP TABLE x; --"]
)
def test_whatever_is_asked_is_shown_as_words(client: Client, asked: str) -> None:
    answer = client.get("/channel/search", {"q": asked})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content
    assert b"<img src=x" not in answer.content
    assert client.get("/channel/suggest", {"q": asked}).status_code == 200


def test_titles_are_suggested_in_the_language_that_is_read(client: Client) -> None:
    english = client.get("/channel/suggest", {"q": "consul"}).json()["names"]
    spanish = client.get("/channel/suggest", {"q": "consul", "in": "es"}).json()["names"]
    assert english
    assert spanish
    assert english != spanish
    assert client.get("/channel/suggest").json() == {"names": []}


# Feeds


@pytest.mark.parametrize("at", ["/channel/feed", "/channel/topics/start"])
def test_feeds_are_whole_and_newest_first(client: Client, at: str) -> None:
    Article.objects.filter(slug="the-consult").update(first_published_at=AT + timedelta(hours=1))
    forget()
    rss, atom = client.get(f"{at}.rss"), client.get(f"{at}.atom")
    assert rss.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert atom.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    items = ET.fromstring(rss.content).findall("./channel/item")
    entries = ET.fromstring(atom.content).findall("a:entry", ATOM)
    assert (
        len(items) == len(entries) == min(30, len(shelf("en").cards if "feed" in at else shelf("en").topics[0].cards))
    )
    assert items[0].findtext("title") == shelf("en").card("the-consult").title  # type: ignore[union-attr]
    for entry in entries:
        link = entry.find("a:link", ATOM)
        assert link is not None
        assert client.get(urlsplit(link.attrib["href"]).path).status_code == 200
        assert entry.findtext("a:updated", namespaces=ATOM)


# Cards and pictures


def test_the_card_of_a_page_is_a_picture_of_its_own(client: Client) -> None:
    answer = client.get("/channel/the-consult/card.png")
    assert answer.headers["Content-Type"] == "image/png"
    with Image.open(io.BytesIO(answer.content)) as card:
        assert (card.format, card.size) == ("PNG", (1200, 630))
    assert answer.content != client.get("/channel/your-bladder/card.png").content


@pytest.fixture
def pictures(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "channel"
    for folder in ("images", "original_images", "documents", "images/deeper"):
        (tmp_path / "channel" / folder).mkdir(parents=True, exist_ok=True)
        for name in ("room.webp", "room.svg", "room.html", "room.pdf"):
            (tmp_path / "channel" / folder / name).write_bytes(b"bytes")
    (tmp_path / "secret.webp").write_bytes(b"secret")
    return tmp_path


def test_a_picture_that_was_made_for_a_page_is_served(client: Client, pictures: Path) -> None:
    answer = client.get("/channel/media/images/room.webp")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"bytes")  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "file",
    [
        "original_images/room.webp", "documents/room.pdf", "images/room.svg", "images/room.html", "images/deeper/room.webp",
        "images/../original_images/room.webp", "../secret.webp", "images/../../secret.webp", "images/%2e%2e/%2e%2e/secret.webp",
        "images/..%2f..%2fsecret.webp", "/etc/passwd", "images/room.webp%00.png", "images/", "images", "images\\room.webp",
        "images/room.webp%0a", "images/nothing.webp",
    ],
)  # fmt: skip
def test_nothing_else_of_the_folder_is(client: Client, pictures: Path, file: str) -> None:
    assert client.get(f"/channel/media/{file}").status_code == 404


# What a page says of its reader


OPEN = ["/channel", "/channel?for=sitter", "/channel/the-consult", "/channel/topics/start", "/channel/series/choosing-well",
        "/channel/words", "/channel/search?q=bladder", "/channel/how-it-is-made", "/channel/saved", "/channel/feed.atom",
        "/channel/the-consult/card.png", "/channel/suggest?q=bladder", "/es/channel/the-consult"]  # fmt: skip


@pytest.mark.parametrize("at", OPEN)
def test_a_stranger_reads_without_a_cookie(client: Client, at: str) -> None:
    answer = client.get(at)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("at", OPEN)
def test_a_page_for_readers_runs_nothing_of_its_own_and_loads_nothing_from_elsewhere(client: Client, at: str) -> None:
    policy = client.get(at).headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert not [word for word in policy.replace(";", "").split() if "://" in word or word in ("*", "https:", "http:")]


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    first = client.get("/channel/the-consult")
    assert first.headers["Cache-Control"] == "no-cache", "a page may be corrected at any moment"
    again = client.get("/channel/the-consult", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Article.objects.filter(slug="the-consult").update(
        summary="Said otherwise.", last_published_at=AT + timedelta(hours=1)
    )
    forget()
    changed = client.get("/channel/the-consult", headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, "Said otherwise." in words(changed)) == (200, True)


# Previews


@pytest.mark.parametrize(
    ("mode", "mark"), [("", "<html"), ("night", 'data-sky="night"'), ("print", 'data-preview="print"')]
)
def test_an_editor_sees_a_draft_as_it_will_be_by_day_by_night_and_on_paper(mode: str, mark: str) -> None:
    draft = Article.objects.get(slug="the-consult", locale__language_code="en")
    draft.title = "Not yet for everybody"
    with time_machine.travel(AT, tick=False):
        answer = draft.make_preview_request(original_request=RequestFactory().get("/"), preview_mode=mode)
    page = words(answer)
    assert answer.status_code == 200
    assert "Not yet for everybody" in page
    assert mark in page
    assert "<sw-page" not in page, "a draft is not to be kept or shared"
    assert not Page(page).linked_data


@pytest.mark.parametrize("model", [Hub, Topic, Series, Glossary])
def test_what_is_grouped_can_be_previewed_too(model: type[Any]) -> None:
    draft = model.objects.filter(locale__language_code="en").first()
    draft.title = "Not yet"
    answer = draft.make_preview_request(original_request=RequestFactory().get("/"), preview_mode="")
    assert (answer.status_code, "Not yet" in words(answer)) == (200, True)


# Read aloud


def test_the_words_of_a_page_can_be_heard_once_somebody_asks_for_it(client: Client) -> None:
    page = words(client.get("/channel/can-i-eat-before/aloud"))
    assert "There is no recording yet." in page
    assert "[#" not in page
    assert client.get("/channel/can-i-eat-before/aloud.m4a").status_code == 404
    assert client.post("/channel/can-i-eat-before/aloud").status_code == 302
    assert "The recording is being made." in words(client.get("/channel/can-i-eat-before/aloud"))


# Somebody who is signed in


def test_whoever_is_signed_in_reads_the_same_page(client: Client, house: House) -> None:
    body = client.get("/channel/the-consult").content.decode().split('<div class="body">')[1].split("</article>")[0]
    for name in ("ana", "maya"):
        assert body in signed_in(house.persons[name]).get("/channel/the-consult").content.decode()
