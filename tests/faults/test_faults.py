"""Kill the server, drop its answers, double, split and shuffle what is sent: nothing lost, nothing doubled.

Three devices record into one session, each with an outbox that keeps what no answer has named. What the server acknowledged
must be there afterwards, once, and the session's state must be what its entries fold to.
"""

import http.client
import json
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from stillwater.kit.clock import iso, now
from stillwater.kit.ids import new_id
from tests.faults.proxy import BadNetwork
from tests.serving import Phone, Served

HERE = Path(__file__).parent
KILLS = 20
MOST_WAITING = 40
SAYS = {
    "patient": lambda n: ("effect", {"name": "dizzy", "severity": "mild"}),
    "sitter": lambda n: ("note", {"text": f"seen {n}"}),
    "nurse": lambda n: ("reading", {"sys": 120 + n % 20, "dia": 80, "pulse": 70, "source": "person"}),
}


class Device(threading.Thread):
    """One phone or tablet: records all the time, sends what waits, and lets go only of what an answer names."""

    def __init__(self, who: str, phone: Phone, session: str, seed: int) -> None:
        super().__init__(daemon=True, name=who)
        self.who, self.phone, self.path = who, phone, f"/sessions/{session}/entries"
        self.dice = random.Random(seed)
        self.waiting: list[dict[str, Any]] = []
        self.acknowledged: set[str] = set()
        self.made = self.sent_again = 0
        self.recording, self.done = threading.Event(), threading.Event()
        self.recording.set()

    def run(self) -> None:
        while not self.done.is_set():
            if self.recording.is_set() and len(self.waiting) < MOST_WAITING:
                self.record()
            if self.waiting:
                self.send()
            time.sleep(0.01)

    def record(self) -> None:
        kind, data = SAYS[self.who](self.made)
        self.made += 1
        wire = {
            "id": str(new_id()),
            "kind": kind,
            "observed_at": iso(now()),
            "offset": -420,
            "data": data,
            "seen": None,
        }
        self.waiting.append(wire)

    def send(self) -> None:
        batch = self.waiting[: self.dice.randint(1, 12)]
        batch += self.dice.sample(batch, len(batch) // 3)  # doubled
        self.dice.shuffle(batch)
        try:
            answer = self.phone.post(self.path, batch, iso(now()), timeout=4)
        except (OSError, http.client.HTTPException, ValueError):
            self.sent_again += 1
            time.sleep(0.02)
            return
        named = {*answer["stored"], *answer["already"]}
        assert not answer["refused"], answer["refused"][:2]
        assert not answer["aside"], answer["aside"][:2]
        self.acknowledged |= named
        self.waiting = [wire for wire in self.waiting if wire["id"] not in named]

    def finish(self, within: float = 30) -> None:
        """Nothing new; send until nothing waits."""
        self.recording.clear()
        deadline = time.monotonic() + within
        while self.waiting and time.monotonic() < deadline:
            time.sleep(0.05)
        self.done.set()
        self.join(10)


def _prepared(tmp_path: Path) -> tuple[Served, dict[str, Any]]:
    server = Served(tmp_path / "data")
    server.data.mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(HERE / "prepare.py")], env=server.environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return server, json.loads(done.stdout.strip().splitlines()[-1])


def _devices(port: int, facts: dict[str, Any]) -> list[Device]:
    found = []
    for seed, (who, cookie) in enumerate(facts["cookies"].items()):
        phone = Phone(port, {"sessionid": cookie}, str(new_id()))
        found.append(Device(who, phone, facts["session"], seed))
    return found


def _until_more(devices: list[Device], more: int) -> None:
    wanted, ends = sum(len(d.acknowledged) for d in devices) + more, time.monotonic() + 20
    while sum(len(d.acknowledged) for d in devices) < wanted and time.monotonic() < ends:
        time.sleep(0.01)


def _counted(server: Served, facts: dict[str, Any], devices: list[Device], what: str, faults: int) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(HERE / "count.py"), facts["session"]], env=server.environment,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    acknowledged = set().union(*(device.acknowledged for device in devices))
    lost = len(acknowledged - set(found["ids"])) + sum(len(device.waiting) for device in devices)
    doubled = len(found["ids"]) - len(set(found["ids"]))
    again = sum(device.sent_again for device in devices)
    for name, value in (("faults.lost", lost), ("faults.doubled", doubled)):
        line = {"figure": name, "value": value, "unit": "entries", "of": what, "acknowledged": len(acknowledged)}
        print(json.dumps({**line, "faults": faults, "sent_again": again}), flush=True)
    assert (lost, doubled) == (0, 0)
    assert len(acknowledged) > 300
    assert found["same"], "the state is not what the entries fold to"
    assert found["chain"] == ""


@pytest.mark.faults
def test_nothing_is_lost_when_the_server_is_killed_twenty_times(tmp_path: Path) -> None:
    server, facts = _prepared(tmp_path)
    try:
        server.start()
        devices = _devices(server.port, facts)
        for device in devices:
            device.start()
        for _ in range(KILLS):
            _until_more(devices, 18)  # each kill comes while entries are going in, however slowly the server came up
            time.sleep(random.uniform(0.0, 0.3))
            server.kill()
            server.start()
        for device in devices:
            device.finish()
        _counted(server, facts, devices, "killed", KILLS)
    finally:
        server.kill()


@pytest.mark.faults
def test_nothing_is_lost_or_doubled_when_answers_are_dropped_after_the_commit(tmp_path: Path) -> None:
    server, facts = _prepared(tmp_path)
    network = None
    try:
        server.start()
        network = BadNetwork(server.port, chance=0.5, seed=7)
        devices = _devices(network.port, facts)
        for device in devices:
            device.start()
        deadline = time.monotonic() + 60
        while sum(network.faults.values()) < 300 and time.monotonic() < deadline:
            time.sleep(0.2)
        network.whole.set()
        for device in devices:
            device.finish()
        assert network.faults["answer_dropped"] + network.faults["answer_cut"] > 50
        _counted(server, facts, devices, "bad network", sum(network.faults.values()))
    finally:
        if network:
            network.close()
        server.kill()
