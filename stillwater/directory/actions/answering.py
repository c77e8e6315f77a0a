"""Answer what was asked about a listing: a moderator, or whoever keeps it, or on its day nobody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from stillwater.audit.actions import changed
from stillwater.directory.actions.listings import hide, say, subject
from stillwater.directory.actions.log import actor_of, held, note, tell_stewards
from stillwater.directory.actions.removing import remove
from stillwater.directory.actions.requests import close_others, tell
from stillwater.directory.models import Listing, Location, Request
from stillwater.directory.queries.claiming import has_steward, is_steward
from stillwater.directory.queries.moderation import moderator_for
from stillwater.directory.rules.claiming import DAY
from stillwater.directory.rules.fields import BY_KEY, Source, Unusable, cleaned, holds_dea
from stillwater.directory.rules.requests import KEPT_FOR, Kind, Silence, by_silence
from stillwater.kit.actor import SYSTEM
from stillwater.people.access import NotYours
from stillwater.people.models import Person

ANSWER = 500
KEPT = "Whoever keeps this listing has proved that it is theirs, and keeps it."


class Over(Exception):
    """It was answered already."""


@dataclass(frozen=True)
class Decision:
    """What a moderator decides. Of a correction: `value` as the field takes it (nothing: the field is emptied), and at which
    address; of a report: whether the listing is hidden.
    """

    grants: bool
    answer: str
    value: str = ""
    location_id: UUID | None = None
    hides: bool = False


def decide(*, request_id: UUID, by: Person, decision: Decision, at: datetime) -> Request:
    """A moderator answers. Raises NotYours, Over, Unusable."""
    moderator_for(by)
    answer = " ".join(decision.answer.replace("\x00", "").split())
    if not answer or len(answer) > ANSWER or holds_dea(answer):
        raise Unusable("answer", "missing" if not answer else "long" if len(answer) > ANSWER else "dea")
    with transaction.atomic():
        asked, listing = _held(request_id)
        if is_steward(listing, by.id):  # nobody judges what is said of their own listing
            raise NotYours
        _close(asked, decision.grants, at)
        if decision.grants:
            _carry_out(asked, listing, decision, by, at)
        elif asked.kind == Kind.REMOVAL:
            _show(listing, Source.MODERATOR, at)
        detail = f"{asked.kind}: {'granted' if decision.grants else 'declined'}"
        changed("answered", subject(listing), by=actor_of(by), at=at, details={"detail": detail})
        tell(asked, answer, at)
    return asked


def keep(*, listing_id: UUID, person: Person, at: datetime) -> None:
    """Whoever keeps a listing declines every removal that was asked for it. Raises NotYours."""
    with transaction.atomic():
        listing = held(listing_id)
        if listing is None or listing.removed_at or not is_steward(listing, person.id):
            raise NotYours
        for asked in _open(listing_id=listing_id, kind=Kind.REMOVAL):
            _close(asked, False, at)
            detail = "removal: declined by whoever keeps the listing"
            changed("answered", subject(listing), by=actor_of(person), at=at, details={"detail": detail})
            tell(asked, KEPT, at)
        _show(listing, Source.STEWARD, at)


def show_again(*, listing_id: UUID, by: Person, at: datetime) -> None:
    """A moderator shows what a moderator hid. Raises NotYours."""
    moderator_for(by)
    with transaction.atomic():
        listing = held(listing_id)
        if listing is None or listing.removed_at:
            raise NotYours
        _show(listing, Source.MODERATOR, at)
        changed("shown", subject(listing), by=actor_of(by), at=at)


def due(*, at: datetime) -> int:
    """Removals that nobody decided by their day: carried out, or hidden where that could be an attack. How many it came to."""
    done = 0
    waiting = _open(kind=Kind.REMOVAL, answer_due_at__lte=at).exclude(listing__hidden_why="asked")
    for request_id in list(waiting.values_list("id", flat=True)[:100]):
        with transaction.atomic():
            try:
                asked, listing = _held(request_id)
            except (Over, NotYours):
                continue
            done += 1
            outcome = _by_silence(listing, at)
            if outcome is Silence.HIDDEN:
                hide(listing=listing, why="asked", by=SYSTEM, source=Source.READER, at=at)
                continue
            if outcome is Silence.KEPT:
                _close(asked, False, at)
                tell(asked, KEPT, at)
                continue
            _close(asked, True, at)
            remove(listing, role=Source.READER, by=SYSTEM, at=at)
            tell(asked, "The listing was removed from the directory.", at)
            close_others(listing, at)
    return done


def _by_silence(listing: Listing, at: datetime) -> Silence:
    lately = Request.objects.filter(listing=listing, kind=Kind.REMOVAL, declined_at__gt=at - KEPT_FOR)
    return by_silence(
        has_steward=has_steward(listing), kept_lately=lately.exists(),
        carried_out=Listing.objects.filter(removed_at__gt=at - DAY).count(),
    )  # fmt: skip


def _open(**which: Any) -> Any:
    return Request.objects.filter(granted_at__isnull=True, declined_at__isnull=True, **which)


def _held(request_id: UUID) -> tuple[Request, Listing]:
    asked = Request.objects.filter(id=request_id).first()
    if asked is None:
        raise NotYours
    listing = held(asked.listing_id) or asked.listing
    asked = Request.objects.select_for_update().get(id=request_id)
    if asked.granted_at or asked.declined_at:
        raise Over
    return asked, listing


def _close(asked: Request, granted: bool, at: datetime) -> None:
    asked.granted_at, asked.declined_at = (at, None) if granted else (None, at)


def _carry_out(asked: Request, listing: Listing, decision: Decision, by: Person, at: datetime) -> None:
    if asked.kind == Kind.CORRECTION:
        _correct(asked.field, listing, decision, by, at)
    elif asked.kind == Kind.REMOVAL:
        asked.save()
        remove(listing, role=Source.MODERATOR, by=actor_of(by), at=at)
        close_others(listing, at)
    elif decision.hides:
        hide(listing=listing, why="moderator", by=actor_of(by), source=Source.MODERATOR, at=at)


def _correct(key: str, listing: Listing, decision: Decision, by: Person, at: datetime) -> None:
    """The fact as it is now said, from a reader: no proof of anything to whoever claims the listing."""
    field = BY_KEY[key]
    if cleaned(key, decision.value) is None and field.core:
        raise Unusable(key, "missing")
    place = _location(listing, decision) if field.at else None
    say(listing=listing, place=place, says={key: decision.value}, by=actor_of(by), source=Source.READER, at=at)
    text = (
        "A reader’s correction was granted, and your listing says something else now. You can change it at any time.\n"
    )
    tell_stewards(listing, about=f"corrected:{listing.edition}", text=text, at=at)


def _location(listing: Listing, decision: Decision) -> Location:
    every = list(listing.locations.filter(closed_at__isnull=True))
    found = every if len(every) == 1 else [each for each in every if each.id == decision.location_id]
    if not found:
        raise Unusable("location", "missing")
    return found[0]


def _show(listing: Listing, role: str, at: datetime) -> None:
    """Only what was hidden by a request or a moderator: what is stale is shown again by confirming it."""
    if listing.hidden_why in ("asked", "moderator"):
        if role == Source.STEWARD and listing.hidden_why == "moderator":
            return
        listing.hidden_at, listing.hidden_why = None, ""
        listing.save(update_fields=["hidden_at", "hidden_why"])
        note(listing, role=role, kind="shown", at=at)
