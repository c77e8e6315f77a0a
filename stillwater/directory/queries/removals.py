"""Whether somebody asked not to be listed: known by digests alone."""

from collections.abc import Iterable

from stillwater.directory.models import Listing, Removal
from stillwater.directory.rules.removing import traits
from stillwater.kit.keys import digest


def digest_of(kind: str, value: str) -> str:
    """What is kept of one trait: keyed, so that whoever has the database cannot try out every telephone number."""
    return digest(f"removal {kind} {value}")


def is_removed(
    *, npi: str = "", phones: Iterable[str] = (), website: str = "", name: str = "", zips: Iterable[str] = ()
) -> str:
    """The first trait (npi, phone, domain, name+zip) by which this is somebody who was removed; empty where nobody is."""
    found = list(traits(npi=npi, phones=phones, website=website, name=name, zips=zips))
    kept = {digest_of(kind, value): kind for kind, value in found}
    known = set(Removal.objects.filter(digest__in=list(kept)).values_list("digest", flat=True))
    return next((kind for each, kind in kept.items() if each in known), "")


def listing_traits(listing: Listing) -> list[tuple[str, str]]:
    """Everything by which a listing, or somebody in it, would be known again."""
    said = {key: fact.get("value") for key, fact in listing.facts.items()}
    places = [{key: fact.get("value") for key, fact in each.facts.items()} for each in listing.locations.all()]
    phones = [str(each) for each in (said.get("phone"), *(place.get("direct_phone") for place in places)) if each]
    known = traits(
        npi=listing.npi, phones=phones, website=str(said.get("website") or ""), name=str(said.get("name") or ""),
        zips=[str(place["zip"]) for place in places if place.get("zip")],
    )  # fmt: skip
    return list(known)


def removed_as(listing: Listing) -> str:
    """The first trait by which this listing is of somebody who was removed; empty where nobody is."""
    kept = {digest_of(kind, value): kind for kind, value in listing_traits(listing)}
    found = Removal.objects.filter(digest__in=list(kept)).exclude(listing=listing)
    known = set(found.values_list("digest", flat=True))
    return next((kind for each, kind in kept.items() if each in known), "")


class Removed:
    """The same for many rows in a row, as an import asks: every digest is read once."""

    def __init__(self) -> None:
        self.digests = frozenset(Removal.objects.values_list("digest", flat=True))

    def why(
        self, *, npi: str = "", phones: Iterable[str] = (), website: str = "", name: str = "", zips: Iterable[str] = ()
    ) -> str:
        """As `is_removed`."""
        if not self.digests:
            return ""
        every = traits(npi=npi, phones=phones, website=website, name=name, zips=zips)
        return next((kind for kind, value in every if digest_of(kind, value) in self.digests), "")
