"""The channel with every page that ships, laid out once for a module; each test takes back what it did."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction

from stillwater.channel.actions.issue import lay_out
from stillwater.channel.queries import finding, reading, shelf
from tests.cast import AT


def forget() -> None:
    """What is kept in memory belongs to a database that was taken back."""
    shelf.forget()
    reading._kept.clear()
    finding._index.cache_clear()


@pytest.fixture
def fresh_shelf() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture(scope="module")
def channel(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[int]:
    """Every page that ships, published at the time of the cast. How many were written."""
    with django_db_blocker.unblock(), time_machine.travel(AT, tick=False), transaction.atomic():
        yield lay_out(at=AT)
        transaction.set_rollback(True)
    forget()
