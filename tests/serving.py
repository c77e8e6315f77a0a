"""A real Stillwater for tests that need one: processes of its own, a data folder of its own, killed without mercy."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Served:
    """One web process (or the whole of `serve --demo`) over one data folder."""

    def __init__(self, data: Path, *, demo: bool = False) -> None:
        self.data, self.port, self.demo = data, free_port(), demo
        self.process: subprocess.Popen[bytes] | None = None
        self.log = data.parent / f"{data.name}.log"
        self.environment = {
            **os.environ, "STILLWATER_DATA": str(data), "STILLWATER_URL": f"http://127.0.0.1:{self.port}",
            "STILLWATER_STATIC": str(data / "static"), "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        if demo:
            self.environment.pop("STILLWATER_TESTING", None)
            self.environment.pop("DATABASE_URL", None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        if self.demo:
            command = [sys.executable, "-m", "stillwater", "serve", "--demo", "--port", str(self.port)]
        else:
            command = [sys.executable, "-m", "uvicorn", "stillwater.asgi:application", "--port", str(self.port),
                       "--no-access-log", "--no-server-header", "--log-level", "warning"]  # fmt: skip
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.wait_until_up()

    def wait_until_up(self, longest: float = 120) -> None:
        deadline = time.monotonic() + longest
        while time.monotonic() < deadline:
            assert self.process is not None
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended:\n{self.log.read_text()[-3000:]}")
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                with contextlib.closing(connection):
                    connection.request("GET", "/health")
                    if connection.getresponse().status == 200:
                        return
            time.sleep(0.05)
        raise AssertionError(f"the server did not come up:\n{self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        """SIGKILL to the server and every process that it started, as a power cut."""
        if self.process is not None:
            for pid in [self.process.pid, *descendants(self.process.pid)]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()


def descendants(pid: int) -> list[int]:
    """Of a process that lives; `serve` gives each of its own a session, which a signal to the group does not reach."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # gone in the meantime
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found, waiting = list[int](), [pid]
    while waiting:
        waiting += (mine := children.get(waiting.pop(), []))
        found += mine
    return found


class Phone:
    """A browser's outbox, as far as the server can tell: keeps what was not named in an answer, and sends it again."""

    def __init__(self, port: int, cookies: dict[str, str], device: str) -> None:
        self.port, self.device = port, device
        self.cookies = {**cookies, "csrftoken": "t" * 32}

    def post(self, path: str, entries: list[dict[str, Any]], sent_at: str, timeout: float = 10) -> dict[str, Any]:
        """The server's answer. Raises OSError or HTTPException when there was none."""
        body = json.dumps({"device": self.device, "sent_at": sent_at, "entries": entries})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            cookie = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
            headers = {"Content-Type": "application/json", "Cookie": cookie, "X-CSRFToken": "t" * 32}
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != 200:
                raise http.client.HTTPException(f"{answer.status} {text[:200]!r}")
            found: dict[str, Any] = json.loads(text)
            return found
        finally:
            connection.close()


@contextlib.contextmanager
def served(data: Path, *, demo: bool = False) -> Iterator[Served]:
    """A running server, stopped at the end whatever happens."""
    server = Served(data, demo=demo)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        server.kill()
