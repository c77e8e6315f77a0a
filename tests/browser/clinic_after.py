"""The evening and the morning after: home, first words, the escort's card, the rule about driving, a correction, the log."""

import re

from playwright.sync_api import expect

from tests.browser.clinic_before import INTENTION
from tests.browser.clinic_cast import Day, fill

PRIVATE, SHARED = "The grey dog came back, and I let him.", "Light on water."


def lena_goes_home(day: Day) -> None:
    lena = day.lena
    lena.taps("Rest and going home", "link")
    lena.sees("Be gentle with this evening.")
    lena.sees("Tomas takes you home.")
    lena.sees("No driving")
    day.picture("lena", "going-home-whole")


def lena_keeps_something(day: Day) -> None:
    lena = day.lena
    day.until(19, 30)
    lena.taps("Today", "link")
    lena.sees("Be gentle with today, Lena.")
    lena.taps("Rest and going home", "link")
    lena.taps("Keep something", "link")
    for words in (PRIVATE, SHARED):
        lena.page.locator("#words").fill(words)
        lena.taps("Keep it")
        expect(lena.page.locator(".notes")).to_contain_text(words)
    day.picture("lena", "reflect-whole")
    lena.page.locator(".entry-card", has_text=SHARED).get_by_role("link", name=re.compile("Open")).click()
    lena.sees("Cedar House does not see it.")
    lena.taps("Share with them")
    lena.sees("Cedar House sees this note since")


def tomas_has_the_card_for_tonight(day: Day) -> None:
    tomas = day.tomas
    tomas.goes(day.links["pass"])
    tomas.sees("Do not leave Lena alone tonight.")
    tomas.sees("Ask directly about thoughts of suicide.")
    expect(tomas.page.get_by_role("link", name="Call 988").first).to_be_visible()
    day.picture("tomas", "tonight-whole")
    for secret in (PRIVATE, SHARED, "138/82", "Depression"):
        assert secret not in tomas.page.content()


def the_morning_after(day: Day) -> None:
    lena = day.lena
    day.until(8, 0)
    lena.taps("Today", "link")
    lena.sees("Good morning, Lena.")
    lena.taps("The morning after", "link")
    lena.sees("Still foggy: do not drive.")
    lena.sees("Nothing on this page can tell you that you may.")
    expect(lena.page.locator(".notes")).to_contain_text(SHARED)
    day.picture("lena", "morning-whole")


def the_nurse_corrects_the_record(day: Day) -> None:
    day.staff()
    maya = day.maya
    maya.taps("Patients", "link")
    maya.taps("Lena Okoye", "link")
    maya.sees(SHARED)
    for words in (PRIVATE, INTENTION):
        assert words not in maya.page.content()
    maya.page.get_by_role("link", name=re.compile("^Record [0-9]")).first.click()
    maya.sees("Signed by Dr. Ada Osei")
    line = maya.page.locator("li", has_text="She hums along with the music.").last
    line.get_by_role("link", name=re.compile("Correct")).click()
    maya.page.get_by_label("Put right: another value, or another time").check()
    fill(maya, new_text="She sings along with the music.", reason="It was singing")
    maya.taps("Record the correction")
    day.picture("maya", "corrected")


def the_record_holds_the_day(day: Day) -> None:
    maya = day.maya
    maya.page.locator("#foot").get_by_role("link", name="The record").first.click()
    entries = maya.page.locator("section", has=maya.page.get_by_role("heading", name="Every entry"))
    for words, by in (
        ("Arrived", "Sam"), ("Checked: identity", "Maya"), ("BP 999/84", "Maya"), ("Decided: go on", "Maya"),
        ("BP 138/82", "Maya"), ("Dose begun, 35 mg", "Maya"), ("Looked in: breathing easy", "Maya"), ("Dizzy", "Maya"),
        ("She hums along with the music.", "Maya"), ("Called for help", "Lena"), ("Is coming to help", "Maya"),
        ("Is coming to help", "Dr. Osei"), ("Dosing ended", "Maya"), ("Checked: escort seen, Tomas Okoye", "Maya"),
        ("Decided about leaving: may leave", "Dr. Osei"), (re.compile(r"\bLeft\b"), "Maya"), ("Signed: Complete", "Dr. Osei"),
        ("Closed", "Dr. Osei"),
    ):  # fmt: skip
        line = entries.locator("li", has_text=words).filter(has=maya.page.locator(".by", has_text=by))
        expect(line.first).to_be_visible()
    maya.sees("She sings along with the music. Corrected: It was singing")
    day.picture("maya", "record-whole")


def the_log_says_who_did_what(day: Day) -> None:
    osei, lena = day.osei, day.lena
    osei.taps("Who looked", "link")
    fill(osei, patient="Lena Okoye")
    osei.taps("Find")
    for words in ("Sam Whitlow", "Maya Lindqvist", "Dr. Ada Osei", "Lena Okoye"):
        osei.sees(words)
    day.picture("osei", "who-looked")
    lena.goes("/care/who-looked")
    lena.sees(re.compile("Maya Lindqvist read the session of"))
    lena.sees(re.compile("Dr. Ada Osei"))
    day.picture("lena", "who-looked")


def afterwards(day: Day) -> None:
    lena_goes_home(day)
    lena_keeps_something(day)
    tomas_has_the_card_for_tonight(day)
    the_morning_after(day)
    the_nurse_corrects_the_record(day)
    the_record_holds_the_day(day)
    the_log_says_who_did_what(day)
