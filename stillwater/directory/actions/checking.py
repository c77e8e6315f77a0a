"""Record that somebody checked something of a listing, and take a check back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from stillwater.audit.actions import changed
from stillwater.directory.actions.listings import subject
from stillwater.directory.actions.log import actor_of, held, note
from stillwater.directory.models import Listing, Location, Verification
from stillwater.directory.queries.claiming import is_steward
from stillwater.directory.queries.moderation import moderator_for
from stillwater.directory.rules.checking import CHECKS, NotThen, good_until
from stillwater.directory.rules.fields import Source, Unusable, cleaned, holds_dea
from stillwater.people.access import NotYours
from stillwater.people.models import Person

LONGEST = {"found": 200, "looked_in": 200, "by_words": 120}


@dataclass(frozen=True)
class Checked:
    """What somebody checked: which of CHECKS, what the source said, where they looked, and who they are in words."""

    what: str
    found: str
    looked_in: str
    by_words: str
    on: date
    address: str = ""
    location_id: UUID | None = None


def record(*, listing_id: UUID, by: Person, checked: Checked, at: datetime) -> Verification:
    """Keep a check; an older one of the same thing is withdrawn by it. Raises NotYours, Unusable (what is wrong with which)."""
    moderator, today = moderator_for(by), at.date()
    words = {key: _words(key, getattr(checked, key)) for key in LONGEST}
    if checked.what not in CHECKS:
        raise Unusable("what", "choice")
    address = _address(checked)
    try:
        until = good_until(checked.what, checked.on, today)
    except NotThen:
        raise Unusable("on", "day") from None
    with transaction.atomic():
        listing = held(listing_id)
        if listing is None or listing.removed_at:
            raise NotYours
        if is_steward(listing, by.id):  # nobody checks their own
            raise Unusable("what", "party")
        location = _location(listing, checked)
        older = Verification.objects.filter(listing=listing, what=checked.what, location=location, withdrawn_at=None)
        older.update(withdrawn_at=at)
        made = Verification.objects.create(
            listing=listing, location=location, what=checked.what, address=address, by=moderator,
            checked_date=checked.on, expires_date=until, **words,
        )  # fmt: skip
        note(listing, role=Source.MODERATOR, kind="verified", field=checked.what, at=at)
        changed("verified", subject(listing), by=actor_of(by), at=at, details={"detail": checked.what})
    return made


def withdraw(*, verification_id: UUID, by: Person, at: datetime) -> None:
    """A check that turned out wrong, or holds no more, is shown no more. Raises NotYours."""
    moderator_for(by)
    with transaction.atomic():
        found = Verification.objects.select_related("listing").filter(id=verification_id, withdrawn_at=None).first()
        if found is None:
            raise NotYours
        listing = held(found.listing_id) or found.listing
        Verification.objects.filter(id=found.id).update(withdrawn_at=at)
        note(listing, role=Source.MODERATOR, kind="unverified", field=found.what, at=at)
        changed("unverified", subject(listing), by=actor_of(by), at=at, details={"detail": found.what})


def _words(key: str, text: str) -> str:
    kept = " ".join(text.replace("\x00", "").split())
    if not kept or len(kept) > LONGEST[key]:
        raise Unusable(key, "long" if kept else "missing")
    if holds_dea(kept):
        raise Unusable(key, "dea")
    return kept


def _address(checked: Checked) -> str:
    if not checked.address:
        if CHECKS[checked.what].look_up:
            raise Unusable("address", "missing")
        return ""
    try:
        return str(cleaned("website", checked.address))
    except Unusable as trouble:
        raise Unusable("address", trouble.why) from None


def _location(listing: Listing, checked: Checked) -> Location | None:
    """The address that was checked; where there is only one it need not be named."""
    if not CHECKS[checked.what].at:
        return None
    every = list(listing.locations.filter(closed_at__isnull=True))
    found = every if len(every) == 1 else [each for each in every if each.id == checked.location_id]
    if not found:
        raise Unusable("location", "missing")
    return found[0]
