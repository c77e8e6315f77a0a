"""A page of the channel from its first draft to the day on which its review is overdue, through the pages that editors use."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import DESK, PHONE, House, Someone

TITLE, ADDRESS = "Who stays with you", "/channel/who-stays-with-you"
YEAR = 366 * 24.0
SOURCE = {
    "Mark": "label", "Title": "The label", "Publisher": "The agency", "Address": "https://agency.example/label",
    "What it supports on this page": "Who stays with you.",
}  # fmt: skip


def _part(page: Page, name: str) -> Locator:
    return page.locator(f"#panel-child-page-{name}-section")


def _acts(page: Page, name: re.Pattern[str]) -> None:
    """Press one of the buttons that stand behind the arrow at the foot."""
    foot = page.locator("footer")
    foot.get_by_role("button", name="More actions").click()
    foot.get_by_role("button", name=name).first.click()


def _only_what_is_pressed(route: Route) -> None:
    """The studio also saves by itself while somebody writes, whenever it sees a change. Here nothing comes in between."""
    if route.request.method == "POST" and route.request.resource_type == "fetch":
        route.abort()
    else:
        route.continue_()


def _begins(priya: Someone) -> Page:
    """Down from the first page of the studio to an empty article under a topic."""
    priya.context.route(re.compile(r"/studio/pages/(add/|\d+/edit/$)"), _only_what_is_pressed)
    page = priya.goes("/studio/pages/")
    page.get_by_role("link", name="Explore child pages of 'The Ketamine Channel'").click()
    page.get_by_role("link", name="Explore child pages of 'Before a session'").click()
    page.get_by_role("link", name="Add child page").first.click()
    expect(page).to_have_url(re.compile("/studio/pages/add/channel/article/"))
    return page


def _approves(somebody: Someone) -> None:
    """What waits for somebody stands on their first page; they open it and approve."""
    page = somebody.goes("/studio/")
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(page.locator("#id_title")).to_have_value(TITLE)
    _acts(page, re.compile("^Approve$"))
    somebody.sees(f"Page '{TITLE}' has been")


def test_a_page_goes_from_a_draft_to_its_readers_and_says_a_year_later_that_its_review_is_overdue(
    people: Callable[..., Someone], house: House
) -> None:
    reader = people(None, PHONE)

    # Priya writes. Without a source it stays a draft, and she is told why.
    priya = people("Priya", DESK)
    page = _begins(priya)
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_summary").fill("Somebody is with you the whole time.")
    _part(page, "body").get_by_role("button", name="Insert a block").click()
    page.get_by_role("option", name="Text", exact=True).click()
    page.locator(".public-DraftEditor-content").click()
    page.keyboard.type("A nurse stays with you. [#label]")
    # The field of rich text hands over what was typed a moment later.
    expect(page.locator("input[name=body-0-value-text]")).to_have_value(re.compile(r"\[#label\]"))
    page.get_by_role("button", name="Save draft").click()
    priya.sees(f"Page '{TITLE}' created.")
    expect(page).to_have_url(re.compile(r"/studio/pages/\d+/edit/$"))
    draft = page.url
    _acts(page, re.compile("^Submit to"))
    priya.sees("A page needs at least one source.")
    priya.sees("This mark names no source of the page: label")
    expect(page.locator(".public-DraftEditor-content")).to_contain_text("A nurse stays with you.")
    assert reader.page.goto(house.url + ADDRESS).status == 404  # type: ignore[union-attr]

    # The draft is as she left it. She adds the source and submits it.
    page = priya.goes(draft)
    expect(page.locator(".public-DraftEditor-content")).to_contain_text("A nurse stays with you.")
    sources = _part(page, "sources")
    sources.get_by_role("button", name="Insert a block").click()
    for label, words in SOURCE.items():
        sources.get_by_label(re.compile(f"^{label}")).last.fill(words)
    _acts(page, re.compile("^Submit to"))
    priya.sees(f"Page '{TITLE}' has been submitted for moderation")
    page = priya.goes(draft)
    expect(page.locator("footer").get_by_role("button", name=re.compile("^(Approve|Publish)"))).to_have_count(0)

    # A clinician reads and approves it; it is still nobody else's to read. Then a publisher lets it out.
    ada = people("Dr. Ada Osei", DESK)
    _approves(ada)
    assert reader.page.goto(house.url + ADDRESS).status == 404  # type: ignore[union-attr]
    maya = people("Maya", DESK)
    _approves(maya)
    today = datetime.now(UTC)
    # Another process looks for news twice a second.
    reader.page.wait_for_function("async path => (await fetch(path)).ok", arg=ADDRESS)
    reader.goes(ADDRESS)
    reader.sees(f"Reviewed by Ada Osei, MD, psychiatrist, on {today.day} {today:%B %Y}.")
    reader.sees("A nurse stays with you.")
    expect(reader.page.locator("#source-label a")).to_have_attribute("href", SOURCE["Address"])
    expect(reader.page.locator("body")).not_to_contain_text("The review of this page was due")
    reader.taps("Before a session", "link")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Before a session")
    reader.sees(TITLE)

    # A year goes by.
    house.later(YEAR)
    reader.goes(ADDRESS)
    due = reader.page.locator(".review .note")
    expect(due).to_contain_text("The review of this page was due on")
    expect(due).to_contain_text("Parts of it may be out of date.")
    page = people("Priya", DESK).goes("/studio/")
    expect(page.locator("body")).to_contain_text("Their review is overdue")
    expect(page.get_by_role("link", name=re.compile(TITLE)).first).to_be_visible()
    for somebody in (priya, ada, maya, reader):
        assert not somebody.problems, (somebody.name, somebody.problems)
