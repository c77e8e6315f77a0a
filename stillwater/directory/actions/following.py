"""A listing takes from the register what no person has said of it (`rules/following.py`)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from stillwater.audit.actions import changed
from stillwater.directory.actions.editions import next_edition
from stillwater.directory.actions.listings import IN_THE_LOG, subject
from stillwater.directory.models import Change, Listing, Location, RegisterRow
from stillwater.directory.queries.register import listed, removed_npis
from stillwater.directory.rules.ages import next_step
from stillwater.directory.rules.fields import BY_KEY, PERSONS, Source
from stillwater.directory.rules.following import ADDRESS, FROM, OWN, offered, taken
from stillwater.directory.rules.register import KEPT, Content
from stillwater.kit.actor import SYSTEM

Changes = dict[str, dict[str, Any] | None]


@dataclass
class _Proposal:
    """What the register would change in one listing."""

    listing: Listing
    locations: list[Location]
    own: Changes = field(default_factory=dict)
    address: Changes = field(default_factory=dict)


def follow_register(npis: Iterable[str], *, file_date: date, at: datetime) -> int:
    """Let the listings with these numbers follow the register's rows, inside the caller's transaction. How many changed.
    A removed listing, and a number of somebody who was removed, are left alone; so is an address where there are several.
    """
    mine = listed(npis)
    waiting = _proposals(Listing.objects.filter(npi__in=mine), file_date) if mine else []
    if not waiting:
        return 0
    edition = next_edition()  # and with it the turn to change listings: what was read above may be old by now
    locked = Listing.objects.filter(pk__in=[each.listing.pk for each in waiting]).select_for_update().order_by("pk")
    proposals = _proposals(locked, file_date)
    for proposal in proposals:
        _apply(proposal, edition, file_date, at)
    return len(proposals)


def _proposals(listings: QuerySet[Listing], file_date: date) -> list[_Proposal]:
    found = list(listings.filter(removed_at=None).exclude(npi=""))
    if not found:
        return []
    npis = {listing.npi for listing in found}
    npis -= removed_npis(npis)
    rows = {row.npi: Content(**{name: getattr(row, name) for name in KEPT}) for row in _rows(npis)}
    locations: dict[UUID, list[Location]] = {}
    for location in Location.objects.filter(listing__in=found, closed_at=None):
        locations.setdefault(location.listing_id, []).append(location)
    barred = _taken_out(found)
    proposals = []
    for listing in found:
        if (row := rows.get(listing.npi)) is not None and row.is_active():
            proposal = _Proposal(listing, locations.get(listing.pk, []))
            says, gone = offered(row), barred.get(listing.pk, set())
            proposal.own = taken(listing.facts, says, OWN, barred=gone, file_date=file_date)
            if len(proposal.locations) == 1:
                facts = proposal.locations[0].facts
                proposal.address = taken(facts, says, ADDRESS, barred=gone, file_date=file_date)
            if proposal.own or proposal.address:
                proposals.append(proposal)
    return proposals


def _rows(npis: set[str]) -> QuerySet[RegisterRow]:
    return RegisterRow.objects.filter(npi__in=npis)


def _taken_out(listings: list[Listing]) -> dict[UUID, set[str]]:
    """The fields of which a person has ever said something: where such a one is empty, they emptied it."""
    said: dict[UUID, set[str]] = {}
    changes = Change.objects.filter(listing__in=listings, role__in=PERSONS).exclude(field="")
    for listing_id, name in changes.values_list("listing_id", "field").distinct():
        said.setdefault(listing_id, set()).add(re.split(r"[^a-z_]", name)[-1])
    return said


def _apply(proposal: _Proposal, edition: int, file_date: date, at: datetime) -> None:
    listing, places = proposal.listing, proposal.locations
    listing.edition = edition
    different = _put(listing, listing.facts, proposal.own, file_date, at)
    if proposal.address:
        moved = _put(listing, places[0].facts, proposal.address, file_date, at)
        if any(was for key, was in moved.items() if key != "street"):
            places[0].latitude = places[0].longitude = None  # they were those of the place before
        places[0].save(update_fields=["facts", "latitude", "longitude"])
        different |= moved
    steps = [next_step(facts, at.date()) for facts in (listing.facts, *(place.facts for place in places))]
    listing.recheck_date = min((step for step in steps if step), default=None)
    listing.save(update_fields=["facts", "edition", "recheck_date"])
    if different:
        changed("changed", subject(listing), by=SYSTEM, at=at, details={"fields": list(different)})


def _put(listing: Listing, facts: dict[str, Any], changes: Changes, file_date: date, at: datetime) -> dict[str, Any]:
    """Put these in place, with a line in the public log for each whose value is another one now: those, and what they were. The log
    stays when a listing goes, so a value that could name or reach somebody is never in it.
    """
    different = {}
    for key, fact in changes.items():
        before, after = facts.get(key, {}).get("value"), fact["value"] if fact else None
        if fact:
            facts[key] = fact
        else:
            facts.pop(key, None)
        if before != after:
            different[key] = before
            said = {"before": before, "after": after} if BY_KEY[key].kind in IN_THE_LOG else {}
            Change.objects.create(
                edition=listing.edition, listing=listing, at=at, role=Source.REGISTER.value, kind="changed", field=key,
                why=f"{FROM}{file_date.isoformat()}", **said,
            )  # fmt: skip
    return different
