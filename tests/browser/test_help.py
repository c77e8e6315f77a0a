"""Somebody calls: the board hears of it by itself, and whoever called is told that somebody is coming (S8)."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Someone


def test_s08_ana_calls_and_maya_says_she_is_going(people: Callable[..., Someone]) -> None:
    maya, ana = people("Maya", DESK), people("Ana", PHONE)
    maya.goes("/board")
    ana.goes("/session")
    expect(ana.page.locator("[data-bring]")).to_be_visible()
    ana.page.locator("[data-bring]").click()
    expect(ana.page.locator("[data-help-title]")).to_contain_text("Maya")
    going = maya.page.get_by_role("button", name="I am going")
    expect(going.first).to_be_visible()  # nobody has reloaded the board
    going.first.click()
    expect(ana.page.locator('sw-session[data-view="coming"]')).to_be_visible()
    assert [*maya.problems, *ana.problems] == []


def test_the_patient_reads_who_has_looked(people: Callable[..., Someone]) -> None:
    maya, ana = people("Maya", DESK), people("Ana", PHONE)
    maya.goes("/board")
    maya.page.get_by_role("link", name="Ana", exact=True).first.click()
    expect(maya.page.get_by_role("heading", name="Ana Marlow")).to_be_visible()
    ana.goes("/care/who-looked")
    ana.sees("Maya Lindqvist read the session of")
