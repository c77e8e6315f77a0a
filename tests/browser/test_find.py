"""Find care in a real browser: by keyboard alone, by touching "Near me", and without any script."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.browser.conftest import PHONE, House, Someone


def test_somebody_finds_a_place_with_the_keyboard_alone(people: Callable[..., Someone], house: House) -> None:
    page = people(None).page
    page.goto(f"{house.url}/find")
    near = page.get_by_label("Near", exact=True)
    near.focus()
    with page.expect_response(re.compile(r"/find/suggest")):
        page.keyboard.type("denv", delay=30)
    expect(page.locator("#towns option").first).to_have_attribute("value", "Denver, Colorado")
    near.fill("Denver, Colorado")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d+ places near Denver"))
    whole = page.locator(".places > li").count()
    chip = page.get_by_role("link", name=re.compile(r"^Spravato \d+$")).first
    count = int(re.search(r"\d+", chip.inner_text())[0])  # type: ignore[index]
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".places > li")).to_have_count(count)
    assert count < whole
    page.locator(".smap a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What was checked")).to_be_visible()


def test_near_me_asks_the_device_when_touched_and_says_only_about_where(chromium: Browser, house: House) -> None:
    context = chromium.new_context(
        **PHONE, geolocation={"latitude": 39.73921, "longitude": -104.99028}, permissions=["geolocation"]
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{house.url}/find")
    page.get_by_role("button", name="Near me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d+ places near you"))
    assert "near=39.74%2C-104.99" in page.url
    assert not [url for url in asked if "39.739" in url or not url.startswith(house.url)]
    context.close()


def test_without_a_script_it_is_a_form_and_links(chromium: Browser, house: House) -> None:
    context = chromium.new_context(**PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{house.url}/find")
    page.get_by_label("Near", exact=True).fill("80218")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Cedar House").first.click()
    page.get_by_role("button", name="Keep on this device").click()
    page.goto(f"{house.url}/find/saved")
    page.get_by_role("button", name="Compare up to three").click()
    expect(page.get_by_role("columnheader", name="Cedar House")).to_be_visible()
    context.close()
