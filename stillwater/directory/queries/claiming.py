"""Reads about claims: what a listing can be proved by, and where a claim stands."""

from datetime import date, datetime
from importlib import import_module
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from stillwater.directory.models import Claim, Listing, Request, Steward
from stillwater.directory.rules.ages import shown
from stillwater.directory.rules.claiming import DAY, Offer, Way, npi_fits, offers, proving
from stillwater.directory.rules.requests import Kind
from stillwater.notify import phone


def listing_by_slug(slug: str) -> Listing | None:
    """A listing that anybody may read and ask about: published, not hidden, not removed."""
    found = Listing.objects.filter(slug=slug, published_at__isnull=False, removed_at__isnull=True)
    return found.filter(hidden_at__isnull=True).first()


def listing_to_ask_about(slug: str, person_id: UUID | None) -> Listing | None:
    """The same; whoever keeps it finds it too while it is hidden because somebody asked for its removal."""
    found = listing_by_slug(slug)
    if found is None and person_id:
        found = Listing.objects.filter(slug=slug, removed_at__isnull=True, hidden_why="asked").first()
        return found if found and is_steward(found, person_id) else None
    return found


def claimable(slug: str, person_id: UUID) -> Listing | None:
    """The same, or one that is hidden only because nobody has confirmed it for long: its owner may come back; or a draft, for
    whoever began it.
    """
    found = Listing.objects.filter(slug=slug, removed_at__isnull=True)
    listed = Q(published_at__isnull=False) & (Q(hidden_at__isnull=True) | Q(hidden_why="stale"))
    return found.filter(listed | Q(published_at__isnull=True, begun_by_id=person_id)).first()


def name_of(listing: Listing, today: date) -> str:
    """What it is called, as far as that may still be shown."""
    return str(shown(listing.facts, today).get("name", ""))


def offers_of(listing: Listing, today: date) -> tuple[Offer, ...]:
    """Every way to prove that a listing is one's own, with what it goes to or why it is not open. What a draft says was typed by
    whoever wants to prove it, so it proves nothing: two moderators look at it.
    """
    if listing.published_at is None:
        return (Offer(Way.MODERATORS),)
    values = proving(listing.facts, today)
    return offers(values, register_phone=register_phone(listing, values), phones=phone.is_there())


def register_phone(listing: Listing, values: dict[str, Any]) -> str:
    """The telephone of this listing's own entry in the hidden register, which is found by the NPI that the listing bears and not
    by one that somebody types: a stranger's own entry would lead to the stranger's own telephone.
    """
    if not npi_fits(listing.npi):
        return ""
    try:
        register = import_module("stillwater.directory.queries.register")
    except ModuleNotFoundError:
        return ""
    first = listing.locations.filter(closed_at__isnull=True).first()
    code = str(first.facts.get("zip", {}).get("value", "")) if first else ""
    entry = register.match(npi=listing.npi, name=str(values.get("name", "")), zip=code[:5], phone="")
    return str(entry.phone) if entry and getattr(entry, "npi", listing.npi) == listing.npi else ""


def live_claims(listing: Listing, at: datetime) -> QuerySet[Claim]:
    """Claims to a listing that somebody still waits for."""
    return Claim.objects.filter(listing=listing, proved_at__isnull=True, refused_at__isnull=True, expires_at__gt=at)


def last_claim(listing: Listing, person_id: UUID) -> Claim | None:
    return Claim.objects.filter(listing=listing, person_id=person_id).order_by("-asked_at", "-id").first()


def is_steward(listing: Listing, person_id: UUID) -> bool:
    return Steward.objects.filter(listing=listing, person_id=person_id, until_at__isnull=True).exists()


def has_steward(listing: Listing) -> bool:
    return Steward.objects.filter(listing=listing, until_at__isnull=True).exists()


def removal_asked(listing: Listing) -> Request | None:
    """The removal that was asked for first and that nobody has decided."""
    found = Request.objects.filter(
        listing=listing, kind=Kind.REMOVAL, granted_at__isnull=True, declined_at__isnull=True
    )
    return found.order_by("answer_due_at").first()


def asked_today(at: datetime, **whose: Any) -> int:
    """How many claims were asked for in the last day, of a listing or by a person."""
    return Claim.objects.filter(asked_at__gt=at - DAY, **whose).count()


def token_claim(claim_id: UUID, at: datetime) -> Claim | None:
    """A live claim whose token is to be looked for."""
    found = Claim.objects.filter(id=claim_id, way__in=(Way.DNS, Way.PAGE), listing__removed_at__isnull=True)
    return found.filter(proved_at__isnull=True, refused_at__isnull=True, expires_at__gt=at).first()
