"""The session: ready, begun, looked in on, a call, a danger, the server dead in the middle, and the rest."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, Someone
from tests.browser.walk import Walk, press, reads

PLAYS = "() => document.querySelector('audio').currentTime"
CUT_OFF = re.compile(r"^Not connected since \d\d:\d\d\. Everything here goes on\.$")


def _open_room(someone: Someone) -> Page:
    page = someone.goes("/board")
    page.locator("aside.day, .rooms").get_by_role("link", name=re.compile("Iris")).first.click()
    expect(page.get_by_role("heading", name=re.compile("Iris Tan"))).to_be_visible()
    return page


def iris_makes_her_phone_ready(walk: Walk, iris: Someone) -> None:
    page = iris.goes("/today")
    reads(page, "Today is your first session, Iris.")
    press(page, "Before it begins", "link")
    sound = page.locator("[data-check=sound]")
    expect(sound).to_have_attribute("data-met", "yes", timeout=60_000)
    expect(page.locator("[data-check=charging]")).to_have_attribute("data-met", "yes")
    press(page.locator("[data-check=quiet]"), "Done")
    iris.context.set_offline(True)  # S8: heard counts only with the network off
    press(page, "Try it")
    reads(page, "Did June hear it, without the network?")
    press(page, "It was heard")
    reads(page, "June heard the call.")
    iris.context.set_offline(False)
    walk.shot(iris, "preflight")


def they_go_through_the_checks(walk: Walk, iris: Someone, june: Someone) -> None:
    """Each ticks on their own phone; the other reads it without touching anything."""
    for check in ("identity", "order_read", "allergies", "address_ready"):
        iris.page.locator(f"#check-{check}").get_by_role("button", name="Yes, done").click()
    page = june.page
    for check in ("identity", "order_read", "allergies", "address_ready", "help_proved"):
        expect(page.locator(f"#check-{check} button:not([data-undo])")).to_have_count(0)
    for check in ("sitter_phone", "food", "sitter_sober"):
        page.locator(f"#check-{check}").get_by_role("button", name="Yes, done").click()
    reads(page, "It cannot begin yet", "One check is open.", "Blood pressure before the dose")
    reads(page, "Dr. Ada Osei can decide about it, by telephone.")
    expect(page.locator("input[name=amount]")).to_have_count(0)
    walk.shot(june, "checks")
    reads(iris.page, "Waits for somebody else", "Blood pressure before the dose")


def osei_lifts_the_last_by_telephone(walk: Walk, osei: Someone) -> None:
    page = _open_room(osei)
    press(page, "Ready gate", "link")
    page.locator("#lift-bp_now summary").click()
    place = page.locator("#override-bp_now")
    place.get_by_label("The reason, in your words").fill("No cuff at home; 124 over 78 here on Thursday")
    place.get_by_label("By telephone, with the patient or the sitter").check()
    walk.shot(osei, "lift")
    place.get_by_role("button", name="Lift this check").click()
    expect(page.locator("#row-bp_now")).to_contain_text("by telephone: No cuff at home")


def iris_takes_her_medicine(walk: Walk, iris: Someone, june: Someone) -> None:
    """June writes what is on the label; nothing is prefilled (S5)."""
    page = june.page
    amount = page.locator("input[name=amount]")
    expect(amount).to_be_visible()  # nobody has reloaded this page
    expect(amount).to_have_value("")
    amount.fill("100")
    walk.shot(june, "dose")
    press(iris.page, "To the session screen", "link")
    iris.page.locator("[data-player-begin]").click()
    expect(iris.page.locator("sw-player")).to_have_attribute("data-sound", "playing")
    press(page, "Taken now")
    page.wait_for_url(re.compile(r"/sitting/[0-9a-f-]+$"))
    expect(page.locator("[data-connection=on]")).to_have_text("Connected")
    expect(page.locator("[data-next]")).to_contain_text("Look in on Iris in 15 min")
    press(page, "Set the alarm on this phone")
    reads(page, "This phone sounds the alarm")
    walk.shot(june, "sitting")


def june_looks_in(walk: Walk, iris: Someone, june: Someone) -> None:
    press(june.page, "Breathing easy", exact=True)
    expect(june.page.locator("#sign-breathing_easy [data-said]")).to_contain_text("recorded")
    expect(june.page.locator("[data-last]")).to_contain_text("breathing easy")
    expect(iris.page.locator("[data-say]")).to_have_text("June is with you.")
    walk.shot(iris, "session")


def the_sound_is_hers_to_hold(walk: Walk, iris: Someone) -> None:
    page = iris.page
    press(page, "Softer")
    expect(page.locator("[data-player-softer]")).to_contain_text("Louder")
    page.locator("[data-player-pause]").click()
    reads(page, "The sound is paused. It stays so until you want it.")
    page.locator("[data-player-pause]").click()
    expect(page.locator("sw-player")).to_have_attribute("data-sound", "playing")
    press(page, re.compile("Eye mask"))
    expect(page.locator("sw-session")).to_have_attribute("data-view", "mask")
    page.locator("[data-mask-here]").click()
    expect(page.locator("[data-mask-here]")).to_have_text("I’m here")
    walk.shot(iris, "mask")
    press(page, "Take the mask away")
    expect(page.locator("sw-session")).to_have_attribute("data-view", "rest")


def s07_danger_opens_its_card_with_no_network(walk: Walk, june: Someone, maya: Someone) -> None:
    page = june.page
    june.context.set_offline(True)
    page.get_by_text("Something is wrong?").click()
    for words in (
        "Breathing slow, noisy or stopped", "Will not wake to their name", "Lips blue or grey", "Vomiting and sleepy",
        "Fell", "A fit: stiff, jerking", "Chest pain, or a sudden bad headache",
    ):  # fmt: skip
        expect(page.locator("details[data-danger] > summary", has_text=words)).to_be_visible()
    card = page.locator("details[data-danger=vomiting_sleepy]")
    card.locator("summary").click()
    expect(card.get_by_text("Roll Iris onto one side, mouth toward the floor.")).to_be_visible(timeout=1000)
    expect(card.get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
    expect(card.locator("[data-said]")).to_contain_text("Read on.")
    walk.shot(june, "danger")
    fell = page.locator("details[data-danger=fell]")
    fell.locator("summary").click()
    press(fell, "Undo")
    expect(fell.locator("[data-said]")).to_contain_text("taken back")
    june.context.set_offline(False)
    expect(page.locator("sw-outbox-status")).to_be_hidden()
    _maya_decides(walk, maya)


def _maya_decides(walk: Walk, maya: Someone) -> None:
    page = _open_room(maya)
    expect(page.locator("#log")).not_to_contain_text("preflight awake")  # found as the page opened, never an answer
    question = page.locator("form.question", has_text="Vomiting sleepy")
    question.get_by_label("Who was told?").fill("Dr. Osei")
    question.get_by_label("What did they say?").fill("Side, stay, ring again at once if it comes back")
    question.get_by_text("Go on", exact=True).click()
    walk.shot(maya, "question")
    press(question, "Record the decision")
    expect(page.locator("form.question")).to_have_count(0)


def s08_iris_calls_with_no_network(walk: Walk, iris: Someone, june: Someone) -> None:
    """Her screen answers at once; June's shows it when the network is back; then Iris reads who comes."""
    page = iris.page
    iris.context.set_offline(True)
    page.locator("[data-bring]").click()
    expect(page.locator('sw-session[data-view="calling"]')).to_be_visible(timeout=1000)
    expect(page.locator("[data-help-title]")).to_have_text("Calling June")
    expect(page.locator("[data-help-text]")).to_contain_text("Call out loud to June.")
    walk.shot(iris, "calling")
    iris.context.set_offline(False)
    expect(june.page.locator("[data-help-title]")).to_have_text("Iris calls you")
    walk.shot(june, "called")
    june.page.locator("[data-going]").click()
    expect(june.page.locator("[data-help]")).to_be_hidden()
    expect(page.locator('sw-session[data-view="coming"]')).to_be_visible()
    expect(page.locator("[data-help-title]")).to_have_text("June is coming")
    walk.shot(iris, "coming")
    walk.later(4)
    expect(page.locator('sw-session[data-view="rest"]')).to_be_visible()


