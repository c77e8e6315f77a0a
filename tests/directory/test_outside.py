"""A stranger says where to look: nothing private is reached, nobody is followed elsewhere, nothing waits long."""

import pytest

from stillwater.kit.outside import NotFound, is_public, page_of

PUBLIC, PATH = "93.184.216.34", "/.well-known/stillwater-claim.txt"


class Server:
    """The other side of a connection: what it answers, by host, and who came by which address."""

    def __init__(self, *answers: bytes) -> None:
        self.answers, self.met, self.asked, self.closed = list(answers), [], [], 0  # type: ignore[var-annotated]

    def connect(self, address: str, host: str, seconds: float) -> "Server":
        assert 0 < seconds <= 8
        self.met.append((address, host))
        self.left = self.answers.pop(0)
        return self

    def settimeout(self, seconds: float, /) -> None:
        assert seconds > 0

    def sendall(self, data: bytes, /) -> None:
        self.asked.append(data)

    def recv(self, most: int, /) -> bytes:
        piece, self.left = self.left[:most], self.left[most:]
        return piece

    def close(self) -> None:
        self.closed += 1


def _ok(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def _moved(to: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


def _why(server: Server, *addresses: str) -> str:
    with pytest.raises(NotFound) as none:
        page_of("cedarhouse.example", PATH, resolve=lambda host: addresses, connect=server.connect)
    return none.value.why


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "::1",
        "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "::",
        "ff02::1", "not an address",
    ],
)  # fmt: skip
def test_a_private_address_is_never_connected_to(address: str) -> None:
    server = Server(_ok(b"secret"))
    assert not is_public(address)
    assert _why(server, address) == "private"
    assert _why(server, PUBLIC, address) == "private"  # one of several is enough
    assert server.met == []


def test_the_address_that_was_looked_at_is_the_one_that_is_connected_to() -> None:
    """A name that answers with another address the second time (DNS rebinding) is not asked a second time."""
    told = iter([[PUBLIC], ["127.0.0.1"]])
    server = Server(_ok(b"stillwater-claim=t\n"))
    text = page_of("cedarhouse.example", PATH, resolve=lambda host: next(told), connect=server.connect)
    assert text == "stillwater-claim=t\n"
    assert server.met == [(PUBLIC, "cedarhouse.example")]
    assert server.asked[0].startswith(b"GET /.well-known/stillwater-claim.txt HTTP/1.1\r\nHost: cedarhouse.example\r\n")
    assert server.closed == 1


def test_a_redirect_elsewhere_is_not_followed() -> None:
    for to in (
        "https://evil.example/", "http://cedarhouse.example/", "https://cedarhouse.example:8443/", "//evil.example/x",
        "https://cedarhouse.example@evil.example/", "https://127.0.0.1/", "file:///etc/passwd", "https://cedarhouse.example:x/",
        "https://x@cedarhouse.example/",
    ):  # fmt: skip
        server = Server(_moved(to))
        assert _why(server, PUBLIC) == "elsewhere", to
        assert len(server.met) == 1


def test_a_redirect_on_the_same_host_is_looked_at_like_the_first() -> None:
    server = Server(_moved("https://www.cedarhouse.example/claim.txt"), _ok(b"stillwater-claim=t"))
    assert (
        page_of("cedarhouse.example", PATH, resolve=lambda host: [PUBLIC], connect=server.connect)
        == "stillwater-claim=t"
    )
    assert server.met[1] == (PUBLIC, "www.cedarhouse.example")
    server = Server(_moved("/a"), _ok(b"secret"))
    told = iter([[PUBLIC], ["169.254.169.254"]])
    with pytest.raises(NotFound, match="private"):
        page_of("cedarhouse.example", PATH, resolve=lambda host: next(told), connect=server.connect)
    assert len(server.met) == 1
    assert _why(Server(*[_moved("/again")] * 5), PUBLIC) == "elsewhere"


def test_a_header_cannot_be_smuggled_into_the_next_request() -> None:
    server = Server(_moved("/a b\tc"), _ok(b""))
    with pytest.raises(NotFound):
        page_of("cedarhouse.example", PATH, resolve=lambda host: [PUBLIC], connect=server.connect)
    assert len(server.asked) == 1


def test_too_much_too_slow_and_no_http_are_told_apart() -> None:
    assert _why(Server(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 40_000), PUBLIC) == "large"
    assert _why(Server(b"SSH-2.0-OpenSSH\r\n"), PUBLIC) == "no_answer"
    assert _why(Server(b""), PUBLIC) == "no_answer"
    assert _why(Server(b"HTTP/1.1 404 Not Found\r\n\r\n"), PUBLIC) == "no_file"
    assert _why(Server()) == "no_name"
    with pytest.raises(NotFound, match="slow"):
        page_of("cedarhouse.example", PATH, resolve=lambda host: [PUBLIC], connect=Server(_ok(b"")).connect, seconds=0)


def test_a_server_that_never_ends_is_left_when_the_time_is_up() -> None:
    class Endless(Server):
        def recv(self, most: int, /) -> bytes:
            return b"x"

    with pytest.raises(NotFound) as none:
        page_of("cedarhouse.example", PATH, resolve=lambda host: [PUBLIC], connect=Endless(b"").connect, seconds=0.02)
    assert none.value.why in ("slow", "large")
