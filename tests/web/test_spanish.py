"""Spanish: where it is shown and where not, whole sentences with every name in its place, and nothing that S24 forbids."""

import ast
import re
import runpy
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import localize
from django.utils.translation.template import templatize

from stillwater.demo.people import House
from stillwater.kit.words import forbidden_in
from stillwater.people.models import Person
from stillwater.treatment.models import Session

BrowserOf = Callable[..., Client]
HOUSE = Path(settings.BASE)
CATALOGUE = HOUSE / "locale/es/LC_MESSAGES/django.po"
SCRIPT = runpy.run_path(str(HOUSE.parent / "scripts/messages.py"))
SPANISH = {"HTTP_ACCEPT_LANGUAGE": "es-MX,es;q=0.9,en;q=0.5"}
NAMES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
COMPANION = "web/companion/templates/companion/"
# Emergencies, consent, the day of a session, sitters' cards, what is asked and scored, a prescriber's own words (S24).
NOT_REVIEWED = (
    "web/shared/templates/shared/crisis.html", "web/shared/templates/shared/help_link.html", "web/sitter/**/*.*",
    "web/companion/own/*.py", f"{COMPANION}own/*.html", "care/rules/*.py", "care/queries/*.py", "treatment/**/*.py",
    *(
        f"{COMPANION}{page}.html"
        for page in (
            "help", "consents", "session", "preflight", "going_home", "morning", "preview", "support", "review", "wishes",
            "_private", "_checks", "_path", "_sound", "_scenes", "_speaks", "_clinic_music",
        )
    ),
)  # fmt: skip
STAFF = (
    "web/clinic/**/*.*",
    "channel/models/*.py",
    "channel/blocks.py",
    "web/shared/steering.py",
    "web/shared/limits.py",
)


def _messages() -> list[Any]:
    return [each for each in SCRIPT["messages"](CATALOGUE.read_text()) if each.said]


def _files(*patterns: str) -> set[Path]:
    return {path for pattern in patterns for path in HOUSE.glob(pattern) if path.suffix in {".py", ".html", ".txt"}}


