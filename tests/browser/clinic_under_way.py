"""While the medicine works, and until she has left: a call with the network cut, look-ins, recovering, leaving, signed."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.clinic_cast import Day, chip, fill, row
from tests.browser.clinic_room import card, recorded

LEAVING = ("sedation_gone", "dissociation_gone", "breathing_usual", "oriented", "steady_walk", "nausea_controlled",
           "belongings", "instructions_given")  # fmt: skip


def view(day: Day, what: str) -> None:
    """Which of its faces Lena's screen shows."""
    expect(day.lena.page.locator(f'sw-session[data-view="{what}"]')).to_be_visible()


def the_nurse_looks_in(day: Day) -> None:
    maya = day.maya
    maya.page.locator("#sign-breathing_easy").get_by_role("button").first.click()
    recorded(day, "maya", "Looked in: breathing easy")
    expect(day.lena.page.locator("[data-say]")).to_have_text("Maya is with you.")
    expect(card(day, "osei")).to_contain_text("Last look-in")
    maya.page.locator("#effect-dizzy").get_by_role("button").first.click()
    recorded(day, "maya", "Dizzy")
    maya.taps("Note", "link")
    fill(maya, text="She hums along with the music.")
    maya.taps("Save the note")
    recorded(day, "maya", "She hums along with the music.")
    assert "hums along" not in day.lena.page.content()


def lena_calls_with_the_network_cut(day: Day) -> None:
    lena = day.lena
    lena.context.set_offline(True)
    lena.page.locator("[data-bring]").click()
    view(day, "calling")
    expect(lena.page.locator("[data-help-text]")).to_have_text("This phone has no network now. Call out loud to Maya.")
    day.picture("lena", "calling-cut-off")
    expect(card(day, "osei")).not_to_contain_text("Help called")
    lena.context.set_offline(False)
    for who in ("osei", "maya"):
        expect(day.here[who].page.get_by_role("button", name="I am going").first).to_be_visible()
    expect(card(day, "osei")).to_contain_text("Help called")
    day.picture("osei", "board-call")
    day.picture("maya", "room-call")
    day.maya.page.get_by_role("button", name="I am going").first.click()
    view(day, "coming")
    expect(lena.page.locator("[data-help-title]")).to_have_text("Maya is coming")
    day.picture("lena", "coming")
    expect(card(day, "osei")).not_to_contain_text("Help called")
    expect(day.maya.page.locator("#log li", has_text="Called for help")).to_have_count(1)  # it arrived once


def lena_calls_with_the_network_there(day: Day) -> None:
    day.later(timedelta(minutes=10))
    view(day, "rest")
    day.lena.page.locator("[data-bring]").click()
    view(day, "calling")
    expect(card(day, "osei")).to_contain_text("Help called")
    day.osei.page.get_by_role("button", name="I am going").first.click()
    expect(day.lena.page.locator("[data-help-title]")).to_have_text("Dr. Ada Osei is coming")
    recorded(day, "maya", "Is coming to help")


def dosing_ends(day: Day) -> None:
    maya = day.maya
    day.later(timedelta(minutes=30))
    fill(maya, sys="131", dia="79", pulse="68", spo2="97")
    maya.page.locator("#more-reading summary").click()
    fill(maya, resp="13", sedation="4")
    maya.taps("Save")
    recorded(day, "maya", re.compile("BP 131/79.*sedation 4"))
    day.picture("maya", "room")
    day.picture("osei", "board")
    maya.page.locator("#tap-end").get_by_role("button", name="End dosing").click()
    recorded(day, "maya", "Dosing ended")
    expect(card(day, "osei")).to_contain_text("Recovering")
    view(day, "rest")  # on Lena's phone: nothing is over yet, and she can still call
    maya.page.locator("#foot").get_by_role("link", name="Close session").click()
    maya.sees("Ending the dosing did not close it.")
    maya.sees("Nobody has decided yet.")


def the_gate_before_leaving(day: Day) -> None:
    maya = day.maya
    maya.taps("Before leaving", "link")
    expect(row(maya, "time_since_dose")).to_contain_text("of 90 min since the last dose")
    expect(row(maya, "escort_seen")).to_contain_text("Not checked yet.")
    expect(maya.page.locator("#decided")).to_have_text("Nobody has decided yet.")
    maya.sees("Not before")
    day.picture("maya", "gate-leave-whole")
    day.later(timedelta(minutes=55))
    maya.page.reload()
    expect(row(maya, "time_since_dose")).to_have_class("met")
    for key in LEAVING:
        row(maya, key).get_by_role("button", name="Met", exact=True).click()
        expect(row(maya, key)).to_have_class("met")
    escort = row(maya, "escort_seen")
    escort.locator("summary", has_text="With words").click()
    chip(escort, "met", "true")
    escort.locator('[name="value"]').fill("Tomas Okoye, seen by Maya at the door")
    escort.get_by_role("button", name="Record").click()
    expect(escort).to_contain_text("Tomas Okoye, seen by Maya at the door")


def the_prescriber_decides(day: Day) -> None:
    osei, maya = day.osei, day.maya
    card(day, "osei").get_by_role("link", name="Lena", exact=True).click()
    osei.taps("Before leaving", "link")
    chip(osei.page.locator("#decision"), "choice", "may_leave")
    osei.taps("Decide as Dr. Ada Osei")
    expect(osei.page.locator("#decision .field-error")).to_be_visible()  # words are asked for, by name
    fill(osei, said="Steady, clear, with company.")
    osei.taps("Decide as Dr. Ada Osei")
    osei.sees("Dr. Ada Osei: may leave")
    day.picture("osei", "decided")
    expect(maya.page.locator("#decided")).to_contain_text("Dr. Ada Osei: may leave")  # on the tablet, without a reload
    maya.page.locator("#leaving").get_by_role("button", name="Lena has left").click()
    maya.page.wait_for_url(re.compile("/close$"))
    view(day, "over")
    day.picture("lena", "over")


def signed_and_closed(day: Day) -> None:
    osei = day.osei
    osei.taps("Back to the room", "link")
    osei.taps("Sign and close", "link")
    fill(osei, statement="Complete to my knowledge.")
    osei.taps("Sign as Dr. Ada Osei")
    osei.sees("Dr. Ada Osei: “Complete to my knowledge.”")
    day.picture("osei", "signed")
    osei.taps("Close the session")
    osei.page.wait_for_url(re.compile("/record$"))
    osei.sees("Signed by Dr. Ada Osei")


def under_way(day: Day) -> None:
    the_nurse_looks_in(day)
    lena_calls_with_the_network_cut(day)
    lena_calls_with_the_network_there(day)
    dosing_ends(day)
    the_gate_before_leaving(day)
    the_prescriber_decides(day)
    signed_and_closed(day)
