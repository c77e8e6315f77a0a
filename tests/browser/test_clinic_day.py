"""A session in a clinic, from the evening before to the morning after, as the people in it go through it."""

from collections.abc import Callable

from tests.browser.clinic_after import afterwards
from tests.browser.clinic_before import the_evening_before
from tests.browser.clinic_cast import Day
from tests.browser.clinic_room import the_morning
from tests.browser.clinic_under_way import under_way
from tests.browser.conftest import House, Someone


def test_lena_goes_through_a_session_in_the_clinic(house: House, people: Callable[..., Someone]) -> None:
    day = Day(house, people)
    day.until(18, 30)
    day.guests()
    day.staff()
    the_evening_before(day)
    day.until(8, 50)
    day.staff()
    the_morning(day)
    under_way(day)
    afterwards(day)
    for someone in day.all:
        assert someone.problems == [], someone.name
        left = [url for url in someone.asked if not url.startswith((house.url, "data:", "blob:"))]
        assert left == [], someone.name
