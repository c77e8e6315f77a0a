"""The drill: a backup is made, everything is deleted, and the record comes back whole, by the commands that an operator types."""

import base64
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from stillwater.kit import files
from stillwater.kit.keys import _opened as opened_keys
from stillwater.kit.keys import new_master, rotated
from tests.faults.drill.places import new_database

HERE = Path(__file__).parent
SECRET = "the secret of the drill"
PICTURE = "channel/original_images/a-door.jpg"
ON_POSTGRES = "postgresql" in settings.DATABASES["default"]["ENGINE"]


@dataclass(frozen=True)
class Installation:
    """One host: its data folder, its database, its keys."""

    data: Path
    keys: str
    database: str = ""
    secret: str = SECRET

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command], env=self.environment, capture_output=True, text=True, check=False
        )

    def stillwater(self, *command: object) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "stillwater", *map(str, command))

    @property
    def environment(self) -> dict[str, str]:
        mine = {"STILLWATER_DATA": str(self.data), "STILLWATER_KEYS": self.keys, "STILLWATER_SECRET": self.secret}
        return {**os.environ, **mine, "DATABASE_URL": self.database, "PYTHONPATH": str(HERE.parents[2])}

    def found(self, facts: dict[str, str]) -> dict[str, Any]:
        """Everything that is in it."""
        return answer(self.run("-W", "ignore", str(HERE / "drill_rows.py"), json.dumps(facts)))


