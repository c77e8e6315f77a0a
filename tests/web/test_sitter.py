"""The sitter's and the escort's pages, by the link that they were sent."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.care.actions.plan import name_support
from stillwater.care.models import SupportPerson
from stillwater.demo.courses import IV, LOZENGE
from stillwater.demo.people import House
from stillwater.people.actions.passes import Issued, issue, revoke
from stillwater.people.models import SupportPass
from stillwater.treatment.models import Entry, Session

Plan = Callable[..., Session]
PROMISES = {"adult": "on", "sober": "on", "stays": "on"}


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def pass_to(house: House, session_of: Plan, clock: datetime) -> Callable[..., tuple[Issued, Session]]:
    """`pass_to("iris", LOZENGE)`: a pass to a session in half an hour, as its patient gave it."""

    def give(name: str, protocol: str = IV) -> tuple[Issued, Session]:
        session, access = session_of(name, protocol), house.access(name)
        with access.inside():
            task = "sits" if protocol == LOZENGE else "drives"
            issued = issue(
                access, house.patients[name], name="June Tan", tasks=[task], session_id=session.pk,
                expires_at=clock + timedelta(hours=20), at=clock,
            )  # fmt: skip
        return issued, session

    return give


def comes(issued: Issued) -> Client:
    browser = Client()
    browser.get(issued.link.removeprefix("http://127.0.0.1:8000"))
    return browser


def test_june_comes_by_her_link_and_gives_her_word_before_anything_else(
    pass_to: Callable[..., tuple[Issued, Session]], clock: datetime
) -> None:
    issued, session = pass_to("iris", LOZENGE)
    june = Client()
    arrived = june.get(issued.link.removeprefix("http://127.0.0.1:8000"))
    assert arrived.headers["Location"] == reverse("sitter_welcome", args=[session.pk])
    assert "Thank you for being there for Iris, June." in text_of(june.get(arrived.headers["Location"]))
    short = june.post(arrived.headers["Location"], {"adult": "on"})
    assert short.status_code == 422
    assert "Each of the three is needed." in text_of(short)
    assert 'name="adult" checked' in text_of(short)
    given = june.post(arrived.headers["Location"], PROMISES)
    assert given.headers["Location"] == reverse("sitter_ready", args=[session.pk])
    with scopes_disabled():
        assert SupportPass.objects.get(pk=issued.support_pass.pk).agreed_at == clock


def test_s01_with_a_pass_to_the_whole_course_june_gives_her_word_for_each_day(
    house: House, session_of: Plan, clock: datetime
) -> None:
    session, access = session_of("iris", LOZENGE), house.access("iris")
    appointment = session.appointment
    with access.inside():
        issued = issue(
            access, house.patients["iris"], name="June Tan", tasks=["sits"], course_id=appointment.course_id,
            expires_at=clock + timedelta(days=60), at=clock,
        )  # fmt: skip
        name_support(access, appointment, task="sits", name="June Tan", support_pass=issued.support_pass, at=clock)
        SupportPass.objects.filter(pk=issued.support_pass.pk).update(agreed_at=clock - timedelta(days=7))
    june, welcome = comes(issued), reverse("sitter_welcome", args=[session.pk])
    for page in ("sitting", "sitter_ready"):
        assert june.get(reverse(page, args=[session.pk])).headers.get("Location") == welcome
    assert june.post(welcome, PROMISES).headers["Location"] == reverse("sitter_ready", args=[session.pk])
    assert june.get(reverse("sitter_ready", args=[session.pk])).status_code == 200
    with scopes_disabled():
        assert SupportPerson.objects.get(support_pass=issued.support_pass).confirmed_at == clock


def test_s23_an_escort_sees_neither_order_nor_label_nor_diagnosis(
    pass_to: Callable[..., tuple[Issued, Session]], clock: datetime
) -> None:
    issued, session = pass_to("ana")
    dan = comes(issued)
    for page in ("sitting", "sitter_ready"):
        assert dan.get(reverse(page, args=[session.pk])).headers["Location"] == reverse("tonight", args=[session.pk])
    for page in ("sitter_welcome", "tonight", "sitter_card"):
        shown = text_of(dan.get(reverse(page, args=[session.pk])))
        for never in ("35 mg", "Depression", "Penicillin", "CH-2041", "Marlow"):
            assert never not in shown, (page, never)


def test_s07_every_danger_has_a_card_with_what_to_do_first_and_the_emergency_call(
    pass_to: Callable[..., tuple[Issued, Session]], clock: datetime
) -> None:
    issued, session = pass_to("iris", LOZENGE)
    shown = text_of(comes(issued).get(reverse("sitting", args=[session.pk])))
    cards = re.findall(r'<details name="card" data-danger="(\w+)".*?</details>', shown)
    assert len(cards) >= 7
    assert shown.count('<a class="tap" href="tel:911">') >= len(cards)
    assert shown.count("Not yet reviewed by a clinician.") >= len(cards)


def test_s15_the_tonight_card_says_until_when_the_pass_works(
    pass_to: Callable[..., tuple[Issued, Session]], clock: datetime
) -> None:
    issued, session = pass_to("ana")
    shown = text_of(comes(issued).get(reverse("tonight", args=[session.pk])))
    assert "Your pass works until" in shown
    assert 'href="tel:911"' in shown
    assert 'href="tel:988"' in shown


def test_s26_the_card_prints_with_dangers_numbers_and_room_to_write(
    pass_to: Callable[..., tuple[Issued, Session]], clock: datetime
) -> None:
    issued, session = pass_to("iris", LOZENGE)
    shown = text_of(comes(issued).get(reverse("sitter_card", args=[session.pk])))
    assert "Emergency: 911." in shown
    assert "What you saw" in shown
    assert shown.count("<tr><td>&nbsp;</td>") == 8
    assert "First steps not yet reviewed by a clinician." in shown


def test_without_a_script_a_check_and_the_dose_are_forms(
    pass_to: Callable[..., tuple[Issued, Session]], clock: datetime
) -> None:
    issued, session = pass_to("iris", LOZENGE)
    june, page = comes(issued), reverse("sitter_ready", args=[session.pk])
    key = re.search(r'name="key" value="(\w+)"', text_of(june.get(page)))
    assert key
    june.post(page, {"key": key[1]})
    with scopes_disabled():
        entry = Entry.objects.get(session_id=session.pk, kind="check")
    assert (entry.data["key"], entry.author_kind, entry.author_name) == (key[1], "sitter", "June Tan")


def test_a_pass_that_has_ended_says_so_kindly_and_whom_to_ask(
    house: House, pass_to: Callable[..., tuple[Issued, Session]], clock: datetime
) -> None:
    issued, session = pass_to("iris", LOZENGE)
    june = comes(issued)
    with time_machine.travel(clock + timedelta(hours=21), tick=False):
        assert june.get(reverse("sitting", args=[session.pk])).headers["Location"] == reverse("pass_over")
        over = june.get(reverse("pass_over"))
    assert over.status_code == 200
    assert "Thank you for being there, June." in text_of(over)
    assert "ask Iris Tan for a new one" in text_of(over)


def test_s23_a_pass_that_was_taken_back_opens_nothing_at_once(
    house: House, pass_to: Callable[..., tuple[Issued, Session]], clock: datetime
) -> None:
    issued, session = pass_to("iris", LOZENGE)
    june, iris = comes(issued), house.access("iris")
    with iris.inside():
        revoke(iris, issued.support_pass, at=clock)
    for page in ("sitting", "sitter_ready", "tonight", "sitter_card", "sitter_welcome"):
        assert june.get(reverse(page, args=[session.pk])).headers["Location"] == reverse("pass_over")
    assert june.get(reverse("session_state", args=[session.pk])).status_code == 401


def test_a_link_that_nobody_made_is_not_here(house: House, clock: datetime) -> None:
    assert Client().get("/with/nobody-made-this/").status_code == 404


def test_an_amount_that_is_no_number_is_refused_beside_its_field_and_stays_typed(
    pass_to: Callable[..., tuple[Issued, Session]], clock: datetime
) -> None:
    issued, session = pass_to("iris", LOZENGE)
    june = comes(issued)
    answer = june.post(reverse("sitter_ready", args=[session.pk]) + "?kind=dose", {"amount": "12O"})
    assert answer.status_code == 422
    with scopes_disabled():
        assert not Entry.objects.filter(session_id=session.pk, kind="dose").exists()
