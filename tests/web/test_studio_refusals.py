"""What the studio refuses with a reason, keeping the draft: dangerous addresses, scripts, embeds, and pictures that are none."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Page

from stillwater.channel.models import Article
from stillwater.channel.queries.shelf import forget
from tests.channel.small import SOURCE
from tests.web.studio_desk import NURSE, Desk, rich, said_in
from tests.web.studio_people import ada, at_work, draft, folder, priya, sam, stays, topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_shelf", "clock")]
__all__ = ["ada", "at_work", "folder", "priya", "sam", "topic"]


# Dangerous things


@pytest.mark.parametrize(
    ("entity", "why"),
    [
        (
            {"type": "LINK", "data": {"url": "javascript:alert(1)"}},
            "This address could run something: javascript:alert(1).",
        ),
        ({"type": "LINK", "data": {"url": "data:text/html,x"}}, "This address could run something: data:text/html,x."),
        (
            {"type": "EMBED", "data": {"url": "https://tube.example/1", "embedType": "video"}},
            "Link to tube.example instead.",
        ),
    ],
)
@pytest.mark.parametrize("act", ["", "submit"])
def test_a_dangerous_link_is_refused_with_a_reason_and_the_draft_is_kept(
    priya: Desk, topic: Page, entity: dict[str, Any], why: str, act: str
) -> None:
    priya.add(topic)
    before = stays().latest_revision_id
    body = [("text", {"text": rich("A better text. [#label]", entity), "valid_until": ""})]
    answer = priya.edit(stays(), act, body=body)
    assert answer.status_code == 200
    assert why in said_in(answer)
    assert "better text. [#label]" in said_in(answer), "what was typed is still there"
    assert stays().latest_revision_id == before


def test_a_script_in_a_plain_line_is_refused_with_a_reason(priya: Desk, topic: Page) -> None:
    body = [("quote", {"words": "<script>alert(1)</script>", "valid_until": ""})]
    answer = priya.add(topic, body=body)
    assert "A page carries no &lt;script&gt;." in said_in(answer).replace("\\u003C", "&lt;").replace("\\u003E", "&gt;")
    assert not Article.objects.filter(slug="who-stays").exists()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://agency.example/label", "agency"])
def test_a_source_leads_to_a_page_that_can_be_read(priya: Desk, topic: Page, address: str) -> None:
    answer = priya.add(topic, sources=[{**SOURCE, "address": address}])
    assert answer.status_code == 200
    assert not Article.objects.filter(slug="who-stays").exists()


def test_words_about_scripts_are_only_words(priya: Desk, topic: Page) -> None:
    body = [("text", {"text": rich("A <script> is no page. [#label]"), "valid_until": ""})]
    assert priya.add(topic, body=body).status_code == 302
    assert draft().body[0].value["text"].source.count("&lt;script&gt;") == 1


# Pictures


def _picture(kind: str, size: tuple[int, int], mode: str = "RGB") -> bytes:
    made = io.BytesIO()
    Image.new(mode, size).save(made, kind)
    return made.getvalue()


@pytest.fixture
def pictures(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def _sends(desk: Desk, name: str, content: bytes, *, many: bool) -> str:
    """The answer to a picture, by the form or by the field that takes many."""
    file = SimpleUploadedFile(name, content)
    if many:
        at = reverse("wagtailimages:add_multiple")
        answer = desk.browser.post(
            at, {"files[]": file, "title": "A room"}, headers={"X-Requested-With": "XMLHttpRequest"}
        )
    else:
        answer = desk.browser.post(reverse("wagtailimages:add"), {"title": "A room", "file": file, "tags": ""})
    assert answer.status_code in (200, 302)
    return said_in(answer)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("huge.png", lambda: _picture("PNG", (10_000, 6_000), "1"), "too many pixels"),
        ("room.svg", lambda: SVG, "Not a supported image format"),
        ("room.png", lambda: SVG, "valid"),
        ("room.jpg", lambda: b"GIF89a but not really", "valid"),
        ("room.gif", lambda: _picture("GIF", (8, 8), "P"), "Not a supported image format"),
        ("page.html", lambda: b"<script>alert(1)</script>", "Not a supported image format"),
        ("room.png", lambda: _picture("GIF", (8, 8), "P"), "valid"),
    ],
)
def test_a_picture_that_is_too_large_or_none_at_all_is_refused_with_a_reason(
    priya: Desk, pictures: Path, name: str, content: Callable[[], bytes], why: str, many: bool
) -> None:
    assert why in _sends(priya, name, content(), many=many)
    assert not get_image_model().objects.exists()
    assert not list(pictures.rglob("*.*"))


@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.Spooled:ResourceWarning")  # Wagtail's, as it makes a size
def test_a_picture_stands_on_its_page_and_its_original_is_served_to_nobody(
    priya: Desk, ada: Desk, sam: Desk, topic: Page, pictures: Path
) -> None:
    _sends(priya, "room.jpg", _picture("JPEG", (1600, 900)), many=False)
    image = get_image_model().objects.get()
    figure = {
        "image": str(image.pk),
        "motif": "",
        "hour": "12",
        "alt": "A chair by a window",
        "caption": "",
        "valid_until": "",
    }
    priya.add(topic, "submit", body=[("text", {"text": rich(NURSE), "valid_until": ""}), ("figure", figure)])
    ada.act(stays(), "approve")
    sam.act(stays(), "approve")
    forget()
    page = said_in(Client().get("/channel/who-stays"))
    assert 'alt="A chair by a window"' in page
    small = page.split('<img src="')[1].split('"')[0]
    answer = Client().get(small)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert b"".join(answer.streaming_content)[:4] == b"RIFF"  # type: ignore[attr-defined]
    assert Client().get(f"/channel/media/{image.file.name}").status_code == 404