def answer(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def databases() -> Iterator[Any]:
    """Makes databases: on PostgreSQL, new ones on the server of the tests; on SQLite, a file in the data folder."""
    with contextlib.ExitStack() as made:
        yield lambda: made.enter_context(new_database()) if ON_POSTGRES else ""


@pytest.fixture(scope="module")
def cedar(tmp_path_factory: pytest.TempPathFactory, databases: Any) -> tuple[Installation, dict[str, str]]:
    """A house with a session under way, private words and sound."""
    data = tmp_path_factory.mktemp("cedar") / "data"
    here = Installation(data, new_master(), databases())
    data.mkdir()
    return here, answer(here.run("-W", "ignore", str(HERE / "drill_fill.py")))


@pytest.fixture(scope="module")
def backup(cedar: tuple[Installation, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    here, _ = cedar
    picture = here.data / PICTURE
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a picture of the channel")
    target = tmp_path_factory.mktemp("vault") / "cedar.backup"
    done = here.stillwater("backup", target)
    assert done.returncode == 0, done.stderr
    assert "2 files" in done.stdout
    assert [p.name for p in target.parent.iterdir()] == ["cedar.backup"], "nothing plain is left beside it"
    assert not list(here.data.glob(".backup-*"))
    return target


@pytest.fixture
def empty(cedar: tuple[Installation, dict[str, str]], tmp_path: Path, databases: Any) -> Installation:
    """Another host with the same keys, on which nothing stands yet."""
    return replace(cedar[0], data=tmp_path / "new", database=databases())


def test_everything_comes_back_after_everything_was_lost(
    cedar: tuple[Installation, dict[str, str]], backup: Path, databases: Any, tmp_path: Path
) -> None:
    here, facts = cedar
    before = here.found(facts)
    shutil.move(here.data, tmp_path / "lost")
    empty = replace(here, database=databases())
    try:
        began = time.monotonic()
        done = empty.stillwater("restore", backup)
        assert done.returncode == 0, done.stderr
        assert "checked whole" in done.stdout
        assert time.monotonic() - began < 60
        after = empty.found(facts)
        assert after["voice"] == "Ana's voice. " * 20_000
        assert (empty.data / PICTURE).read_bytes() == b"a picture of the channel"
        assert after["chain"] == ""
        assert after["same"], "the session's state is what its entries fold to"
        changed = {name for name in before["rows"] if before["rows"][name] != after["rows"][name]}
        sound = {"soundscape.Rendering", "soundscape.RenderedFile", "django_tasks_database.DBTaskResult"}
        assert changed == {"audit.Event", "audit.Chain", *sound}, (
            "the log says that it was restored; sound is made anew"
        )
        assert len(after["rows"]["audit.Event"]) == len(before["rows"]["audit.Event"]) + 1
        assert set(before["rows"]["audit.Event"]) < set(after["rows"]["audit.Event"])
        if not ON_POSTGRES:
            assert empty.data.joinpath("stillwater.sqlite3").stat().st_mode & 0o077 == 0, "nobody else reads it"

        assert after["on_disk"] == {}
        assert "1 pieces of sound are rendered again" in done.stdout
        worked = empty.stillwater("db_worker", "--batch", "--queue-name", "*", "--no-startup-delay")
        assert worked.returncode == 0, worked.stderr
        again = empty.found(facts)
        assert again["sound"] == again["on_disk"] == before["on_disk"], "the same sound, to the byte"
        assert len(again["sound"]) == 2
    finally:
        shutil.rmtree(here.data, ignore_errors=True)
        shutil.move(tmp_path / "lost", here.data)


def test_keys_and_secret_are_never_inside(
    cedar: tuple[Installation, dict[str, str]], backup: Path, tmp_path: Path
) -> None:
    here, _ = cedar
    plain = tmp_path / "plain.tar"
    plain.write_bytes(b"".join(files.read_from(backup, "backup", opened_keys(here.keys))))
    raw = base64.b64decode(json.loads(base64.b64decode(here.keys))["key"][0]["keyData"]["value"])
    for content in (plain.read_bytes(), backup.read_bytes()):
        for never in (here.keys.encode(), base64.b64decode(here.keys), raw[-32:], SECRET.encode()):
            assert never not in content
        assert b"Ana's voice" not in content
        assert b"My father's kitchen" not in content
    assert b"Ana Marlow" not in backup.read_bytes()
    with tarfile.open(plain) as tar:
        names = tar.getnames()
    assert {name.split("/")[0] for name in names} == {"database", "private", "channel", "manifest.json"}


def _refused(empty: Installation, *tries: tuple[Path, dict[str, str]]) -> list[str]:
    script = str(HERE / "drill_refusals.py")
    told = answer(empty.run("-W", "ignore", script, json.dumps([(str(file), change) for file, change in tries])))
    assert not empty.data.exists() or list(empty.data.iterdir()) == [], "nothing is touched"
    return list(told)


def test_a_wrong_key_is_refused_before_anything_is_touched(backup: Path, empty: Installation) -> None:
    done = replace(empty, keys=new_master()).stillwater("restore", backup)
    assert done.returncode == 1
    assert "nothing was changed. It was sealed with other STILLWATER_KEYS" in done.stderr
    assert "Traceback" not in done.stderr
    assert not empty.data.exists()
    none, wrong_secret = _refused(empty, (backup, {"STILLWATER_KEYS": ""}), (backup, {"STILLWATER_SECRET": "another"}))
    assert "STILLWATER_KEYS is not set" in none
    assert "made with another STILLWATER_SECRET" in wrong_secret


def test_a_backup_that_was_cut_or_changed_is_refused(backup: Path, empty: Installation, tmp_path: Path) -> None:
    whole, chunk = backup.read_bytes(), files.CHUNK + 33
    assert len(whole) > 4 * chunk
    harmed = {
        "a byte": whole[: 3 * chunk] + bytes([whole[3 * chunk] ^ 1]) + whole[3 * chunk + 1 :],
        "a byte of the first chunk": whole[:100] + bytes([whole[100] ^ 1]) + whole[101:],
        "cut at a byte": whole[:-1],
        "cut between chunks": whole[: 3 * chunk],
        "longer": whole + b"\0",
        "empty": b"",
    }
    for name, content in harmed.items():
        (tmp_path / name).write_bytes(content)
    told = dict(zip(harmed, _refused(empty, *((tmp_path / name, {}) for name in harmed)), strict=True))
    assert "is no backup" in told.pop("empty")
    assert all("cut short or changed" in words for words in told.values()), told


def test_a_record_that_is_here_is_kept_unless_asked_and_then_moved_aside(
    cedar: tuple[Installation, dict[str, str]], backup: Path, empty: Installation
) -> None:
    _, facts = cedar
    empty = replace(empty, keys=rotated(empty.keys))  # keys that were rotated since open it too
    assert empty.stillwater("restore", backup).returncode == 0
    done = empty.stillwater("restore", backup)
    assert done.returncode == 1
    assert "There is a record here already" in done.stderr
    entries = empty.found(facts)["entries"]
    assert entries

    done = empty.stillwater("restore", backup, "--replace")
    if ON_POSTGRES:
        assert done.returncode == 1
        assert "Make a new one and name it in DATABASE_URL" in done.stderr
        assert empty.found(facts)["entries"] == entries
        return
    assert done.returncode == 0, done.stderr
    (aside,) = empty.data.glob("replaced-*")
    assert str(aside) in done.stdout
    assert {"stillwater.sqlite3", "private"} <= {path.name for path in aside.iterdir()}
    assert empty.found(facts)["entries"] == entries


@pytest.mark.skipif(ON_POSTGRES, reason="a PostgreSQL database that is not empty is never replaced")
def test_a_record_in_use_is_not_replaced_and_a_left_wal_is_no_empty_place(backup: Path, empty: Installation) -> None:
    import sqlite3

    empty.data.mkdir()
    wal = empty.data / "stillwater.sqlite3-wal"
    wal.write_bytes(b"pages of another record")
    assert "There is a record here already" in empty.stillwater("restore", backup).stderr
    wal.unlink()
    assert empty.stillwater("restore", backup).returncode == 0
    user = sqlite3.connect(empty.data / "stillwater.sqlite3")
    user.execute("PRAGMA journal_mode=WAL")
    user.execute("SELECT count(*) FROM people_person").fetchone()
    done = empty.stillwater("restore", backup, "--replace")
    user.close()
    assert done.returncode == 1
    assert "Stop it first" in done.stderr
    assert not list(empty.data.glob("replaced-*"))


def test_a_backup_taken_while_maya_records_is_of_one_moment(
    cedar: tuple[Installation, dict[str, str]], empty: Installation, tmp_path: Path
) -> None:
    here, facts = cedar
    target, acknowledged = tmp_path / "busy.backup", tmp_path / "acknowledged"
    with acknowledged.open("w") as out:
        maya = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(HERE / "drill_write.py"), facts["session"]], env=here.environment,
            stdout=out,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + 30
        while len(acknowledged.read_text().split()) < 5 and time.monotonic() < deadline:
            time.sleep(0.05)
        before = acknowledged.read_text().split()
        assert len(before) >= 5
        done = here.stillwater("backup", target)
        assert done.returncode == 0, done.stderr
        wait_for = len(acknowledged.read_text().split()) + 3
        while len(acknowledged.read_text().split()) < wait_for and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        maya.kill()
        maya.wait()
    recorded = acknowledged.read_text().split()
    assert empty.stillwater("restore", target).returncode == 0
    after = empty.found(facts)
    assert after["chain"] == ""
    assert after["same"], "no entry without its state, no state without its entries"
    kept = [entry for entry in after["entries"] if entry in set(recorded)]
    assert set(before) <= set(kept), "what was acknowledged before the backup began is in it"
    assert len(before) < len(recorded)
    assert kept == recorded[: len(kept)], "and what is in it has no hole"
    assert len(kept) < len(recorded)


def test_a_backup_of_nothing_says_so(empty: Installation, tmp_path: Path) -> None:
    done = empty.stillwater("backup", tmp_path / "nothing.backup")
    assert done.returncode == 1
    assert "There is no record here yet" in done.stderr
    assert not (tmp_path / "nothing.backup").exists()
    assert not (empty.data / "stillwater.sqlite3").exists()


@pytest.mark.skipif(ON_POSTGRES, reason="the same for both databases")
def test_a_backup_of_a_newer_stillwater_is_refused(
    cedar: tuple[Installation, dict[str, str]], empty: Installation, tmp_path: Path
) -> None:
    import sqlite3

    here, _ = cedar
    newer = replace(here, data=tmp_path / "newer")
    shutil.copytree(here.data, newer.data)
    with contextlib.closing(sqlite3.connect(newer.data / "stillwater.sqlite3")) as future, future:
        future.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('care', '9999_later', '2031-01-01')")
    assert newer.stillwater("backup", tmp_path / "newer.backup").returncode == 0
    done = empty.stillwater("restore", tmp_path / "newer.backup")
    assert done.returncode == 1
    assert "care.9999_later is not known here" in done.stderr
    assert not (empty.data / "stillwater.sqlite3").exists()
