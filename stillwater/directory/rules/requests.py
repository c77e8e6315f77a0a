"""What anybody may ask about a listing, in how many days they have an answer, and how many may ask."""

import re
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address


class Kind(StrEnum):
    CORRECTION = "correction"
    REPORT = "report"
    REMOVAL = "removal"


class Role(StrEnum):
    """Who somebody says they are. Nobody asks for proof, and nobody is named."""

    PATIENT = "patient"
    PROVIDER = "provider"
    STAFF = "staff"
    OTHER = "other"


ANSWERED_WITHIN = {
    Kind.CORRECTION: timedelta(days=14),
    Kind.REPORT: timedelta(days=7),
    Kind.REMOVAL: timedelta(days=3),
}
SAYS, WHY = 2000, 1000  # letters

# Of one kind, about one listing, in a day. Counted by kind, so that a flood of reports keeps nobody from being removed.
MOST_A_DAY_LISTING = 8
# From one sender in a day, of all kinds.
MOST_A_DAY_SENDER = 6
# Removals that nobody decided, carried out in one day. Beyond that somebody may be emptying the directory: what is due is
# hidden, which keeps the promise, and no fact is destroyed before a moderator has looked.
MOST_BY_SILENCE = 20


# For so long a keeper's "it stays" answers whoever asks again: a rival could have it hidden every third day otherwise.
KEPT_FOR = timedelta(days=180)


class Silence(StrEnum):
    """What happens on its day to a removal that nobody decided."""

    REMOVED = "removed"
    HIDDEN = "hidden"
    KEPT = "kept"


def by_silence(*, has_steward: bool, kept_lately: bool, carried_out: int) -> Silence:
    """A listing that somebody proved to keep is not emptied because a stranger asked and they were on holiday: it is hidden
    until they, or a moderator, decide. What they decided lately still stands.
    """
    if has_steward and kept_lately:
        return Silence.KEPT
    return Silence.HIDDEN if has_steward or carried_out >= MOST_BY_SILENCE else Silence.REMOVED


def sender_of(address: str) -> str:
    """What counts as one sender: an IPv4 address, or the 64 bits of an IPv6 address that one household has."""
    try:
        found = ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64)
    return str(found)


def is_email(text: str) -> bool:
    return len(text) <= 254 and bool(re.fullmatch(r"[^@\s<>,;\"]+@[^@\s.<>,;\"]+(\.[^@\s.<>,;\"]+)+", text))
