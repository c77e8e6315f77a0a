"""The way of a page through the studio: a draft, a clinician's review, its publication; and what is refused on the way, in words."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from stillwater.channel.actions.issue import lay_out
from stillwater.channel.models import Article, Contributor
from tests.cast import AT
from tests.channel.small import SOURCE, Folder
from tests.web.studio_desk import NURSE, Desk, rich, said_in
from tests.web.studio_people import ada, at_work, draft, folder, is_public, priya, sam, stays, submitted, topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_shelf", "clock")]
__all__ = ["ada", "at_work", "folder", "priya", "sam", "submitted", "topic"]
HARD = "Notwithstanding considerable interindividual pharmacokinetic variability, administration necessitates observation. [#label]"


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


def test_whoever_approves_below_the_page_and_changes_nothing_on_it_has_approved_it(
    ada: Desk, sam: Desk, submitted: Article
) -> None:
    approve = {"workflow-action-name": "approve"}
    ada.edit(submitted, "workflow-action", **approve)
    assert stays().current_workflow_task.name == "Publication"
    sam.edit(stays(), "workflow-action", **approve, review_due_date=str(draft().review_due_date))
    assert is_public()


def test_a_page_that_is_changed_after_its_review_is_reviewed_again(ada: Desk, sam: Desk, submitted: Article) -> None:
    ada.act(submitted, "approve")
    sam.edit(stays(), title="Changed after the review")
    sam.act(stays(), "approve")
    assert stays().current_workflow_task.name == "Clinical review"
    assert not is_public()
    ada.act(stays(), "approve")
    sam.act(stays(), "approve")
    assert is_public()


def test_a_review_holds_for_the_text_that_was_read_and_for_no_later_one(
    priya: Desk, ada: Desk, sam: Desk, topic: Page
) -> None:
    dated = [("text", {"text": rich(NURSE), "valid_until": "2026-12-31"})]
    priya.add(topic, "submit", body=dated)
    ada.act(stays(), "approve")
    sam.act(stays(), "approve")
    again = {"body": dated, "review_due_date": str(draft().review_due_date)}
    assert sam.edit(stays(), "publish", **again).status_code == 302, "the same words are published again"
    answer = sam.edit(stays(), "publish", **{**again, "title": "Nobody needs to stay"})
    assert "The page has changed since it was reviewed on 2026-11-20." in said_in(answer)
    assert stays().title == "Who stays with you"
    sam.edit(stays(), **{**again, "sources": [{**SOURCE, "address": "https://elsewhere.example/"}]})
    at = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = sam.browser.post(f"{at}?id={stays().pk}", {"include_descendants": ""}, follow=True)
    assert "The page has changed since it was reviewed on" in said_in(answer)
    assert stays().sources[0].value["address"] == SOURCE["address"]


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
