"""The channel as somebody reads it: found by a word typed wrong, kept for a train, printed for a consult, read at night."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, House, Someone

LONGEST = "/channel/comparing-the-routes"
BRIGHTNESS = """element => {
  const canvas = document.createElement('canvas').getContext('2d');
  canvas.fillStyle = getComputedStyle(element).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
  return red + green + blue;
}"""


# The service worker has what it needs, and the page is its own.
SERVED = """() => new Promise(done => {
  const { serviceWorker } = navigator;
  if (serviceWorker.controller) done(true);
  serviceWorker.addEventListener('controllerchange', () => done(true));
})"""
KEPT = """async path => {
  while (!await caches.match(path)) await new Promise(done => setTimeout(done, 50));
}"""


def test_a_reader_finds_a_page_by_a_word_typed_wrong_and_opens_it_when_the_network_is_gone(
    people: Callable[..., Someone], house: House
) -> None:
    reader = people(None, PHONE)
    page = reader.goes("/channel")
    page.get_by_label("Search the channel").fill("bladdar")
    page.keyboard.press("Enter")
    reader.sees("for “bladder”")
    page.get_by_role("link", name="Your bladder").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("bladder", re.I))
    address, first = page.url, page.locator("article .body p").first.inner_text()
    page.evaluate(SERVED)
    reader.taps("Keep")
    reader.sees("It is kept on this device and opens without a network.")
    expect(page.get_by_role("button", name="Kept")).to_be_visible()

    page = reader.goes("/channel/saved")
    page.evaluate(KEPT, "/channel/saved")
    reader.context.set_offline(True)
    page = reader.goes("/channel/saved")
    page.locator("sw-kept-pages").get_by_role("link", name=re.compile("bladder", re.I)).click()
    expect(page).to_have_url(address)
    expect(page.locator("article .body p").first).to_have_text(first)
    assert page.locator(".lead").evaluate("lead => getComputedStyle(lead).display") == "grid"  # with its looks
    reader.taps("Kept")
    reader.sees("It is no longer kept here.")
    reader.context.set_offline(False)
    reader.goes("/channel/saved")
    reader.sees("Nothing is kept here yet.")
    assert not reader.problems
    assert not [url for url in reader.asked if not url.startswith((house.url, "data:", "blob:"))]


def test_titles_are_offered_while_a_reader_types(people: Callable[..., Someone]) -> None:
    page = people(None, PHONE).goes("/channel")
    page.get_by_label("Search the channel").focus()
    with page.expect_response(re.compile("/channel/suggest")):
        page.keyboard.type("bladd", delay=30)
    expect(page.locator("#q-names option").first).to_have_attribute("value", re.compile("bladder", re.I))


def test_a_larger_size_stays_from_page_to_page(people: Callable[..., Someone]) -> None:
    reader = people(None, PHONE)
    page = reader.goes("/channel/first-session")
    text = page.locator("article .prose p").first
    before = float(text.evaluate("p => parseFloat(getComputedStyle(p).fontSize)"))
    reader.taps("Larger")
    larger = float(text.evaluate("p => parseFloat(getComputedStyle(p).fontSize)"))
    assert larger > before
    page = reader.goes(LONGEST)
    expect(page.get_by_role("button", name="Larger")).to_have_attribute("aria-pressed", "true")
    assert page.locator("article .prose p").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)") == larger
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.taps("Larger")
    page = reader.goes("/channel/first-session")
    expect(page.get_by_role("button", name="Larger")).to_have_attribute("aria-pressed", "false")


def test_the_number_behind_a_sentence_leads_to_its_source_by_keyboard(people: Callable[..., Someone]) -> None:
    page = people(None, PHONE).goes(LONGEST)
    mark = page.locator("sup.mark a").first
    source = (mark.get_attribute("href") or "")[1:]
    page.locator("article .body").evaluate("body => { body.tabIndex = -1; body.focus(); }")
    for _ in range(30):
        page.keyboard.press("Tab")
        if mark.evaluate("mark => mark === document.activeElement"):
            break
    expect(mark).to_be_focused()
    assert re.fullmatch(r"\d+\. .+", mark.get_attribute("aria-label") or "")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#{source}$"))
    expect(page.locator(f"#{source}")).to_be_in_viewport()
    assert page.locator(f"#{source}").evaluate("li => li.matches(':target')")
    page.keyboard.press("Tab")
    expect(page.locator(f"#{source} a")).to_be_focused()
    assert (page.locator(f"#{source} a").get_attribute("href") or "").startswith("http")


def test_on_paper_each_source_shows_its_address_and_nothing_to_press(people: Callable[..., Someone]) -> None:
    page = people(None, DESK).goes(LONGEST)
    page.emulate_media(media="print")
    shown = page.locator(".sources li a").evaluate_all(
        "links => links.map(link => [link.getAttribute('href'), getComputedStyle(link, '::after').content])"
    )
    assert shown
    assert not [address for address, after in shown if address not in after]
    for gone in (
        ".acts",
        ".contents",
        ".back",
        "header.bar nav",
        ".lead > .channel-picture",
        "nav[aria-labelledby=next]",
    ):
        expect(page.locator(gone).first).to_be_hidden()
    for row in page.locator(".compare-routes").all():
        assert row.evaluate("section => section.querySelector('table').scrollWidth <= section.clientWidth + 1")
    assert page.pdf()[:5] == b"%PDF-"


def test_a_wide_table_is_moved_by_keyboard_while_the_page_stands(people: Callable[..., Someone]) -> None:
    page = people(None, PHONE).goes(LONGEST)
    table = page.locator(".compare-routes .scroll").first
    table.focus()
    expect(table).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(table).not_to_have_js_property("scrollLeft", 0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    head = table.locator("tbody th").first
    assert head.evaluate(
        "cell => Math.abs(cell.getBoundingClientRect().left - cell.closest('.scroll').getBoundingClientRect().left) < 2"
    )


def test_a_page_is_light_by_day_and_dark_by_night(people: Callable[..., Someone]) -> None:
    page = people(None, PHONE).goes(LONGEST)
    page.emulate_media(color_scheme="light")
    day = page.locator("body").evaluate(BRIGHTNESS)
    page.emulate_media(color_scheme="dark")
    night = page.locator("body").evaluate(BRIGHTNESS)
    assert day > 600 > 200 > night
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_a_script_everything_can_be_read_and_searched(
    people: Callable[..., Someone],
) -> None:
    page = people(None, PHONE, java_script_enabled=False).goes("/channel")
    page.get_by_label("Search the channel").fill("sitter")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="What a sitter does").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What a sitter does")
    expect(page.get_by_role("heading", name="Sources")).to_be_visible()
    expect(page.locator("sw-page")).to_be_hidden()
