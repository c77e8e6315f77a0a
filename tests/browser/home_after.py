"""Afterwards: first words, the record signed, the morning, the pass that ends, and who has looked."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Someone
from tests.browser.home_session import _open_room
from tests.browser.walk import Walk, press, reads, silent_about

SHARED, PRIVATE = "My grandmother’s kitchen, and nobody in a hurry.", "lighter"
# What stands once and only once in the record, as its timeline says it.
ONCE = (
    "Looked in: breathing easy", "Looked in: wakes to name", "Looked in: usual colour", "Looked in: moving gently",
    "Dose begun, 100 mg", "Danger: Vomiting sleepy", "Danger: Fell", "Called for help", "Is coming to help", "Lifted: bp now", "Signed:",
)  # fmt: skip


def iris_keeps_a_few_words(walk: Walk, iris: Someone) -> None:
    page = iris.page
    press(page, "To this evening", "link")
    reads(page, "Be gentle with this evening.", "June stays with you tonight.")
    silent_about(page, "Take along", "coat")
    walk.shot(iris, "evening")
    press(page, "Keep something", "link")
    page.locator("[data-record]").click()
    expect(page.locator("sw-voice")).to_have_attribute("data-voice", "recording")
    walk.later(0.1)
    page.locator("[data-finish]").click()
    expect(page.locator("sw-voice [data-said]")).to_contain_text("Saved")
    for words in (PRIVATE, SHARED):
        page.get_by_label("Write it").fill(words)
        press(page, "Keep it")
        expect(page.locator(".entry-card", has_text=words)).to_be_visible()
    expect(page.locator(".entry-card audio")).to_have_count(1)
    walk.shot(iris, "kept")


def the_clinic_signs(walk: Walk, osei: Someone) -> None:
    page = _open_room(osei)
    press(page, "Sign and close", "link")
    silent_about(page, "Nobody has decided yet")
    page.get_by_label("Your statement").fill("At home with her sister; complete to my knowledge.")
    walk.shot(osei, "close")
    press(page, "Sign as Dr. Ada Osei")
    press(page, "Close the session")
    page.wait_for_url(re.compile("/record$"))
    reads(page, "Signed by Dr. Ada Osei")


def the_morning_after(walk: Walk, iris: Someone, june: Someone) -> None:
    page = iris.goes("/today")
    reads(page, "Good morning, Iris.")
    walk.shot(iris, "good-morning")
    press(page, "The morning after", "link")
    reads(page, "Still foggy: do not drive.", SHARED, PRIVATE)
    walk.shot(iris, "morning")
    page.locator(".entry-card", has_text=SHARED).get_by_role("link", name=re.compile("Open")).click()
    press(page, "Share with them")
    reads(page, "Cedar House sees this note since")
    reads(june.goes(june.page.url), "Tonight with Iris")


def the_pass_ends(walk: Walk, june: Someone) -> None:
    page = june.goes(june.page.url)
    reads(page, "This pass has ended.", "Thank you for being there, June.")
    silent_about(page, "Do not leave Iris alone")
    walk.shot(june, "pass-over")


def the_record_holds_each_once(walk: Walk, maya: Someone) -> None:
    page = maya.goes("/patients")
    page.get_by_role("searchbox").fill("Iris")
    press(page, "Search")
    press(page, "Iris Tan", "link")
    reads(page, SHARED)
    silent_about(page, PRIVATE)
    page.locator("section", has=page.get_by_role("heading", name="Sessions")).get_by_role(
        "link", name=re.compile("Record")
    ).click()
    lines = page.locator("section", has=page.get_by_role("heading", name="Every entry")).locator("ol.timeline > li")
    walk.shot(maya, "record")
    for words in ONCE:
        expect(lines.filter(has_text=words)).to_have_count(1)
    expect(lines.filter(has_text="Danger: Fell").locator("s")).to_have_count(1)  # taken back: struck, and still there
    for words in ("wakes to name", "usual colour"):
        expect(lines.filter(has_text=words)).to_contain_text(re.compile(r"Observed \d\d:\d\d, recorded \d\d:\d\d"))
    reads(page, "Signed by Dr. Ada Osei", "Lifted")


def everybody_can_read_who_looked(walk: Walk, iris: Someone, osei: Someone) -> None:
    page = osei.goes("/who-looked?patient=Iris")
    reads(page, "June Tan", "Maya Lindqvist", "Dr. Ada Osei", "Iris Tan")
    walk.shot(osei, "who-looked")
    page = iris.goes("/care/who-looked")
    reads(page, "Maya Lindqvist read the session of", "June Tan")
    walk.shot(iris, "who-looked")


def the_rest(walk: Walk, iris: Someone, june: Someone, maya: Someone, osei: Someone) -> None:
    iris_keeps_a_few_words(walk, iris)
    the_clinic_signs(walk, osei)
    walk.until(8, 30)
    the_morning_after(walk, iris, june)
    walk.until(12, 30)
    the_pass_ends(walk, june)
    walk.signs_in(maya)
    walk.signs_in(osei)
    the_record_holds_each_once(walk, maya)
    everybody_can_read_who_looked(walk, iris, osei)
