"""Reads of the register, for claims and for imports alone: no public page comes here (S27)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from stillwater.directory.models import RegisterImport, RegisterRow, Removal
from stillwater.directory.queries.removals import digest_of
from stillwater.directory.rules.register import Who, digits, is_active, is_npi, same_name


class Known(NamedTuple):
    """What is here of a number whose row says something else than before."""

    updated: date | None
    deactivated: date | None
    reactivated: date | None

    def is_active(self) -> bool:
        return is_active(self.deactivated, self.reactivated)


_DIGESTS = "SELECT npi, digest, seen_in_id FROM directory_registerrow WHERE npi "
_LISTED = "SELECT npi FROM directory_listing WHERE removed_at IS NULL AND npi "
_AMONG = "IN (SELECT value FROM json_each(%s))"
# PostgreSQL would rather read a whole table than look five hundred times into its index; of one row at a time it does not think so.
_EACH = "SELECT found.* FROM unnest(%s::varchar[]) AS asked(number), LATERAL ({}= number LIMIT 1) AS found"


def digests(npis: Iterable[str]) -> dict[str, tuple[str, int]]:
    """The digest of each of these that is here, and the import that last saw it."""
    return {npi: (digest, seen_in) for npi, digest, seen_in in _among(npis, _DIGESTS)}


def listed(npis: Iterable[str]) -> set[str]:
    """Which of these numbers a listing has that was not removed."""
    return {npi for (npi,) in _among(npis, _LISTED)}


def _among(npis: Iterable[str], select: str) -> list[tuple[Any, ...]]:
    """Thousands of numbers as one parameter: to hand them over one by one takes the ORM longer than all the rest."""
    numbers = list(npis)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_EACH.format(select), [numbers])
        else:
            cursor.execute(select + _AMONG, [json.dumps(numbers)])
        return cursor.fetchall()


def known(npis: Iterable[str]) -> dict[str, Known]:
    rows = RegisterRow.objects.filter(npi__in=list(npis))
    found = rows.values_list("npi", "updated_date", "deactivated_date", "reactivated_date")
    return {npi: Known(*days) for npi, *days in found}


def removed_npis(npis: Iterable[str]) -> set[str]:
    """Which of these numbers belong to somebody who does not wish to be listed."""
    digests = set(Removal.objects.filter(kind="npi").values_list("digest", flat=True))
    return {npi for npi in npis if digest_of("npi", npi) in digests} if digests else set()


def same_file(key: str) -> set[int]:
    """The imports of this very file."""
    return set(RegisterImport.objects.filter(file_key=key).values_list("id", flat=True))


def stopped(key: str, kept: str) -> RegisterImport | None:
    """An import of this file, keeping the same, that did not come to its end."""
    waiting = RegisterImport.objects.filter(file_key=key, kept=kept, ended_at=None)
    return waiting.order_by("-begun_at").first()


@dataclass(frozen=True)
class _Claimed:
    npi: str
    name: str
    zip: str
    phone: str

    def fits(self, row: RegisterRow) -> bool:
        person = row.kind == Who.PERSON
        return (
            is_active(row.deactivated_date, row.reactivated_date)
            and (not self.zip or row.zip == self.zip)
            and (not self.phone or row.phone == self.phone)
            and (not self.name or any(same_name(self.name, each, person=person) for each in (row.name, row.other_name)))
        )


def match(
    npi: str | None = None, name: str | None = None, zip: str | None = None, phone: str | None = None
) -> RegisterRow | None:
    """For a claim: the one active row that fits everything given. Nothing where none does, or more than one, or where less is
    given than a number, or a ZIP with a name or a telephone. Without a number it reads the whole register (a second for some
    million rows), so not for every visitor. It never says that somebody offers ketamine.
    """
    claimed = _Claimed((npi or "").strip(), (name or "").strip(), (zip or "").strip()[:5], digits(phone or ""))
    rows = RegisterRow.objects.all()
    if claimed.npi:
        if not is_npi(claimed.npi.encode()):
            return None
        rows = rows.filter(npi=claimed.npi)
    elif claimed.zip and (claimed.name or claimed.phone):
        rows = rows.filter(zip=claimed.zip)
    else:
        return None
    found = [row for row in rows.iterator() if claimed.fits(row)]
    return found[0] if len(found) == 1 else None
