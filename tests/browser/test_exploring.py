"""The map that moves, in a real browser with WebGL in software: asked for by a button, reached by keyboard, and without it the
drawn map.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import CHROMIUM, DESK, FLAGS, PHONE, Filled, House
from tests.browser.streets import archive
from tests.weighing import visitor, weigh

SOFTWARE = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
FILE = "https://streets.example/colorado.pmtiles"
Come = Callable[..., tuple[Page, list[str], list[str]]]


@pytest.fixture(scope="module")
def with_webgl(chromium: Browser) -> Iterator[Browser]:
    """`chromium` is there so that Playwright runs; this is another browser, which draws in software."""
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=[each for each in FLAGS if each != "--disable-gpu"] + SOFTWARE
    )
    yield browser
    browser.close()


@pytest.fixture
def come(with_webgl: Browser) -> Iterator[Come]:
    """`come(url)`: the page, what it complained of, and every address that it asked for."""
    contexts: list[BrowserContext] = []

    def opened(url: str, device: dict[str, Any] = DESK, browser: Browser = with_webgl) -> Any:
        context = browser.new_context(**device, reduced_motion="reduce")
        contexts.append(context)
        context.set_default_timeout(90_000)
        page, problems, asked = context.new_page(), list[str](), list[str]()
        context.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.goto(url)
        return page, problems, asked

    yield opened
    for context in contexts:
        context.close()


def _explored(page: Page) -> None:
    page.get_by_role("button", name="Explore the map").click()
    expect(page.locator(".exploring[data-there] canvas")).to_be_visible(timeout=90_000)


def _on_the_map(page: Page) -> int:
    """How many places the marks in view stand for."""
    texts = page.locator(".exploring .pin").all_inner_texts()
    return sum(int(text or 1) for text in texts)


def test_the_map_that_moves_shows_what_was_found_and_asks_only_us(come: Come, house: House) -> None:
    page, problems, asked = come(f"{house.url}/find?near=denver")
    before = page.get_by_role("heading", level=1).inner_text()
    assert not [url for url in asked if "maplibre" in url or "/map/" in url or "explore?" in url]
    _explored(page)
    expect(page.locator(".exploring .pin").nth(4)).to_be_visible()
    found = int(re.match(r"\d+", before)[0])  # type: ignore[index]
    assert _on_the_map(page) == found
    expect(page.locator(".exploring").get_by_role("status")).to_contain_text(f"{found} places are on this map.")
    assert not [url for url in asked if not url.startswith(house.url)]
    assert problems == []
    page.get_by_role("button", name="Back to the drawn map").click()
    expect(page.locator(".exploring")).to_have_count(0)
    expect(page.get_by_role("button", name="Explore the map")).to_be_focused()


def test_a_pin_and_the_way_to_its_page_are_reached_by_keyboard_alone(come: Come, house: House) -> None:
    page, problems, _ = come(f"{house.url}/find?near=denver")
    button = page.get_by_role("button", name="Explore the map")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".exploring canvas")).to_be_focused(timeout=90_000)
    expect(page.locator(".exploring canvas")).to_have_attribute("aria-label", "Map of what was found")
    pin = page.get_by_role("button", name="Cedar House", exact=True)
    expect(pin).to_be_visible()
    for _each in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.ariaLabel") == "Cedar House":
            break
    expect(pin).to_be_focused()
    page.keyboard.press("Enter")
    link = page.locator(".those a")
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_have_count(0)
    expect(pin).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What was checked")).to_be_visible()
    assert problems == []


def test_places_that_lie_together_are_one_until_one_looks_closer(come: Come, house: House) -> None:
    page, problems, _ = come(f"{house.url}/find", PHONE)
    _explored(page)
    many = page.locator(".exploring .pin.many").first
    expect(many).to_be_visible()
    whole = _on_the_map(page)
    assert re.fullmatch(r"\d+ places close together: look closer", many.get_attribute("aria-label") or "")
    many.evaluate("pin => { pin.id = 'touched'; }")
    many.click()
    expect(page.locator("#touched")).to_have_count(0)
    expect(page.locator(".exploring .pin").first).to_be_visible()
    assert 0 < _on_the_map(page) <= whole
    assert problems == []


def test_several_at_one_spot_open_one_card_with_all_of_them(come: Come, house: House) -> None:
    """An address stands at the middle of its ZIP: no looking closer would part them."""
    page, problems, _ = come(f"{house.url}/find?near=denver")

    def at_one_spot(route: Route) -> None:
        answer = route.fetch()
        spot = r'"at": [-104.99, 39.74]'
        route.fulfill(response=answer, body=re.sub(r'"at": \[[^]]*\]', spot, answer.text()))

    page.route("**/find/explore?*", at_one_spot)
    _explored(page)
    mark = page.locator(".exploring .pin")
    expect(mark).to_have_count(1)
    count = int(mark.inner_text())
    mark.click()
    expect(page.get_by_text(f"{count} places at this spot")).to_be_visible()
    expect(page.locator(".those a")).to_have_count(count)
    expect(page.locator(".those a").first).to_be_focused()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(mark).to_be_focused()
    assert problems == []


def test_without_webgl_the_drawn_map_stays_and_a_sentence_says_so(come: Come, chromium: Browser, house: House) -> None:
    bare = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, "--disable-3d-apis"])
    page, _, _ = come(f"{house.url}/find?near=denver", PHONE, bare)
    page.get_by_role("button", name="Explore the map").click()
    said = page.get_by_text("The map that moves cannot be shown here. The drawn map stays.")
    expect(said).to_be_visible(timeout=60_000)
    expect(page.locator(".exploring")).to_have_count(0)
    expect(page.locator(".smap a").first).to_be_visible()
    bare.close()


def test_a_script_that_never_comes_leaves_the_drawn_map(come: Come, house: House) -> None:
    page, _, _ = come(f"{house.url}/find?near=denver", PHONE)
    page.route(re.compile("maplibre-gl"), lambda route: route.abort())
    page.get_by_role("button", name="Explore the map").click()
    expect(page.get_by_text("The drawn map stays.")).to_be_visible()
    page.locator(".smap a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What was checked")).to_be_visible()


@pytest.fixture(scope="module")
def house_with_streets(tmp_path_factory: pytest.TempPathFactory, begun: Path, filled: Filled) -> Iterator[House]:
    running = House(tmp_path_factory.mktemp("house") / "demo", begun, filled.data)
    running.environment["MAP_PMTILES_URL"] = FILE
    try:
        running.start()
        yield running
    finally:
        running.kill()


def test_streets_come_piece_by_piece_from_the_one_server_that_is_named(come: Come, house_with_streets: House) -> None:
    streets, parts = archive(), list[str]()

    def piece(route: Route) -> None:
        first, last = map(int, route.request.headers["range"].removeprefix("bytes=").split("-"))
        parts.append(route.request.headers["range"])
        body = streets[first : last + 1]
        told = f"bytes {first}-{first + len(body) - 1}/{len(streets)}"
        route.fulfill(status=206, body=body, headers={"Access-Control-Allow-Origin": "*", "Content-Range": told})

    page, problems, asked = come(f"{house_with_streets.url}/find?near=denver")
    page.route(f"{FILE}*", piece)
    expect(page.get_by_text("Its streets come from streets.example, which then sees where you look.")).to_be_visible()
    assert not [url for url in asked if not url.startswith(house_with_streets.url)]
    _explored(page)
    assert len(parts) >= 2  # the head of the file, then the tile
    assert {url for url in asked if not url.startswith((house_with_streets.url, "blob:"))} == {FILE}
    assert problems == []
    expect(page.get_by_role("link", name="© OpenStreetMap")).to_be_visible()


def test_the_button_weighs_less_than_a_kilobyte(chromium: Browser, house: House) -> None:
    visit = visitor(chromium, [], **PHONE)
    found = weigh(visit, f"{house.url}/find?near=denver")
    visit.close()
    assert not [path for _, _, path in found.files if "maplibre" in path or "exploring" in path]
    assert sum(size for size, _, path in found.files if "sw-explore" in path) < 1000
