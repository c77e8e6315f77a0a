"""One tablet, two nurses: taken over by PIN, locked again, and nobody's name on it in between (S13)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from stillwater.demo.people import PATIENTS
from stillwater.demo.tablets import PIN
from tests.browser.conftest import PHONE, TABLET, Someone
from tests.browser.test_axe import TAGS

WRONG = "594027"


def enrolled(people: Callable[..., Someone], device: dict[str, Any] = TABLET, **more: Any) -> Someone:
    """A device that is a tablet of Cedar House; nobody holds it."""
    someone = people(None, device, **more)
    someone.goes("/demo/")
    someone.taps(re.compile("The tablet in room 2"))
    expect(someone.page.get_by_role("heading", name="Who is here?")).to_be_visible()
    return someone


def types(page: Page, who: str, pin: str) -> None:
    """A touch on a name, six on the pad."""
    if not page.locator("[data-pad]").is_visible():
        page.get_by_role("link", name=re.compile(f"^{who}")).click()
    for digit in pin:
        page.locator(f'[data-digit="{digit}"]').click()


def take_over(page: Page, who: str) -> None:
    types(page, who, PIN)
    expect(page.locator(".holder b")).to_have_text(who)


def names_nobody(page: Page) -> None:
    shown = page.content()
    for name, *_ in PATIENTS.values():
        for word in name.split():
            assert not re.search(rf"\b{word}\b", shown), word


def own_words(someone: Someone) -> list[str]:
    return [p for p in someone.problems if "Transition" not in p]


def test_s13_maya_records_and_locks_then_theo_records_under_his_own_name(people: Callable[..., Someone]) -> None:
    tablet = enrolled(people)
    page = tablet.page
    names_nobody(page)
    expect(page.locator(".place", has_text="Room 2")).to_contain_text("since the dose")

    take_over(page, "Maya")
    page.get_by_role("link", name="Ana", exact=True).first.click()
    expect(page.get_by_role("heading", name="Ana Marlow")).to_be_visible()
    page.get_by_role("button", name="Nausea").click()
    nausea = page.locator(".log li", has_text="Nausea").first
    expect(nausea).to_contain_text("Maya")

    # What she has begun to type is hers: Theo finds the field empty, and she finds it as she left it.
    page.get_by_role("textbox", name="Systolic").fill("131")
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_role("heading", name="Who is here?")).to_be_visible()
    names_nobody(page)

    take_over(page, "Theo")
    expect(page.get_by_role("heading", name="Ana Marlow")).to_be_visible()  # where the tablet was
    expect(page.get_by_role("textbox", name="Systolic")).to_have_value("")
    page.get_by_role("button", name="Dizzy").click()
    expect(page.locator(".log li", has_text="Dizzy").first).to_contain_text("Theo")

    page.get_by_role("button", name="Not you? Change").click()
    take_over(page, "Maya")
    expect(page.get_by_role("textbox", name="Systolic")).to_have_value("131")
    assert own_words(tablet) == []


def test_s13_five_wrong_pins_and_then_even_the_right_one_waits(people: Callable[..., Someone]) -> None:
    page = enrolled(people).page
    for left in (4, 3, 2, 1):
        types(page, "Priya", WRONG)
        expect(page.locator("[data-pad] [data-said]")).to_have_text(re.compile(f"Not the PIN of Priya. {left} more tr"))
    types(page, "Priya", WRONG)
    expect(page.locator("[data-pad] [data-said]")).to_contain_text("The next try is possible in")
    types(page, "Priya", PIN)
    expect(page.locator("[data-pad] [data-said]")).to_contain_text("The next try is possible in")
    expect(page).to_have_url(re.compile(r"/tablet(/take/[0-9a-f-]+)?$"))


def test_s13_a_keyboard_takes_over_too(people: Callable[..., Someone]) -> None:
    page = enrolled(people).page
    page.get_by_role("link", name=re.compile("^Theo")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Six digits")).to_be_focused()
    page.keyboard.type(PIN)
    expect(page.locator(".holder b")).to_have_text("Theo")


def test_s13_a_call_for_help_reaches_a_locked_tablet_by_itself(people: Callable[..., Someone]) -> None:
    tablet, ana = enrolled(people), people("Ana", PHONE)
    expect(tablet.page.locator("[data-connection]")).to_have_text("Connected")
    ana.goes("/session")
    ana.page.locator("[data-bring]").click()
    expect(tablet.page.get_by_role("alert").filter(has_text="Help is called for in room 2.")).to_be_visible()
    names_nobody(tablet.page)
    take_over(tablet.page, "Maya")
    tablet.page.goto(tablet.base + "/board")
    tablet.page.get_by_role("button", name="I am going").first.click()
    expect(ana.page.locator('sw-session[data-view="coming"]')).to_be_visible()


def test_s13_without_the_server_the_tablet_stays_with_maya(people: Callable[..., Someone]) -> None:
    tablet = enrolled(people)
    page = tablet.page
    take_over(page, "Maya")
    page.get_by_role("link", name="Ana", exact=True).first.click()
    expect(page.get_by_role("heading", name="Ana Marlow")).to_be_visible()
    tablet.context.set_offline(True)
    page.get_by_role("button", name="Tears").click()
    page.get_by_role("button", name="Lock").click()
    expect(page.locator("[data-lock-said]")).to_have_text("Without the server this tablet stays with Maya.")
    expect(page.get_by_role("heading", name="Ana Marlow")).to_be_visible()
    tablet.context.set_offline(False)
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_role("heading", name="Who is here?")).to_be_visible()
    take_over(page, "Theo")
    expect(page.locator(".log li", has_text="Tears").first).to_contain_text("Maya")


def test_s13_a_second_tab_of_mayas_closes_with_hers(people: Callable[..., Someone]) -> None:
    tablet = enrolled(people)
    take_over(tablet.page, "Maya")
    other = tablet.context.new_page()
    other.goto(tablet.base + "/board")
    tablet.page.get_by_role("button", name="Lock").click()
    expect(other.get_by_role("heading", name="Who is here?")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [PHONE, TABLET], ids=["phone", "tablet"])
def test_the_locked_view_and_the_pad_shut_nobody_out(
    people: Callable[..., Someone], device: dict[str, Any], scheme: str
) -> None:
    page = enrolled(people, device, color_scheme=scheme).page
    seen = {"locked": Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})}
    page.get_by_role("link", name=re.compile("^Maya")).click()
    seen["pad"] = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    take_over(page, "Maya")
    seen["board"] = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    found = [
        f"{where}: {v['id']} {v['nodes'][0]['html'][:90]}"
        for where, a in seen.items()
        for v in a.response["violations"]
    ]
    assert not found
