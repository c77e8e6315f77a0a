"""What never goes into a page: scripts, frames, and addresses that could run something or tell a stranger who reads."""

import html
import json
import re
from urllib.parse import urlsplit

from stillwater.kit.marking import gettext_noop

_KINDS = "script|iframe|frame|frameset|object|applet|embed|style|svg|math|form|link|meta|base|video|audio|img"
_TAG = re.compile(rf"<\s*/?\s*({_KINDS})\b", re.I)
_EMBED = re.compile(r"""<\s*embed\b[^>]*\burl=["']([^"']*)""", re.I)
_HANDLER = re.compile(r"""<\s*[a-z](?:[^<>"']|"[^"]*"|'[^']*')*?(?:[\s/]|(?<=["']))on[a-z]+\s*=""", re.I)
_HREF = re.compile(r"""(?:href|src|action)\s*=\s*["']?\s*([^"'\s>]+)""", re.I)
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.I)
_TYPED = re.compile(r"\b(?:javascript|vbscript):\S+", re.I)
_CONTROL = re.compile(r"[\x00-\x1f]")
# A browser skips most of these in an address.
_UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]")
OPEN_SCHEMES = ("https", "http", "tel", "sms", "mailto")

EMBEDDED = gettext_noop(
    "Nothing from another site is shown inside a page: it would tell that site who reads. Link to %s instead."
)
TAGGED = gettext_noop("A page carries no <%s>. Take it out; the rest of the draft is kept.")
HANDLED = gettext_noop("A page carries no script. Take out what begins with “on…=”; the rest of the draft is kept.")
ADDRESSED = gettext_noop("This address could run something: %s. Use one that begins with https://.")


def troubles(text: str) -> list[str]:
    """Why this text is refused, in an editor's words; empty if it may stay. `text` is HTML as the editor sent it, or plain."""
    # A line's end parts an attribute from its tag, and stands unseen in the middle of an address: it is read both ways.
    apart, joined = _CONTROL.sub(" ", text), _CONTROL.sub("", text)
    found = [EMBEDDED % _host(address) for address in _EMBED.findall(apart)]
    tags = dict.fromkeys(tag.lower() for tag in _TAG.findall(apart))
    found += [TAGGED % tag for tag in tags if not (found and tag == "embed")]
    if _HANDLER.search(apart):
        found.append(HANDLED)
    addresses = [each for each in _HREF.findall(joined) + _HREF.findall(apart) if not _is_open(each)]
    addresses += [] if addresses else _TYPED.findall(joined)
    return found + [ADDRESSED % address[:60] for address in dict.fromkeys(addresses)]


def troubles_typed(state: str) -> list[str]:
    """The same for what the editor's field of rich text sends (the JSON of Draft.js): its converter would drop a link or an embed
    that it does not like without a word."""
    try:
        entities = list(json.loads(state)["entityMap"].values())
    except (ValueError, TypeError, KeyError, AttributeError):
        return []
    found = []
    for kind, said in ((str(each.get("type")), each.get("data") or {}) for each in entities if isinstance(each, dict)):
        address = str(said.get("url") or said.get("src") or "")
        if kind == "EMBED":
            found.append(EMBEDDED % _host(address))
        elif kind == "IMAGE":
            found.append(TAGGED % "img")
        elif not _is_open(address):
            found.append(ADDRESSED % address[:60])
    return list(dict.fromkeys(found))


def _host(address: str) -> str:
    try:
        return urlsplit(address.strip()).hostname or address[:60]
    except ValueError:
        return address[:60]


def _is_open(address: str) -> bool:
    """Relative addresses and those of a plain kind."""
    scheme = _SCHEME.match(_UNSEEN.sub("", html.unescape(address)))
    return scheme is None or scheme.group(1).lower() in OPEN_SCHEMES
