"""Ask for a correction, report a listing, ask for its removal: anybody, without an account."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from stillwater.audit.actions import changed
from stillwater.directory.actions.listings import subject
from stillwater.directory.actions.log import (
    VISITOR,
    actor_of,
    held,
    page,
    tell_moderators,
    tell_stewards,
)
from stillwater.directory.actions.removing import remove
from stillwater.directory.models import Listing, Request
from stillwater.directory.queries.claiming import is_steward
from stillwater.directory.rules.claiming import DAY
from stillwater.directory.rules.fields import BY_KEY, Source, Unusable, holds_dea
from stillwater.directory.rules.requests import (
    ANSWERED_WITHIN,
    MOST_A_DAY_LISTING,
    MOST_A_DAY_SENDER,
    SAYS,
    WHY,
    Kind,
    Role,
    is_email,
    sender_of,
)
from stillwater.kit.keys import digest
from stillwater.notify.actions import queue
from stillwater.people.access import NotYours
from stillwater.people.models import Person


class TooMany(Exception):
    """Too much was asked today, about this listing or from this sender. `whose` is "listing" or "sender"."""

    def __init__(self, whose: str) -> None:
        super().__init__(whose)
        self.whose = whose


@dataclass(frozen=True)
class Asked:
    """What somebody asks. `email` is for the answer alone; `field` names what a correction is about."""

    kind: Kind
    role: Role
    says: str = ""
    why: str = ""
    email: str = ""
    field: str = ""


def ask(*, listing_id: UUID, asked: Asked, sender: str, at: datetime) -> Request:
    """Keep what somebody asks until it is answered. `sender` is the address that the request came from: it is counted under a
    digest of the day, and kept nowhere. Raises NotYours, TooMany, Unusable (what is wrong with which).
    """
    says, why, email = _words("says", asked.says, SAYS), _words("why", asked.why, WHY), asked.email.strip()
    _look_at(asked, says, email)
    with transaction.atomic():
        listing = held(listing_id)
        if listing is None or listing.removed_at or listing.published_at is None:
            raise NotYours
        _count(listing, asked.kind, sender, at)
        made = Request.objects.create(
            listing=listing, kind=asked.kind, role=asked.role, email=email, field=asked.field, says=says, why=why,
            asked_at=at, answer_due_at=at + ANSWERED_WITHIN[asked.kind],
        )  # fmt: skip
        changed("asked", subject(listing), by=VISITOR, at=at, details={"detail": str(asked.kind)})
        _tell(listing, made, at)
    return made


def remove_own(*, listing_id: UUID, person: Person, at: datetime) -> None:
    """Whoever keeps a listing takes it out: at once. Raises NotYours."""
    with transaction.atomic():
        listing = held(listing_id)
        if listing is None or listing.removed_at or not is_steward(listing, person.id):
            raise NotYours
        remove(listing, role=Source.STEWARD, by=actor_of(person), at=at)
        close_others(listing, at)


def close_others(listing: Listing, at: datetime) -> None:
    """With the listing gone, whatever was asked of it is answered by that."""
    for each in Request.objects.filter(listing=listing, granted_at__isnull=True, declined_at__isnull=True):
        each.granted_at = at
        tell(each, "The listing was removed from the directory.", at)


def tell(asked: Request, answer: str, at: datetime) -> None:
    """Send the answer to whoever left an address. With that the address goes, and so do their words."""
    if asked.email:
        queue(
            about=f"once:answer:{asked.id}", to_address=asked.email, subject="An answer to what you asked",
            text=f"You asked about a listing of the directory. The answer:\n\n{answer}\n\nYour address is not kept.\n",
            due_at=at,
        )  # fmt: skip
    asked.email, asked.says, asked.why, asked.answer = "", "", "", answer
    asked.save()


def _words(key: str, text: str, most: int) -> str:
    kept = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(kept) > most:
        raise Unusable(key, "long")
    if holds_dea(kept):
        raise Unusable(key, "dea")
    return kept


def _look_at(asked: Asked, says: str, email: str) -> None:
    if asked.kind is not Kind.REMOVAL and not says:
        raise Unusable("says", "missing")
    if asked.kind is Kind.CORRECTION and asked.field not in BY_KEY:
        raise Unusable("field", "choice")
    if email and not is_email(email):
        raise Unusable("email", "email")


def _count(listing: Listing, kind: Kind, sender: str, at: datetime) -> None:
    """By listing in the table; by sender in the cache, under a key that means nothing tomorrow."""
    if Request.objects.filter(listing=listing, kind=kind, asked_at__gt=at - DAY).count() >= MOST_A_DAY_LISTING:
        raise TooMany("listing")
    if household := sender_of(sender):
        key = f"asks:{digest(f'sender {at:%Y-%m-%d} {household}')}"
        so_far = int(cache.get(key) or 0)
        if so_far >= MOST_A_DAY_SENDER:
            raise TooMany("sender")
        cache.set(key, so_far + 1, int(DAY.total_seconds()))


def _tell(listing: Listing, made: Request, at: datetime) -> None:
    """Whoever keeps the listing reads that something was asked, and of a removal what they can do; the moderators that it waits."""
    tell_moderators(at)
    if made.kind == Kind.REPORT:
        return  # it may be about them
    due = f"{made.answer_due_at:%d %B %Y}"
    text = (
        "Somebody asked for a correction of the listing that you keep. You can look at what it says and change it:\n\n"
    )
    address = page(f"/find/{listing.slug}")
    if made.kind == Kind.REMOVAL:
        text = (
            f"Somebody asked to remove the listing that you keep. If nobody decides it by {due}, it is hidden until somebody does. "
            "You decide it here, and you can keep it:\n\n"
        )
        address = page(f"/find/{listing.slug}/remove")
    tell_stewards(listing, about=f"asked:{made.id}", text=f"{text}{address}\n", at=at)
