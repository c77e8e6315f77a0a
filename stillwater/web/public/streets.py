"""Streets under the map that moves: one PMTiles file that whoever runs this server names in MAP_PMTILES_URL. Without it no page
asks another host for anything.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse

PATH = re.compile(r"/(?!/)[\w.~%/-]+", re.ASCII)
HOST = re.compile(r"[a-z0-9][a-z0-9.-]*(:\d{1,5})?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Streets:
    """Where the file is. `host`: whose server then sees where somebody looks; empty when it is this one."""

    url: str
    host: str = ""


def streets() -> Streets | None:
    """The streets as they are set."""
    given = settings.MAP_PMTILES_URL
    host = urlsplit(given).netloc
    ours = urlsplit(settings.STILLWATER_URL)
    return Streets(given, "" if ("https", host) == (ours.scheme, ours.netloc) else host) if given else None


def wrong_with(given: str) -> str:
    """Why this cannot be MAP_PMTILES_URL; empty when it can. It ends up in a page and in what the page may ask, so it is plain."""
    if not given or PATH.fullmatch(given):
        return ""
    if given.startswith("http://"):
        return "MAP_PMTILES_URL begins with http://: a page with HTTPS may not read it. Use https://, or a path on this server."
    scheme, _, rest = given.partition("://")
    host, slash, path = rest.partition("/")
    if scheme == "https" and HOST.fullmatch(host) and PATH.fullmatch(slash + path):
        return ""
    return f"MAP_PMTILES_URL is {given!r}: neither a path on this server (/maps/streets.pmtiles) nor a plain https:// address."


def may_ask(page: HttpResponse) -> HttpResponse:
    """The page, which may ask another host for its streets, if they are there; no other page may."""
    here = streets()
    if here and here.host:
        page._csp_update = {"connect-src": [f"https://{here.host}"]}  # type: ignore[attr-defined]
    return page
