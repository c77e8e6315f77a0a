"""Maya steers the sound of Ana's session from the room; Ana's phone does it once, says so, and keeps her own pause."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, TABLET, Someone
from tests.browser.walk import press, reads

SOUNDS = "() => [...document.querySelectorAll('audio')].map((audio) => !audio.paused)"


def _sounding(page: Page, *which: bool) -> None:
    page.wait_for_function(
        f"(wanted) => JSON.stringify(({SOUNDS})()) === wanted", arg=str(list(which)).lower().replace(" ", "")
    )


def test_s12_s14_maya_steers_and_ana_keeps_her_own_pause(people: Callable[..., Someone]) -> None:
    ana, maya = people("Ana", PHONE), people("Maya", TABLET)
    phone = ana.goes("/session")
    player = phone.locator("sw-player")
    expect(phone.locator("sw-player[data-calmer]")).to_have_count(1)
    phone.locator("[data-player-begin]").click()
    expect(player).to_have_attribute("data-sound", "playing")

    maya.goes("/board")
    room = maya.page
    room.locator("aside.day, .rooms").get_by_role("link", name=re.compile("Ana")).first.click()
    press(room, "Sound", "link", exact=True)
    steer = room.locator("#steer")
    expect(steer).to_contain_text("Ana’s phone plays")
    calmer = steer.get_by_role("button", name=re.compile("^Change to"))
    expect(calmer).to_be_visible()

    press(steer, "Softer", exact=True)
    expect(phone.locator("[data-player-softer]")).to_contain_text("Louder")
    expect(steer).to_contain_text("done on Ana’s phone")  # nobody has reloaded anything
    calmer.click()
    _sounding(phone, True, True)  # one through the other
    expect(steer.get_by_role("button", name=re.compile("^Back to"))).to_be_visible()

    phone.locator("[data-player-pause]").click()
    reads(phone, "The sound is paused. It stays so until you want it.")
    agreed = steer.get_by_role("button", name="Ana says yes: play again")
    expect(agreed).to_be_visible()
    _sounding(phone, False, False)  # in the middle of the change
    expect(steer.get_by_role("button", name="Play again", exact=True)).to_have_count(0)

    ana.context.set_offline(True)
    press(steer, "As loud as before")
    expect(steer).to_contain_text("Ana’s phone has not answered yet, so it may not have been heard.")
    expect(phone.locator("[data-player-softer]")).to_contain_text("Louder")
    ana.context.set_offline(False)
    expect(phone.locator("[data-player-softer]")).to_contain_text("Softer")
    expect(steer).not_to_contain_text("has not answered yet")
    expect(player).to_have_attribute("data-sound", "paused")  # nothing of it made a sound

    agreed.click()
    expect(player).to_have_attribute("data-sound", "playing")
    press(steer, "Sound off")
    expect(player).to_have_attribute("data-sound", "off")
    _sounding(phone, False, False)
    expect(steer.get_by_role("button", name="Play again")).to_be_visible()
    assert [*maya.problems, *ana.problems] == []
