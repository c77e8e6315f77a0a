"""Guides on a phone: tried beforehand, kept for a time without network; and a guide read aloud in the clinic."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, House, Someone

GUIDE = "/library/the-last-few-minutes/open"


def test_s14_a_scene_and_a_guide_are_tried_and_stopped_by_one_touch(
    people: Callable[..., Someone], house: House
) -> None:
    iris = people("Iris", PHONE)
    page = iris.goes(GUIDE)
    iris.taps("Have it made")  # for the next test: it is made meanwhile
    page = iris.goes("/prepare/wishes")
    roof = page.locator(".scene", has_text="Rain on a roof")
    roof.get_by_role("button", name="Half a minute").click()
    expect(roof.locator("sw-trial")).to_have_attribute("data-trial", "playing")
    roof.get_by_role("button", name="Stop").click()
    expect(roof.get_by_role("button", name="Half a minute")).to_be_visible()
    assert not page.evaluate("document.querySelector('input[name=sound][value=roof]').checked")
    page = iris.goes("/library")
    first = page.locator('sw-trial[data-src^="/library/the-last-few-minutes/"]')
    first.get_by_role("button").click()
    expect(first).to_have_attribute("data-trial", "playing")
    page.locator("sw-trial").first.get_by_role("button").click()
    expect(first).to_have_attribute("data-trial", "idle")
    assert not iris.problems


def test_a_guide_is_kept_on_the_phone_and_plays_when_the_network_is_gone_and_a_full_phone_says_so(
    people: Callable[..., Someone], house: House
) -> None:
    iris = people("Iris", PHONE)
    page = iris.goes(GUIDE)
    while not page.locator("audio").count():
        page.wait_for_timeout(500)
        page.reload()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(
        "() => { window.put = Cache.prototype.put;"
        " Cache.prototype.put = () => Promise.reject(new DOMException('no room', 'QuotaExceededError')); }"
    )
    iris.taps("Keep on this phone")
    iris.sees("This phone has no room for it.")
    assert page.evaluate("caches.open('stillwater-guides').then((c) => c.keys()).then((k) => k.length)") == 0
    page.evaluate("() => { Cache.prototype.put = window.put; }")
    iris.taps("Keep on this phone")
    iris.sees("It is on this phone and plays without a network.")
    page = iris.goes("/library")
    expect(page.locator('[data-on-phone="the-last-few-minutes"]')).to_be_visible()
    page.wait_for_function("caches.match('/library').then(Boolean)")
    iris.context.set_offline(True)
    page = iris.goes(GUIDE)
    iris.sees("It is on this phone and plays without a network.")
    heard = page.evaluate(
        "async () => { const audio = document.querySelector('audio'); await audio.play();"
        " await new Promise((done) => setTimeout(done, 700)); audio.pause();"
        " return [audio.currentTime > 0, audio.textTracks[0].cues.length > 5]; }"
    )
    assert heard == [True, True]
    iris.taps("Remove from this phone")
    iris.sees("It is no longer on this phone.")
    iris.context.set_offline(False)
    page = iris.goes(GUIDE)
    expect(page.get_by_role("button", name="Keep on this phone")).to_be_visible()
    assert not iris.problems


def test_s22_priya_records_lines_hears_them_and_goes_on_where_she_was(
    people: Callable[..., Someone], house: House
) -> None:
    priya = people("Priya", DESK)
    page = priya.goes("/voices/the-last-few-minutes")
    lines = page.locator(".lines > li")
    for number in (0, 1):
        line = lines.nth(number)
        line.get_by_role("button", name=re.compile("^Record")).click()
        expect(line.locator("[data-said]")).to_have_text("Recording.")
        page.wait_for_timeout(1300)
        line.get_by_role("button", name=re.compile("^Finish")).click()
        expect(line).to_have_attribute("data-state", "sent")
        expect(line.locator("[data-said]")).to_have_text(re.compile("clear|loud|quiet"))
    expect(page.locator("[data-counted]")).to_have_text(re.compile(r"^2 of \d+ lines are here\.$"))
    priya.context.route("**/voices/*/line", lambda route: route.abort())
    lines.nth(2).get_by_role("button", name=re.compile("^Record")).click()
    page.wait_for_timeout(1300)
    lines.nth(2).get_by_role("button", name=re.compile("^Finish")).click()
    expect(lines.nth(2).locator("[data-said]")).to_have_text("It is kept in this browser and goes up when it can.")
    priya.context.unroute("**/voices/*/line")
    page = priya.goes("/voices/the-last-few-minutes")
    expect(page.locator("[data-counted]")).to_have_text(re.compile("^3 of"))
    heard = page.evaluate(
        "async () => { const audio = new Audio(document.querySelector('.lines > li').dataset.taken);"
        " await audio.play(); audio.pause(); return audio.duration > 0.5; }"
    )
    assert heard
    away = [url for url in priya.asked if not url.startswith((house.url, "data:", "blob:"))]
    assert not away
    assert not priya.problems
