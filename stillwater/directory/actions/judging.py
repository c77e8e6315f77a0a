"""Two moderators and a claim: neither is the claimant, they are two people, and one refusal refuses."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from stillwater.audit.actions import changed
from stillwater.directory.actions.claiming import Refused, end, grant, locked
from stillwater.directory.actions.listings import subject
from stillwater.directory.actions.log import actor_of
from stillwater.directory.models import Claim, Moderator, Opinion
from stillwater.directory.queries import claiming as known
from stillwater.directory.queries.moderation import moderator_for
from stillwater.directory.rules.claiming import Way, is_live
from stillwater.directory.rules.fields import Source, holds_dea
from stillwater.notify.actions import queue
from stillwater.people.models import Person

NEEDED = 2
REASON = 500


def judge(*, claim_id: UUID, by: Person, grants: bool, reason: str, at: datetime) -> Claim:
    """What one moderator thinks, with the reason. Raises NotYours, and Refused with: over, own, party, judged, no_reason, long,
    dea.
    """
    moderator, reason = moderator_for(by), reason.replace("\x00", "").strip()
    if not reason or len(reason) > REASON or holds_dea(reason):
        raise Refused("no_reason" if not reason else "long" if len(reason) > REASON else "dea")
    with transaction.atomic():
        claim = locked(claim_id)
        _may(claim, by, at)
        when = {"grants_at": at} if grants else {"refuses_at": at}
        Opinion.objects.create(claim=claim, moderator=moderator, reason=reason, **when)
        detail = "for" if grants else "against"
        changed("judged", subject(claim.listing), by=actor_of(by), at=at, details={"detail": detail})
        if not grants:
            end(claim, why="judged", by=actor_of(by), at=at)
        elif _grants(claim) >= NEEDED:
            grant(claim, by=actor_of(by), role=Source.MODERATOR, at=at)
        _tell(claim, at)
    return claim


def _may(claim: Claim, by: Person, at: datetime) -> None:
    listing = claim.listing
    live = is_live(claim.proved_at, claim.refused_at, claim.expires_at, at)
    if claim.way != Way.MODERATORS or listing.removed_at or not live:
        raise Refused("over")
    if claim.person_id == by.id:
        raise Refused("own")
    if known.is_steward(listing, by.id) or known.live_claims(listing, at).filter(person=by).exists():
        raise Refused("party")
    if claim.opinions.filter(moderator__person=by).exists():  # by any grant of theirs: appointed twice is one person
        raise Refused("judged")


def _grants(claim: Claim) -> int:
    """How many people are for it who are moderators still."""
    people = Moderator.objects.filter(until_at__isnull=True).values("person")
    found = claim.opinions.filter(grants_at__isnull=False, moderator__person__in=people)
    return found.values("moderator__person").distinct().count()


def _tell(claim: Claim, at: datetime) -> None:
    if claim.proved_at is None and claim.refused_at is None:
        return
    person = claim.person
    said = "Two moderators agreed: you keep the listing now." if claim.proved_at else "A moderator did not agree to it."
    queue(
        about=f"claim:{claim.id}", to_address=person.email, recipient_id=person.id, recipient_name=person.name,
        subject="What you asked for", text=f"You asked to keep a listing of the directory. {said}\n", due_at=at,
    )  # fmt: skip
