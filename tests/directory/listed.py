"""Fictional listings for the tests."""

from datetime import UTC, datetime
from typing import Any

from stillwater.directory.actions import listings
from stillwater.directory.models import Listing
from stillwater.directory.rules.fields import Source
from stillwater.kit.actor import SYSTEM

NOON = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
DENVER = (39.7392, -104.9903)
SAYS = {
    "name": "Cedar House", "how_to_book": "Telephone or write.", "who_answers": "The front desk",
    "what_follows": "A nurse calls back within two days.", "routes": ["iv", "im"], "settings": ["clinic"],
    "website": "https://cedarhouse.example", "email": "desk@cedarhouse.example", "phone": "+1 303 555 0140",
}  # fmt: skip
HERE = {"street": "12 Cedar Street", "city": "Denver", "state": "CO", "zip": "80203"}


def listed(
    at: datetime = NOON, *, point: tuple[float, float] | None = DENVER, here: Any = None, **says: Any
) -> Listing:
    """One that anybody may find."""
    acts: Any = {"by": SYSTEM, "source": Source.STEWARD, "at": at}
    listing = listings.begin(says=SAYS | says, **acts)
    if here is not False:
        listings.add_place(listing=listing, says=HERE | (here or {}), point=point, zone="America/Denver", **acts)
    listings.publish(listing=listing, **acts)
    return listing
