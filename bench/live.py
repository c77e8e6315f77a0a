"""200 sessions under way, three streams each, entries coming in: how late each screen hears, and whether any never does.

One web process and one tending process on loopback, the load in a third. A board follows all 200 sessions of its clinic;
a patient's and a sitter's screen follow their own.

- `live.boards_p99`: from the moment an entry is posted until a screen hears of it, over every screen that follows the
  session. Recording it is in this time. `after_answer_p99` counts from the server's answer instead.
- `live.lost`: screens that never heard of an entry's version or a later one. A stream tells the newest version, so hearing
  7 without 6 loses nothing.
- `live.doubled`: the same version of a session told twice to one screen.
- `live.alarm_delay_max`: from the moment a check is overdue, or a call for help has stood unanswered for 30 s, until the last
  screen that follows the session has heard of the alarm: the worst of all alarms, while entries go on coming in.
"""

import asyncio
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench._figures import figure, percentile, say
from bench._place import open_files, progress, rss_mb, settle
from bench._streams import Phone, Watcher

SESSIONS = int(os.environ.get("BENCH_SESSIONS", "200"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "60"))
A_SECOND = 10  # entries: every session one each twenty seconds, some ten times what its protocol asks for
OVERDUE, CALLS = 10, 10  # sessions with a check that nobody sees to, and with a call for help that nobody answers
UNTIL_DUE = timedelta(minutes=15)  # the clinic's first look after a dose, as the demonstration has it
PHONES = 8


@dataclass
class Posted:
    session: str
    version: int
    sent: float
    answered: float


@dataclass
class Load:
    """What was posted, and what should have made an alarm: session, version before it, when it was due."""

    posted: list[Posted] = field(default_factory=list)
    alarms: list[tuple[str, int, float]] = field(default_factory=list)


async def run(port: int, crowd: Any, server_pid: int) -> None:
    tasks: set[asyncio.Task[None]] = set()
    watchers = await opened(port, crowd, tasks)
    say(f"{len(watchers)} streams are open; the web process has {open_files(server_pid)} files open")
    load, callers, plain = Load(), crowd.dosed[:CALLS], crowd.dosed[CALLS:]
    await asyncio.gather(record(port, plain, load), call(port, callers, load), neglect(port, crowd.awaiting, load))
    last = max(due for _, _, due in load.alarms)
    say(f"the last alarm is due in {last - time.time():.0f} s")
    await asyncio.sleep(max(3.0, last + 8 - time.time()))
    report(load, watchers, server_pid)
    for task in tasks:
        task.cancel()


async def opened(port: int, crowd: Any, tasks: set[asyncio.Task[None]]) -> list[Watcher]:
    """Every stream, opened in a crowd's order, each having heard the sessions that it follows."""
    watchers = []
    for one in crowd.all:
        for kind, cookie in (("board", one.nurse), ("patient", one.patient), ("sitter", one.sitter)):
            watchers.append(Watcher(port, kind, str(one.session), cookie))
    told = progress("opening streams")
    for number, watcher in enumerate(watchers, 1):
        tasks.add(asyncio.create_task(watcher.run()))
        if number % 20 == 0 or number == len(watchers):
            await asyncio.wait_for(asyncio.gather(*(w.ready.wait() for w in watchers[:number])), 180)
            told(number, len(watchers))
    broken = [w for w in watchers if w.ended]
    if broken:
        raise SystemExit(f"{len(broken)} streams did not open: {broken[0].ended}")
    return watchers


async def record(port: int, sittings: list[Any], load: Load) -> None:
    """Entries at an even pace over all sessions, whatever the server makes of it."""
    phones, told, began = itertools.cycle([Phone(port) for _ in range(PHONES)]), progress("entries"), time.time()
    total, running = SECONDS * A_SECOND, set()
    for number, sitting in zip(range(total), itertools.cycle(sittings), strict=False):
        await asyncio.sleep(max(0.0, began + number / A_SECOND - time.time()))
        running.add(asyncio.create_task(one_entry(next(phones), sitting, number, load)))
        told(number + 1, total)
    await asyncio.gather(*running)


async def one_entry(phone: Phone, sitting: Any, number: int, load: Load) -> None:
    kind, data = ENTRIES[number % len(ENTRIES)]
    sent, answered, answer = await phone.post(f"/sessions/{sitting.session}/entries", sitting.nurse, body(kind, data))
    load.posted.append(Posted(str(sitting.session), answer["version"], sent, answered))


ENTRIES: list[tuple[str, dict[str, Any]]] = [
    ("reading", {"sys": 128, "dia": 80, "pulse": 72, "spo2": 97, "resp": 14, "source": "person"}),
    ("look_in", {"sign": "breathing_easy"}),
    ("note", {"text": "Warm blanket."}),
]


def body(kind: str, data: dict[str, Any], ago: timedelta = timedelta()) -> dict[str, Any]:
    from stillwater.kit.clock import iso, now
    from stillwater.kit.ids import new_id

    wire = {"id": str(new_id()), "kind": kind, "observed_at": iso(now() - ago), "offset": 0, "data": data}
    return {"device": DEVICE, "sent_at": iso(now()), "entries": [wire]}


DEVICE = "01900000-0000-7000-8000-000000000001"


