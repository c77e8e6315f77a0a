"""Pages of a session that did not take place and of the review of a series, as clinic and patient see them."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse

from stillwater.care.actions import courses
from stillwater.demo.people import House
from stillwater.kit.words import forbidden_in
from stillwater.treatment.models import Session
from tests.cast import AT
from tests.treatment.test_missed_and_stopped import gone_through
from tests.web.test_room import page, text_of

BrowserOf = Callable[..., Client]


def test_s19_sam_notes_that_nobody_came_and_ana_reads_it_kindly(
    session_of: Callable[..., Session], browser_of: BrowserOf
) -> None:
    session = session_of("ana")
    with time_machine.travel(AT, tick=False):
        assert "Nobody came?" not in page(browser_of("sam"), "session_plan", session)
    with time_machine.travel(AT + timedelta(hours=2), tick=False):
        sam = browser_of("sam")
        assert "Nobody came?" in page(sam, "session_plan", session)
        sam.post(reverse("session_missed", args=[session.pk]))
        assert "Did not take place" in page(sam, "session_plan", session)
        board = text_of(browser_of("maya").get(reverse("board")))
        assert "Did not take place; noted 12:00, by Sam" in board
        hers = text_of(browser_of("ana").get(reverse("today")))
        assert "Your session of Friday 20 November did not take place" in hers
        assert "Do not double up" in hers
        assert "+1 303 555 0140" in hers
        assert not forbidden_in(hers)


def test_s19_ana_says_how_it_was_and_the_prescriber_reads_it_beside_the_review(
    session_of: Callable[..., Session], browser_of: BrowserOf, house: House, clock: object
) -> None:
    session = session_of("ana")
    course = session.appointment.course
    with house.access("maya").inside():
        gone_through(house.access("maya"), course, house, 5)
    ana, there = browser_of("ana"), reverse("review", args=[course.pk])
    assert there in text_of(ana.get(reverse("today")))
    assert there in page(ana, "prepare", session)
    asked = text_of(ana.get(there))
    assert " checked" not in asked
    assert asked.index("Go on as it is") < asked.index("Change something") < asked.index('value="stop"')
    assert ana.post(there, {"words": "too sick after"}).status_code == 422
    assert ana.post(there, {"wish": "stop", "words": "too sick after"}).status_code == 302
    osei = browser_of("osei")
    shown = text_of(osei.get(reverse("course", args=[course.pk])))
    assert "Wishes to stop: “too sick after” (20 November)" in shown
    assert "Wishes to stop" in page(osei, "gate_ready", session)
    assert osei.post(reverse("course_review", args=[course.pk]), {"said": "We stop."}).status_code == 302
    assert "We stop." in text_of(osei.get(reverse("course", args=[course.pk])))
    assert ana.get(there).status_code == 404


def test_nobody_but_ana_reaches_her_question_and_no_nurse_records_the_review(
    session_of: Callable[..., Session], browser_of: BrowserOf, house: House, clock: object
) -> None:
    course = session_of("ana").appointment.course
    with house.access("maya").inside():
        gone_through(house.access("maya"), course, house, 5)
    for name in ("ruth", "maya"):
        assert browser_of(name).get(reverse("review", args=[course.pk])).status_code == 404
    assert browser_of("maya").post(reverse("course_review", args=[course.pk]), {"said": "x"}).status_code == 404
    with house.access("osei").inside():
        assert courses.record_review(house.access("osei"), course, said="gone on", at=AT)
