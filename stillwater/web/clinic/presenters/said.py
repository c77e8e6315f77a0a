"""Times, names and places in words."""

from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.utils.translation import gettext, gettext_lazy

ROUTE_NAMES = {
    "iv": gettext_lazy("IV infusion"),
    "im": gettext_lazy("Intramuscular injection"),
    "sc": gettext_lazy("Injection under the skin"),
    "intranasal_esketamine": gettext_lazy("Esketamine nasal spray"),
    "intranasal_racemic": gettext_lazy("Ketamine nasal spray"),
    "lozenge": gettext_lazy("Lozenge"),
    "tablet": gettext_lazy("Tablet"),
}
STAGE_WORDS = {
    "planned": gettext_lazy("Planned"),
    "arrived": gettext_lazy("Arrived"),
    "ready": gettext_lazy("Ready to begin"),
    "under_way": gettext_lazy("Under way"),
    "recovering": gettext_lazy("Recovering"),
    "left": gettext_lazy("Has left"),
    "closed": gettext_lazy("Closed"),
    "called_off": gettext_lazy("Called off"),
    "transferred": gettext_lazy("Transferred"),
}
ROLE_WORDS = {
    "prescriber": gettext_lazy("A prescriber"),
    "nurse": gettext_lazy("A nurse"),
    "order_prescriber": gettext_lazy("The prescriber of the order, by telephone,"),
}


def stage_words(stage: str, state: dict[str, Any]) -> str:
    """The stage in words; a session that was missed did not take place, and is nobody's fault."""
    return gettext("Did not take place") if was_missed(state) else str(STAGE_WORDS[stage])


def was_missed(state: dict[str, Any]) -> bool:
    stages = state.get("stages") or [{}]
    return bool(stages[-1].get("how") == "missed")


def short_name(name: str) -> str:
    """ "Maya" for Maya Lindqvist, "Dr. Osei" for Dr. Ada Osei."""
    words = name.split()
    if not words:
        return ""
    return f"{words[0]} {words[-1]}" if words[0].endswith(".") and len(words) > 1 else words[0]


def span(length: timedelta) -> str:
    """ "32 min", "1 h 48 min", "2 h"; the browser's clock says the same."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 60:
        return gettext("%(n)s min") % {"n": minutes}
    hours = gettext("%(n)s h") % {"n": minutes // 60}
    return f"{hours} {gettext('%(n)s min') % {'n': minutes % 60}}" if minutes % 60 else hours


def ago(at: datetime, now: datetime) -> str:
    """ "now", "4 min ago"."""
    length = now - at
    return gettext("now") if length < timedelta(minutes=1) else gettext("%(span)s ago") % {"span": span(length)}


def ago_exactly(at: datetime, now: datetime) -> str:
    """For a call for help every second counts: "40 s ago"."""
    seconds = max(0, int((now - at).total_seconds()))
    return gettext("%(n)s s ago") % {"n": seconds} if seconds < 60 else ago(at, now)


def due(at: datetime, now: datetime) -> tuple[str, str]:
    """("ahead", "in 6 min"), ("now", "now"), ("over", "3 min overdue"). Rounded up ahead: never "in 0 min"."""
    left = at - now
    if left > timedelta():
        return "ahead", gettext("in %(span)s") % {"span": span(left + timedelta(seconds=59))}
    if left > -timedelta(minutes=1):
        return "now", gettext("now")
    return "over", gettext("%(span)s overdue") % {"span": span(-left)}


def clock(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def place(room: str, *, home: bool) -> str:
    """Where, inside a sentence: "in room 3", "at home"."""
    if home:
        return gettext("at home")
    if not room:
        return gettext("in no room yet")
    inner = room[:1].lower() + room[1:] if room.startswith("Room ") else room
    return gettext("in %(room)s") % {"room": inner}


def who_may(lift: tuple[str, ...]) -> str:
    """ "A prescriber or a nurse"; empty when nobody may."""
    names = [str(ROLE_WORDS.get(role, role.replace("_", " "))) for role in lift]
    joined = gettext(" or ").join(
        name if not index else name[:1].lower() + name[1:] for index, name in enumerate(names)
    )
    return joined


def inner(text: str) -> str:
    """A title inside a sentence: "Look in" becomes "look in", "BP, pulse" stays."""
    return text if text[1:2].isupper() or text.startswith("SpO") else text[:1].lower() + text[1:]
