"""Where anybody may have a letter sent to any address, one household may do so only so often in a day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from stillwater.notify.models import Delivery
from stillwater.web.shared.households import MOST_LETTERS_A_DAY
from tests.cast import AT

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "203.0.113.9", "198.51.100.7"
DOORS = ["/channel/letters", "/listings/account"]


@pytest.fixture(autouse=True)
def uncounted() -> Any:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def asks() -> Callable[..., Any]:
    def ask(door: str, number: int, household: str = HERE, at: datetime = AT) -> Any:
        with time_machine.travel(at, tick=False):
            return Client(REMOTE_ADDR=household).post(door, {"email": f"person{number}@home.example"})

    return ask


@pytest.mark.parametrize("door", DOORS)
def test_one_letter_more_is_refused_with_a_reason_until_tomorrow(door: str, asks: Callable[..., Any]) -> None:
    for number in range(MOST_LETTERS_A_DAY):
        assert asks(door, number).status_code == 200
    refused = asks(door, 99)
    assert refused.status_code == 422
    assert "Try again tomorrow" in refused.content.decode()
    assert "person99@home.example" in refused.content.decode(), "what was typed is kept"
    assert Delivery.objects.count() == MOST_LETTERS_A_DAY
    assert asks(door, 99, household=ELSEWHERE).status_code == 200
    assert asks(door, 98, at=AT + timedelta(days=1)).status_code == 200


def test_what_is_counted_at_one_door_is_not_counted_at_the_other(asks: Callable[..., Any]) -> None:
    for number in range(MOST_LETTERS_A_DAY):
        asks(DOORS[0], number)
    assert asks(DOORS[1], 0).status_code == 200
