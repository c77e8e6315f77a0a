"""Pages that come with the program: laid out once, made newer with a new edition, and never over an editor's head."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import Page, Site, Workflow

from stillwater.channel import shipped
from stillwater.channel.actions.editors import PAGE_ACTS, appoint, dismiss
from stillwater.channel.actions.issue import lay_out
from stillwater.channel.models import Article, Glossary, Hub, Issue, Series, Topic
from stillwater.channel.queries.reading import Reading, read
from stillwater.channel.queries.shelf import forget, shelf
from stillwater.demo.people import House
from tests.cast import AT
from tests.channel.small import SOURCE, Folder, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def laid_out(folder: Folder) -> Folder:
    assert lay_out(at=AT) == 4
    return folder


def of(slug: str, language: str = "en") -> Article:
    return Article.objects.get(slug=slug, locale__language_code=language)


def in_spanish(slug: str) -> Reading | None:
    with translation.override("es"):
        return read(slug, "es", AT.date())


def changed(folder: Folder, *slugs: str) -> int:
    """A new edition in which these pages have another title."""
    folder.put(*(page(slug, folder.pages["en"][slug]["topic"], title="Said better") for slug in slugs))
    return lay_out(at=AT + timedelta(days=30))


def by_an_editor(house: House, row: Page, **said: Any) -> Any:
    """A draft, as the studio's form saves it."""
    draft = row.specific.get_latest_revision_as_object()
    for name, value in said.items():
        setattr(draft, name, value)
    if isinstance(draft, Article):
        draft.edition = ""
    return draft.save_revision(user=house.persons["maya"])


def test_a_second_time_nothing_is_laid_out(laid_out: Folder) -> None:
    before = [(row.pk, row.latest_revision_id) for row in Page.objects.order_by("pk")]
    assert lay_out(at=AT + timedelta(days=1)) == 0
    assert [(row.pk, row.latest_revision_id) for row in Page.objects.order_by("pk")] == before
    assert Issue.objects.count() == 1


def test_pages_stand_under_their_topics_below_a_hub_in_each_language(laid_out: Folder) -> None:
    english, spanish = shelf("en"), shelf("es")
    assert [(topic.slug, [card.slug for card in topic.cards]) for topic in english.topics] == [
        ("start", ["come-early", "eat-little"]), ("after", ["go-home"]),
    ]  # fmt: skip
    assert (spanish.title, [card.title for card in spanish.cards]) == ("El canal", ["Llegue temprano"])
    assert [card.slug for card in english.series[0].cards] == ["come-early", "eat-little", "go-home"]
    assert english.title == "The Ketamine Channel"


def test_wagtails_welcome_page_goes_and_the_hub_takes_its_place(laid_out: Folder) -> None:
    assert Site.objects.get(is_default_site=True).root_page.specific_class is Hub
    assert not Page.objects.filter(title__startswith="Welcome to your new Wagtail").exists()


def test_a_link_to_a_page_that_is_not_translated_leads_to_the_english_one(laid_out: Folder) -> None:
    spanish = in_spanish("come-early")
    assert spanish
    assert 'href="/channel/eat-little"' in spanish.body
    assert of("come-early", "es").related[0].value.pk == of("eat-little").pk
    laid_out.put(page("eat-little", title="Coma poco"), language="es")
    lay_out(at=AT)
    spanish = in_spanish("come-early")
    assert spanish
    assert 'href="/es/channel/eat-little"' in spanish.body


def test_a_link_to_a_page_that_is_not_there_is_left_as_plain_words(laid_out: Folder) -> None:
    laid_out.put(page("go-home", "after", body=[{"text": "Ask [somebody](nobody-wrote-this). [#label]"}]))
    lay_out(at=AT)
    found = read("go-home", "en", AT.date())
    assert found
    assert "somebody" in found.body
    assert "nobody-wrote-this" not in found.body


def test_a_translation_knows_what_it_translates(laid_out: Folder) -> None:
    assert of("come-early").translation_key == of("come-early", "es").translation_key
    keys = Hub.objects.values_list("translation_key", flat=True)
    assert len(keys) == 2
    assert len(set(keys)) == 1
    found = read("come-early", "en", AT.date())
    assert found
    assert found.others == ("es",)


# A new edition


def test_a_new_edition_brings_its_pages_and_changes_those_that_nobody_touched(laid_out: Folder) -> None:
    first = of("eat-little").first_published_at
    laid_out.put(page("ask-first", "before"), page("eat-little", title="Eat less"))
    assert lay_out(at=AT + timedelta(days=30)) == 5
    assert of("eat-little").title == "Eat less"
    assert of("eat-little").first_published_at == first, "a page that was said better is no new page"
    assert [topic.slug for topic in shelf("en").topics] == ["start", "after", "before"]
    assert Issue.objects.count() == 2


def test_a_page_that_an_editor_published_is_left(laid_out: Folder, house: House) -> None:
    revision = by_an_editor(house, of("eat-little"), title="In my words")
    Article.objects.filter(pk=of("eat-little").pk).update(title="In my words", edition="", live_revision=revision)
    assert changed(laid_out, "eat-little") == 3
    assert of("eat-little").title == "In my words"


def test_a_draft_that_an_editor_began_on_a_published_page_is_left(laid_out: Folder, house: House) -> None:
    by_an_editor(house, of("eat-little"), title="In my words")
    assert changed(laid_out, "eat-little") == 3
    row = of("eat-little")
    assert row.title == "Eat little", "the public page stays as it was"
    assert row.get_latest_revision_as_object().title == "In my words"
    assert row.has_unpublished_changes


