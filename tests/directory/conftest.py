"""A directory to search: what is held in memory never outlives a test."""

from collections.abc import Iterator

import pytest

from stillwater.directory.queries.searching import forget


@pytest.fixture(autouse=True)
def _nothing_held() -> Iterator[None]:
    forget()
    yield
    forget()
