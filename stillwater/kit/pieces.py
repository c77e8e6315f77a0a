"""Many rows, some at a time."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def in_pieces(rows: QuerySet[Row], size: int) -> Iterator[Row]:
    """All of them in the order of their keys, `size` read at a time, with what they prefetch. `iterator()` holds them all at once
    on PostgreSQL: no cursor stays open there, because a pooler may hand the connection to somebody else."""
    rows, last = rows.order_by("pk"), None
    while piece := list((rows if last is None else rows.filter(pk__gt=last))[:size]):
        yield from piece
        last = piece[-1].pk