def _strings(paths: set[Path]) -> Iterator[str]:
    """Every string that could be one for translation."""
    for path in paths:
        if path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
        else:
            quoted = re.findall(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", templatize(path.read_text()), re.S)
            yield from (ast.literal_eval(one.replace("\n", "\\n")) for one in quoted)


def _page(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def spanish(house: House) -> Callable[[str], Person]:
    def chosen(name: str) -> Person:
        person = house.persons[name]
        person.language = "es"
        person.save()
        return person

    return chosen


# The catalogue


def test_every_name_and_number_of_a_sentence_stands_in_its_translation() -> None:
    wrong = []
    for each in _messages():
        for said, translated in zip((each.said, each.plural or each.said), each.translated, strict=False):
            if translated and set(NAMES.findall(said)) != set(NAMES.findall(translated)):
                wrong.append((said, translated))
    assert wrong == []


def test_what_has_a_plural_has_both_forms_and_what_has_none_has_one() -> None:
    assert [each.said for each in _messages() if len(each.translated) != (2 if each.plural else 1)] == []
    assert [each.said for each in _messages() if any(each.translated) and not all(each.translated)] == []


def test_s25_no_forbidden_phrase_stands_in_spanish() -> None:
    assert [bad for each in _messages() for text in each.translated for bad in forbidden_in(text)] == []


def test_s24_what_nobody_has_reviewed_is_not_translated() -> None:
    apart = _files(*NOT_REVIEWED)
    readers = set(_strings(_files("web/**/*.*", "channel/**/*.*") - apart - _files("web/clinic/**/*.*")))
    translated = {each.said for each in _messages() if any(each.translated)}
    assert sorted(translated & set(_strings(apart)) - readers) == []


@pytest.mark.parametrize("page", ["web/shared/templates/shared/crisis.html", f"{COMPANION}_private.html"])
def test_s24_no_string_of_the_crisis_texts_is_translated_wherever_else_it_stands(page: str) -> None:
    translated = {each.said for each in _messages() if any(each.translated)}
    assert set(_strings(_files(page))) & translated == set()


def test_what_only_staff_read_is_not_translated() -> None:
    staff = _files(*STAFF)
    others = set(_strings(_files("web/**/*.*", "channel/**/*.*") - staff - _files(*NOT_REVIEWED)))
    translated = {each.said for each in _messages() if any(each.translated)}
    assert sorted(translated & set(_strings(staff)) - others) == []


def test_the_directory_the_channel_and_the_account_are_whole() -> None:
    known = {each.said: each.translated for each in _messages()}
    pages = _files("web/public/templates/**/*.*", "web/account/templates/**/*.*")
    pages -= _files("web/public/templates/channel/studio/*.*")  # of those who write it
    assert sorted(said for said in set(_strings(pages)) & known.keys() if not all(known[said])) == []


def test_the_compiled_catalogue_is_this_one() -> None:
    """After a change: python scripts/messages.py."""
    assert CATALOGUE.with_suffix(".mo").read_bytes() == SCRIPT["compiled"](CATALOGUE.read_text())


def test_the_catalogue_says_that_it_is_not_reviewed() -> None:
    assert "NOT YET REVIEWED" in CATALOGUE.read_text()[:200]


def test_numbers_are_written_as_on_prices_here_and_as_a_drawing_wants_them() -> None:
    with translation.override("es"):
        assert localize(3.5) == "3.5"


# Where it is shown


@pytest.mark.django_db
def test_a_spanish_browser_finds_care_in_spanish_and_reads_that_nobody_has_reviewed_it(client: Client) -> None:
    answer = client.get(reverse("find"), **SPANISH)
    page = _page(answer)
    assert '<html lang="es"' in page
    assert "Buscar atención" in page
    assert "Esta traducción todavía no ha sido revisada." in page
    assert f"{reverse('language')}?in=en&amp;back=%2Ffind" in page
    assert answer["Content-Language"] == "es"
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.django_db
def test_s24_crisis_numbers_stand_in_english_on_a_spanish_page_with_the_line_for_spanish(client: Client) -> None:
    strip = re.search(r"<aside class=\"crisis\" lang=\"en\".*?</aside>", _page(client.get(reverse("find"), **SPANISH)))
    assert strip is not None
    assert "Call 911, or call or text 988" in strip.group()
    assert "For Spanish call 988 and press 2, or text AYUDA to 988." in strip.group()
    assert 'class="crisis" lang' not in _page(client.get(reverse("find")))


@pytest.mark.django_db
def test_s24_the_help_page_stays_english_whole(client: Client) -> None:
    page = _page(client.get(reverse("help_now"), **SPANISH))
    assert '<html lang="en"' in page
    assert "traducción" not in page


def test_staff_pages_stay_english_whatever_the_browser_or_the_person_asks_for(
    browser_of: BrowserOf, spanish: Callable[[str], Person], clock: datetime
) -> None:
    spanish("maya")
    browser = browser_of("maya")
    assert '<html lang="en"' in _page(browser.get(reverse("board"), **SPANISH))
    assert '<html lang="es"' in _page(browser.get(reverse("account")))


def test_what_is_not_here_is_said_in_english_to_staff_and_in_spanish_to_whoever_asks(
    client: Client, browser_of: BrowserOf, clock: datetime
) -> None:
    assert "Aquí no hay nada." in _page(client.get("/nowhere", **SPANISH))
    assert "There is nothing here." in _page(browser_of("maya").get("/nowhere", **SPANISH))


def test_a_patients_pages_follow_their_own_choice_and_not_the_browser(
    browser_of: BrowserOf, spanish: Callable[[str], Person], clock: datetime
) -> None:
    browser = browser_of("ana")
    assert "Your journal" in _page(browser.get(reverse("journal"), **SPANISH))
    spanish("ana")
    page = _page(browser.get(reverse("journal"), HTTP_ACCEPT_LANGUAGE="en"))
    assert "Su diario" in page
    assert re.search(r'<p class="private" lang="en">.*?Nobody reads it for risk', page)


def test_s24_today_is_spanish_and_the_plan_of_the_day_english_and_marked_so(
    session_of: Callable[..., Session], browser_of: BrowserOf, spanish: Callable[[str], Person], clock: datetime
) -> None:
    session_of("ana", starts_at=clock + timedelta(days=1))
    spanish("ana")
    page = _page(browser_of("ana").get(reverse("today")))
    assert "Mañana es su primera sesión, Ana." in page
    plan = re.search(r'<ol class="plan" lang="en">.*?</ol>', page)
    assert plan is not None
    assert "Begin" in plan.group()
    assert 'class="ticks plain" lang="en"' in page


@pytest.mark.parametrize("name", ["consents", "wishes", "own"])
def test_s24_consent_touch_and_a_copied_prescription_stay_english_whole(
    name: str, browser_of: BrowserOf, spanish: Callable[[str], Person], clock: datetime
) -> None:
    spanish("ana")
    page = _page(browser_of("ana").get(reverse(name)))
    assert '<html lang="en"' in page
    assert "traducción" not in page


def test_one_touch_shows_the_page_in_the_other_language_until_the_account_says_otherwise(
    browser_of: BrowserOf, spanish: Callable[[str], Person], clock: datetime
) -> None:
    person, browser = spanish("ana"), browser_of("ana")
    answer = browser.get(reverse("language"), {"in": "en", "back": "/journal"})
    assert answer["Location"] == "/journal"
    assert "Your journal" in _page(browser.get("/journal"))
    said = {"called": "", "pronouns": "", "time_zone": person.time_zone, "language": "es"}
    assert browser.post(reverse("about_me"), said).status_code == 302
    assert "Su diario" in _page(browser.get("/journal"))


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{"in": "xx"}, {"in": "es", "back": "https://elsewhere.example/"}, {}])
def test_the_way_to_another_language_leads_nowhere_else(client: Client, asked: dict[str, str]) -> None:
    answer = client.get(reverse("language"), asked)
    assert answer["Location"] == reverse("front")
    assert ("django_language" in answer.cookies) == (asked.get("in") == "es")


@pytest.mark.django_db
def test_an_english_page_offers_spanish_and_what_programs_read_stays_english(client: Client) -> None:
    assert 'lang="es" hreflang="es" rel="nofollow">Español</a>' in _page(client.get(reverse("find")))
    assert client.get(reverse("find_csv"), **SPANISH)["Content-Language"] == "en"
