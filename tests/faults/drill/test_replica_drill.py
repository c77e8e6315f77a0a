"""The drill of the replica: everything is killed and the database deleted while Maya records; it comes back from elsewhere."""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from stillwater.kit.keys import new_master
from tests.faults.drill.test_restore_drill import HERE, ON_POSTGRES, Installation, answer
from tests.serving import descendants, free_port

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="PostgreSQL brings replication of its own")


@dataclass(frozen=True)
class Followed(Installation):
    """An installation whose database is followed."""

    replica: Path = Path()

    @property
    def environment(self) -> dict[str, str]:
        told = {"STILLWATER_REPLICA": f"file://{self.replica}", "STILLWATER_URL": "https://care.example.org"}
        return super().environment | told

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """`stillwater serve`, and then SIGKILL to it and to everything that it started, as a power cut."""
        command = [sys.executable, "-m", "stillwater", "serve", "--role", "worker", "--port", str(free_port())]
        log = self.data.parent / "serve.log"
        with log.open("ab") as out:
            server = subprocess.Popen(command, env=self.environment, stdout=out, stderr=out, start_new_session=True)
        try:
            _until(lambda: b"Stillwater is at" in log.read_bytes(), log)
            yield
        finally:
            for pid in [server.pid, *descendants(server.pid)]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            server.wait()

    @contextlib.contextmanager
    def maya(self, session: str, acknowledged: Path) -> Iterator[None]:
        """Records one note after the other, until she is cut off."""
        with acknowledged.open("w") as out:
            maya = subprocess.Popen([sys.executable, "-W", "ignore", str(HERE / "drill_write.py"), session],
                                    env=self.environment, stdout=out)  # fmt: skip
        try:
            yield
        finally:
            maya.kill()
            maya.wait()

    def holds(self, id_: str) -> bool:
        """Whether the replica has this row by now."""
        copy = self.data.parent / "looked-at"
        for path in self.data.parent.glob("looked-at*"):
            path.unlink()
        program = Path(sys.executable).parent / "litestream"
        done = subprocess.run([str(program), "restore", "-o", str(copy), self.environment["STILLWATER_REPLICA"]],
                              capture_output=True, check=False)  # fmt: skip
        if done.returncode:
            return False
        with contextlib.closing(sqlite3.connect(copy)) as opened:
            found = opened.execute("SELECT 1 FROM treatment_entry WHERE id = ? OR session_id = ?", [UUID(id_).hex] * 2)
            return found.fetchone() is not None


def _until(true: Callable[[], bool], log: Path | None = None) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, log.read_text()[-3000:] if log else "waited for a minute"
        time.sleep(0.05)


@pytest.fixture
def cedar(tmp_path: Path) -> tuple[Followed, dict[str, str]]:
    """A house with a session under way, and a place for its replica."""
    here = Followed(tmp_path / "data", new_master(), replica=tmp_path / "elsewhere")
    here.data.mkdir()
    return here, answer(here.run("-W", "ignore", str(HERE / "drill_fill.py")))


def _lost(here: Followed) -> None:
    for path in here.data.iterdir():
        if path.name.removeprefix(".").startswith("stillwater.sqlite3"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def test_the_database_comes_back_from_its_replica_as_it_was_within_seconds_of_the_end(
    cedar: tuple[Followed, dict[str, str]], tmp_path: Path
) -> None:
    here, facts = cedar
    kept: list[str] = []
    for turn in ("first", "again"):  # the replica goes on after a database came back from it
        acknowledged = tmp_path / turn
        with here.serving(), here.maya(facts["session"], acknowledged):
            _until(lambda: len(acknowledged.read_text().split()) > 20)  # noqa: B023
            early = acknowledged.read_text().split()
            _until(lambda: here.holds(early[-1]))  # noqa: B023
        recorded = acknowledged.read_text().split()
        _lost(here)
        assert "There is no record here yet" in here.stillwater("backup", tmp_path / "none").stderr
        done = here.stillwater("restore", "--replica")
        assert done.returncode == 0, done.stderr
        assert "the replica, whose last event is of 20" in done.stdout
        after = here.found(facts)
        assert after["chain"] == ""
        assert after["same"], "no entry without its state, no state without its entries"
        assert after["voice"] == "Ana's voice. " * 20_000, "the private files were not touched"
        came_back = [entry for entry in after["entries"] if entry in set(recorded)]
        assert set(kept + early) <= set(after["entries"])
        assert came_back == recorded[: len(came_back)], "and what is in it has no hole"
        print(json.dumps({"figure": "replica.lost_entries", "value": len(recorded) - len(came_back),
                          "recorded": len(recorded)}))  # fmt: skip
        kept += came_back


def test_a_database_that_is_there_is_kept_unless_asked(cedar: tuple[Followed, dict[str, str]]) -> None:
    here, facts = cedar
    with here.serving():
        _until(lambda: here.holds(facts["session"]))
    assert "There is a record here already" in here.stillwater("restore", "--replica").stderr
    done = here.stillwater("restore", "--replica", "--replace")
    assert done.returncode == 0, done.stderr
    (aside,) = here.data.glob("replaced-*")
    assert (aside / "stillwater.sqlite3").exists()
    assert (here.data / "private").exists(), "only the database was moved"
    assert here.found(facts)["chain"] == ""


def test_what_cannot_be_done_is_said_and_nothing_is_touched(tmp_path: Path) -> None:
    here = Followed(tmp_path / "data", new_master(), replica=tmp_path / "nothing")
    assert "litestream says: " in here.stillwater("restore", "--replica").stderr
    assert "Name the file of a backup, or say --replica." in here.stillwater("restore").stderr
    assert not (here.data / "stillwater.sqlite3").exists()
