"""Iris listens to rain on an evening without a session: her phone makes the sound, changes it, and lets it fade out."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, House, Someone

HEARD = """async () => {
  const { engine } = document.querySelector('sw-any-day');
  const node = engine.voice();
  const ear = new AnalyserNode(node.context, { fftSize: 32768 });
  node.connect(ear);
  await new Promise((done) => setTimeout(done, 1200));
  const heard = new Float32Array(32768);
  ear.getFloatTimeDomainData(heard);
  return 10 * Math.log10(heard.reduce((sum, one) => sum + one * one, 0) / heard.length + 1e-12);
}"""
SLEEPS_NOW = "() => { const part = document.querySelector('sw-any-day'); part.sleep(1 + 0.2 / 60); }"


def test_rain_is_made_by_the_phone_changed_and_fades_out_by_itself(
    people: Callable[..., Someone], house: House
) -> None:
    iris = people("Iris", PHONE)
    page = iris.goes("/library")
    expect(page.locator("sw-mine")).to_be_hidden()
    page.get_by_role("link", name="Rain on a roof").click()
    part = page.locator("sw-any-day")
    iris.taps("Play")
    expect(part).to_have_attribute("data-state", "playing")
    page.wait_for_timeout(4500)
    usual = page.evaluate(HEARD)
    assert usual > -50
    iris.taps("Softer")
    assert page.evaluate(HEARD) < usual - 6
    iris.taps("Pause")
    expect(part).to_have_attribute("data-state", "paused")
    iris.taps("Play")
    expect(part).to_have_attribute("data-state", "playing")
    page.get_by_text("In 20 minutes", exact=True).click()
    expect(part.locator("[data-said]")).to_contain_text("It is quiet at")
    page.evaluate(SLEEPS_NOW)
    expect(part).to_have_attribute("data-state", "fading")
    iris.taps("Keep playing")
    expect(part).to_have_attribute("data-state", "playing")
    iris.taps("Favourite")
    page = iris.goes("/library")
    expect(page.locator("sw-mine")).to_contain_text("Rain on a roof")
    away = [url for url in iris.asked if not url.startswith((house.url, "data:", "blob:"))]
    assert not away
    assert not iris.problems