def the_server_dies_and_nobody_notices(walk: Walk, iris: Someone, june: Someone) -> None:
    """S12: screens say that they are cut off; sound, clocks and look-ins go on; what was kept arrives once."""
    page = june.page
    walk.house.kill()
    expect(page.locator("[data-connection=off]")).to_contain_text("Not connected since")
    sounded = iris.page.evaluate(PLAYS)
    iris.page.wait_for_function(f"(before) => ({PLAYS})() > before + 1", arg=sounded)
    walk.later(12)
    expect(page.locator("[data-next]")).to_contain_text("overdue")
    walk.shot(june, "cut-off")
    press(page, "Wakes to name", exact=True)
    expect(page.locator("#sign-wakes_to_name [data-said]")).to_contain_text("kept on this phone")
    expect(page.locator("[data-next]")).to_contain_text("in 15 min")
    walk.later(6)
    press(page, "Usual color", exact=True)
    expect(page.locator("sw-outbox-status")).to_contain_text("2 entries wait to be sent")
    expect(iris.page.locator("sw-cut-off")).to_have_text(CUT_OFF)
    expect(iris.page.locator("[data-with]")).to_have_text("")  # nobody's presence that her phone cannot know of (S9)
    walk.shot(iris, "cut-off")
    walk.later(5)
    walk.house.start()
    expect(page.locator("[data-connection=on]")).to_be_visible(timeout=60_000)
    expect(page.locator("sw-outbox-status")).to_be_hidden(timeout=60_000)
    expect(page.locator("#sign-usual_colour [data-said]")).to_contain_text("recorded")
    expect(iris.page.locator("[data-say]")).to_have_text("June is with you.", timeout=60_000)
    expect(iris.page.locator("sw-cut-off")).to_have_text("")


