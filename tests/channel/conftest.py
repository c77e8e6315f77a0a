"""Nothing that was read of one test's channel is answered in the next."""

import pytest

from tests.channel.small import folder

__all__ = ["folder"]


@pytest.fixture(autouse=True)
def _forgotten(fresh_shelf: None) -> None:
    """Before and after each test."""
