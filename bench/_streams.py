"""Browsers on a wire: streams that are read line by line, and posts over connections that are kept."""

import asyncio
import contextlib
import json
import time
from typing import Any

CSRF = "t" * 32


class Watcher:
    """One stream as a browser reads it: when each version of each session was first heard."""

    def __init__(self, port: int, kind: str, session: str, cookie: str) -> None:
        self.port, self.kind, self.session, self.cookie = port, kind, session, cookie
        self.heard: dict[str, dict[int, float]] = {}
        self.doubled = 0
        self.ready = asyncio.Event()
        self.ended: BaseException | None = None

    def sees(self, session: str) -> bool:
        """A board follows every session of its clinic; a patient and a sitter their own."""
        return self.kind == "board" or session == self.session

    async def run(self) -> None:
        try:
            await self._read()
        except (OSError, EOFError, RuntimeError) as trouble:
            self.ended = trouble
            self.ready.set()

    async def _read(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        asked = f"GET /stream HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\nAccept: text/event-stream\r\n"
        writer.write(f"{asked}Accept-Encoding: gzip, br\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(head.decode()[:200])
        try:
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    self._take(json.loads(line[6:]), time.time())
            raise EOFError("the server ended the stream")
        finally:
            writer.close()

    def _take(self, news: dict[str, Any], at: float) -> None:
        if (session := news.get("session")) is None:
            return
        self.ready.set()
        versions = self.heard.setdefault(session, {})
        if news["version"] in versions:
            self.doubled += 1
        versions.setdefault(news["version"], at)

    def heard_at(self, session: str, version: int) -> float | None:
        """When it was told of this version or a later one: a version that was passed over is no loss."""
        times = [at for found, at in self.heard.get(session, {}).items() if found >= version]
        return min(times, default=None)


class Phone:
    """Posts entries over one connection that is kept, one post at a time."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.lock = asyncio.Lock()
        self.wire: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, cookie: str, body: dict[str, Any]) -> tuple[float, float, dict[str, Any]]:
        """When it was sent, when it was answered, and the answer. Raises RuntimeError for anything but 200."""
        async with self.lock:
            if self.wire is None:
                self.wire = await asyncio.open_connection("127.0.0.1", self.port)
            reader, writer = self.wire
            told = json.dumps(body).encode()
            head = (
                f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}; csrftoken={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(told)}\r\n\r\n"
            )
            sent = time.time()
            writer.write(head.encode() + told)
            answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(answer.split("content-length: ")[1].split("\r\n")[0])
            text = await reader.readexactly(length)
            if " 200 " not in answer.split("\r\n")[0]:
                raise RuntimeError(f"{answer.splitlines()[0]} {text[:200]!r}")
            return sent, time.time(), json.loads(text)

    async def close(self) -> None:
        if self.wire is not None:
            with contextlib.suppress(OSError):
                self.wire[1].close()
