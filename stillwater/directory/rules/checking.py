"""What may be checked of a listing, and how long a check is good. "Claimed" says who keeps a listing; "verified" says this:
what was checked, where somebody looked, who, when, and until when it may be shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from stillwater.directory.rules.ages import months_later


@dataclass(frozen=True)
class Check:
    """One thing that can be checked. `months`: for how many it is shown; `at`: of one address; `look_up`: the source is a
    public page, whose address is kept with it.
    """

    key: str
    months: int
    at: bool = False
    look_up: bool = False


CHECKS: Mapping[str, Check] = {
    check.key: check
    for check in (
        Check("licence", 6, look_up=True),  # boards change a standing from one day to the next
        Check("npi", 12, look_up=True),  # that the register has such an entry: not a licence
        Check("rems", 6, look_up=True),
        Check("address", 12, at=True),
        Check("phone", 12),
        Check("insurance", 12),  # against malpractice
        Check("emergency", 12, at=True),  # equipment, seen or shown
    )
}


class NotThen(ValueError):
    """A check cannot have been made on this day: it lies ahead, or the check would have run out."""


def good_until(what: str, checked: date, today: date) -> date:
    """The day from which a check of this kind is no longer shown. Raises KeyError, NotThen."""
    until = months_later(checked, CHECKS[what].months)
    if not checked <= today < until:
        raise NotThen(checked)
    return until


def is_shown(expires: date, withdrawn: bool, today: date) -> bool:
    return not withdrawn and today < expires
