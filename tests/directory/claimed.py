"""A listing, and people with accounts who say that it is theirs."""

import re
from datetime import date
from typing import Any

from stillwater.directory.actions.moderators import appoint
from stillwater.directory.models import Listing, Location
from stillwater.notify.models import Delivery
from stillwater.people.models import Person
from tests.cast import AT, JOINED

DESK = "desk@cedarhouse.example"
SAID = {
    "name": "Cedar House Psychiatry", "email": DESK, "website": "https://www.cedarhouse.example/care",
    "phone": "(303) 555-0142", "routes": ["iv", "im"], "price_low": 350, "staff": "Ada Osei, MD",
}  # fmt: skip
PLACE = {"street": "12 Larch Street", "city": "Denver", "state": "CO", "zip": "80203"}


def said(values: dict[str, Any], *, on: date = AT.date(), by: str = "moderator") -> dict[str, Any]:
    """Facts as a listing keeps them."""
    return {key: {"value": value, "on": on.isoformat(), "by": by} for key, value in values.items()}


def listing(slug: str = "cedar-house", *, npi: str = "", place: dict[str, Any] | None = None, **facts: Any) -> Listing:
    """A published listing with one address; `facts` beside or instead of Cedar House's, None for not said."""
    values = {key: value for key, value in {**SAID, **facts}.items() if value is not None}
    made = Listing.objects.create(slug=slug, npi=npi, facts=said(values), begun_at=JOINED, published_at=JOINED)
    Location.objects.create(listing=made, facts=said(PLACE | (place or {})), latitude=39.73, longitude=-104.98)
    return made


def account(name: str) -> Person:
    """Somebody with an account and no place anywhere."""
    facts = {"name": f"{name.title()} Lund", "time_zone": "America/Denver", "joined_at": JOINED}
    return Person.objects.create_user(f"{name}@lund.example", "a long enough password", **facts)


def moderator(name: str) -> Person:
    person = account(name)
    appoint(email=person.email, at=JOINED)
    return person


def code_sent(to: str, channel: str = "email") -> str:
    """The code in the newest letter or message to an address; empty where there is none."""
    sent = Delivery.objects.filter(to_address=to, channel=channel, about_key__startswith="once:claim:")
    newest = sent.order_by("-due_at", "-id").first()
    found = re.search(r"\b(\d{4} \d{4})\b", newest.text) if newest else None
    return found.group(1) if found else ""
