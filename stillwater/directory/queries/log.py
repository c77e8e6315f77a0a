"""The public log: what changed, when, by which role. Never by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from stillwater.directory.models import Change
from stillwater.directory.rules.ages import shown


@dataclass(frozen=True)
class Part:
    """One thing that changed; what it was and is, where the log may say so."""

    kind: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Entry:
    """One change of one listing as anybody may read it. Of a listing that is hidden or removed there is neither name nor address,
    and of a removed one not even what its lines said before.
    """

    id: UUID
    edition: int
    at: datetime
    role: str
    parts: tuple[Part, ...]
    name: str = ""
    slug: str = ""


def entries(*, at: datetime, before: int | None = None, slug: str = "", most: int = 50) -> list[Entry]:
    """The newest changes, or those before an edition; of one listing, if it is named. Whole editions: none is cut in two."""
    wanted = Change.objects.all()
    wanted = wanted.filter(edition__lt=before) if before is not None else wanted
    wanted = wanted.filter(listing__slug=slug) if slug else wanted
    editions = list(wanted.order_by("-edition").values_list("edition", flat=True).distinct()[:most])
    found = wanted.filter(edition__in=editions).select_related("listing").order_by("-edition", "id")
    return [_entry(list(lines), at.date()) for _, lines in groupby(found, lambda each: (each.edition, each.listing_id))]


def _entry(lines: list[Change], today: date) -> Entry:
    first, listing = lines[0], lines[0].listing
    gone = listing.removed_at is not None
    named = not gone and listing.published_at is not None and listing.hidden_at is None
    return Entry(
        first.id, first.edition, first.at, first.role, tuple(_parts(lines, gone=gone, named=named)),
        str(shown(listing.facts, today).get("name", "")) if named else "", listing.slug if named else "",
    )  # fmt: skip


def _parts(lines: Iterable[Change], *, gone: bool, named: bool) -> Iterable[Part]:
    parts = [
        Part(
            line.kind, "" if gone else line.field, line.before if named else None, line.after if named else None
        )
        for line in lines
    ]  # fmt: skip
    return dict.fromkeys(parts) if gone else parts
