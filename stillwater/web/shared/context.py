"""What every template may use."""

from datetime import tzinfo
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from stillwater.people.access import Access
from stillwater.people.models import Clinic


def page(request: HttpRequest) -> dict[str, Any]:
    """The asker, their clinic and place, the identity that the outbox binds to, and whether this is the demonstration."""
    access = getattr(request, "asker", None) or getattr(request, "access", None)
    clinic = getattr(request, "clinic", None)
    place = next((p for p in access.places if p.clinic_id == clinic.id), None) if access and clinic else None
    return {
        "access": access,
        "clinic": clinic,
        "place": place,
        "tablet": access.tablet if access else None,
        "identity": access.identity if access else "",
        "demo": settings.STILLWATER_DEMO,
        "now": getattr(request, "at", None),
        "site_zone": lambda: _site_zone(access, clinic),
    }


def _site_zone(access: Access | None, clinic: Clinic | None) -> tzinfo:
    """The clock on the clinic's wall, wherever whoever looks may live. Asked for only by a page that shows it."""
    if access and access.tablet:
        return access.tablet.site.zone
    sites = access.sites_in(clinic.id) if access and clinic else []
    return sites[0].zone if sites else timezone.get_current_timezone()
