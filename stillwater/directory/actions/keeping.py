"""What somebody does with a listing of their own: begin it, say where it is, let a clinic's settings speak."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from stillwater.directory import gazetteer
from stillwater.directory.actions import listings
from stillwater.directory.actions.log import actor_of
from stillwater.directory.models import Listing, Location, Steward
from stillwater.directory.rules.addresses import parts_of
from stillwater.directory.rules.fields import Source, Unusable
from stillwater.people.models import Clinic, Person, Site


def begin_draft(*, name: str, person: Person, at: datetime) -> Listing:
    """A listing that its beginner alone sees, until they prove that it is theirs. Raises Unusable."""
    if not name.strip("\x00 \t\n"):
        raise Unusable("name", "missing")
    return listings.begin(says={"name": name}, by=actor_of(person), source=Source.STEWARD, at=at, begun_by=person)


def set_place(
    *, listing: Listing, place: Location | None, says: Mapping[str, Any], person: Person, at: datetime
) -> Location:
    """An address, new or otherwise, and where it is on the map: the middle of its ZIP or town. Raises Unusable."""
    with transaction.atomic():
        acts: Any = {"by": actor_of(person), "source": Source.STEWARD, "at": at}
        point, zone = whereabouts(says)
        if place is None:
            return listings.add_place(listing=listing, says=says, point=point, zone=zone, **acts)
        listings.say(listing=listing, place=place, says=says, **acts)
        if (place.latitude, place.longitude) == (None, None) or _moved(place, says):
            listings.move(place=place, point=point, zone=zone, at=at)
    return place


def whereabouts(says: Mapping[str, Any]) -> tuple[tuple[float, float] | None, str]:
    """The point and the time zone of an address, as far as its ZIP or its town is known."""
    town = f"{says.get('city') or ''}, {says.get('state') or ''}"
    for asked in (str(says.get("zip") or "")[:5], town if says.get("city") and says.get("state") else ""):
        found = gazetteer.find(asked) if asked else None
        if isinstance(found, gazetteer.Found) and found.kind in ("zip", "town"):
            return (found.latitude, found.longitude), found.zone or gazetteer.zone_of(found.zip) or "UTC"
    return None, "UTC"


def follow_clinic(*, clinic: Clinic, sites: Iterable[Site], person: Person, at: datetime) -> Listing:
    """The listing of a clinic of this system says what the clinic's own settings say; what they do not hold is the owner's to
    add. Called whenever those settings change, and to begin with: then whoever asks keeps it.
    """
    acts: Any = {"by": actor_of(person), "source": Source.CLINIC, "at": at}
    with transaction.atomic():
        listing = Listing.objects.filter(of_clinic=clinic, removed_at__isnull=True).first()
        if listing is None:
            listing = listings.begin(says={"name": clinic.name}, of_clinic=clinic, **acts)
            Steward.objects.create(listing=listing, person=person, since_at=at)
        listings.say(listing=listing, says={"name": clinic.name}, **acts)
        for site in sites:
            _follow_site(listing, site, acts)
    return listing


def follow_if_listed(*, clinic_id: UUID, sites: Iterable[Site], person: Person, at: datetime) -> None:
    """After a clinic's settings changed: its listing, if it has one, says so too."""
    listing = (
        Listing.objects.filter(of_clinic_id=clinic_id, removed_at__isnull=True).select_related("of_clinic").first()
    )
    if listing is not None and listing.of_clinic is not None:
        follow_clinic(clinic=listing.of_clinic, sites=sites, person=person, at=at)


def _follow_site(listing: Listing, site: Site, acts: dict[str, Any]) -> None:
    says: dict[str, Any] = {**parts_of(site.address), "place": site.name, "direct_phone": site.phone}
    says = {key: value for key, value in says.items() if value}
    point, _zone = whereabouts(says)
    place = Location.objects.filter(of_site=site).first()
    if place is None:
        listings.add_place(listing=listing, says=says, point=point, zone=site.time_zone, of_site_id=site.pk, **acts)
        return
    if listings.say(listing=listing, place=place, says=says, **acts) and point:
        listings.move(place=place, point=point, zone=site.time_zone, at=acts["at"])


def _moved(place: Location, says: Mapping[str, Any]) -> bool:
    return whereabouts(says)[0] not in (None, (place.latitude, place.longitude))
