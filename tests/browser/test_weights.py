"""What a first visit weighs: pages that open on an old phone with a poor network. Weights are not timings: they may be asserted."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser

from tests.browser.conftest import PHONE, House, Someone
from tests.weighing import visitor, weigh

SESSION_KB, TODAY_KB, DIRECTORY_KB, ARTICLE_KB = 80, 120, 110, 150


def test_anas_session_screen_weighs_at_most_eighty_kilobytes(
    people: Callable[..., Someone], chromium: Browser, house: House
) -> None:
    ana = people("Ana")
    ana.goes("/session")
    assert re.search(r"/session/[0-9a-f-]{36}$", ana.page.url)
    visit = visitor(chromium, ana.context, **PHONE)
    visit.route("**/sound/*", lambda route: route.abort())  # a recording of hours, which comes after its page
    found = weigh(visit, ana.page.url)
    visit.close()
    assert {"Document", "Font", "Stylesheet", "Script"} <= set(found.by_kind), found.told()
    assert found.kilobytes <= SESSION_KB, found.told()


def test_anas_day_weighs_at_most_a_hundred_and_twenty_kilobytes(
    people: Callable[..., Someone], chromium: Browser, house: House
) -> None:
    ana = people("Ana")
    visit = visitor(chromium, ana.context, **PHONE)
    found = weigh(visit, f"{house.url}/today")
    visit.close()
    assert {"Document", "Font", "Stylesheet", "Script"} <= set(found.by_kind), found.told()
    assert found.kilobytes <= TODAY_KB, found.told()


def test_the_directory_weighs_at_most_a_hundred_and_ten_kilobytes_with_its_map(chromium: Browser, house: House) -> None:
    visit = visitor(chromium, [], **PHONE)
    found = weigh(visit, f"{house.url}/find?near=denver")
    visit.close()
    assert {"Document", "Font", "Stylesheet", "Script"} <= set(found.by_kind), found.told()
    assert found.kilobytes <= DIRECTORY_KB, found.told()


def test_the_longest_article_weighs_at_most_a_hundred_and_fifty_kilobytes(chromium: Browser, house: House) -> None:
    visit = visitor(chromium, [], **PHONE)
    found = weigh(visit, f"{house.url}/channel/comparing-the-routes")
    visit.close()
    assert {"Document", "Font", "Stylesheet", "Script"} <= set(found.by_kind), found.told()
    assert found.kilobytes_of_text <= ARTICLE_KB, found.told()
