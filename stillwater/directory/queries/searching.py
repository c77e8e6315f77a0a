"""The columns that this process holds, kept in step with the tables."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime

from django.db import DatabaseError, connection
from django.db.models import Prefetch, Q, QuerySet

from stillwater.directory.index.columns import Columns
from stillwater.directory.index.searching import Answer, search
from stillwater.directory.models import Listing, Location, Verification
from stillwater.directory.rules.ages import shown
from stillwater.directory.rules.asking import Asked
from stillwater.directory.rules.facets import Row, row_of
from stillwater.kit.pieces import in_pieces
from stillwater.kit.slips import nearest

_lock = threading.Lock()
_held: tuple[int, date, Columns] | None = None
_looked = 0.0
AS_OLD_AS = (
    0.25  # seconds: on PostgreSQL asking whether anything changed takes as long as a rare word takes to be found
)
PIECE = 2000  # listings read at a time


def found(asked: Asked, *, at: datetime) -> Answer:
    """Answer a question from the directory as it stands."""
    return search(columns(at), asked, at=at)


def meant(words: Sequence[str], *, at: datetime) -> tuple[str, ...]:
    """These words with those that stand in no listing made into the likeliest that do; empty if each stands in one, or one is like
    none."""
    held, found = columns(at), []
    for word in words:
        first, last = held.stretch(word)
        near = [word] if first < last else nearest(word.rstrip("*"), held.vocabulary)
        if not near:
            return ()
        found.append(near[0])
    return () if found == list(words) else tuple(found)


def columns(at: datetime) -> Columns:
    """The directory's places, as of a quarter of a second ago at most; what this process itself changed is in them at once.
    Reads only what changed since it looked last.
    """
    global _held, _looked
    today = at.date()
    with _lock:
        if _held is not None and _held[1] == today and time.monotonic() - _looked < AS_OLD_AS:
            return _held[2]
        _looked = time.monotonic()
        number = _number()
        if _held is None or _held[0] > number:  # a database that was put back
            _held = (number, today, Columns.of(_rows(findable(), today)))
        elif _held[:2] != (number, today):
            since, day, known = _held
            aged = Q(recheck_date__gt=min(day, today), recheck_date__lte=max(day, today))
            different = Listing.objects.filter(Q(edition__gt=since) | (aged if day != today else Q(pk__in=())))
            gone = [pk.bytes for pk in different.values_list("pk", flat=True)]
            rows = list(_rows(findable().filter(pk__in=different.values("pk")), today)) if gone else []
            _held = (number, today, known.changed(gone, rows) if gone else known)
        return _held[2]


def _number() -> int:
    """The edition now. Every question asks this, so it goes past the query compiler, which takes longer than the answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM directory_edition WHERE id = 1")
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def look_again() -> None:
    """Something changed here: the next question asks the database."""
    global _looked
    _looked = 0.0


def forget() -> None:
    """Read everything anew at the next question."""
    global _held
    with _lock:
        _held = None


def findable() -> QuerySet[Listing]:
    """The listings that anybody may find."""
    return Listing.objects.filter(published_at__isnull=False, hidden_at__isnull=True, removed_at__isnull=True)


def with_all(listings: QuerySet[Listing], today: date) -> QuerySet[Listing]:
    """With their open places and their checks that still stand, in three queries."""
    return listings.prefetch_related(
        Prefetch("locations", Location.objects.filter(closed_at__isnull=True), to_attr="places"),
        Prefetch(
            "verifications", Verification.objects.filter(withdrawn_at__isnull=True, expires_date__gt=today),
            to_attr="checks",
        ),
    )  # fmt: skip


def _rows(listings: QuerySet[Listing], today: date) -> Iterator[Row]:
    for listing in in_pieces(with_all(listings, today), PIECE):
        checked = {check.what for check in listing.checks}  # type: ignore[attr-defined]
        says, id_ = shown(listing.facts, today), listing.pk.bytes
        for place in listing.places:  # type: ignore[attr-defined]
            point = None if place.latitude is None else (place.latitude, place.longitude)
            here = says | shown(place.facts, today)
            yield row_of(listing=id_, place=place.pk.bytes, at=point, zone=place.time_zone, says=here, checked=checked)
        if not listing.places:  # type: ignore[attr-defined]
            yield row_of(listing=id_, place=bytes(16), at=None, zone="UTC", says=says, checked=checked)


def read_ahead(at: datetime) -> None:
    """Read the directory while nobody asks yet, so that the first who does need not wait."""
    with suppress(DatabaseError):  # not prepared yet, or away: the first question reads it
        columns(at)
