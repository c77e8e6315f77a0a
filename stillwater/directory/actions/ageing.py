"""What nobody has confirmed for long: whoever keeps the listing is asked, and a listing whose core is gone is hidden (S27)."""

from datetime import datetime, timedelta

from django.db import transaction

from stillwater.audit.actions import changed
from stillwater.directory.actions.listings import subject
from stillwater.directory.actions.log import held, note, page, tell_stewards
from stillwater.directory.models import Listing, Location
from stillwater.directory.rules.ages import Age, age_of, next_step
from stillwater.directory.rules.fields import BY_KEY, Source
from stillwater.kit.actor import SYSTEM

STALE = "stale"
AGAIN = timedelta(days=30)  # between two letters about the same listing
A_TURN = 20


def age(*, at: datetime) -> int:
    """Look at the listings in which something ages today; returns how many were looked at."""
    ids = Listing.objects.filter(recheck_date__lte=at.date(), removed_at__isnull=True).values_list("pk", flat=True)
    done = list(ids[:A_TURN])
    for pk in done:
        with transaction.atomic():
            if (listing := held(pk)) is not None:
                _age(listing, at)
    return len(done)


def _age(listing: Listing, at: datetime) -> None:
    today = at.date()
    rows: list[Listing | Location] = [listing, *Location.objects.filter(listing=listing, closed_at__isnull=True)]
    ages = {key: age_of(key, fact, today) for row in rows for key, fact in row.facts.items() if key in BY_KEY}
    is_shown = listing.published_at is not None and listing.hidden_at is None
    if is_shown and any(BY_KEY[key].core and old is Age.GONE for key, old in ages.items()):
        listing.hidden_at, listing.hidden_why = at, STALE
        changed("changed", subject(listing), by=SYSTEM, at=at, details={"fields": ["hidden"]})
    asks = (is_shown and Age.ASKED in ages.values()) or listing.hidden_why == STALE
    if asks and (listing.asked_at is None or listing.asked_at < at - AGAIN):
        listing.asked_at = at
        _ask(listing, at)
    listing.recheck_date = min((day for row in rows if (day := next_step(row.facts, today))), default=None)
    listing.save()
    note(listing, role=Source.MODERATOR.value, kind="hidden" if listing.hidden_at == at else "aged", at=at)


def _ask(listing: Listing, at: datetime) -> None:
    text = (
        "Some of what your listing says has not been confirmed for long. Look at it, and touch “All of it still holds” or change it. "
        f"What nobody confirms is no longer shown.\n\n{page(f'/listings/{listing.pk}')}\n"
    )
    tell_stewards(listing, about=f"aged:{listing.pk}:{at:%Y-%m-%d}", text=text, at=at)
