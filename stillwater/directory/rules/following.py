"""What a listing takes from the register, and what it never does.

A register fills gaps; it overwrites nothing that a person said. An address is one statement: if a person said any part of it,
or took it out, the register says none of it. Of somebody who is no organisation the register may know the home, so their
street and telephone are never taken (S27).
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from stillwater.directory.rules.ages import Facts
from stillwater.directory.rules.fields import PERSONS, Source, Unusable, cleaned
from stillwater.directory.rules.register import Content, Who, written

OWN = ("name", "phone")
ADDRESS = ("street", "city", "state", "zip")
FROM = "NPPES, file of "


def offered(row: Content) -> dict[str, Any]:
    """What this row could say, by the keys of `rules.fields`; what a field cannot take is not offered."""
    says = {"name": row.name, "city": row.city, "state": row.state, "zip": row.zip}
    if row.kind == Who.ORGANISATION:
        says |= {"phone": written(row.phone), "street": row.street}
    found = {}
    for key, value in says.items():
        try:
            if (kept := cleaned(key, value)) is not None:
                found[key] = kept
        except Unusable:
            continue
    return found


def taken(
    facts: Facts, says: Mapping[str, Any], keys: Collection[str], *, barred: Collection[str], file_date: date
) -> dict[str, dict[str, Any] | None]:
    """What changes in these facts: the new fact, or None for one that came from the register, which no longer says it.
    `barred`: what a person once said and took out.
    """
    day = file_date.isoformat()
    changes: dict[str, dict[str, Any] | None] = {}
    free = [key for key in keys if _is_free(facts.get(key), key, barred, day)]
    if keys == ADDRESS and len(free) < len(keys):
        return {}
    for key in free:
        fact = {"value": says[key], "on": day, "by": str(Source.REGISTER), "from": FROM + day} if key in says else None
        if fact != facts.get(key) and (fact or key != "name"):
            changes[key] = fact
    return changes


def _is_free(fact: Mapping[str, Any] | None, key: str, barred: Collection[str], day: str) -> bool:
    if fact is None:
        return key not in barred
    ours = fact["by"] not in PERSONS and str(fact.get("from", "")).startswith(FROM)
    return bool(ours and fact["on"] <= day)
