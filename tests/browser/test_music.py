"""The clinic's music: several files go up, stand in the list, and are put in order, removed and brought back."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import DESK, House, Someone
from tests.soundscape.music_files import file_of, noise


def test_ada_adds_two_pieces_puts_them_in_order_removes_one_and_brings_it_back(
    people: Callable[..., Someone], house: House
) -> None:
    ada = people("Dr. Ada Osei", DESK)
    page = ada.goes("/music")
    ada.sees("Nothing is here yet.")
    chosen = [
        {"name": f"{name}.flac", "mimeType": "audio/flac", "buffer": file_of(noise(21, -20, seed))}
        for seed, name in enumerate(("Meadow", "Harbour"))
    ]
    page.get_by_label("Files").set_input_files(chosen)  # type: ignore[arg-type]
    page.get_by_label("What lets you play it").fill("Written by our Ada, with her leave")
    page.get_by_label("Strings").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Add", exact=True).click()
    pieces = page.locator(".pieces > li b")
    expect(pieces).to_have_text(["Meadow", "Harbour"])
    page.get_by_role("button", name=re.compile(r"^Earlier\s*: Harbour")).click()
    expect(page.locator(".pieces > li b")).to_have_text(["Harbour", "Meadow"])
    page.get_by_role("button", name=re.compile(r"^Remove\s*: Meadow")).click()
    ada.sees("“Meadow” is out.")
    page.get_by_role("button", name=re.compile(r"^Bring it back\s*: Meadow")).click()
    expect(page.locator("#pieces ~ ol li b")).to_have_text(["Harbour", "Meadow"])
    assert not [url for url in ada.asked if not url.startswith((house.url, "data:", "blob:"))]
    assert not ada.problems
    for name in ("Harbour", "Meadow"):  # the others here find their scenes as they were
        page.get_by_role("button", name=re.compile(rf"^Remove\s*: {name}")).click()
        ada.sees(f"“{name}” is out.")  # a page is not closed while it is on its way
