"""Take somebody out of the directory: their facts go, and what stays is enough to know them again and nothing else."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from stillwater.audit.actions import changed
from stillwater.directory.actions.listings import subject
from stillwater.directory.actions.log import note
from stillwater.directory.models import (
    Claim,
    Listing,
    Location,
    Opinion,
    Photo,
    Removal,
    Request,
    Steward,
    Verification,
)
from stillwater.directory.queries.removals import digest_of, listing_traits
from stillwater.directory.rules.removing import DOMAIN, PHONE
from stillwater.kit.actor import Actor


def remove(listing: Listing, *, role: str, by: Actor, at: datetime) -> None:
    """Inside the caller's transaction, with the listing held. Asked for what is removed already, nothing happens."""
    if listing.removed_at:
        return
    _keep_digests(listing, at)
    listing.facts, listing.npi, listing.slug = {}, "", f"removed-{listing.id.hex[-16:]}"  # a slug is a name
    listing.removed_at, listing.recheck_date = at, None
    listing.save(update_fields=["facts", "npi", "slug", "removed_at", "recheck_date"])
    Location.objects.filter(listing=listing).update(
        facts={}, latitude=None, longitude=None, time_zone="UTC", closed_at=at
    )
    Photo.objects.filter(listing=listing).update(image=b"", shows="", removed_at=at)
    Verification.objects.filter(listing=listing).update(found="", looked_in="", address="", by_words="")
    Verification.objects.filter(listing=listing, withdrawn_at__isnull=True).update(withdrawn_at=at)
    Steward.objects.filter(listing=listing, until_at__isnull=True).update(until_at=at)
    Opinion.objects.filter(claim__listing=listing).update(reason="")
    claims = Claim.objects.filter(listing=listing)
    claims.filter(proved_at__isnull=True, refused_at__isnull=True).update(refused_at=at, refused_why="removed")
    claims.update(target="", words="", secret_digest="")
    Request.objects.filter(listing=listing).update(says="", why="")
    note(listing, role=role, kind="removed", at=at)
    changed("removed", subject(listing), by=by, at=at)


def _keep_digests(listing: Listing, at: datetime) -> None:
    Removal.objects.bulk_create(
        Removal(listing=listing, kind=kind, digest=digest_of(kind, value), at=at)
        for kind, value in listing_traits(listing)
        if not _shared(listing, kind, value)
    )


def _shared(listing: Listing, kind: str, value: str) -> bool:
    """Whether another listing publishes the same number or domain: that of a group of which one member leaves, or of a rival whom
    somebody would like to keep out by removing a listing of their own that bears their number.
    """
    if kind not in (PHONE, DOMAIN):
        return False
    return any((kind, value) in listing_traits(each) for each in _near(listing, kind, value))


def _near(listing: Listing, kind: str, value: str) -> Iterator[Listing]:
    others = Listing.objects.filter(published_at__isnull=False, removed_at__isnull=True).exclude(id=listing.id)
    if kind == DOMAIN:
        yield from others.filter(facts__website__value__icontains=value)
    else:
        last = value[-4:]  # however the rest is punctuated
        places = Location.objects.filter(facts__direct_phone__value__icontains=last).values("listing")
        yield from others.filter(Q(facts__phone__value__icontains=last) | Q(id__in=places))
