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
    help_at = maya.page.get_by_role("button", name="Call help").bounding_box()
    assert help_at
    assert help_at["y"] + help_at["height"] <= height, "help is below the fold"