def it_wears_off(walk: Walk, iris: Someone, june: Someone) -> None:
    """June goes through the list that the protocol gives to her; at home nobody clears anybody."""
    walk.later(75)
    page = june.page
    expect(page.locator("[data-phase-words]")).to_contain_text("Time to rest")
    press(page, "Moving gently", exact=True)
    page.get_by_text("When it has worn off").click()
    for check in (
        "sedation_gone", "dissociation_gone", "breathing_usual", "oriented", "steady_walk", "nausea_controlled",
        "sitter_stays", "instructions_given",
    ):  # fmt: skip
        page.locator(f"#leave-{check} button:not([data-undo])").click()
    walk.shot(june, "worn-off")
    page.get_by_role("button", name="Iris is resting now").click()
    expect(page.locator("#rest [data-said]")).to_contain_text("recorded")
    page.get_by_role("button", name="The session is over; the evening begins").click()
    page.wait_for_url(re.compile("/tonight"))
    reads(page, "Tonight with Iris", "Do not leave Iris alone tonight.", "Lock medicines away", "thoughts of suicide")
    walk.shot(june, "tonight")
    expect(iris.page.locator('sw-session[data-view="over"]')).to_be_visible()
    walk.shot(iris, "over")


def the_session(walk: Walk, iris: Someone, june: Someone, maya: Someone) -> Someone:
    """From getting ready to the evening. Returns Dr. Osei, at her desk."""
    walk.until(18)
    walk.signs_in(maya)
    osei = walk.comes("Dr. Ada Osei", DESK)
    iris_makes_her_phone_ready(walk, iris)
    june.goes(june.page.url)
    they_go_through_the_checks(walk, iris, june)
    osei_lifts_the_last_by_telephone(walk, osei)
    iris_takes_her_medicine(walk, iris, june)
    june_looks_in(walk, iris, june)
    the_sound_is_hers_to_hold(walk, iris)
    s07_danger_opens_its_card_with_no_network(walk, june, maya)
    s08_iris_calls_with_no_network(walk, iris, june)
    the_server_dies_and_nobody_notices(walk, iris, june)
    it_wears_off(walk, iris, june)
    return osei
