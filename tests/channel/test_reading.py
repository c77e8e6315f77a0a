"""One page as it is read: its parts, their days, its marks, and what stands beside it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from stillwater.channel.actions.editors import appoint
from stillwater.channel.actions.issue import lay_out
from stillwater.channel.models import Article, Contributor
from stillwater.channel.queries import reading
from stillwater.channel.queries import shelf as shelves
from stillwater.channel.queries.fitting import fitting
from stillwater.channel.queries.reading import read
from stillwater.channel.queries.shelf import forget, languages, shelf
from stillwater.demo.people import House
from tests.cast import AT
from tests.channel.small import SOURCE, Folder, page

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def published(folder: Folder) -> Any:
    """`published(page(…), …)`: on the channel from now on."""

    def put(*pages: dict[str, Any], language: str = "en") -> None:
        folder.put(*pages, language=language)
        lay_out(at=AT)
        forget()

    return put


def seen(slug: str, today: date = TODAY, language: str = "en") -> reading.Reading:
    found = read(slug, language, today)
    assert found
    return found


# Days


def test_a_part_hides_itself_on_the_day_after_it_ends(published: Any) -> None:
    rule = {
        "callout": {"tone": "note", "title": "Until then", "text": "By video. [#label]"},
        "valid_until": date(2026, 12, 31),
    }
    published(page("by-video", body=[{"text": "A nurse stays. [#label]"}, rule]))
    for today, shown, hidden in (
        (TODAY, True, 0), (date(2026, 12, 31), True, 0), (date(2027, 1, 1), False, 1), (date(2028, 1, 1), False, 1),
    ):  # fmt: skip
        found = seen("by-video", today)
        assert ("Until then" in found.body, found.hidden) == (shown, hidden), today
        assert ("until-then" in dict(found.headings)) == shown


def test_a_review_is_overdue_on_the_day_after_it_was_due(published: Any) -> None:
    published()
    Article.objects.filter(slug="go-home").update(review_due_date=TODAY)
    forget()
    found = seen("go-home")
    assert [found.is_overdue(TODAY + timedelta(days=days)) for days in (-1, 0, 1)] == [False, False, True]
    assert not seen("eat-little").is_overdue(TODAY + timedelta(days=10_000)), "no review, no day on which it was due"


# Kept, and made anew


def test_a_page_is_drawn_once_for_each_day_and_edition(published: Any) -> None:
    published()
    first = seen("go-home")
    assert seen("go-home") is first
    assert seen("go-home", TODAY + timedelta(days=1)) is not first
    published(page("go-home", "after", title="Go home well"))
    assert seen("go-home").title == "Go home well"
    assert first.title == "Go home"


def test_a_page_that_is_taken_down_is_gone_and_one_that_comes_is_there(published: Any) -> None:
    published()
    assert read("ask-first", "en", TODAY) is None
    Article.objects.get(slug="go-home").unpublish()
    forget()
    assert read("go-home", "en", TODAY) is None
    assert shelf("en").card("go-home") is None
    assert [card.slug for card in shelf("en").series[0].cards] == ["come-early", "eat-little"]


def test_no_more_pages_are_kept_in_memory_than_a_channel_has(published: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    monkeypatch.setattr(reading, "MOST_KEPT", 2)
    for days in range(5):
        seen("go-home", TODAY + timedelta(days=days))
    assert len(reading._kept) == 2


def test_a_draft_is_read_by_nobody(published: Any) -> None:
    published()
    row = Article.objects.get(slug="go-home")
    row.title = "Not yet"
    row.save_revision()
    forget()
    assert seen("go-home").title == "Go home"


# What a reader meets


def test_marks_become_numbers_that_lead_to_their_source(published: Any) -> None:
    second = {**SOURCE, "key": "study", "publisher": 'A "journal" & co', "kind": "second-hand"}
    published(page("marks", sources=[SOURCE, second], body=[{"text": "It rises. [#study] It peaks. [#label]"}]))
    found = seen("marks")
    assert [(source.number, source.key, source.second_hand) for source in found.sources] == [
        (1, "label", False), (2, "study", True),
    ]  # fmt: skip
    assert (
        'It rises.<sup class="mark"><a href="#source-study" aria-label="2. A &quot;journal&quot; &amp; co">2</a>'
        in found.body
    )
    assert 'It peaks.<sup class="mark"><a href="#source-label"' in found.body


def test_a_mark_that_names_nothing_is_left_out() -> None:
    assert reading.linked("It rises. [#hearsay]", ()) == "It rises."


def test_headings_can_be_linked_to_and_two_of_a_kind_are_told_apart(published: Any) -> None:
    text = "## Who stays\n\nA nurse. [#label]\n\n## Who stays\n\nAll day.\n\n## ¿?\n\nYes."
    published(page("headings", body=[{"text": text}]))
    assert seen("headings").headings == (("who-stays", "Who stays"), ("who-stays-1", "Who stays"), ("part", "¿?"))
    assert '<h2 id="who-stays-1">' in seen("headings").body


def test_what_an_editor_typed_stays_words(published: Any) -> None:
    """Every kind of block, with text that would be a script if it were not escaped."""
    bad = "<b onclick=x>1 < 2</b>"
    lines = [{"title": bad, "text": bad}]
    published(
        page(
            "typed", title=bad, kind="question", answer=f"{bad} [#label]",
            body=[
                {"text": f"{bad} [#label]"}, {"quote": {"words": bad}}, {"do_dont": {"title": bad, "do": [bad], "dont": [bad]}},
                {"steps": {"title": bad, "steps": lines}},
                {"timeline": {"title": bad, "caption": bad, "moments": [{"when": bad, **lines[0]}]}},
                {"routes": {"title": bad, "caption": bad, "columns": ["iv"], "rows": [{"label": bad, "cells": [bad]}]}},
                {"figure": {"motif": "cup", "hour": 9, "alt": bad, "caption": bad}},
                {"callout": {"tone": "care", "title": bad, "text": bad}}, {"crisis": {"words": bad}},
                {"ask": {"title": bad, "who": bad, "questions": [bad]}},
            ],
        )
    )  # fmt: skip
    found = seen("typed")
    assert "<b onclick" not in found.body + found.answer
    assert found.body.count("&lt;b onclick=x&gt;") >= 20
    assert found.answer.startswith("&lt;b onclick=x&gt;1 &lt; 2&lt;/b&gt;<sup")


def test_the_crisis_numbers_are_added_to_their_block(published: Any) -> None:
    published(page("crisis", body=[{"text": "A nurse. [#label]"}, {"crisis": {"words": "At once:"}}]))
    assert "988" in seen("crisis").body


def test_whoever_wrote_and_reviewed_a_page_is_named(published: Any, house: House) -> None:
    published()
    writer = appoint(person=house.persons["priya"], role="editor", credentials="LCSW", about="Works at Cedar House")
    reviewer = appoint(person=house.persons["osei"], role="reviewer", credentials="MD")
    row = Article.objects.get(slug="go-home")
    row.authors.add(writer)
    row.reviewer, row.reviewed_date = reviewer, TODAY
    row.save()
    forget()
    found = seen("go-home")
    assert [(person.name, person.credentials) for person in found.authors] == [("Priya Raman", "LCSW")]
    assert found.reviewer
    assert (found.reviewer.name, found.reviewer.credentials, found.reviewed_date) == ("Ada Osei", "MD", TODAY)


def test_a_name_that_changed_is_shown_on_pages_that_were_published_before(
    published: Any, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    published()
    writer = appoint(person=house.persons["priya"], role="editor")
    row = Article.objects.get(slug="go-home")
    row.authors.add(writer)
    row.save()
    forget()
    assert [person.name for person in seen("go-home").authors] == ["Priya Raman"]
    monkeypatch.setattr(shelves, "ASKED_EVERY_SECONDS", -1)
    Contributor.objects.update(name="Priya Raman-Lee")
    assert [person.name for person in seen("go-home").authors] == ["Priya Raman-Lee"]


# Beside it


def test_what_to_read_next_is_what_its_editor_named_then_what_is_likest(published: Any) -> None:
    published(
        page("one", see_also=["three"], steps=["day"], routes=["iv"]), page("two", steps=["day"], routes=["iv"]),
        page("three", "after", steps=["rest"]), page("four", steps=["leave"]), page("five", roles=["clinician"]),
    )  # fmt: skip
    assert [card.slug for card in seen("one").more][:2] == ["three", "two"]
    assert len(seen("one").more) == 4
    assert "five" not in [card.slug for card in seen("one").more], "nobody of its readers is a clinician"


def test_a_page_that_is_no_longer_there_is_not_named_as_next(published: Any) -> None:
    published()
    Article.objects.get(slug="eat-little", locale__language_code="en").delete()
    forget()
    assert "eat-little" not in [card.slug for card in seen("come-early").more]


def test_each_language_has_its_own_shelf(published: Any) -> None:
    published()
    assert languages() == ["en", "es"]
    with translation.override("es"):
        assert [card.title for card in shelf("es").cards] == ["Llegue temprano"]
    assert shelf("fr").title == ""
    assert shelf("fr").cards == ()


# What fits a step


@pytest.fixture
def tagged(published: Any) -> None:
    published(
        page("come-early", steps=["day"], roles=["patient", "sitter"], body=[{"text": "Come. [#label] " + "Wait. " * 900}]),
        page("eat-little", steps=["day", "prepare"], roles=["patient"]),
        page("go-home", "after", steps=["leave"], roles=["sitter"]),
        page("the-drip", steps=["day"], routes=["iv"], roles=["patient"]),
        page("the-spray", steps=["day"], routes=["intranasal_esketamine"], roles=["patient"]),
        page("can-i-eat", kind="question", answer="Ask. [#label]", steps=["day"], roles=["patient"]),
    )  # fmt: skip


def fits(*steps: str, **who: Any) -> list[str]:
    return [card.slug for card in fitting(steps=steps, **who)]


@pytest.mark.usefixtures("tagged")
def test_pages_of_ones_route_come_first_and_another_routes_never() -> None:
    assert fits("day", role="patient", route="iv", most=9) == ["the-drip", "come-early", "can-i-eat", "eat-little"]
    assert fits("day", role="patient", route="lozenge", most=9) == ["come-early", "can-i-eat", "eat-little"]
    assert set(fits("day", role="patient", most=9)) > {"the-drip", "the-spray"}, "who has no route yet may read of each"


@pytest.mark.usefixtures("tagged")
def test_pages_fit_a_role_and_a_step() -> None:
    assert fits("day", role="sitter") == ["come-early"]
    assert set(fits("day", "leave", role="sitter")) == {"come-early", "go-home"}
    assert fits("rest", role="sitter") == fits("day", role="nobody") == fits(role="patient") == []
    assert len(fits("day", role="patient")) == 3


@pytest.mark.usefixtures("tagged")
def test_in_a_language_without_pages_the_english_ones_fit() -> None:
    assert fits("day", role="sitter", language="fr") == ["come-early"]
    assert [card.language for card in fitting(steps=["prepare"], role="patient", language="es")] == ["es"]


def test_where_nothing_is_laid_out_nothing_fits(db: None) -> None:
    assert fits("day", role="patient") == []
    assert read("the-consult", "en", TODAY) is None
    assert reading.glossary("en") is None
