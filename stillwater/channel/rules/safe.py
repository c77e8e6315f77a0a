"""What never goes into a page: scripts, frames, and addresses that could run something or tell a stranger who reads."""

import re
from urllib.parse import urlsplit


def gettext_noop(text: str) -> str:
    """Marks a text for translation; it is translated when it is shown."""
    return text


_TAG = re.compile(r"<\s*(script|iframe|object|embed|style|svg|form|link|meta|video|audio|img)\b", re.I)
_EMBED = re.compile(r"""<\s*embed\b[^>]*\burl=["']([^"']*)""", re.I)
_HANDLER = re.compile(r"<[^>]*\son\w+\s*=", re.I)
_HREF = re.compile(r"""\b(?:href|src|action)\s*=\s*["']?\s*([^"'\s>]+)""", re.I)
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.I)
_TYPED = re.compile(r"\b(javascript|vbscript|data)\s*:\s*\S", re.I)
OPEN_SCHEMES = ("https", "http", "tel", "sms", "mailto")

EMBEDDED = gettext_noop(
    "Nothing from another site is shown inside a page: it would tell that site who reads. Link to %s instead."
)
TAGGED = gettext_noop("A page carries no <%s>. Take it out; the rest of the draft is kept.")
HANDLED = gettext_noop("A page carries no script. Take out what begins with “on…=”; the rest of the draft is kept.")
ADDRESSED = gettext_noop("This address could run something: %s. Use one that begins with https://.")


def troubles(text: str) -> list[str]:
    """Why this text is refused, in an editor's words; empty if it may stay. `text` is HTML as the editor sent it, or plain."""
    plain = re.sub(r"[\x00-\x1f]", "", text)
    found = [EMBEDDED % (urlsplit(address).hostname or address[:60]) for address in _EMBED.findall(plain)]
    found += [
        TAGGED % tag.lower() for tag in dict.fromkeys(_TAG.findall(plain)) if not (found and tag.lower() == "embed")
    ]
    if _HANDLER.search(plain):
        found.append(HANDLED)
    addresses = [address for address in _HREF.findall(plain) if not _is_open(address)]
    addresses += [] if addresses else [match.group(0) for match in _TYPED.finditer(plain) if match.group(1) != "data"]
    return found + [ADDRESSED % address[:60] for address in dict.fromkeys(addresses)]


def _is_open(address: str) -> bool:
    """Relative addresses and those of a plain kind."""
    scheme = _SCHEME.match(address.replace("&#58;", ":").replace("&colon;", ":"))
    return scheme is None or scheme.group(1).lower() in OPEN_SCHEMES
