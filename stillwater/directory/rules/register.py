"""What a row of the register of providers says, and when two of them, or a row and a claim, speak of the same."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

_DOUBLED = bytes.maketrans(b"0123456789", bytes(48 + (2 * n if n < 5 else 2 * n - 9) for n in range(10)))
_PREFIX = 24  # what 80840, the card issuer's prefix of the United States, adds to the sum


class Who(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class Why(StrEnum):
    """Why a row is refused; whoever prints it has the words."""

    NPI = "npi"
    TWICE = "twice"
    OLDER = "older"
    COLUMNS = "columns"
    CUT_OFF = "cut_off"
    QUOTES = "quotes"
    NUL = "nul"
    UTF8 = "utf8"
    LONG = "long"
    DAY = "day"
    KIND = "kind"
    NAMELESS = "nameless"


class Outcome(StrEnum):
    """What became of a row; the names of the counts in `RegisterImport`."""

    __hash__ = str.__hash__  # it is counted for every row, and an Enum's own is written in Python

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FILTERED = "filtered"
    DEACTIVATED = "deactivated"


class Unreadable(ValueError):
    """A row that cannot be taken in: why, and the value that is wrong."""

    def __init__(self, why: Why, value: str) -> None:
        super().__init__(f"{why}: {value}")
        self.why, self.value = why, value


class Entry(NamedTuple):
    """One row of a file, not read further than it takes to know whether it is wanted and whether it is new."""

    line: int
    npi: str
    wanted: bool
    digest: str
    said: bytes  # what stands in the columns that are kept, in one piece


class Fault(NamedTuple):
    """A row of a file that cannot be read at all."""

    line: int
    why: Why
    value: str


class Told(NamedTuple):
    """One line of the report. `why`: a reason, or the names of what changed."""

    line: int
    npi: str
    outcome: Outcome
    why: str = ""
    value: str = ""


class Content(NamedTuple):
    """What is kept of a row: the columns of `RegisterRow`, in their order."""

    kind: str = ""
    name: str = ""
    other_name: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""
    taxonomies: str = ""
    enumerated_date: date | None = None
    updated_date: date | None = None
    deactivated_date: date | None = None
    reactivated_date: date | None = None

    def newest(self) -> date:
        """The last day on which anything in it happened."""
        return newest(self.updated_date, self.deactivated_date, self.reactivated_date)

    def is_active(self) -> bool:
        return is_active(self.deactivated_date, self.reactivated_date)


KEPT = Content._fields


def is_npi(text: bytes) -> bool:
    """Whether these ten digits hold together: the Luhn sum with 80840 before them. A format check and nothing more: it does
    not say that anybody has this number.
    """
    if len(text) != 10 or not text.isdigit() or text[:1] not in b"12":
        return False
    return (sum(text[::2].translate(_DOUBLED)) + sum(text[1::2]) + _PREFIX) % 10 == 0


def newest(*days: date | None) -> date:
    return max((day for day in days if day), default=date.min)


def is_active(deactivated: date | None, reactivated: date | None) -> bool:
    """Whether the number stands: never deactivated, or reactivated since."""
    return deactivated is None or (reactivated is not None and reactivated >= deactivated)


def differences(before: Mapping[str, Any], after: Content) -> list[str]:
    """The names of what is kept that differ."""
    return [name for name, value in after._asdict().items() if before[name] != value]


_LEGAL = {
    "llc",
    "inc",
    "pc",
    "pllc",
    "pa",
    "llp",
    "lp",
    "ltd",
    "corp",
    "corporation",
    "incorporated",
    "co",
    "the",
    "psc",
    "apc",
}
_TITLES = {
    "dr",
    "md",
    "do",
    "np",
    "pmhnp",
    "aprn",
    "crna",
    "pa",
    "pac",
    "rn",
    "phd",
    "psyd",
    "lcsw",
    "lmft",
    "jr",
    "sr",
    "ii",
    "iii",
}


def _parts(name: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"[.'’]", "", name.casefold()).replace("&", " and "))


def same_name(claimed: str, kept: str, *, person: bool) -> bool:
    """Whether two names are of one provider: of a person first and last name, of an organisation all but its legal form."""
    given, known = _parts(claimed), _parts(kept)
    if not person:
        given, known = ([part for part in name if part not in _LEGAL] for name in (given, known))
        return bool(known) and given == known
    given, known = ([part for part in name if part not in _TITLES] for name in (given, known))
    return len(known) > 1 and {known[0], known[-1]} <= set(given) <= set(known)


def digits(phone: str) -> str:
    """A telephone number as the register's are kept: digits, without the country's 1."""
    found = re.sub(r"\D", "", phone)
    return found[1:] if len(found) == 11 and found[0] == "1" else found


def written(phone: str) -> str:
    """Ten digits as people write them; anything else as it is."""
    return f"({phone[:3]}) {phone[3:6]}-{phone[6:]}" if len(phone) == 10 else phone