def test_a_page_that_an_editor_took_down_stays_down(laid_out: Folder, house: House) -> None:
    of("eat-little").unpublish(user=appoint(person=house.persons["maya"], role="publisher").person)
    assert changed(laid_out, "eat-little") == 3
    assert not of("eat-little").live
    assert read("eat-little", "en", AT.date()) is None


def test_a_page_that_was_deleted_does_not_come_back(laid_out: Folder) -> None:
    of("eat-little").delete()
    assert changed(laid_out, "eat-little") == 3
    assert not Article.objects.filter(slug="eat-little").exists()
    assert [card.slug for card in shelf("en").series[0].cards] == ["come-early", "go-home"]


def test_a_topic_that_was_deleted_does_not_come_back_and_nor_do_its_pages(laid_out: Folder) -> None:
    Topic.objects.get(slug="after", locale__language_code="en").delete()
    laid_out.put(page("go-home", "after", title="Go home well"), page("rest", "after"))
    lay_out(at=AT + timedelta(days=30))
    assert [topic.slug for topic in shelf("en").topics] == ["start"]
    assert not Article.objects.filter(slug__in=("go-home", "rest")).exists()


def test_a_series_that_an_editor_put_in_another_order_is_left(laid_out: Folder, house: House) -> None:
    series = Series.objects.get()
    kept = series._meta.get_field("parts").stream_block.to_python([{"type": "page", "value": of("go-home").pk}])
    by_an_editor(house, series, parts=kept).publish()
    laid_out.series("eat-little", "come-early")
    lay_out(at=AT + timedelta(days=30))
    assert [card.slug for card in shelf("en").series[0].cards] == ["go-home"]


def test_a_series_that_nobody_touched_follows_the_new_edition(laid_out: Folder) -> None:
    laid_out.series("eat-little", "come-early")
    lay_out(at=AT + timedelta(days=30))
    assert [card.slug for card in shelf("en").series[0].cards] == ["eat-little", "come-early"]


def test_a_topic_that_nobody_touched_follows_the_new_edition_and_one_that_somebody_named_is_left(
    laid_out: Folder, house: House
) -> None:
    by_an_editor(house, Topic.objects.get(slug="after"), title="Home again").publish()
    topics = shipped.topics("en")
    laid_out.write("en", "topics", {"topics": [{**each, "title": f"New {each['slug']}"} for each in topics]})
    lay_out(at=AT + timedelta(days=30))
    assert [topic.title for topic in shelf("en").topics] == ["New start", "Home again"]


def test_a_glossary_follows_the_new_edition_until_somebody_changes_it(laid_out: Folder, house: House) -> None:
    for words in ("How much.", "How much, and when."):
        term = {"term": "Dose", "slug": "dose", "says": f"{words} [#label]", "see": []}
        laid_out.write("en", "glossary", {"terms": [term], "sources": [SOURCE]})
        lay_out(at=AT)
        assert Glossary.objects.get().terms[0].value["says"] == f"{words} [#label]"
    by_an_editor(house, Glossary.objects.get(), title="Our words").publish()
    laid_out.write("en", "glossary", {"terms": [], "sources": [SOURCE]})
    lay_out(at=AT)
    assert (Glossary.objects.get().title, len(Glossary.objects.get().terms)) == ("Our words", 1)


def test_a_glossary_is_laid_out_once(laid_out: Folder) -> None:
    term = {"term": "Dose", "slug": "dose", "says": "How much. [#label]", "see": ["eat-little"]}
    laid_out.write("en", "glossary", {"terms": [term], "sources": [SOURCE]})
    lay_out(at=AT)
    assert [each.value["term"] for each in Glossary.objects.get().terms] == ["Dose"]
    assert shelf("en").has_glossary
    Glossary.objects.get().delete()
    laid_out.write("en", "glossary", {"terms": [{**term, "term": "A dose"}], "sources": [SOURCE]})
    lay_out(at=AT)
    assert not Glossary.objects.exists()


def test_progress_is_told_page_by_page(folder: Folder) -> None:
    told: list[tuple[int, int]] = []
    lay_out(at=AT, progress=lambda done, whole: told.append((done, whole)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


# Who works on it, and the command


def test_the_groups_and_the_workflow_are_there_once_and_wagtails_own_are_not(laid_out: Folder) -> None:
    changed(laid_out, "go-home")
    assert set(Group.objects.values_list("name", flat=True)) == set(PAGE_ACTS)
    assert [(each.name, len(each.tasks)) for each in Workflow.objects.filter(active=True)] == [
        ("Clinical review, then publication", 2)
    ]


def test_the_command_lays_out_names_who_works_and_ends_it(
    laid_out: Folder, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    run: Callable[..., Any] = lambda *said, **more: call_command("channel", *said, **more)  # noqa: E731
    run("lay-out")
    assert "has these pages already" in capsys.readouterr().out
    run("add", "ADA@cedar.example", role="reviewer", credentials="MD")
    assert "ada@cedar.example  Ada Osei: Clinical reviewers" in capsys.readouterr().out
    run("end", "ada@cedar.example")
    assert "Ada" not in capsys.readouterr().out
    for wrong in (("add", "nobody@cedar.example"), ("add",), ("end", "ada@cedar.example")):
        with pytest.raises(CommandError):
            run(*wrong)


def test_whoever_is_dismissed_is_still_named_on_what_they_did(laid_out: Folder, house: House, at: datetime) -> None:
    ada = appoint(person=house.persons["osei"], role="reviewer", credentials="MD")
    Article.objects.filter(slug="go-home").update(reviewer=ada, reviewed_date=at.date())
    assert dismiss(person=house.persons["osei"]) == 1
    forget()
    found = read("go-home", "en", at.date())
    assert found
    assert found.reviewer
    assert found.reviewer.name == "Ada Osei"