async def call(port: int, callers: list[Any], load: Load) -> None:
    """Patients who call for help, one after another, and whom nobody answers."""
    phone = Phone(port)
    for sitting in callers:
        wire = body("help", {"what": "call"})
        load.alarms.append(await alarming(phone, sitting, sitting.patient, wire, timedelta(seconds=30)))
        await asyncio.sleep(SECONDS * 0.4 / len(callers))


async def neglect(port: int, awaiting: list[Any], load: Load) -> None:
    """Doses of nearly a quarter of an hour ago, recorded only now; nobody looks in when it is due, some seconds later."""
    phone = Phone(port)
    for sitting in awaiting:
        dose = {"event": "begun", "amount": 35, "unit": "mg", "checker": "Dr. Ada Osei"}
        wire = body("dose", dose, ago=UNTIL_DUE - timedelta(seconds=SECONDS / 3))
        session, version, _ = await alarming(phone, sitting, sitting.nurse, wire, UNTIL_DUE)
        # The protocol may have asked for something sooner: overdue from then on, or from when the dose became known.
        load.alarms.append((session, version, max(time.time(), await asyncio.to_thread(first_due, session))))
        await asyncio.sleep(SECONDS * 0.4 / len(awaiting))


def first_due(session: str) -> float:
    from django.db import connection
    from django_scopes import scopes_disabled

    from stillwater.kit.clock import from_iso
    from stillwater.treatment.models import Session

    with scopes_disabled():
        state = Session.objects.get(pk=session).state
    connection.close()
    return min(from_iso(item["at"]).timestamp() for item in state["due"])


async def alarming(
    phone: Phone, sitting: Any, cookie: str, wire: dict[str, Any], after: timedelta
) -> tuple[str, int, float]:
    """Post what an alarm will follow unless somebody acts: the session, its version, and when the alarm is due."""
    from stillwater.kit.clock import from_iso

    _, _, answer = await phone.post(f"/sessions/{sitting.session}/entries", cookie, wire)
    if not answer["stored"]:
        raise SystemExit(f"this was not taken: {answer}")
    due = from_iso(wire["entries"][0]["observed_at"]) + after
    return str(sitting.session), answer["version"], due.timestamp()


def report(load: Load, watchers: list[Watcher], server_pid: int) -> None:
    delays: dict[str, list[float]] = {"board": [], "patient": [], "sitter": []}
    after, lost = [], sum(w.ended is not None for w in watchers)
    for one, watcher in heard_by(load.posted, watchers):
        at = watcher.heard_at(one.session, one.version)
        if at is None:
            lost += 1
            continue
        delays[watcher.kind].append(at - one.sent)
        after.append(at - one.answered)
    every = [delay for found in delays.values() for delay in found]
    more = {f"{kind}_p99": round(percentile(found, 0.99) * 1000, 1) for kind, found in delays.items()}
    answers = percentile([p.answered - p.sent for p in load.posted], 0.99)
    figure("live.boards_p99", percentile(every, 0.99) * 1000, "ms", p50=round(percentile(every, 0.5) * 1000, 1),
           max=round(max(every) * 1000, 1), **more, after_answer_p99=round(percentile(after, 0.99) * 1000, 1),
           answer_p99=round(answers * 1000, 1), counted="posted to heard", sessions=SESSIONS, streams=len(watchers),
           entries=len(load.posted), web_rss_mb=rss_mb(server_pid), web_files=open_files(server_pid))  # fmt: skip
    alarms = [alarm_delay(alarm, watchers) for alarm in load.alarms]
    heard = [delay for delay in alarms if delay is not None]
    figure("live.lost", lost + len(alarms) - len(heard), "events", of=len(every) + lost, alarms=len(alarms))
    figure("live.doubled", sum(w.doubled for w in watchers), "events")
    if len(heard) < len(alarms):
        raise SystemExit(f"{len(alarms) - len(heard)} alarms were not heard by everybody")
    figure("live.alarm_delay_max", max(heard), "s", p50=round(percentile(heard, 0.5), 2), alarms=len(heard),
           overdue=OVERDUE, calls=CALLS)  # fmt: skip


def heard_by(posted: list[Posted], watchers: list[Watcher]) -> Iterator[tuple[Posted, Watcher]]:
    boards = [w for w in watchers if w.kind == "board"]
    own: dict[str, list[Watcher]] = {}
    for watcher in watchers:
        if watcher.kind != "board":
            own.setdefault(watcher.session, []).append(watcher)
    for one in posted:
        yield from ((one, watcher) for watcher in (*boards, *own[one.session]))


def alarm_delay(alarm: tuple[str, int, float], watchers: list[Watcher]) -> float | None:
    """Until the last of the session's screens has heard; None when one never did."""
    session, before, due = alarm
    times = [w.heard_at(session, before + 1) for w in watchers if w.sees(session)]
    return None if None in times else max(at for at in times if at is not None) - due


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="stillwater-bench-") as name:
        folder, began = Path(name), time.monotonic()
        server = settle(folder)
        from bench._crowd import gather

        crowd = gather(SESSIONS - OVERDUE, OVERDUE)
        say(f"{SESSIONS} sessions are under way after {time.monotonic() - began:.0f} s")
        tending = None
        try:
            server.start()
            tending = subprocess.Popen([sys.executable, "-m", "stillwater", "tend"], env=server.environment)
            assert server.process is not None
            asyncio.run(run(server.port, crowd, server.process.pid))
        finally:
            if tending:
                tending.terminate()
                tending.wait()
            server.stop()


if __name__ == "__main__":
    main()
