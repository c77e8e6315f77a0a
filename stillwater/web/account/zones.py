"""The time zones that a person can choose from."""

from functools import lru_cache
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

# Those of the United States by the names in use there; everywhere else by continent and city.
USUAL = {
    "America/New_York": "Eastern (New York)",
    "America/Chicago": "Central (Chicago)",
    "America/Denver": "Mountain (Denver)",
    "America/Phoenix": "Mountain, no summer time (Phoenix)",
    "America/Los_Angeles": "Pacific (Los Angeles)",
    "America/Anchorage": "Alaska (Anchorage)",
    "Pacific/Honolulu": "Hawaii (Honolulu)",
}
CONTINENTS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

Choices = list[tuple[str, str | list[tuple[str, str]]]]


@lru_cache(maxsize=1)
def _elsewhere() -> list[tuple[str, str]]:
    names = sorted(name for name in available_timezones() if name.split("/")[0] in CONTINENTS and name not in USUAL)
    return [*((name, name.replace("_", " ").replace("/", " / ")) for name in names), ("UTC", "UTC")]


def zone_choices() -> Choices:
    """Grouped choices, with an empty first one: nothing is assumed."""
    return [("", _("Choose one")), (_("United States"), list(USUAL.items())), (_("Elsewhere"), _elsewhere())]
