"""The way of a page through the studio: a draft, a clinician's review, its publication; and what is refused on the way, in words."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Page

from stillwater.channel.actions.editors import appoint
from stillwater.channel.actions.issue import lay_out
from stillwater.channel.models import Article, Contributor, Topic
from stillwater.channel.queries.shelf import forget
from stillwater.demo.people import House
from tests.cast import AT
from tests.channel.small import SOURCE, Folder, folder
from tests.signing_in import signed_in
from tests.web.studio_desk import NURSE, Desk, rich, said_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_shelf", "clock")]
__all__ = ["folder"]
HARD = "Notwithstanding considerable interindividual pharmacokinetic variability, administration necessitates observation. [#label]"


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


# The whole way


def test_a_page_goes_from_a_draft_to_its_reader(priya: Desk, ada: Desk, sam: Desk, topic: Page) -> None:
    assert priya.add(topic).status_code == 302
    assert (stays().live, stays().workflow_in_progress) == (False, False)
    assert priya.edit(stays(), "submit").status_code == 302
    assert stays().current_workflow_task.name == "Clinical review"
    assert not is_public()

    assert ada.act(stays(), "approve").status_code == 302
    reviewed = draft()
    assert (reviewed.reviewer.name, reviewed.reviewed_date) == ("Ada Osei", AT.date())  # type: ignore[union-attr]
    assert reviewed.review_due_date == AT.date() + timedelta(days=365)
    assert stays().current_workflow_task.name == "Publication"
    assert not is_public()

    assert sam.act(stays(), "approve").status_code == 302
    assert is_public()
    page = said_in(Client().get("/channel/who-stays"))
    assert "Reviewed by Ada Osei, RN, on 20 November 2026." in page
    assert "A nurse stays with you." in page
    assert stays().spoken == "A nurse stays with you."


def test_an_editor_cannot_publish_nor_approve_their_own_page(priya: Desk, submitted: Article) -> None:
    assert priya.edit(submitted, "publish").status_code in (200, 302)
    assert not is_public()
    assert priya.act(submitted, "approve").status_code in (302, 403)
    assert draft().reviewer is None
    assert stays().current_workflow_task.name == "Clinical review"


def test_a_reviewer_does_not_publish_and_a_publisher_does_not_review(ada: Desk, sam: Desk, submitted: Article) -> None:
    sam.act(submitted, "approve")
    assert stays().current_workflow_task.name == "Clinical review"
    ada.act(submitted, "approve")
    ada.act(submitted, "approve")
    assert stays().current_workflow_task.name == "Publication"
    assert not is_public()


def test_a_page_that_is_sent_back_comes_again(priya: Desk, ada: Desk, sam: Desk, submitted: Article) -> None:
    ada.act(submitted, "reject", comment="The second sentence has no source.")
    assert stays().current_workflow_state.status == "needs_changes"
    priya.edit(stays(), "restart-workflow", title="Who stays beside you")
    ada.act(stays(), "approve")
    sam.act(stays(), "approve")
    assert is_public()
    assert stays().title == "Who stays beside you"


def test_a_page_that_is_changed_after_its_review_is_reviewed_again(ada: Desk, sam: Desk, submitted: Article) -> None:
    ada.act(submitted, "approve")
    sam.edit(stays(), title="Changed after the review")
    sam.act(stays(), "approve")
    assert stays().current_workflow_task.name == "Clinical review"
    assert not is_public()
    ada.act(stays(), "approve")
    sam.act(stays(), "approve")
    assert is_public()


# Held back, in words


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"sources": []}, "A page needs at least one source."),
        ({"sources": [SOURCE, {**SOURCE, "key": "spare"}]}, "Nothing on the page rests on this source: spare."),
        ({"body": [("text", {"text": rich(HARD), "valid_until": ""})]}, "The page reads at grade"),
        ({"title": "A miracle"}, "This word or promise never stands on a page: miracle"),
        ({"summary": "It helps!"}, "No exclamation marks."),
        ({"kind": "question"}, "A question needs its short answer."),
        (
            {
                "body": [
                    ("text", {"text": rich(NURSE), "valid_until": ""}),
                    ("figure", {"image": "", "motif": "chair", "hour": "12", "alt": "", "caption": "The room", "valid_until": ""}),
                ]
            },
            "Describe it: The room",
        ),
    ],
)  # fmt: skip
def test_a_page_that_lacks_something_is_kept_as_a_draft_and_not_submitted(
    priya: Desk, topic: Page, changed: dict[str, Any], why: str
) -> None:
    assert priya.add(topic, **changed).status_code == 302, "a draft is kept as it stands"
    before = stays().latest_revision_id
    answer = priya.edit(stays(), "submit", **changed)
    assert answer.status_code == 200
    assert why in said_in(answer)
    assert changed.get("title", "Who stays with you") in said_in(answer), "what was typed is still there"
    assert not stays().workflow_in_progress
    assert stays().latest_revision_id == before


def test_a_publisher_does_not_publish_what_nobody_reviewed(sam: Desk, topic: Page) -> None:
    answer = sam.add(topic, "publish")
    assert "Nobody has reviewed this page. Submit it for clinical review." in said_in(answer)
    assert sam.add(topic).status_code == 302
    answer = sam.edit(stays(), "publish")
    assert "Nobody has reviewed this page." in said_in(answer)
    assert not is_public()


def test_many_at_once_are_not_published_without_review_either(sam: Desk, topic: Page) -> None:
    sam.add(topic)
    at = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = sam.browser.post(f"{at}?id={stays().pk}", {"include_descendants": ""}, follow=True)
    assert answer.status_code == 200
    assert "Nobody has reviewed this page." in said_in(answer)
    assert not is_public()


def test_a_draft_that_loses_its_sources_after_it_was_submitted_is_not_approved(
    priya: Desk, ada: Desk, submitted: Article
) -> None:
    ada.edit(submitted, sources=[])
    answer = ada.browser.post(
        reverse("wagtailadmin_pages:workflow_action", args=[submitted.pk, "approve", stays().current_workflow_task_state.pk]),
        {"comment": ""}, follow=True,
    )  # fmt: skip
    assert answer.status_code == 200
    assert "A page needs at least one source." in said_in(answer)
    assert stays().current_workflow_task.name == "Clinical review"
    assert draft().reviewer is None


def test_a_reviewer_who_edits_while_approving_is_held_to_the_checklist_too(ada: Desk, submitted: Article) -> None:
    answer = ada.edit(submitted, "workflow-action", sources=[], **{"workflow-action-name": "approve"})
    assert "A page needs at least one source." in said_in(answer)
    assert stays().current_workflow_task.name == "Clinical review"
    answer = ada.edit(submitted, "workflow-action", sources=[], **{"workflow-action-name": "reject"})
    assert answer.status_code == 302, "sending it back needs nothing"


@pytest.mark.parametrize("asked_by", ["", "XMLHttpRequest"])
def test_a_reviewer_whom_no_page_can_name_is_told_what_to_do(ada: Desk, submitted: Article, asked_by: str) -> None:
    Contributor.objects.filter(person__email="ada@cedar.example").delete()
    answer = ada.act(submitted, "approve", **({"X-Requested-With": asked_by} if asked_by else {}))
    back = f"/studio/pages/{submitted.pk}/edit/"
    if asked_by:
        assert answer.json() == {"step": "success", "redirect": back}
    else:
        assert (answer.status_code, answer.headers["Location"]) == (302, back)
    assert "Ask an editor to enter you as a contributor first: the page names its reviewer." in ada.told(submitted)
    assert stays().current_workflow_task.name == "Clinical review"
    assert draft().reviewer is None


def test_what_a_reviewer_corrects_while_reading_is_what_is_published(ada: Desk, sam: Desk, submitted: Article) -> None:
    ada.edit(submitted, title="Who stays all day")
    ada.edit(stays(), "workflow-action", title="Who stays with you all day", **{"workflow-action-name": "approve"})
    assert draft().title == "Who stays with you all day"
    assert draft().reviewer
    sam.act(stays(), "approve")
    assert is_public()
    assert stays().title == "Who stays with you all day"


# An editor's page is theirs


def test_an_editor_who_saves_a_page_that_shipped_makes_it_their_own(priya: Desk, folder: Folder, topic: Page) -> None:
    page = Article.objects.get(slug="eat-little")
    assert page.edition
    assert priya.edit(page, title="In my words").status_code == 302
    assert Article.objects.get(pk=page.pk).get_latest_revision_as_object().edition == ""
    folder.put({**folder.pages["en"]["eat-little"], "title": "Said better"})
    lay_out(at=AT)
    assert Article.objects.get(slug="eat-little").get_latest_revision_as_object().title == "In my words"


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
