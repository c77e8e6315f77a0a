"""The sitter's pages: what she reads, in the time of where it happens, and what her touch may send."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.html import escape

from stillwater.audit.queries import of_clinic
from stillwater.care.actions import plan as plans
from stillwater.care.queries import support_of
from stillwater.demo.people import House
from stillwater.kit.clock import iso
from stillwater.kit.ids import new_id
from stillwater.people.access import access_by_pass
from stillwater.people.actions.passes import Issued, issue
from stillwater.treatment.models import Session
from stillwater.treatment.rules.kinds import KINDS
from tests.cast import LOZENGE
from tests.signing_in import with_pass
from tests.web.session_room import Beside

PROMISES = {"adult": "on", "sober": "on", "stays": "on"}


@pytest.fixture
def iris_at_home(session_of: Callable[..., Session], clock: datetime) -> Session:
    return session_of("iris", LOZENGE)


@pytest.fixture
def june(iris_at_home: Session, house: House, clock: datetime) -> Issued:
    """June's pass, given by Iris; she has not given her word yet."""
    access, session = house.access("iris"), iris_at_home
    with access.inside():
        person = plans.name_support(access, session.appointment, task="sits", name="June Tan", at=clock)
        given = issue(
            access, session.patient, name="June Tan", tasks=["sits"], session_id=session.pk,
            expires_at=clock + timedelta(hours=26), at=clock,
        )  # fmt: skip
        plans.give_pass(access, person, support_pass=given.support_pass, at=clock)
    return given


def page(browser: Client, session: Session, name: str) -> str:
    return browser.get(f"/sitting/{session.pk}{name}").content.decode()


def test_junes_word_confirms_her_on_the_plan_of_iris(june: Issued, iris_at_home: Session, house: House) -> None:
    browser = with_pass(june.support_pass)
    browser.post(f"/sitting/{iris_at_home.pk}/welcome", {"adult": "on"})
    with house.access("iris").inside():
        assert support_of(iris_at_home.appointment)["sits"].confirmed_at is None
    browser.post(f"/sitting/{iris_at_home.pk}/welcome", PROMISES)
    with house.access("iris").inside():
        assert support_of(iris_at_home.appointment)["sits"].confirmed_at is not None


def test_june_reads_the_times_of_iris_home(june: Issued, iris_at_home: Session) -> None:
    assert "10:30" in page(with_pass(june.support_pass), iris_at_home, "/welcome")  # 17:30 in UTC


def test_that_june_looked_is_noted(june: Issued, iris_at_home: Session, house: House) -> None:
    page(with_pass(june.support_pass), iris_at_home, "/tonight")
    with house.access("maya").inside():
        assert [e for e in of_clinic(house.clinic.id) if e.actor_name == "June Tan" and e.verb == "read"]


def test_a_pass_that_has_ended_is_remembered_to_say_so(june: Issued, clock: datetime) -> None:
    browser = Client()
    link = june.link.split("/with/")[1]
    answer = browser.get(f"/with/{link}")
    assert answer.cookies["sessionid" if "sessionid" in answer.cookies else next(iter(answer.cookies))]["max-age"] > (
        timedelta(days=20).total_seconds()
    )
    with time_machine.travel(clock + timedelta(hours=27), tick=False):
        assert "This pass has ended." in browser.get("/pass-over").content.decode()


def test_s01_it_cannot_begin_and_says_why(june: Issued, iris_at_home: Session) -> None:
    shown = page(with_pass(june.support_pass), iris_at_home, "/ready")
    assert "It cannot begin yet" in shown
    assert 'name="amount"' not in shown
    assert "A sober adult sitter is confirmed" in shown


