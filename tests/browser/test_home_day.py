"""A session at home, from the evening before to the morning after: Iris, her sister June, Maya and Dr. Osei."""

from collections.abc import Callable

from tests.browser.conftest import PHONE, TABLET, House, Someone
from tests.browser.home_after import the_rest
from tests.browser.home_evening import the_evening_before
from tests.browser.home_session import the_session
from tests.browser.walk import Walk


def test_iris_at_home_with_june(house: House, people: Callable[..., Someone]) -> None:
    walk = Walk(house, people)
    walk.until(20)
    iris, maya = walk.comes("Iris", PHONE), walk.comes("Maya", TABLET)
    june = the_evening_before(walk, iris, maya)
    osei = the_session(walk, iris, june, maya)
    the_rest(walk, iris, june, maya, osei)
    walk.left_no_trace()
