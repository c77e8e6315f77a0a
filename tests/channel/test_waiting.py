"""What waits for the channel's editors, and the letters that tell them."""

from datetime import date, timedelta
from typing import Any

import pytest

from stillwater.channel.actions import reminding
from stillwater.channel.actions.editors import appoint
from stillwater.channel.actions.issue import lay_out
from stillwater.channel.models import Article
from stillwater.channel.queries.waiting import waiting
from stillwater.demo.people import House
from stillwater.notify.models import Delivery
from tests.cast import AT
from tests.channel.small import Folder, page

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def laid_out(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminding, "_told", {})
    ends = {"callout": {"tone": "note", "title": "Until then", "text": "By video."}, "valid_until": date(2026, 12, 31)}
    folder.put(page("by-video", body=[{"text": "A nurse stays. [#label]"}, ends]))
    lay_out(at=AT)


def due(slug: str, day: date) -> None:
    Article.objects.filter(slug=slug, locale__language_code="en").update(review_due_date=day)


def slugs(pages: Any) -> list[str]:
    return [each.slug for each in pages]


@pytest.mark.usefixtures("laid_out")
def test_a_review_waits_from_a_month_before_it_is_due() -> None:
    due("eat-little", TODAY - timedelta(days=1))
    due("go-home", TODAY)
    due("come-early", TODAY + timedelta(days=30))
    due("by-video", TODAY + timedelta(days=31))
    found = waiting(TODAY)
    assert (slugs(found.overdue), slugs(found.soon)) == (["eat-little"], ["go-home", "come-early"])


@pytest.mark.usefixtures("laid_out")
def test_a_page_whose_part_has_ended_and_one_that_nobody_reviewed_wait(house: House) -> None:
    ada = appoint(person=house.persons["osei"], role="reviewer", credentials="MD")
    Article.objects.filter(slug="go-home").update(reviewer=ada)
    assert slugs(waiting(date(2026, 12, 31)).ended) == []
    found = waiting(date(2027, 1, 1))
    assert slugs(found.ended) == ["by-video"]
    assert "go-home" not in slugs(found.unreviewed)
    assert "by-video" in slugs(found.unreviewed)


@pytest.mark.usefixtures("laid_out")
def test_editors_and_publishers_are_told_once_of_each_page(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, role in (("priya", "editor"), ("sam", "publisher"), ("osei", "reviewer")):
        appoint(person=house.persons[name], role=role)
    due("go-home", TODAY)
    assert reminding.remind(at=AT) == 1
    assert reminding.remind(at=AT + timedelta(hours=1)) == 0, "once a day is enough"
    assert reminding.remind(at=AT + timedelta(days=1)) == 1
    monkeypatch.setattr(reminding, "_told", {})  # another process
    reminding.remind(at=AT + timedelta(days=1))
    letters = Delivery.objects.filter(about_key__startswith="duty:channel:")
    assert sorted(letters.values_list("to_address", flat=True)) == ["priya@cedar.example", "sam@cedar.example"]
    assert {letter.subject for letter in letters} == {"A page waits for you"}
    assert all(f"/studio/pages/{Article.objects.get(slug='go-home').pk}/edit/" in letter.text for letter in letters)


@pytest.mark.usefixtures("laid_out")
def test_nobody_is_told_at_night_or_where_nothing_waits(house: House) -> None:
    appoint(person=house.persons["priya"], role="editor")
    assert reminding.remind(at=AT) == 0
    due("go-home", TODAY)
    assert reminding.remind(at=(AT + timedelta(days=1)).replace(hour=6)) == 0
    assert not Delivery.objects.exists()
