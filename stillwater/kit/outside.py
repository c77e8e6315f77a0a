"""Looking at somebody else's server: a line of its name server, a small file of its website. Where to look is chosen by a stranger,
so nothing here reaches a private address, follows anybody to another host, or waits long.
"""

import contextlib
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from http.client import HTTPException, HTTPResponse
from io import BytesIO
from typing import Protocol, cast
from urllib.parse import urljoin, urlsplit

SECONDS = 8.0  # for the whole of a look, however slowly it answers
MOST_BYTES = 32 * 1024  # headers and all
MOST_HOPS = 3
PORT = 443


class NotFound(Exception):
    """Nothing could be read there. `why` is a key: no_name, private, no_answer, slow, large, elsewhere, no_file."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Line(Protocol):
    """What is used of a connected socket."""

    def settimeout(self, seconds: float, /) -> None: ...
    def sendall(self, data: bytes, /) -> None: ...
    def recv(self, most: int, /) -> bytes: ...
    def close(self) -> None: ...


Resolve = Callable[[str], Iterable[str]]
Connect = Callable[[str, str, float], Line]


def addresses_of(host: str) -> list[str]:
    """Every address of a host. Raises OSError."""
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def connected(address: str, host: str, seconds: float) -> Line:
    """A TLS connection to this very address, with a certificate for `host`. Raises OSError."""
    plain = socket.create_connection((address, PORT), timeout=seconds)
    try:
        return cast(Line, ssl.create_default_context().wrap_socket(plain, server_hostname=host))
    except BaseException:
        plain.close()
        raise


def is_public(address: str) -> bool:
    """Whether an address is somebody's on the open network. Private, loopback, link-local, multicast and reserved ones are not,
    nor is one of them wrapped in IPv6.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in ipaddress.ip_network("64:ff9b::/96"):
            wrapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return found.is_global and not found.is_multicast and not found.is_reserved


def page_of(
    host: str, path: str, *, resolve: Resolve = addresses_of, connect: Connect = connected, seconds: float = SECONDS
) -> str:
    """The text of https://host/path. Another path of this host, with or without `www.`, is followed. Raises NotFound."""
    until, here, url = time.monotonic() + seconds, {host, f"www.{host}"}, f"https://{host}{path}"
    for _ in range(MOST_HOPS):
        parts = urlsplit(url)
        name = parts.hostname or ""
        plain = re.fullmatch(r"[\x21-\x7e]*", parts.path)  # nothing that would end the line of a request
        if parts.scheme != "https" or name not in here or parts.port not in (None, PORT) or parts.username or not plain:
            raise NotFound("elsewhere")
        answer = _asked(name, parts.path or "/", resolve, connect, until)
        if answer.status == 200:
            return _text(answer)
        if answer.status not in (301, 302, 303, 307, 308):
            raise NotFound("no_file")
        try:
            url = urljoin(url, answer.headers.get("Location", ""))
            urlsplit(url).port  # noqa: B018  # a port that is no number says so here
        except ValueError:
            raise NotFound("elsewhere") from None
    raise NotFound("elsewhere")


def txt_of(domain: str, *, seconds: float = SECONDS) -> list[str]:
    """Every TXT record of a domain. Raises NotFound."""
    import dns.exception
    import dns.resolver

    try:
        found = dns.resolver.resolve(f"{domain}.", "TXT", lifetime=seconds, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        raise NotFound("no_name") from None
    except (dns.exception.DNSException, OSError):
        raise NotFound("no_answer") from None
    return [b"".join(record.strings).decode("utf-8", "replace") for record in list(found)[:50]]


def _asked(host: str, path: str, resolve: Resolve, connect: Connect, until: float) -> HTTPResponse:
    line = _line_to(host, resolve, connect, until)
    try:
        asked = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Stillwater\r\nAccept: text/plain\r\nConnection: close\r\n\r\n"
        line.settimeout(_left(until))
        line.sendall(asked.encode("ascii"))
        return _parsed(_received(line, until))
    except (OSError, UnicodeError):
        raise NotFound("slow" if time.monotonic() >= until else "no_answer") from None
    finally:
        with contextlib.suppress(OSError):
            line.close()


def _line_to(host: str, resolve: Resolve, connect: Connect, until: float) -> Line:
    """Connected to an address that was looked at: a name that is asked for twice may answer otherwise the second time."""
    try:
        found = list(resolve(host))
    except (OSError, UnicodeError):
        raise NotFound("no_name") from None
    if not found:
        raise NotFound("no_name")
    if not all(is_public(each) for each in found):
        raise NotFound("private")
    try:
        return connect(found[0], host, _left(until))
    except OSError:
        raise NotFound("no_answer") from None


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise NotFound("slow")
    return left


def _received(line: Line, until: float) -> bytes:
    """All that comes until the other side is done; the time left is counted anew at each piece."""
    pieces: list[bytes] = []
    size = 0
    while True:
        line.settimeout(_left(until))
        piece = line.recv(4096)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise NotFound("large")


class _Kept:
    """What came, for a parser that wants a socket."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def makefile(self, *_: object) -> BytesIO:
        return BytesIO(self.data)


def _parsed(data: bytes) -> HTTPResponse:
    answer = HTTPResponse(cast(socket.socket, _Kept(data)))
    try:
        answer.begin()
    except (HTTPException, ValueError):
        raise NotFound("no_answer") from None
    return answer


def _text(answer: HTTPResponse) -> str:
    try:
        return answer.read(MOST_BYTES).decode("utf-8", "replace")
    except (HTTPException, ValueError):
        raise NotFound("no_answer") from None
