"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


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
    }
