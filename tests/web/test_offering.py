"""The guide that fits the step: one at most, none while the medicine works, never what is on somebody's never list."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.care.actions.wishes import set_wishes
from stillwater.demo.people import House
from stillwater.treatment.models import Session
from tests.web.session_room import Beside

BrowserOf = Callable[..., Client]
Come = Callable[..., Beside]
Plan = Callable[..., Session]


def _offered(browser: Client, name: str, *args: object) -> list[str]:
    """The keys of the guides that a page leads to."""
    shown = browser.get(reverse(name, args=args)).content.decode()
    return re.findall(r'href="/library/([a-z-]+)/(?:open|closed)"', shown)


def _never(house: House, at: datetime, *words: str) -> None:
    with scopes_disabled():
        access = house.access("ana")
        with access.inside():
            set_wishes(access, house.patients["ana"], never=list(words), at=at)


@pytest.mark.parametrize(
    ("ahead", "hour", "fits"),
    [
        (timedelta(days=3), 10, ["one-plain-sentence"]),
        (timedelta(days=1), 18, ["the-table-tonight"]),
        (timedelta(days=1), 21, ["folding-linen"]),
        (timedelta(minutes=90), 10, ["the-last-few-minutes"]),
        (timedelta(minutes=90), 21, ["the-last-few-minutes"]),
        (timedelta(days=12), 10, []),
    ],
)
def test_today_leads_to_one_guide_that_fits_the_step_and_the_hour(
    session_of: Plan, browser_of: BrowserOf, at: datetime, ahead: timedelta, hour: int, fits: list[str]
) -> None:
    then = at + timedelta(hours=hour - 10)  # it is ten in Denver
    session_of("ana", starts_at=then + ahead)
    with time_machine.travel(then, tick=False):
        assert _offered(browser_of("ana"), "today") == fits


def test_prepare_leads_to_ones_own_words_and_then_to_the_evening_before(
    session_of: Plan, browser_of: BrowserOf, clock: datetime
) -> None:
    session, ana = session_of("ana", starts_at=clock + timedelta(days=1)), browser_of("ana")
    assert _offered(ana, "prepare", session.pk) == ["one-plain-sentence"]
    ana.post(reverse("intention", args=[session.pk]), {"text": "To rest."})
    assert _offered(ana, "prepare", session.pk) == ["the-table-tonight"]


def test_s14_nothing_is_offered_from_arrival_until_the_medicine_wears_off(
    beside: Come, browser_of: BrowserOf, clock: datetime
) -> None:
    bed, ana = beside("ana"), browser_of("ana")
    pages = [
        ("today",),
        ("journal",),
        ("help_now",),
        *((n, bed.session.pk) for n in ("prepare", "going_home", "morning")),
    ]
    bed.made_ready()
    assert [_offered(ana, *page) for page in pages] == [[]] * 6
    bed.begun()
    assert bed.session.stage == "under_way"
    assert [_offered(ana, *page) for page in pages] == [[]] * 6
    bed.add("maya", "moved", to="recovering")
    assert [_offered(ana, *page) for page in pages] == [
        ["back-to-the-room"], [], ["feet-and-floor"], [], ["back-to-the-room"], [],
    ]  # fmt: skip


def test_after_a_session_the_pages_lead_to_the_night_and_the_days_after(
    beside: Come, browser_of: BrowserOf, at: datetime
) -> None:
    bed = beside("ana")
    bed.made_ready()
    bed.begun()
    bed.add("maya", "moved", to="recovering")
    bed.add("maya", "decision", about="leave", choice="may_leave", said="Steady, with company.")
    bed.add("maya", "moved", to="left")
    assert bed.session.stage == "left"
    for hours, name, fits in [
        (8, "going_home", ["folding-linen"]), (22, "morning", ["three-small-things"]), (22, "today", ["three-small-things"]),
        (96, "today", ["the-workbench"]), (96, "journal", ["the-workbench"]), (24 * 20, "journal", []),
    ]:  # fmt: skip
        with time_machine.travel(at + timedelta(hours=hours), tick=False):
            args = [bed.session.pk] if name in ("going_home", "morning") else []
            assert _offered(browser_of("ana"), name, *args) == fits, (hours, name)


def test_a_low_mood_leads_to_what_is_near_and_solid_and_help_does_always(
    session_of: Plan, browser_of: BrowserOf, clock: datetime
) -> None:
    session_of("ana", starts_at=clock + timedelta(days=1))
    ana = browser_of("ana")
    ana.post(reverse("check_in"), {"mood": "very_low"})
    assert _offered(ana, "today") == ["feet-and-floor"]
    assert _offered(ana, "help_now") == ["feet-and-floor"]
    assert _offered(Client(), "help_now") == []
    assert _offered(browser_of("maya"), "help_now") == []


def test_s14_a_guide_of_what_is_on_the_never_list_is_not_offered_another_is_or_none(
    session_of: Plan, browser_of: BrowserOf, clock: datetime, house: House
) -> None:
    session = session_of("ana", starts_at=clock + timedelta(days=1))
    ana = browser_of("ana")
    ana.post(reverse("intention", args=[session.pk]), {"text": "To rest."})
    _never(house, clock, "breath")  # there is a pause for a breath in “The table, tonight”
    [other] = _offered(ana, "prepare", session.pk)
    assert other in ("one-plain-sentence", "the-last-few-minutes")


def test_s17_nothing_is_offered_while_something_serious_is_looked_into(
    beside: Come, browser_of: BrowserOf, clock: datetime
) -> None:
    bed = beside("ana")
    bed.add("maya", "serious", what="serious_event", text="fainted")
    for name in ("today", "journal", "help_now"):
        assert _offered(browser_of("ana"), name) == []


def test_the_library_leads_first_to_what_is_next_on_the_path(
    session_of: Plan, browser_of: BrowserOf, clock: datetime
) -> None:
    session_of("ana", starts_at=clock + timedelta(hours=1))
    library = browser_of("ana").get(reverse("library")).content.decode()
    assert library.index("The last few minutes") < library.index("Before a session")
    assert 'class="card offered"' not in browser_of("kit").get(reverse("library")).content.decode()
