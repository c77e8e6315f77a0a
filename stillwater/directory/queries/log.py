"""The public log: what changed, when, by which role. Never by whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from stillwater.directory.models import Change
from stillwater.directory.rules.ages import shown


@dataclass(frozen=True)
class Line:
    """One change as anybody may read it. Of a listing that is hidden or removed there is neither name nor address, and of a
    removed one not even what its lines said before.
    """

    id: UUID
    edition: int
    at: datetime
    role: str
    kind: str
    field: str
    before: Any
    after: Any
    name: str = ""
    slug: str = ""


def lines(*, at: datetime, before: int | None = None, slug: str = "", most: int = 50) -> list[Line]:
    """The newest lines, or those older than an edition; of one listing, if it is named."""
    found = Change.objects.select_related("listing").order_by("-edition", "-id")
    found = found.filter(edition__lt=before) if before is not None else found
    found = found.filter(listing__slug=slug) if slug else found
    return list(_lines(found[:most], at))


def _lines(changes: Any, at: datetime) -> Iterator[Line]:
    for change in changes:
        listing = change.listing
        gone = listing.removed_at is not None
        named = not gone and listing.published_at is not None and listing.hidden_at is None
        silent = not named
        yield Line(
            change.id, change.edition, change.at, change.role, change.kind, "" if gone else change.field,
            None if silent else change.before, None if silent else change.after,
            str(shown(listing.facts, at.date()).get("name", "")) if named else "", listing.slug if named else "",
        )  # fmt: skip
