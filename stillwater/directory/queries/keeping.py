"""The listings that somebody keeps, or has begun."""

from uuid import UUID

from django.db.models import Q, QuerySet

from stillwater.directory.models import Listing, Location, Steward


def kept_by(person_id: UUID) -> QuerySet[Listing]:
    """Theirs, and their drafts that nobody has proved to be theirs yet."""
    own = Steward.objects.filter(person_id=person_id, until_at__isnull=True).values("listing_id")
    return Listing.objects.filter(
        Q(pk__in=own) | Q(begun_by_id=person_id, published_at__isnull=True), removed_at__isnull=True
    ).order_by("begun_at")


def one_kept_by(person_id: UUID, listing_id: UUID) -> Listing | None:
    return kept_by(person_id).filter(pk=listing_id).first()


def place_of(listing: Listing, place_id: UUID) -> Location | None:
    """One of its open places."""
    return Location.objects.filter(listing=listing, pk=place_id, closed_at__isnull=True).first()


def places_of(listing: Listing) -> list[Location]:
    return list(Location.objects.filter(listing=listing, closed_at__isnull=True))


def is_proved(listing: Listing, person_id: UUID) -> bool:
    """Whether this person may show it: it is proved to be theirs."""
    return Steward.objects.filter(listing=listing, person_id=person_id, until_at__isnull=True).exists()


def of_clinic(clinic_id: UUID) -> Listing | None:
    """The listing of a clinic of this system."""
    return Listing.objects.filter(of_clinic_id=clinic_id, removed_at__isnull=True).first()
