"""A session that was missed, a series that is reviewed, a course that ends: care goes on, and nobody is blamed (S19)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from stillwater.care.actions import courses
from stillwater.care.models import Course, Task
from stillwater.care.queries import asks_before_review, facts_unmet, review_answer
from stillwater.demo.people import House
from stillwater.kit.words import forbidden_in
from stillwater.notify.models import Delivery
from stillwater.people.access import Access, NotYours
from stillwater.treatment.actions.planning import WrongPlan, missed, plan
from stillwater.treatment.actions.recording import add
from stillwater.treatment.models import Session
from stillwater.treatment.queries import session_for, state_of, timeline
from tests.cast import AT

LATER = AT + timedelta(hours=2)


@pytest.fixture
def ana_session(session_of: Callable[..., Session], as_maya: Access, inside: Any) -> Session:
    inside(as_maya)
    return session_of("ana")


def gone_through(access: Access, course: Course, house: House, number: int) -> None:
    """So many sessions of a course that somebody was in and left."""
    for n in range(number):
        when = AT - timedelta(days=20 - n)
        made = plan(access, course, starts_at=when, arrive_at=when, site=house.site, at=when)
        for to in ("arrived", "left"):
            add(access, made.pk, "moved", {"to": to}, at=when)


def test_s19_one_neutral_note_that_says_not_to_double_up_and_whom_to_call(ana_session: Session, as_sam: Access) -> None:
    with as_sam.inside():
        assert missed(as_sam, ana_session, at=LATER) == []
    note = Delivery.objects.get()
    assert (note.to_address, note.subject) == ("ana@home.example", "A note for you")
    assert "Do not double up: take nothing extra and nothing twice to make up for it." in note.text
    assert "call us: +1 303 555 0140" in note.text
    assert not forbidden_in(note.text + note.subject)
    for betrays in ("Cedar", "ketamine", "session", "dose", "medicine"):
        assert betrays not in note.text


def test_s19_the_clinic_gets_a_task_and_a_second_tap_changes_nothing(ana_session: Session, as_maya: Access) -> None:
    missed(as_maya, ana_session, at=LATER)
    with pytest.raises(WrongPlan):
        missed(as_maya, session_for(as_maya, ana_session.pk), at=LATER)
    missed(as_maya, ana_session, at=LATER)  # from a page that was opened before
    task = Task.objects.get(about_key=f"missed:{ana_session.pk}")
    assert task.words == "Call Ana: the session of 20 November did not take place"
    assert LATER < task.due_at < LATER + timedelta(hours=12)
    assert Delivery.objects.count() == 1
    now = session_for(as_maya, ana_session.pk)
    assert (now.stage, now.version, state_of(now)["stages"][-1]["how"]) == ("called_off", 1, "missed")
    assert [line.words for line in timeline(now, for_patient=True)] == ["Did not take place: the session was missed"]


def test_a_session_is_not_missed_before_its_time_nor_once_somebody_is_here(
    ana_session: Session, as_maya: Access
) -> None:
    with pytest.raises(WrongPlan, match="has not come yet"):
        missed(as_maya, ana_session, at=AT)
    add(as_maya, ana_session.pk, "moved", {"to": "arrived"}, at=AT)
    with pytest.raises(WrongPlan, match="has begun"):
        missed(as_maya, session_for(as_maya, ana_session.pk), at=LATER)
    assert Delivery.objects.count() == 0


def test_only_a_session_that_is_called_off_was_missed(ana_session: Session, as_maya: Access) -> None:
    receipt = add(as_maya, ana_session.pk, "moved", {"to": "arrived", "how": "missed"}, at=LATER)
    assert receipt.refused[0]["field"] == "how"


def test_somebody_of_another_clinic_marks_nothing(ana_session: Session, as_gail: Access) -> None:
    with as_gail.inside(), pytest.raises(NotYours):
        missed(as_gail, ana_session, at=LATER)


def test_s19_ana_is_asked_before_the_review_and_stopping_is_as_good_an_answer(
    course_of: Callable[..., Course], as_maya: Access, as_ana: Access, as_osei: Access, house: House, inside: Any
) -> None:
    inside(as_maya)
    course = course_of("ana")
    gone_through(as_maya, course, house, 4)
    assert not asks_before_review(course)
    gone_through(as_maya, course, house, 1)
    assert asks_before_review(course)
    with as_ana.inside():
        for wish in courses.WISHES:
            courses.say_before_review(as_ana, course, wish=wish, words="my own words", at=AT, under_way=False)
        with pytest.raises(courses.NotNow):
            courses.say_before_review(as_ana, course, wish="go_on", words="", at=AT, under_way=True)
    assert (review_answer(course).wish, review_answer(course).words) == ("stop", "my own words")  # type: ignore[union-attr]
    with as_osei.inside():
        courses.record_review(as_osei, course, said="we stop", at=AT)
    assert not asks_before_review(course)


def test_nobody_answers_for_ana(
    course_of: Callable[..., Course], as_maya: Access, as_ruth: Access, inside: Any
) -> None:
    inside(as_maya)
    course = course_of("ana")
    for access in (as_maya, as_ruth):
        with pytest.raises(NotYours):
            courses.say_before_review(access, course, wish="go_on", words="", at=AT, under_way=False)


def test_s19_the_gate_of_the_session_after_the_series_shows_the_review_unmet(
    course_of: Callable[..., Course], as_maya: Access, as_osei: Access, house: House, inside: Any
) -> None:
    inside(as_maya)
    course = course_of("ana")
    gone_through(as_maya, course, house, 6)
    seventh = plan(as_maya, course, starts_at=LATER, arrive_at=LATER, site=house.site, at=AT)
    assert "nobody has recorded the review" in facts_unmet(seventh.appointment, AT)["review_done"]
    with as_osei.inside():
        courses.record_review(as_osei, course, said="we go on", at=AT)
    assert "review_done" not in facts_unmet(seventh.appointment, AT)


def test_s19_when_a_course_ends_care_goes_on(ana_session: Session, as_osei: Access) -> None:
    with as_osei.inside():
        courses.end(as_osei, ana_session.appointment.course, reason="Ana wants to stop", at=AT - timedelta(days=1))
    found = {t.about_key.rsplit(":", 1)[-1]: t for t in Task.objects.filter(about_key__startswith="ended:")}
    assert set(found) == {"relapse", "leftover", "follow_up", "planned"}
    assert all(t.due_at >= AT and t.for_name == "Dr. Ada Osei" for t in found.values())
    assert "medicine is left at home" in found["leftover"].words
    assert not forbidden_in(" ".join(t.words for t in found.values()))


def test_nobody_is_asked_to_watch_over_somebody_who_died(ana_session: Session, as_osei: Access) -> None:
    with as_osei.inside():
        add(as_osei, ana_session.pk, "serious", {"what": "death", "text": "told by her brother"}, at=AT)
        courses.end(as_osei, ana_session.appointment.course, reason="Ana died", at=AT)
    assert not Task.objects.filter(about_key__startswith="ended:")
