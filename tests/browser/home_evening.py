"""The evening before: the plan, what the day asks, who sits, what is asked for, and the sitter's own word."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Someone
from tests.browser.walk import Walk, press, reads, silent_about

WORDS = "To come home to myself, slowly."


def the_clinic_moves_it_to_tomorrow(walk: Walk, maya: Someone) -> None:
    page = maya.page
    press(page, "Patients", "link")
    page.get_by_role("searchbox").fill("Iris")
    press(page, "Search")
    press(page, "Iris Tan", "link")
    page.locator("section", has=page.get_by_role("heading", name="Sessions")).get_by_role("link").first.click()
    press(page, "Another time", "link")
    page.get_by_label("Date").fill((walk.local() + timedelta(days=1)).date().isoformat())
    page.get_by_label("Arrive").fill("18:00")
    page.get_by_label("Dose planned").fill("18:30")
    press(page, "Move it")
    reads(page, "18:30")
    walk.shot(maya, "plan")


def iris_prepares(walk: Walk, iris: Someone) -> str:
    """One thing after another. Returns the link that she hands to June."""
    page = iris.goes("/today")
    reads(page, "Tomorrow is your first session, Iris.", "How the day will go")
    expect(page.locator("ol.plan li").first).to_contain_text("18:00")
    walk.shot(iris, "today")
    press(page, re.compile("one thing at a time"), "link")
    reads(page, "No food after 14:30")
    press(page, re.compile("A quiet home"))
    expect(page.get_by_role("button", name=re.compile("Not yet after all"))).to_be_visible()
    walk.shot(iris, "prepare")
    press(page, "Your intention", "link")
    page.get_by_label("In your own words").fill(WORDS)
    expect(page.locator("[data-said]")).to_contain_text("Saved")
    walk.shot(iris, "intention")
    press(page, "Finish later", "link")
    reads(page, WORDS)
    _asks_for_things(walk, iris)
    return _names_june(walk, iris)


def _asks_for_things(walk: Walk, iris: Someone) -> None:
    page = iris.page
    press(page, "Touch, voice and sound", "link")
    page.get_by_label("Touch", exact=True).fill("My hand, if I reach for yours")
    page.get_by_label("Voice", exact=True).fill("Low, my name first")
    page.get_by_label("Words on your session screen").fill("I am at home")
    page.get_by_label("Rain", exact=True).check()
    page.get_by_label("Shore", exact=True).check()
    page.get_by_role("radiogroup", name="Colour").get_by_label("Softer").check(force=True)
    walk.shot(iris, "wishes")
    press(page, "Keep this")
    reads(page, "What is left")


def _names_june(walk: Walk, iris: Someone) -> str:
    page = iris.page
    press(page, "Who sits with you", "link")
    page.get_by_label("Name").fill("June Tan")
    page.get_by_label("Phone").fill("+1 303 555 0117")
    walk.shot(iris, "who-sits")
    press(page, "Next: see what they would see")
    reads(page, "What June sees", "Never:", "your diagnosis", "your journal")
    reads(page, "My hand, if I reach for yours", "Low, my name first", "rain")
    walk.shot(iris, "preview")
    press(page, re.compile("Make"))
    link = page.locator("a[href*='/with/']").get_attribute("href")
    assert link
    walk.shot(iris, "pass")
    press(page, "Done", "link", exact=True)
    reads(page, "June sits with you", "Not confirmed yet")
    return link


def nothing_begins_without_june(walk: Walk, iris: Someone, maya: Someone) -> None:
    """S1: no sober adult sitter, no beginning, and the page says why."""
    page = iris.page
    press(page, "Before it begins", "link")
    reads(page, "A sober adult sitter is confirmed", "June has not said yet")
    page = maya.page
    press(page, "Patients", "link")
    page.get_by_role("searchbox").fill("Iris")
    press(page, "Search")
    press(page, "Iris Tan", "link")
    page.locator("section", has=page.get_by_role("heading", name="Sessions")).get_by_role("link").first.click()
    press(page, "The room", "link")
    press(page, "Ready gate", "link")
    expect(page.locator("#row-sitter_confirmed")).to_contain_text("Nobody can lift this.")
    expect(page.locator("#row-sitter_confirmed").get_by_text("Lift it")).to_have_count(0)
    expect(page.locator("#begin")).to_contain_text("unmet")
    expect(page.locator("#begin button")).to_have_count(0)
    walk.shot(maya, "gate-without-sitter")


def june_gives_her_word(walk: Walk, june: Someone, link: str) -> None:
    page = june.goes(link)
    reads(page, "Thank you for being there for Iris, June.", "What will happen", "Strongest part", "What you do")
    reads(page, "No second lozenge tonight", "My hand, if I reach for yours")
    silent_about(page, "Depression", "F33", WORDS)
    walk.shot(june, "welcome")
    press(page, "Yes, count on me")
    reads(page, "Each of the three is needed.")
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Yes, count on me")
    reads(page, "Before it begins", "The order, word for word")
    reads(page, "It cannot begin yet")
    expect(page.locator("input[name=amount]")).to_have_count(0)
    walk.shot(june, "ready")


def the_evening_before(walk: Walk, iris: Someone, maya: Someone) -> Someone:
    """Returns June, at her phone, with her word given."""
    the_clinic_moves_it_to_tomorrow(walk, maya)
    link = iris_prepares(walk, iris)
    nothing_begins_without_june(walk, iris, maya)
    june = walk.comes(None, PHONE)
    june.name = "June"
    june_gives_her_word(walk, june, link)
    iris.goes("/today")
    reads(iris.page, "June sits with you", "Confirmed at")
    return june
