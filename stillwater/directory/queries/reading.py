"""One listing, or some, as anybody may read them."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q

from stillwater.directory.models import Listing, Moderator, Photo, Steward
from stillwater.directory.queries.searching import findable, with_all
from stillwater.kit.pieces import in_pieces


def by_ids(ids: Iterable[UUID], today: date) -> dict[UUID, Listing]:
    """Those of these that anybody may find, with their places and checks."""
    return {listing.pk: listing for listing in with_all(findable().filter(pk__in=list(ids)), today)}


def by_slug(slug: str, today: date) -> Listing | None:
    """The listing at this address, if anybody may find it."""
    return with_all(findable().filter(slug=slug), today).first()


def preview(slug: str, person_id: UUID, today: date) -> Listing | None:
    """One that nobody finds at present, for whoever keeps or began it and for moderators, as people would see it."""
    hidden = Listing.objects.filter(slug=slug, removed_at__isnull=True)
    if not Moderator.objects.filter(person_id=person_id, until_at__isnull=True).exists():
        own = Steward.objects.filter(person_id=person_id, until_at__isnull=True).values("listing_id")
        hidden = hidden.filter(Q(pk__in=own) | Q(begun_by_id=person_id))
    return with_all(hidden, today).first()


def by_slugs(slugs: Iterable[str], today: date) -> list[Listing]:
    """Those of these addresses that anybody may find, in this order."""
    wanted = list(slugs)
    found = {listing.slug: listing for listing in with_all(findable().filter(slug__in=wanted), today)}
    return [found[slug] for slug in wanted if slug in found]


def is_kept(listing: Listing) -> bool:
    """Whether somebody proved that it is theirs and keeps it."""
    return Steward.objects.filter(listing=listing, until_at__isnull=True).exists()


def everything(today: date) -> Iterator[Listing]:
    """All that anybody may find, some at a time, in an order that stays."""
    return in_pieces(with_all(findable(), today), 1000)


def photos_of(listing: Listing) -> list[Photo]:
    """Its pictures, without the pictures themselves."""
    return list(Photo.objects.filter(listing=listing, removed_at__isnull=True).defer("image"))


def photo(slug: str, photo_id: UUID) -> bytes | None:
    """One picture of a listing that is not removed. Who knows its address may see it: it was made to be shown."""
    found = Photo.objects.filter(
        pk=photo_id, listing__slug=slug, listing__removed_at__isnull=True, removed_at__isnull=True
    )
    image = found.values_list("image", flat=True).first()
    return bytes(image) if image else None
