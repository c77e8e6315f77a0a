"""Begin a listing, say things in it, confirm them, show it and hide it. Each is one transaction, one line in the public log a
fact that changed, one audit event, and the next edition.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from stillwater.audit.actions import Subject, changed
from stillwater.directory.actions.editions import next_edition
from stillwater.directory.models import Change, Listing, Location
from stillwater.directory.queries.removals import removed_as
from stillwater.directory.rules.ages import next_step
from stillwater.directory.rules.fields import BY_KEY, FIELDS, PERSONS, Kind, Source, cleaned
from stillwater.kit.actor import Actor

CORE = tuple(field.key for field in FIELDS if field.core and not field.at)
CORE_AT = tuple(field.key for field in FIELDS if field.core and field.at)
# Whose word a listing's number in the register is: with a reader's, they would have their own entry's telephone asked (0026).
NUMBERED = (Source.STEWARD, Source.CLINIC, Source.MODERATOR)
RESERVED = {"suggest", "explore", "how-it-works", "compare", "saved", "changes", "data"}  # pages beside the listings
IN_THE_LOG = (Kind.ONE, Kind.SOME, Kind.YES_NO, Kind.MONEY, Kind.DAY, Kind.DAYS, Kind.HOURS, Kind.STATES)


class Unfinished(Exception):
    """It cannot be shown yet: `missing` names the fields."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class WasRemoved(Exception):
    """Somebody asked not to be listed, and this is they: `trait` says by what they are known again (npi, phone,
    domain, name+zip; listing: it is the very one)."""

    def __init__(self, trait: str) -> None:
        super().__init__(trait)
        self.trait = trait


def begin(
    *, says: Mapping[str, Any], by: Actor, source: Source, at: datetime, **more: Any,
) -> Listing:  # fmt: skip
    """A listing that nobody finds yet. Raises Unusable."""
    with transaction.atomic():
        name = cleaned("name", says.get("name")) or ""
        listing = Listing(slug=_free_slug(name), begun_at=at, edition=next_edition(), **more)
        listing.save(force_insert=True)
        _log("listed", listing, source, at)
        say(listing=listing, says=says, by=by, source=source, at=at)
    return listing


def add_place(
    *, listing: Listing, says: Mapping[str, Any], point: tuple[float, float] | None, zone: str, by: Actor, source: Source,
    at: datetime, of_site_id: Any = None,
) -> Location:  # fmt: skip
    """One more address. Raises Unusable."""
    with transaction.atomic():
        latitude, longitude = point or (None, None)
        place = Location.objects.create(
            listing=listing, latitude=latitude, longitude=longitude, time_zone=zone, of_site_id=of_site_id,
            position=listing.locations.count(),
        )  # fmt: skip
        say(listing=listing, place=place, says=says, by=by, source=source, at=at)
    return place


def move(*, place: Location, point: tuple[float, float] | None, zone: str, at: datetime) -> None:
    """Where a place is on the map."""
    latitude, longitude = point or (None, None)
    with transaction.atomic():
        kept = _locked(place.listing)
        Location.objects.filter(pk=place.pk).update(latitude=latitude, longitude=longitude, time_zone=zone)
        _settle(kept, at)


def close_place(*, place: Location, by: Actor, source: Source, at: datetime) -> None:
    """An address that is no more."""
    with transaction.atomic():
        kept = _locked(place.listing)
        Location.objects.filter(pk=place.pk, closed_at__isnull=True).update(closed_at=at)
        _log("place_closed", kept, source, at)
        changed("changed", subject(kept), by=by, at=at)
        _settle(kept, at)


def say(
    *, listing: Listing, says: Mapping[str, Any], by: Actor, source: Source, at: datetime, place: Location | None = None,
    given_in: str = "",
) -> list[str]:  # fmt: skip
    """Set or take back (None) these facts and confirm them as of today; returns the keys whose value changed. A register says
    nothing over what a person has said. `given_in`: where it was read, if not from whoever says it. Raises Unusable.
    """
    values = {key: cleaned(key, value) for key, value in says.items() if BY_KEY[key].at == (place is not None)}
    with transaction.atomic():
        kept = _locked(listing)
        row: Listing | Location = Location.objects.select_for_update().get(pk=place.pk) if place else kept
        different = []
        for key, value in values.items():
            before = row.facts.get(key)
            if source not in PERSONS and before and before["by"] in PERSONS:
                continue
            if value is None:
                row.facts.pop(key, None)
            else:
                row.facts[key] = {"value": value, "on": at.date().isoformat(), "by": source.value}
                row.facts[key] |= {"from": given_in} if given_in else {}
            if (before or {}).get("value") != value:
                different.append(key)
                _log("changed", kept, source, at, field=key, before=(before or {}).get("value"), after=value)
        row.save(update_fields=["facts"])
        if "npi" in values and source in NUMBERED:
            kept.npi = values["npi"] or ""
            kept.save(update_fields=["npi"])
        if place is not None:
            place.facts = row.facts
        if different:
            changed("changed", subject(kept), by=by, at=at, details={"fields": different})
        _settle(kept, at)
    listing.refresh_from_db()
    return different