def test_the_dose_form_sends_nothing_but_a_dose(
    june: Issued, iris_at_home: Session, house: House, clock: datetime
) -> None:
    """What stands in a form goes into the entry as it is; a field that is no part of a dose had it refused."""
    held = access_by_pass(june.support_pass.id, at=clock)
    with held.inside():
        plans.count_on(held, iris_at_home.appointment, at=clock)
    beside = Beside(house, iris_at_home, clock)
    for check in ("identity", "order_read", "allergies", "address_ready", "help_proved", "food", "sitter_sober"):
        beside.add("iris", "check", ago=5, key=check, met=True)
    browser = with_pass(june.support_pass)
    browser.post(f"/sitting/{iris_at_home.pk}/ready", {"key": "sitter_phone"})
    beside.read(ago=4, sys=124, dia=78)
    shown = page(browser, iris_at_home, "/ready?piece=begin")
    form = re.search(r"<sw-entry-form.*?</sw-entry-form>", shown, re.S)
    assert form, shown
    names = set(re.findall(r'name="(\w+)"', form[0])) - {"csrfmiddlewaretoken"}
    assert names <= set(KINDS["dose"])
    assert not re.search(r'name="amount"[^>]* value=', form[0])  # never prefilled (S5)
    address = re.search(r'action="([^"]+)"', form[0])
    assert address
    browser.post(f"/sitting/{iris_at_home.pk}/ready{address[1]}", {"amount": "100"})
    with house.access("maya").inside():
        assert Session.objects.get(pk=iris_at_home.pk).stage == "under_way"


def test_s23_june_is_not_told_whether_anybody_asked_about_suicide(
    june: Issued, iris_at_home: Session, house: House, clock: datetime
) -> None:
    Beside(house, iris_at_home, clock).add("maya", "dose", ago=5, event="begun", amount=100, unit="mg")
    shown = page(with_pass(june.support_pass), iris_at_home, "")
    assert "When it has worn off" in shown
    assert escape("Asked about suicide") not in shown


def told(browser: Client, session: Session, clock: datetime, *entries: dict[str, Any]) -> dict[str, Any]:
    """What June's phone sends, and what it is answered."""
    wires = [
        {"id": str(new_id()), "observed_at": iso(clock), "offset": 0, "typed": True, "seen": None, **each}
        for each in entries
    ]
    body = {"entries": wires, "device": str(new_id()), "sent_at": iso(clock)}
    answer = browser.post(f"/sessions/{session.pk}/entries", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    assert len(found["stored"]) == len(entries), found
    return found


def test_s23_no_reading_no_note_and_no_answer_reaches_june(
    june: Issued, iris_at_home: Session, house: House, clock: datetime
) -> None:
    beside, browser = Beside(house, iris_at_home, clock), with_pass(june.support_pass)
    secrets = ("187", "109", "Over 1", "Urgent", "urgent limit", "PHQ", "anxious", "knocked", "stop saying")

    def nothing_shows() -> str:
        pages = [page(browser, iris_at_home, name) for name in ("/ready", "", "/welcome", "/tonight", "/card")]
        pages.append(browser.get(f"/sessions/{iris_at_home.pk}/state").content.decode())
        for shown in pages:
            text = re.sub(r"<script[^>]*src.*?</script>|[0-9a-f]{8}-[0-9a-f-]{27}|\.[0-9a-f]{12}\.", "", shown)
            text = re.sub(r"csrfmiddlewaretoken[^>]*>", "", text)
            for secret in secrets:
                assert secret not in text, (secret, text[:200])
        return " ".join(pages)

    beside.read(ago=9, sys=187, dia=109, note="PHQ-9 was 21")
    beside.add("maya", "check", ago=8, key="food", met=False, value="anxious", note="ate at noon, PHQ-9 21")
    beside.add("maya", "override", ago=7, check="address_ready", reason="knocked on the door", telephone=True)
    shown = nothing_shows()
    assert "A decision is open. Call Dr. Ada Osei now." in shown
    assert "Not met, says Maya Lindqvist." in shown
    said = told(browser, iris_at_home, clock, {"kind": "moved", "data": {"to": "under_way"}})
    assert list(said["marks"].values()) == ["It is recorded and has no effect yet: something is still open."]
    dose = {"event": "begun", "amount": 100, "unit": "mg"}
    own = {"sys": 185, "dia": 105, "source": "person"}
    said = told(browser, iris_at_home, clock, {"kind": "dose", "data": dose}, {"kind": "reading", "data": own})
    assert "Call the prescriber now." in said["marks"].values()
    assert not [mark for mark in said["marks"].values() if "Over" in mark or "Unmet then" in mark]
    beside.add("maya", "stop", words="stop saying that")
    assert "When it has worn off" in nothing_shows()
