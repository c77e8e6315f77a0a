"""The room on a tablet held upright and on one that lies: nothing of a reading is covered, and help is under the thumb."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Someone


@pytest.mark.parametrize(("width", "height"), [(820, 1180), (1180, 820), (390, 844)])
def test_pressure_is_whole_and_help_is_in_reach(people: Callable[..., Someone], width: int, height: int) -> None:
    maya = people("Maya", {"viewport": {"width": width, "height": height}})
    maya.goes("/board")
    maya.goes(maya.page.locator(".day li a", has_text="Ana").first.get_attribute("href") or "")
    parts = maya.page.evaluate(
        "[...document.querySelectorAll('.vitals .value')].map((one) => ["
        "one.scrollWidth, one.clientWidth, one.getBoundingClientRect().right, one.closest('.reading').getBoundingClientRect().right])"
    )
    assert parts
    for inner, room, right, edge in parts:
        assert inner <= room + 1, "a digit lies under the reading beside it"
        assert right <= edge
    bottom = maya.page.evaluate(  # read in one step: a renewal may put a new button in this one's place at any moment
        "[...document.querySelectorAll('button')].filter((one) => one.checkVisibility() && one.innerText.trim() === 'Call help')"
        ".map((one) => one.getBoundingClientRect().bottom)"
    )
    assert len(bottom) == 1, "one button calls help"
    assert bottom[0] <= height, "help is below the fold"
