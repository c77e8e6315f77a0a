"""Up to three listings side by side: one row a field that at least one of them fills."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from stillwater.directory.models import Listing
from stillwater.directory.rules.fields import FIELDS
from stillwater.web.public.find.facts import address, lines_of
from stillwater.web.public.find.words import FIELD

MOST = 3
LEFT_OUT = {"about", "staff", "website", "email", "phone", "direct_phone", "closed_on"}


@dataclass(frozen=True)
class Row:
    """What each says of one thing; empty where it says nothing, which is itself worth asking about."""

    label: str
    cells: tuple[tuple[str, ...], ...]


def table_of(listings: Sequence[Listing], at: datetime) -> list[Row]:
    """The rows, in the order of a listing's page."""
    said = [_said(listing, at) for listing in listings]
    rows = [Row(_("Where"), tuple(tuple(address(place.facts) for place in listing.places) for listing in listings))]  # type: ignore[attr-defined]
    for field in FIELDS:
        cells = tuple(each.get(field.key, ()) for each in said)
        if field.key not in LEFT_OUT and any(cells):
            rows.append(Row(str(FIELD[field.key]), cells))
    return rows if listings else []


def _said(listing: Listing, at: datetime) -> dict[str, tuple[str, ...]]:
    found = {line.key: line.said for line in lines_of(listing.facts, at.date())}
    for place in listing.places[:1]:  # type: ignore[attr-defined]
        found |= {line.key: line.said for line in lines_of(place.facts, at.date())}
    return found
