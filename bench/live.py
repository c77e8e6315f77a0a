"""200 sessions under way, three streams each, entries coming in: how late each screen hears, and whether any never does.

Prints live.boards_p99, live.lost, live.doubled, live.alarm_delay_max. One web process and one tending process, on loopback,
with the load in a third.
"""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench._figures import figure, percentile, say

SESSIONS = int(os.environ.get("BENCH_SESSIONS", "200"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "45"))
EVERY = 0.05  # a new entry each: twenty a second over all sessions, four times a busy clinic's


class Watcher:
    """One stream as a browser reads it: the newest version of each session, and when it was heard."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self.heard: dict[str, int] = {}
        self.times: dict[tuple[str, int], float] = {}
        self.twice = 0
        self.ready = asyncio.Event()

    async def run(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        request = (
            f"GET /stream HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\nAccept: text/event-stream\r\n\r\n"
        )
        writer.write(request.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(head.decode()[:200])
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    self.take(json.loads(line[6:]))

    def take(self, news: dict[str, Any]) -> None:
        session, version = news.get("session"), news.get("version")
        if session is None:
            return
        self.ready.set()
        if self.heard.get(session) == version:
            self.twice += 1
        self.heard[session] = version
        self.times.setdefault((session, version), time.perf_counter())


async def load(port: int, crowd: dict[str, Any]) -> None:
    """Open every stream, record entries, and compare what was answered with what was heard."""
    watchers = [(sid, Watcher(port, cookie)) for sid, cookies in crowd["streams"].items() for cookie in cookies]
    tasks = [asyncio.create_task(w.run()) for _, w in watchers]
    await asyncio.wait_for(asyncio.gather(*(w.ready.wait() for _, w in watchers)), 120)
    say(f"{len(watchers)} streams are open")
    posted = await record(port, crowd)
    await asyncio.sleep(2)
    delays, lost = [], 0
    for (session, version), at in posted.items():
        for sid, watcher in watchers:
            if sid == session:
                heard = [t for (s, v), t in watcher.times.items() if s == session and v >= version]
                lost += not heard
                delays += [min(heard) - at] if heard else []
    figure("live.boards_p99", percentile(delays, 0.99) * 1000, "ms", p50=round(percentile(delays, 0.5) * 1000, 1),
           sessions=SESSIONS, streams=len(watchers), entries=len(posted))  # fmt: skip
    figure("live.lost", lost, "events")
    figure("live.doubled", sum(w.twice for _, w in watchers), "events")
    await alarms(crowd, watchers)
    for task in tasks:
        task.cancel()


async def record(port: int, crowd: dict[str, Any]) -> dict[tuple[str, int], float]:
    """Entries one after another over all sessions; the time at which each version was answered."""
    from tests.serving import Phone

    phone = Phone(port, crowd["nurse"], crowd["device"])
    ids, posted, ends, number = list(crowd["streams"]), {}, time.perf_counter() + SECONDS, 0
    while time.perf_counter() < ends:
        session = ids[number % len(ids)]
        number += 1
        wire = {"id": new_uuid(), "kind": "note", "observed_at": stamp(), "offset": 0, "data": {"text": "seen"}}
        answer = await asyncio.to_thread(phone.post, f"/sessions/{session}/entries", [wire], stamp())
        posted[session, answer["version"]] = time.perf_counter()
        await asyncio.sleep(EVERY)
    return posted


async def alarms(crowd: dict[str, Any], watchers: list[tuple[str, Watcher]]) -> None:
    """From the moment a check becomes overdue until a screen hears of the alarm that the tending process raised."""
    due, worst = crowd["alarm_due"], 0.0
    deadline = time.time() + max(0, due - time.time()) + 30
    sid = crowd["alarm_session"]
    watcher = next(w for s, w in watchers if s == sid)
    before = watcher.heard[sid]
    while time.time() < deadline and watcher.heard[sid] == before:
        await asyncio.sleep(0.02)
    worst = time.time() - due if watcher.heard[sid] != before else 999.0
    figure("live.alarm_delay_max", worst, "s")


def new_uuid() -> str:
    from stillwater.kit.ids import new_id

    return str(new_id())


def stamp() -> str:
    from stillwater.kit.clock import iso, now

    return iso(now())


def main() -> None:
    from bench._crowd import environment, gather

    with tempfile.TemporaryDirectory(prefix="stillwater-bench-") as folder:
        env = environment(Path(folder))
        say(f"making {SESSIONS} sessions …")
        crowd = gather(SESSIONS, alarm_in=timedelta(seconds=SECONDS + 15))
        from tests.serving import Served

        server = Served(Path(folder))
        tending = None
        try:
            server.start()
            tending = subprocess.Popen([sys.executable, "-m", "stillwater", "tend"], env=env)
            asyncio.run(load(server.port, crowd))
        finally:
            if tending:
                tending.terminate()
                tending.wait()
            server.stop()


if __name__ == "__main__":
    main()
