"""What a listing's page states as a fact about the rules, with its source and the day after which it is not said any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Statement:
    """`key` names the words; `valid_until` is the last day on which it holds, as its source says."""

    key: str
    source: str
    address: str
    valid_until: date | None = None


# DEA and HHS: telemedicine prescribing of schedule II to V without a visit in person, from 1 January to 31 December 2026
# (clinical.md, section 6.4).
TELEHEALTH = Statement(
    "telehealth", "Federal Register, 31 December 2025",
    "https://www.govinfo.gov/content/pkg/FR-2025-12-31/html/2025-24123.htm", date(2026, 12, 31),
)  # fmt: skip
# Ketamine is approved as an anesthetic; for a mood, pain or PTSD it is off-label (clinical.md, section 2.1).
OFF_LABEL = Statement("off_label", "FDA, 10 October 2023", "https://www.drugs.com/fda-alerts/1411-0.html")


def standing(says: Mapping[str, Any], today: date) -> list[Statement]:
    """The statements that concern this listing and still hold."""
    found = []
    if "telehealth" in says.get("settings", ()):
        found.append(TELEHEALTH)
    if set(says.get("routes", ())) - {"spravato"}:
        found.append(OFF_LABEL)
    return [each for each in found if each.valid_until is None or today <= each.valid_until]
