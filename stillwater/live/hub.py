"""One watcher a process finds out that something changed; each stream gets what differs.

SQLite: `PRAGMA data_version` tells within a tenth of a second that another connection committed. PostgreSQL: LISTEN. Either
way the watcher then reads every open topic and compares: no cursor, so nothing can be skipped. Subscribers keep only the
newest version of each topic, so a slow reader costs nothing and never falls behind by more than one.
"""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

from django.db import connection

from stillwater.live.actions import CHANNEL
from stillwater.live.queries import open_versions

POLL_SECONDS = 0.1
LISTEN = "LISTEN " + CHANNEL
Wanted = Callable[[UUID, UUID], bool]


class Subscriber:
    """One stream: what it may see, and what it has not been told yet."""

    def __init__(self, wanted: Wanted, loop: asyncio.AbstractEventLoop) -> None:
        self.wanted, self.loop = wanted, loop
        self.pending: dict[UUID, int] = {}
        self.told: dict[UUID, int] = {}  # a stream that opens while a change is on its way is offered it twice
        self.woken = asyncio.Event()

    def offer(self, changes: dict[UUID, tuple[UUID, int]]) -> None:
        mine = {
            topic: version
            for topic, (scope, version) in changes.items()
            if version > self.told.get(topic, -1) and self.wanted(topic, scope)
        }
        if mine:
            self.pending.update(mine)
            self.told.update(mine)
            self.woken.set()

    def take(self) -> dict[UUID, int]:
        taken, self.pending = self.pending, {}
        self.woken.clear()
        return taken


class Hub:
    """All streams of this process, and the thread that watches for them."""

    def __init__(self) -> None:
        self.subscribers: set[Subscriber] = set()
        self.known: dict[UUID, tuple[UUID, int]] = {}
        self.thread: threading.Thread | None = None
        self.lock = threading.Lock()
        self.ended = threading.Event()

    def stop(self) -> None:
        """End the watching thread and wait for it."""
        self.ended.set()
        if self.thread is not None:
            self.thread.join()

    def start(self) -> None:
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._watch, name="live", daemon=True)
                self.thread.start()

    def publish(self) -> None:
        """Read every open topic and hand on what differs from the last look."""
        now = open_versions()
        changes = {topic: found for topic, found in now.items() if self.known.get(topic) != found}
        closed = {topic: (scope, version + 1) for topic, (scope, version) in self.known.items() if topic not in now}
        self.known = now
        if changes or closed:
            for loop in {subscriber.loop for subscriber in list(self.subscribers)}:
                with contextlib.suppress(RuntimeError):  # it is closing
                    loop.call_soon_threadsafe(self._offer, loop, {**closed, **changes})

    def _offer(self, loop: asyncio.AbstractEventLoop, changes: dict[UUID, tuple[UUID, int]]) -> None:
        """In the loop's own thread: one call wakes hundreds of streams."""
        for subscriber in list(self.subscribers):
            if subscriber.loop is loop:
                subscriber.offer(changes)

    def _watch(self) -> None:
        while not self.ended.is_set():
            try:
                self.publish()
                (self._listen if connection.vendor == "postgresql" else self._poll)()
            except Exception:  # the database is away: look again, whole, when it is back
                self.ended.wait(1)
            finally:
                with contextlib.suppress(Exception):
                    connection.close()

    def _poll(self) -> None:
        seen: Any = None
        with connection.cursor() as cursor:
            while not self.ended.wait(POLL_SECONDS):
                found = cursor.execute("PRAGMA data_version").fetchone()[0]
                if found != seen:
                    seen = found
                    self.publish()

    def _listen(self) -> None:
        connection.ensure_connection()
        raw = connection.connection
        raw.execute(LISTEN)
        self.publish()
        while not self.ended.is_set():
            list(raw.notifies(timeout=1, stop_after=1))  # read to its end: it holds the connection meanwhile
            self.publish()

    async def subscribe(self, wanted: Wanted) -> AsyncIterator[dict[UUID, int] | None]:
        """First every open topic that is wanted, then changes as they come; None after 15 quiet seconds."""
        self.start()
        mine = Subscriber(wanted, asyncio.get_running_loop())
        self.subscribers.add(mine)
        try:
            mine.offer(dict(self.known) or await asyncio.to_thread(_open_versions_once))
            yield mine.take()
            while True:
                try:
                    await asyncio.wait_for(mine.woken.wait(), timeout=15)
                    yield mine.take()
                except TimeoutError:
                    yield None
        finally:
            self.subscribers.discard(mine)


def _open_versions_once() -> dict[UUID, tuple[UUID, int]]:
    """For a stream that comes before the first look: read in a thread that keeps no connection afterwards."""
    try:
        return open_versions()
    finally:
        connection.close()


hub = Hub()
