"""What was checked of a listing and may still be shown."""

from datetime import date

from django.db.models import QuerySet

from stillwater.directory.models import Listing, Verification


def shown_checks(listing: Listing, today: date) -> QuerySet[Verification]:
    """Checks that are neither withdrawn nor run out, by what was checked."""
    found = Verification.objects.filter(listing=listing, withdrawn_at__isnull=True, expires_date__gt=today)
    return found.select_related("location").order_by("what", "-checked_date")


def recent_checks(today: date, most: int = 50) -> QuerySet[Verification]:
    """The newest checks that are shown anywhere, for the moderators."""
    found = Verification.objects.filter(withdrawn_at__isnull=True, expires_date__gt=today)
    return found.select_related("listing", "location").order_by("-checked_date", "-id")[:most]
