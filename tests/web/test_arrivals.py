"""Who comes today: the front desk's list."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.audit.models import Event
from stillwater.care.actions.plan import name_support
from stillwater.demo.courses import IV, LOZENGE
from stillwater.demo.people import House
from stillwater.treatment.models import Session
from stillwater.treatment.queries import entries_of
from tests.web.session_room import Beside

BrowserOf = Callable[..., Client]
Come = Callable[..., Beside]


def shown(browser: Client, day: str = "") -> str:
    answer = browser.get(reverse("arrivals"), {"day": day} if day else {})
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_the_front_desk_comes_in_by_the_list_of_today(beside: Come, browser_of: BrowserOf) -> None:
    beside("ana")
    first = browser_of("sam").get("/", follow=True)
    assert first.redirect_chain == [(reverse("arrivals"), 302)]
    page = first.content.decode()
    assert f'class="brand" href="{reverse("arrivals")}"' in page, "the name of the house leads where they may go"
    assert reverse("board") not in page


def test_it_says_who_comes_when_where_to_whom_and_who_drives(
    house: House, beside: Come, browser_of: BrowserOf, at: datetime
) -> None:
    ana, maya = beside("ana"), house.access("maya")
    with maya.inside():
        house.patients["ana"].called = "Annie"
        house.patients["ana"].save()
        name_support(maya, ana.session.appointment, task="drives", name="Dan Marlow", at=at)
    said = shown(browser_of("sam"))
    for words in (
        "Ana Marlow",
        "goes by Annie",
        "10:00",
        "Room 2",
        "Maya Lindqvist, Dr. Ada Osei",
        "Dan Marlow, not confirmed yet",
    ):
        assert words in said, words
    assert "Expected Mark arrived" in said


def test_it_tells_the_desk_nothing_of_what_happens_in_the_room(beside: Come, browser_of: BrowserOf) -> None:
    ana = beside("ana")
    ana.made_ready()
    ana.add("maya", "moved", ago=16, to="under_way")
    ana.begun()
    ana.read(5, sys=188, dia=96)
    said = shown(browser_of("sam"))
    assert "With the team" in said
    for words in ("Depression", "188", "under way", "Under way", "IV", "infusion", "Ketamine", "unmet", "mg"):
        assert words not in said, words


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        ([("arrived", 6)], "Arrived 09:54"),
        ([("arrived", 90), ("left", 2)], "Left 09:58"),
        ([("called_off", 30)], "Called off"),
    ],
)
def test_a_word_and_a_time_are_all_that_it_says_of_a_stage(
    moves: list[tuple[str, int]], words: str, beside: Come, browser_of: BrowserOf
) -> None:
    ana = beside("ana")
    for to, ago in moves:
        ana.add("maya", "moved", ago=ago, to=to, **({"reason": "A cold"} if to == "called_off" else {}))
    said = shown(browser_of("sam"))
    assert words in said
    assert "Mark arrived" not in said
    assert "A cold" not in said


def test_marking_somebody_arrived_leads_back_to_the_list(beside: Come, browser_of: BrowserOf) -> None:
    ana, sam = beside("ana"), browser_of("sam")
    page = sam.get(reverse("arrivals")).content.decode()
    found = re.search(r'action="([^"]+/arrived[^"]*)"', page)
    assert found
    answer = sam.post(found[1])
    assert answer.headers["Location"] == reverse("arrivals")
    with scopes_disabled():
        assert Session.objects.get(pk=ana.session.pk).stage == "arrived"
    assert "Arrived 10:00" in shown(sam)


def test_a_mistaken_tap_is_taken_back_until_the_team_has_gone_on(
    house: House, beside: Come, browser_of: BrowserOf, clock: datetime
) -> None:
    ana, sam = beside("ana"), browser_of("sam")
    arrived = reverse("session_arrived", args=[ana.session.pk])
    sam.post(arrived)
    assert "Arrived 10:00 Not here" in shown(sam)
    sam.post(f"{arrived}?back=arrivals", {"mistaken": "1"})
    assert "Expected Mark arrived" in shown(sam)
    with scopes_disabled():
        kinds = [entry.kind for entry in entries_of(Session.objects.get(pk=ana.session.pk))]
    assert kinds == ["moved", "amendment"], "what was said first stays in the record"
    ana.made_ready()
    ana.add("maya", "moved", ago=16, to="under_way")
    again = sam.post(f"{arrived}?back=arrivals", {"mistaken": "1"}, follow=True)
    assert "The team has gone on with this session. Tell them." in again.content.decode()


def test_a_coach_sees_who_comes_and_changes_nothing(beside: Come, browser_of: BrowserOf) -> None:
    beside("ana")
    page = browser_of("noa").get(reverse("arrivals")).content.decode()
    assert "Ana Marlow" in page
    assert "Mark arrived" not in page
    assert "/arrived" not in page


def test_whoever_is_at_home_is_not_expected(beside: Come, browser_of: BrowserOf) -> None:
    beside("iris", LOZENGE)
    said = shown(browser_of("sam"))
    assert "Nobody comes today" in said
    assert "Mark arrived" not in said
    assert said.index("At home; not expected here") < said.index("Iris Tan")


def test_another_day_is_another_list(
    house: House, session_of: Callable[..., Session], browser_of: BrowserOf, clock: datetime
) -> None:
    session_of("mo", IV, clock + timedelta(days=1))
    sam = browser_of("sam")
    assert "Mo Haddad" not in shown(sam)
    tomorrow = shown(sam, "2026-11-21")
    assert "Who comes on Saturday 21 November" in tomorrow
    assert "Mo Haddad" in tomorrow
    assert "Mark arrived" not in tomorrow, "nobody arrives tomorrow"


def test_whoever_is_still_here_from_yesterday_stands_on_todays_list(
    house: House, session_of: Callable[..., Session], browser_of: BrowserOf, clock: datetime
) -> None:
    late = Beside(house, session_of("mo", IV, clock - timedelta(hours=20)), clock)
    late.add("maya", "moved", ago=20 * 60, to="arrived")
    sam = browser_of("sam")
    assert "19 Nov" in shown(sam)
    assert "Mo Haddad" not in shown(sam, "2026-11-21")


def test_a_list_of_nobody_says_what_would_stand_there_and_is_no_event(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    said = shown(browser_of("sam"))
    assert "Nobody comes today" in said
    assert "from a patient’s page" in said
    with scopes_disabled():
        assert not Event.objects.filter(verb="listed").exists()


def test_a_look_is_one_event_that_names_who_was_on_the_list(house: House, beside: Come, browser_of: BrowserOf) -> None:
    beside("ana"), beside("mo")
    sam = browser_of("sam")
    shown(sam), shown(sam)
    with scopes_disabled():
        event = Event.objects.get(verb="listed")
        named = {str(house.patients[name].pk) for name in ("ana", "mo")}
        assert set(event.details["patients"]) == named
        assert event.actor_name == "Sam Whitlow"
        assert "20 November" in event.subject_label
        assert "Ana" not in event.subject_label


def test_another_clinics_patients_are_not_on_it(beside: Come, browser_of: BrowserOf) -> None:
    beside("ana")
    assert "Ana Marlow" not in shown(browser_of("gail"))


def test_six_who_come_cost_no_more_queries_than_two(beside: Come, browser_of: BrowserOf) -> None:
    def asked() -> int:
        shown(sam)  # the log's event of this list
        with CaptureQueriesContext(connection) as found:
            shown(sam)
        return len(found)

    sam = browser_of("sam")
    for name in ("ana", "jonah"):
        beside(name)
    two = asked()
    for name in ("ines", "mo", "clara", "noor"):
        beside(name)
    assert asked() <= two
