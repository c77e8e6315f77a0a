"""The evening before: a patient is added and invited, a course is begun, a session planned; she prepares."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.clinic_cast import Day, chip, choose, fill

ORDER = "Ketamine 35 mg IV in 50 mL saline over 40 min, once. Hold if systolic over 150 and call me."
INTENTION = "To meet what is here, and be kind to it."
LIMITS = {
    "sys_hold_over": "150", "sys_urgent_over": "180", "dia_hold_over": "100", "dia_urgent_over": "110",
    "pulse_hold_over": "110", "pulse_urgent_over": "130", "spo2_hold_under": "94", "spo2_urgent_under": "90",
    "resp_hold_under": "10", "resp_urgent_under": "8", "sedation_hold_under": "3",
}  # fmt: skip


def the_front_desk_adds_lena(day: Day) -> None:
    sam = day.sam
    sam.taps("Patients", "link")
    sam.taps("Add a patient", "link")
    fill(sam, name="Lena Okoye", called="Lena", born_date="1989-05-17", allergies="Latex")
    sam.taps("Add")
    expect(sam.page.locator(".field-error")).to_have_text("This field is required.")  # no record number yet
    expect(sam.page.locator('[name="allergies"]')).to_have_value("Latex")
    fill(sam, record_number="CH-2101", email="lena@home.example", phone="+1 303 555 0161")
    sam.taps("Add")
    expect(sam.page.get_by_role("heading", name="Lena Okoye")).to_be_visible()
    sam.taps("Invite to an account", "link")
    sam.taps("Send")
    day.links["invitation"] = sam.page.locator("code.address").inner_text()
    day.picture("sam", "invited")


def lena_opens_her_account(day: Day) -> None:
    lena = day.lena
    lena.goes(day.links["invitation"])
    lena.sees("Sam Whitlow at Cedar House invites you")
    expect(lena.page.locator('[name="name"]')).to_have_value("Lena Okoye")
    fill(lena, password="three green quiet lamps")
    day.picture("lena", "invitation")
    lena.taps("Open my account")
    lena.page.wait_for_url(re.compile("/today$"))
    lena.sees("Nothing is planned, Lena.")


def the_prescriber_begins_a_course(day: Day) -> None:
    osei = day.osei
    osei.taps("Patients", "link")
    osei.page.get_by_role("searchbox").fill("Lena")
    osei.taps("Search")
    osei.taps("Lena Okoye", "link")
    osei.taps("New course", "link")
    choose(osei, "protocol", "infusion")
    choose(osei, "prescriber", "Osei")
    fill(
        osei, indication="Depression that other treatment has not lifted", indication_code="F33.2", planned_sessions="6"
    )
    osei.page.get_by_label("Induction: the first series").check()
    osei.taps("Begin the course")
    osei.sees("There is no active order. No session begins without one.")
    osei.taps("Sign an order", "link")
    fill(osei, text=ORDER, amount="35", prescriber_phone="+1 303 555 0142")
    osei.taps("Sign as Dr. Ada Osei")
    osei.sees("An amount needs its unit.")
    expect(osei.page.locator('[name="text"]')).to_have_value(ORDER)
    fill(osei, unit="mg")
    osei.taps("Sign as Dr. Ada Osei")
    osei.sees(ORDER)


def the_prescriber_sets_every_limit(day: Day) -> None:
    osei = day.osei
    osei.taps("Set or decline", "link")
    fill(osei, source="My judgement for this patient", **LIMITS)
    osei.taps("Set as Dr. Ada Osei")
    osei.sees("Set a number, or decline it by name.")
    expect(osei.page.locator('[name="sys_hold_over"]')).to_have_value("150")
    day.picture("osei", "limits")
    osei.page.locator('[name="sedation_urgent_declined"]').check()
    osei.taps("Set as Dr. Ada Osei")
    osei.sees("Declined by Dr. Ada Osei")
    day.picture("osei", "course-whole")


def the_nurse_records_what_lena_agreed_to(day: Day) -> None:
    maya = day.maya
    maya.taps("Patients", "link")
    maya.taps("Lena Okoye", "link")
    maya.taps("Record an answer", "link")
    chip(maya.page, "consent_treatment", "yes")
    chip(maya.page, "consent_touch", "no")
    day.picture("maya", "consents")
    maya.taps("Record what they said")
    maya.sees("Yes, Lena Okoye")


def the_nurse_goes_through_the_medicines(day: Day) -> None:
    maya = day.maya
    maya.page.reload()
    maya.page.locator("section[aria-labelledby=sessions] a").first.click()
    maya.sees("Nobody has gone through them for this session yet.")
    maya.taps(re.compile("^Done ?: Medicines reviewed"))
    maya.sees(re.compile(r"Medicines reviewed\s*Maya Lindqvist"))


def the_front_desk_plans_tomorrow(day: Day) -> None:
    sam, tomorrow = day.sam, (day.now() + timedelta(days=1)).date()
    sam.taps("Patients", "link")
    sam.taps("Lena Okoye", "link")
    sam.taps(re.compile("Plan a session"), "link")
    expect(sam.page.locator('[name="date"]')).to_have_value(tomorrow.isoformat())
    fill(sam, arrive="09:30", start="09:00")
    choose(sam, "room", "Room 1")
    choose(sam, "watcher", "Maya")
    sam.taps("Plan it")
    sam.sees("Arriving comes before the dose.")
    fill(sam, arrive="09:00", start="09:30")
    sam.taps("Plan it")
    sam.sees("Somebody to go home with is named")
    day.picture("sam", "plan")


def lena_prepares(day: Day) -> None:
    lena = day.lena
    lena.taps("Today", "link")
    lena.sees("Tomorrow is your first session, Lena.")
    day.picture("lena", "evening-before-whole")
    lena.taps(re.compile("one thing at a time"), "link")
    lena.taps(re.compile("What you agree to"), "link")
    sharing = lena.page.locator("#sharing")
    sharing.get_by_role("button", name=re.compile("^No")).click()
    expect(lena.page.locator("#sharing")).to_contain_text("You said no")
    expect(lena.page.locator("#treatment")).to_contain_text("You said yes")
    lena.taps("Today", "link")
    lena.taps("Write them", "link")
    lena.page.locator("#words").fill(INTENTION)
    lena.taps("Keep it")
    expect(lena.page.get_by_role("link", name=re.compile(INTENTION))).to_be_visible()
    for key in ("food", "liquids"):
        line = lena.page.locator(".ticks > li").filter(has=lena.page.locator(f'[name="key"][value="{key}"]'))
        line.get_by_role("button").click()
        expect(line.locator('[name="done"]')).to_have_value("0")
    day.picture("lena", "prepare-whole")


def lena_names_who_drives(day: Day) -> None:
    lena = day.lena
    lena.taps(re.compile("Who goes home with you"), "link")
    fill(lena, phone="+1 303 555 0162")
    lena.taps(re.compile("Next"))
    lena.sees("Please write a name.")
    expect(lena.page.locator("#phone")).to_have_value("+1 303 555 0162")
    fill(lena, name="Tomas Okoye")
    lena.taps(re.compile("Next"))
    lena.sees("What Tomas sees")
    lena.sees("your diagnosis, answers to questionnaires, readings, notes of your team, your journal")
    lena.taps("Make the pass")
    day.links["pass"] = lena.page.locator("a[href*='/with/']").get_attribute("href") or ""
    day.picture("lena", "pass-whole")
    lena.taps("Done", "link")
    lena.sees("Tomas takes you home")


def tomas_gives_his_word(day: Day) -> None:
    tomas = day.tomas
    tomas.goes(day.links["pass"])
    tomas.sees("Thank you for being there for Lena, Tomas.")
    day.picture("tomas", "welcome-whole")
    for name in ("adult", "sober"):
        tomas.page.locator(f'[name="{name}"]').check()
    tomas.taps("Yes, count on me")
    tomas.sees("Each of the three is needed.")
    expect(tomas.page.locator('[name="adult"]')).to_be_checked()
    tomas.page.locator('[name="stays"]').check()
    tomas.taps("Yes, count on me")
    tomas.sees("Tonight with Lena")
    for secret in ("Depression", "35 mg", INTENTION):
        assert secret not in tomas.page.content()


def lena_does_the_pre_flight(day: Day) -> None:
    lena = day.lena
    lena.taps(re.compile("Before it begins"), "link")
    helped = lena.page.locator('[data-check="help"]')
    lena.context.set_offline(True)  # as the page asks: the call must be heard with the network off
    helped.get_by_role("button", name="Try it").click()
    helped.get_by_role("button", name="It was heard").click()
    expect(helped).to_have_attribute("data-met", "yes")
    lena.page.locator('[data-check="quiet"]').get_by_role("button").click()
    lena.context.set_offline(False)
    expect(lena.page.locator('[data-check="quiet"]')).to_have_attribute("data-met", "yes")
    day.picture("lena", "preflight-whole")
    lena.taps("Today", "link")
    lena.sees("Everything on the list is done.")  # Tomas's own yes, on his phone, stands on her list


def the_evening_before(day: Day) -> None:
    the_front_desk_adds_lena(day)
    lena_opens_her_account(day)
    the_prescriber_begins_a_course(day)
    the_prescriber_sets_every_limit(day)
    the_nurse_records_what_lena_agreed_to(day)
    the_front_desk_plans_tomorrow(day)
    the_nurse_goes_through_the_medicines(day)
    lena_prepares(day)
    lena_names_who_drives(day)
    tomas_gives_his_word(day)
    lena_does_the_pre_flight(day)
