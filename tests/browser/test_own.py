"""Wren on her own: from the plan she copied to a begun session with Remy beside her, and to a record that she closed."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, House, Someone

DENVER = ZoneInfo("America/Denver")
HERS = ("Right patient", "The order read", "Allergies asked", "The address for 911", "Nothing eaten")
REMYS = ("The sitter's phone", "The sitter has had no alcohol", "The sitter hears the call")


def _on(house: House, days: int, hour: int, minute: int = 0) -> None:
    """The house finds itself so many days after it was filled, at this hour in Denver."""
    now = datetime.now(DENVER)
    wanted = (now + timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    house.later((wanted - now) / timedelta(hours=1) - house.hours_ahead)


def _touch(someone: Someone, title: str) -> None:
    row = someone.page.locator("ol.gate > li", has_text=title)
    row.get_by_role("button", name="Yes, done").click()
    expect(row.get_by_role("button", name="Yes, done")).to_have_count(0)  # the server has it, and the list was renewed


def test_wren_plans_begins_and_closes_a_session_on_her_own(people: Callable[..., Someone], house: House) -> None:
    wren = people("Wren", PHONE)
    wren.goes("/care/own")
    wren.sees("Everything that your prescriber has to give you is here.")
    wren.page.get_by_role("link", name=re.compile("At home")).first.click()
    expect(wren.page).to_have_url(re.compile("/care/own/sessions/[0-9a-f-]{36}$"))
    wren.sees("Nothing is left of what can be done beforehand")
    session = wren.page.url.rsplit("/", 1)[1]

    _on(house, 1, 18, 50)
    remy = people("Remy", PHONE)
    wren.goes(f"/session/{session}/ready")
    wren.sees("Blood pressure before the dose")
    for title in HERS:
        _touch(wren, title)
    wren.goes(f"/session/{session}/pressure")
    wren.page.get_by_label("The upper number").fill("122")
    wren.page.get_by_label("The lower number").fill("76")
    wren.taps("Record it")
    expect(wren.page).to_have_url(re.compile("/ready$"))

    remy.goes(f"/sitting/{session}/ready")
    for title in REMYS:
        _touch(remy, title)
    remy.goes(f"/sitting/{session}/ready")
    remy.sees("Wren takes the medicine")
    remy.page.get_by_label("Amount").fill("100")
    remy.taps("Taken now")
    expect(remy.page).to_have_url(re.compile(f"/sitting/{session}$"))
    remy.sees("Look in on Wren")
    remy.sees("Nobody else watches this screen.")
    wren.goes("/session")
    expect(wren.page).to_have_url(re.compile(f"/session/{session}$"))
    expect(wren.page.get_by_role("button", name="Bring Remy")).to_be_visible()

    _on(house, 1, 22)
    remy.goes(f"/sitting/{session}")
    remy.page.locator("#ending > summary").click()
    remy.taps("Wren is resting now")
    remy.taps("The session is over; the evening begins")
    expect(remy.page).to_have_url(re.compile("/tonight$"))
    wren.goes(f"/care/own/sessions/{session}")
    wren.sees("after a night’s sleep")

    _on(house, 2, 9)
    wren.goes("/session")
    wren.sees("You keep this record yourself.")
    wren.taps("To the record", "link")
    wren.taps("Read and close it", "link")
    wren.sees("BP 122/76")
    wren.page.get_by_label(re.compile("I have read it")).check()
    wren.taps("Sign and close")
    wren.sees("Closed and signed by you.")
    assert [p for p in (*wren.problems, *remy.problems) if "Transition" not in p] == []
