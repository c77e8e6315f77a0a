"""Browsers for the tests of pages."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from stillwater.demo.people import House
from stillwater.treatment.models import Session
from tests.signing_in import signed_in
from tests.web.session_room import Beside


@pytest.fixture
def browser_of(house: House) -> Callable[..., Client]:
    """`browser_of("maya")`: a browser in which she is signed in, with her second step; a fresh one each time."""

    def open_one(name: str, **known: bool) -> Client:
        return signed_in(house.persons[name], **known)

    return open_one


@pytest.fixture
def clock(at: datetime) -> Iterator[datetime]:
    """The middleware reads the time of the cast."""
    with time_machine.travel(at, tick=False):
        yield at


@pytest.fixture
def beside(house: House, session_of: Callable[..., Session], clock: datetime) -> Callable[..., Beside]:
    """`beside("ana")`: her session, and somebody who records into it."""

    def come(name: str, *facts: str) -> Beside:
        return Beside(house, session_of(name, *facts), clock)

    return come
