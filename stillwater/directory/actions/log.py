"""One line of the public log, one event of the audit, and what letters go out beside them."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from stillwater.directory.actions.editions import next_edition
from stillwater.directory.models import Change, Edition, Listing, Moderator, Steward
from stillwater.kit.actor import Actor, ActorKind
from stillwater.notify.actions import queue
from stillwater.people.models import Person

VISITOR = Actor(ActorKind.SYSTEM, UUID(int=0), "Somebody without an account")


def held(listing_id: UUID) -> Listing | None:
    """The listing, held until the caller's transaction ends. The edition is taken hold of first, as by everybody who changes a
    listing: whoever took them the other way round would wait for ever.
    """
    Edition.objects.bulk_create([Edition(id=1)], ignore_conflicts=True)
    Edition.objects.select_for_update().get(id=1)
    return Listing.objects.select_for_update().filter(id=listing_id).first()


def note(listing: Listing, *, role: str, kind: str, at: datetime, field: str = "") -> None:
    """One line of the public log, and the listing's edition with it, inside the caller's transaction."""
    listing.edition = next_edition()
    listing.save(update_fields=["edition"])
    Change.objects.create(edition=listing.edition, listing=listing, at=at, role=role, kind=kind, field=field)


def actor_of(person: Person) -> Actor:
    return Actor(ActorKind.STAFF, person.id, person.name)


def page(path: str) -> str:
    """An address of this place, whole."""
    return f"{settings.STILLWATER_URL}{path}"


def tell_stewards(listing: Listing, *, about: str, text: str, at: datetime, but: UUID | None = None) -> None:
    """A letter to everybody who keeps this listing."""
    for steward in Steward.objects.filter(listing=listing, until_at__isnull=True).select_related("person"):
        if steward.person_id != but:
            person = steward.person
            queue(
                about=f"{about}:{person.id}", to_address=person.email, recipient_id=person.id, recipient_name=person.name,
                subject="Your listing in the directory", text=text, due_at=at,
            )  # fmt: skip


def tell_moderators(at: datetime) -> None:
    """That something waits: one letter a day to each of them, which names nobody."""
    for moderator in Moderator.objects.filter(until_at__isnull=True).select_related("person"):
        person = moderator.person
        queue(
            about=f"duty:moderation:{person.id}:{at:%Y-%m-%d}", to_address=person.email, recipient_id=person.id,
            recipient_name=person.name, subject="Something waits for you", due_at=at,
            text=f"Somebody asked about a listing of the directory, and moderators decide it:\n\n{page('/moderation')}\n",
        )  # fmt: skip
