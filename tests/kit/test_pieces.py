"""Many rows are read some at a time, each of them once."""

from typing import Any

import pytest

from stillwater.directory.models import Listing
from stillwater.kit.pieces import in_pieces
from tests.directory.listed import listed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("size", "questions"), [(1, 6), (2, 4), (3, 3), (5, 2), (50, 2)])
def test_each_row_comes_once_in_the_order_of_the_keys(
    django_assert_num_queries: Any, size: int, questions: int
) -> None:
    made = {listed(name=f"House {n}").pk for n in range(5)}
    with django_assert_num_queries(questions):
        found = [row.pk for row in in_pieces(Listing.objects.order_by("-begun_at"), size)]
    assert found == sorted(made)


def test_of_nothing_nothing_comes() -> None:
    assert list(in_pieces(Listing.objects.all(), 10)) == []
