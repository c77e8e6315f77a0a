"""What Stillwater is made with, for the credits page: read from the lock of the vendored files."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

LOCK = Path(settings.BASE) / "web" / "static" / "vendor" / "vendor.lock.json"
USED_FOR = {
    "@fontsource-variable/atkinson-hyperlegible-next": "Atkinson Hyperlegible Next, by the Braille Institute",
    "@fontsource-variable/newsreader": "Newsreader, by Production Type",
    "lucide-static": "Lucide icons, in part from Feather by Cole Bemis",
}


@dataclass(frozen=True)
class Credit:
    name: str
    version: str
    licence: str
    licence_url: str


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
