"""What somebody on their own may copy from their prescription, and how it is written into a protocol (S2, S4). No Django."""

import json
import re
from collections.abc import Mapping

from stillwater.kit.marking import gettext_noop

# Every route by its name.
ROUTES = {
    "lozenge": gettext_noop("Lozenge, dissolved in the mouth"),
    "tablet": gettext_noop("Tablet"),
    "intranasal_racemic": gettext_noop("Nasal spray, compounded ketamine"),
    "intranasal_esketamine": gettext_noop("Nasal spray, esketamine (Spravato)"),
    "im": gettext_noop("Shot into a muscle"),
    "sc": gettext_noop("Shot under the skin"),
    "iv": gettext_noop("Infusion into a vein"),
}
_SHOT = gettext_noop(
    "A shot is given in a clinic, where somebody trained watches and can act at once. There is no plan for it at home."
)
# Why a route has no plan at home (S4). A route that is not here may have one.
NOT_AT_HOME = {
    "iv": gettext_noop(
        "An infusion is given in a clinic, where somebody trained watches and can act at once. "
        "There is no plan for it at home."
    ),
    "im": _SHOT,
    "sc": _SHOT,
    "intranasal_esketamine": gettext_noop(
        "Esketamine is given only in a certified place, under a clinician's eyes, for at least two hours. "
        "It is never taken home."
    ),
    "intranasal_racemic": gettext_noop(
        "FDA warned in 2022 that with a compounded nasal spray it is often unknown how much comes out. "
        "There is no plan for it at home."
    ),
}
# The times that no source gives and that a protocol at home needs: by the key of the part that asks.
TIMES = ("food", "bp_now", "time_since_dose")

# A protocol speaks of a care team; somebody on their own has a prescriber.
_TEAM_WORDS = (
    ("Tell us about your bladder", "Tell your prescriber about your bladder"),
    ("your care team", "your prescriber"),
)
_UNSET = re.compile(r"\{set_by: clinic(?:,[^}]*)?\}")


class NotAtHome(Exception):
    """This route has no plan at home; the message says why (S4)."""


def without_a_team(text: str) -> str:
    """A shipped protocol in words for somebody who has a prescriber and no care team."""
    for team, prescriber in _TEAM_WORDS:
        text = text.replace(team, prescriber)
    return text


def written_into(text: str, minutes: Mapping[str, float], by: str) -> str:
    """A shipped protocol with the times that a prescriber wrote, each in the name of whoever wrote it and copied it."""
    key, lines = "", []
    for line in text.splitlines():
        if found := re.match(r"\s*- key: (\w+)", line):
            key = found.group(1)
        if key in minutes and not line.lstrip().startswith("#"):
            value = f"{{set_by: clinic, value: {minutes[key]:g}, by: {json.dumps(by, ensure_ascii=False)}}}"
            line = _UNSET.sub(lambda _: value, line)  # noqa: B023
        lines.append(line)
    return "\n".join(lines) + "\n"
