"""Ana's phone makes her session's sound itself. It is changed from the room, interrupted, cut off and left alone by the server:
the sound neither stops nor jumps, and what was done is recorded once."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, TABLET, House, Someone
from tests.browser.walk import press

# Every context of the page, so that a test can take it away as a phone call does.
CONTEXTS = """
  const Usual = AudioContext;
  window.contexts = [];
  window.AudioContext = class extends Usual {
    constructor(...given) { super(...given); window.contexts.push(this); }
  };
"""
# Ten times a second: when, where in the sound, whether anything sounds, and who plays.
WATCHED = """() => {
  const { pair } = document.querySelector('sw-player');
  window.watched = [];
  setInterval(() => {
    const files = [...document.querySelectorAll('audio')].some((one) => !one.paused && one.volume > 0.02);
    const made = pair.position !== undefined && window.contexts.some((one) => one.state === 'running');
    window.watched.push([performance.now() / 1000, pair.position(), files || made, files, made]);
  }, 100);
}"""
ADVANCES = "() => new Promise((r) => { const { pair } = document.querySelector('sw-player'); const a = pair.position(); setTimeout(() => r(pair.position() - a), 1000); })"
FALLS_SILENT = "() => window.contexts.at(-1).suspend()"


def _never_stopped(page: Page) -> None:
    """No more than two seconds without a sound, and no place of the score left out or heard twice."""
    seen: list[list[Any]] = page.evaluate("window.watched")
    assert len(seen) > 50
    silent, last = 0.0, seen[0]
    for now in seen[1:]:
        silent = 0.0 if now[2] else silent + now[0] - last[0]
        assert silent < 2, (last, now)
        passed, moved = now[0] - last[0], now[1] - last[1]
        assert -1.2 < moved - passed < 1.2, (last, now)
        last = now


def test_anas_phone_makes_its_sound_and_the_file_stands_behind_it(people: Callable[..., Someone], house: House) -> None:
    ana, maya = people("Ana", PHONE), people("Maya", TABLET)
    ana.context.add_init_script(CONTEXTS)
    phone = ana.goes("/session")
    session = phone.url.rstrip("/").split("/")[-1]
    ana.goes(f"/session/{session}/ready")
    phone.get_by_text("How this phone plays the sound").first.click()
    phone.get_by_label("Made by this phone").check()
    ana.goes(f"/session/{session}")
    phone.locator("[data-player-begin]").click()
    expect(phone.locator("sw-player")).to_have_attribute("data-sound", "playing")
    phone.evaluate(WATCHED)

    maya.goes("/board")
    room = maya.page
    room.locator("aside.day, .rooms").get_by_role("link", name=re.compile("Ana")).first.click()
    press(room, "Sound", "link", exact=True)
    steer = room.locator("#steer")
    press(steer, "More grounding")
    expect(steer).to_contain_text("more grounding", use_inner_text=True)
    press(steer, "Brighter")
    expect(steer).to_contain_text(re.compile("plays [^.]*, brighter"))
    steer.get_by_text("Another sound").click()
    press(steer, "Shore")
    expect(steer).to_contain_text("plays Shore, brighter")

    phone.evaluate(FALLS_SILENT)  # as when the phone rings
    phone.wait_for_function("() => [...document.querySelectorAll('audio')].some((one) => !one.paused)", timeout=2000)
    expect(steer).to_contain_text("plays Slow strings.")  # its file
    expect(steer.get_by_role("button", name="More grounding")).to_have_count(0)
    expect(steer.get_by_role("button", name="More grounding")).to_be_visible()  # ten seconds later it is handed back

    ana.context.set_offline(True)
    assert phone.evaluate(ADVANCES) > 0.8
    phone.locator("[data-player-softer]").click()
    house.kill()
    assert phone.evaluate(ADVANCES) > 0.8
    hidden = phone.context.new_cdp_session(phone)
    hidden.send("Page.setWebLifecycleState", {"state": "frozen"})  # as behind a locked screen
    phone.wait_for_timeout(1500)
    hidden.send("Page.setWebLifecycleState", {"state": "active"})
    house.start()
    ana.context.set_offline(False)
    assert phone.evaluate(ADVANCES) > 0.8
    expect(steer).to_contain_text(re.compile("plays Slow strings, softer"))
    played = steer.locator("#played")
    played.locator("summary").click()
    expect(played.get_by_text(re.compile("Slow strings, softer"))).to_have_count(1)
    _never_stopped(phone)
    phone.locator("[data-player-pause]").click()
    expect(phone.locator("sw-player")).to_have_attribute("data-sound", "paused")
    phone.wait_for_timeout(2500)
    assert phone.evaluate(ADVANCES) == 0
    assert not ana.problems
