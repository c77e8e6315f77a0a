"""The page of one listing."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stillwater.directory.models import Listing, Location
from stillwater.directory.queries.reading import is_kept, photos_of
from stillwater.directory.rules.ages import shown
from stillwater.directory.rules.statements import standing
from stillwater.web.public.find.cards import opening
from stillwater.web.public.find.facts import accepting, address, groups_of, where
from stillwater.web.public.find.maps import map_of_places
from stillwater.web.public.find.schema import schema_of
from stillwater.web.public.find.words import CHECKED
from stillwater.web.shared.http import Request


def page_of(listing: Listing, request: Request) -> dict[str, Any]:
    """What the template shows."""
    today = request.at.date()
    places = [_place(place, request) for place in listing.places]  # type: ignore[attr-defined]
    points = [(p.latitude, p.longitude) for p in listing.places if p.latitude is not None]  # type: ignore[attr-defined]
    says = shown(listing.facts, today)
    return {
        "listing": listing, "says": says, "groups": groups_of(listing.facts, today), "places": places,
        "where": " · ".join(dict.fromkeys(where(place.facts) for place in listing.places)),  # type: ignore[attr-defined]
        "accepting": accepting(says["accepting"], says.get("accepting_from")) if "accepting" in says else "",
        "checks": [(CHECKED[check.what], check) for check in listing.checks],  # type: ignore[attr-defined]
        "claimed": is_kept(listing), "photos": photos_of(listing), "sky": listing.pk.int % 5,
        "map": map_of_places(str(listing), points) if points else None,
        "statements": standing(says, today), "schema": schema_of(listing, says, request.build_absolute_uri()),
        "back": reverse("listing", args=[listing.slug]), "tel": says.get("phone", "").replace(" ", ""),
        "title": _("%(name)s: ketamine therapy") % {"name": listing},
    }  # fmt: skip


def _place(place: Location, request: Request) -> dict[str, Any]:
    today = request.at.date()
    says = shown(place.facts, today)
    return {
        "name": says.get("place", ""), "address": address(place.facts), "groups": groups_of(place.facts, today, at=True),
        "opening": opening(place, says, request.at),
    }  # fmt: skip