def confirm(*, listing: Listing, keys: Iterable[str] | None, by: Actor, source: Source, at: datetime) -> None:
    """What is said still holds today: these facts, or all of them, at every address too."""
    with transaction.atomic():
        kept = _locked(listing)
        wanted = None if keys is None else set(keys)
        rows: list[Listing | Location] = [kept, *kept.locations.select_for_update().filter(closed_at__isnull=True)]
        for row in rows:
            for key, fact in row.facts.items():
                if wanted is None or key in wanted:
                    fact |= {"on": at.date().isoformat(), "by": source.value}
            row.save(update_fields=["facts"])
        _log("confirmed", kept, source, at)
        changed("changed", subject(kept), by=by, at=at, details={"fields": ["confirmed"]})
        _settle(kept, at)
    listing.refresh_from_db()


def publish(*, listing: Listing, by: Actor, source: Source, at: datetime) -> None:
    """Let it be found. Raises Unfinished, naming what nobody could do without, and WasRemoved."""
    with transaction.atomic():
        kept = _locked(listing)
        if missing := missing_in(kept):
            raise Unfinished(missing)
        if trait := removed_as(kept):
            raise WasRemoved(trait)
        kept.published_at, kept.hidden_at, kept.hidden_why = kept.published_at or at, None, ""
        kept.save(update_fields=["published_at", "hidden_at", "hidden_why"])
        _log("shown", kept, source, at)
        changed("changed", subject(kept), by=by, at=at, details={"fields": ["shown"]})
        _settle(kept, at)
    listing.refresh_from_db()


def hide(*, listing: Listing, why: str, by: Actor, source: Source, at: datetime) -> None:
    """Let nobody find it, until it is published again."""
    with transaction.atomic():
        kept = _locked(listing)
        kept.hidden_at, kept.hidden_why = at, why
        kept.save(update_fields=["hidden_at", "hidden_why"])
        _log("hidden", kept, source, at, why=why)
        changed("changed", subject(kept), by=by, at=at, details={"fields": ["hidden"]})
        _settle(kept, at)
    listing.refresh_from_db()


def missing_in(listing: Listing) -> list[str]:
    """The fields without which it is not shown. Who has no clinic needs no address, and says in which states."""
    missing = [key for key in CORE if key not in listing.facts]
    settings = listing.facts.get("settings", {}).get("value", [])
    places = [place for place in listing.locations.all() if place.closed_at is None]
    if "clinic" not in settings:
        missing += [] if "licensed_in" in listing.facts else ["licensed_in"]
    elif not places:
        missing += list(CORE_AT)
    for place in places:
        missing += [key for key in CORE_AT if key not in place.facts]
    return list(dict.fromkeys(missing))


def subject(listing: Listing) -> Subject:
    """The listing, as the audit log names it: not by its name, which may be somebody's, and the log outlives a removal."""
    return Subject("listing", listing.id, "a listing of the directory")


def _locked(listing: Listing) -> Listing:
    """The row, held until the transaction ends, with the edition that this change is. Raises WasRemoved: nothing is said of it any
    more.
    """
    number = next_edition()
    kept = Listing.objects.select_for_update().get(pk=listing.pk)
    if kept.removed_at:
        raise WasRemoved("listing")
    kept.edition = number
    return kept


def _settle(kept: Listing, at: datetime) -> None:
    """Store the edition, and the next day on which something in it ages."""
    rows: list[Listing | Location] = [kept, *kept.locations.filter(closed_at__isnull=True)]
    steps = [step for row in rows if (step := next_step(row.facts, at.date()))]
    kept.recheck_date = min(steps, default=None)
    kept.save(update_fields=["edition", "recheck_date"])


def _log(kind: str, listing: Listing, source: Source, at: datetime, **more: Any) -> None:
    """One line. The log stays when a listing goes, so a value that could name or reach somebody is never in it."""
    if (field := more.get("field")) and BY_KEY[field].kind not in IN_THE_LOG:
        more |= {"before": None, "after": None}
    Change.objects.create(edition=listing.edition, listing=listing, at=at, role=source.value, kind=kind, **more)


def _free_slug(name: str) -> str:
    base = slugify(name)[:100] or "listing"
    taken = RESERVED | set(Listing.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)
