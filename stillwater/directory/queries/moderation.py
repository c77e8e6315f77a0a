"""What waits for the moderators, for moderators alone."""

from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from stillwater.directory.models import Claim, Listing, Moderator, Opinion, Request, Steward
from stillwater.directory.rules.claiming import Way
from stillwater.people.access import NotYours
from stillwater.people.models import Person


def moderator_for(person: Person | None) -> Moderator:
    """The standing appointment of this person. Raises NotYours."""
    found = Moderator.objects.filter(person=person, until_at__isnull=True).first() if person else None
    if found is None:
        raise NotYours
    return found


def moderators() -> QuerySet[Moderator]:
    """Everybody who is one now."""
    return Moderator.objects.filter(until_at__isnull=True).select_related("person").order_by("since_at")


def waiting_claims(at: datetime) -> QuerySet[Claim]:
    """Claims that moderators decide, oldest first, with what was thought of them and who keeps the listing now."""
    found = Claim.objects.filter(way=Way.MODERATORS, proved_at__isnull=True, refused_at__isnull=True, expires_at__gt=at)
    stewards = Steward.objects.filter(until_at__isnull=True)
    return (
        found.filter(listing__removed_at__isnull=True)
        .select_related("listing", "person")
        .prefetch_related(
            Prefetch("opinions", Opinion.objects.select_related("moderator__person")),
            Prefetch("listing__stewards", stewards, to_attr="keeping"),
        )
        .order_by("asked_at")
    )


def waiting_requests(person: Person) -> QuerySet[Request]:
    """What was asked and nobody has answered, by the day on which an answer is due; not of a listing that this moderator keeps."""
    found = Request.objects.filter(granted_at__isnull=True, declined_at__isnull=True)
    own = Steward.objects.filter(person=person, until_at__isnull=True).values("listing")
    found = found.exclude(listing__in=own).select_related("listing").prefetch_related("listing__locations")
    return found.order_by("answer_due_at", "id")


def hidden_listings() -> QuerySet[Listing]:
    """What nobody finds because a moderator, or a removal that nobody decided, hid it."""
    found = Listing.objects.filter(hidden_why__in=("moderator", "asked"), removed_at__isnull=True)
    return found.order_by("hidden_at")


def request_by(request_id: UUID) -> Request | None:
    return Request.objects.select_related("listing").filter(id=request_id).first()
