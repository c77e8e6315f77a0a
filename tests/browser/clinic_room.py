"""The day, until the medicine runs: arrived, the ready gate, readings, a value put right, the dose."""

import re
from datetime import timedelta

from playwright.sync_api import Locator, expect

from tests.browser.clinic_before import ORDER
from tests.browser.clinic_cast import Day, chip, fill, row

CHECKS = ("identity", "order_read", "allergies", "emergency_equipment", "liquids")


def card(day: Day, who: str) -> Locator:
    """Lena's card on somebody's board."""
    return day.here[who].page.locator(
        "article.room", has=day.here[who].page.get_by_role("link", name="Lena", exact=True)
    )


def recorded(day: Day, who: str, words: str | re.Pattern[str]) -> None:
    """It stands among the entries of the room that somebody looks at."""
    expect(day.here[who].page.locator("#log li", has_text=words).first).to_be_visible()


def everybody_opens_their_screens(day: Day) -> None:
    day.osei.goes("/board")
    expect(card(day, "osei")).to_have_count(0)
    day.lena.taps("Today", "link")
    day.lena.sees("Today is your first session, Lena.")
    day.lena.taps("Before it begins", "link")
    day.lena.taps("To the session screen", "link")
    expect(day.lena.page.locator("[data-bring]")).to_contain_text("Bring Maya")


def sam_says_that_lena_is_here(day: Day) -> None:
    sam = day.sam
    sam.taps("Lena Okoye", "link")
    sam.page.locator("section[aria-labelledby=planned] a[href*='/plan']").click()
    sam.taps("Lena is here")
    sam.sees("Arrived")
    expect(card(day, "osei")).to_contain_text("Arrived")  # nobody has reloaded the board
    day.picture("osei", "board-arrived")


def the_gate_says_what_is_unmet(day: Day) -> None:
    maya = day.maya
    maya.goes("/board")
    maya.page.get_by_role("link", name="Lena", exact=True).first.click()
    maya.sees(ORDER)
    maya.taps("Ready gate", "link")
    for key in (*CHECKS, "food"):
        expect(row(maya, key)).to_contain_text("Not checked yet.")
    expect(row(maya, "vitals_now")).to_contain_text("not recorded")
    for key in ("consent", "order", "limits_set", "numbers_set", "escort_named"):
        expect(row(maya, key)).to_have_class("met")
    expect(maya.page.locator("#begin").get_by_role("button", name="Begin")).to_have_count(0)
    maya.sees("17 May 1989")
    day.picture("maya", "gate-unmet-whole")
    for key in CHECKS:
        row(maya, key).get_by_role("button", name="Met", exact=True).click()
        expect(row(maya, key)).to_have_class("met")
    food = row(maya, "food")
    food.locator("summary", has_text="With words").click()
    chip(food, "met", "true")
    food.locator('[name="value"]').fill("Supper at seven last night")
    food.get_by_role("button", name="Record").click()
    expect(food).to_have_class("met")
    expect(food).to_contain_text("Supper at seven last night")


def a_value_that_is_none_and_one_that_cannot_be(day: Day) -> None:
    maya = day.maya
    row(maya, "vitals_now").get_by_role("link", name=re.compile("See to it")).click()
    fill(maya, sys="12O", dia="84", pulse="71", spo2="98")
    maya.taps("Save")
    wrong = maya.page.locator("#reading-form .field-error")
    expect(wrong).to_have_text("“12O” is not a number.")
    for name, value in (("sys", "12O"), ("dia", "84"), ("pulse", "71"), ("spo2", "98")):
        expect(maya.page.locator(f'#reading-form [name="{name}"]')).to_have_value(value)
    day.picture("maya", "reading-refused")
    fill(maya, sys="999")
    maya.taps("Save")
    line = maya.page.locator("#log li", has_text="BP 999/84").first
    expect(line).to_contain_text("999 is hard to believe. Is it typed right?")
    expect(maya.page.locator("#ask")).to_contain_text("Over 180, urgent")
    day.picture("maya", "reading-implausible")
    line.get_by_role("link", name=re.compile("Correct")).click()
    maya.page.get_by_label("Put right: another value, or another time").check()
    fill(maya, new_sys="158", reason="Typed 999 for 158")
    maya.taps("Record the correction")
    recorded(day, "maya", re.compile(r"BP 999/84.*BP 158/84.*Corrected .* by Maya: Typed 999 for 158", re.S))


def a_limit_asks_and_somebody_decides(day: Day) -> None:
    maya, ask = day.maya, day.maya.page.locator("#ask")
    expect(ask).to_contain_text("Over 150, hold")
    expect(card(day, "osei")).to_contain_text("Nobody has decided yet.")
    for name, said in (("repeated", "Left arm, larger cuff, sitting"), ("told", "Dr. Ada Osei"),
                       ("said", "Wait five minutes and look again"), ("next_check_at", "5")):  # fmt: skip
        ask.locator(f'[name="{name}"]').fill(said)
    chip(ask, "choice", "go_on")
    day.picture("maya", "limit-asks")
    ask.get_by_role("button", name="Record the decision").click()
    recorded(day, "maya", re.compile("Decided: go on"))
    expect(card(day, "osei")).not_to_contain_text("Nobody has decided yet.")
    expect(card(day, "osei")).to_contain_text("Wait five minutes and look again")
    day.later(timedelta(minutes=5))
    maya.page.reload()
    fill(maya, sys="138", dia="82", pulse="70", spo2="98")
    maya.taps("Save")
    recorded(day, "maya", "BP 138/82")
    expect(card(day, "osei")).to_contain_text("138/82")


def the_session_begins(day: Day) -> None:
    maya = day.maya
    maya.taps("Ready gate", "link")
    maya.sees("Every check is met, or lifted by name.")
    day.picture("maya", "gate-met")
    maya.page.locator("#begin").get_by_role("button", name="Begin").click()
    maya.page.wait_for_url(re.compile("/rooms/[0-9a-f-]+$"))
    expect(card(day, "osei")).to_contain_text("Under way")
    maya.taps("Record the dose", "link")
    for name in ("amount", "unit", "text", "checker", "witness", "lot"):
        expect(maya.page.locator(f'[name="{name}"]')).to_have_value("")  # never prefilled
    expect(maya.page.locator('[name="event"]:checked')).to_have_count(0)
    chip(maya.page, "event", "begun")
    fill(maya, amount="35", text="Pump 2, left forearm", checker="Dr. Ada Osei")
    day.picture("maya", "dose")
    maya.page.get_by_role("button", name="Record the dose").click()
    maya.page.wait_for_url(re.compile("/rooms/[0-9a-f-]+$"))
    recorded(day, "maya", re.compile("Dose begun, 35 mg.*second check: Dr. Ada Osei"))
    expect(card(day, "osei")).to_contain_text("since dose began")
    expect(day.lena.page.locator("[data-say]")).to_have_text("You took your medicine. It wears off.")


def the_morning(day: Day) -> None:
    everybody_opens_their_screens(day)
    sam_says_that_lena_is_here(day)
    the_gate_says_what_is_unmet(day)
    a_value_that_is_none_and_one_that_cannot_be(day)
    a_limit_asks_and_somebody_decides(day)
    the_session_begins(day)
