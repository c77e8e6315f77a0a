"""`stillwater nppes`: what it says, how it is stopped, and killed in the middle."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bench._nppes import write as write_many
from stillwater.commands.management.commands import nppes
from stillwater.commands.progress import pace, remaining
from stillwater.directory.models import RegisterRow
from stillwater.directory.rules.register import Why
from stillwater.kit.clock import now
from tests.interop.files import organisation, text, write, zipped


def _run(*words: object) -> str:
    said = StringIO()
    call_command("nppes", *map(str, words), stdout=said)
    return said.getvalue()


def test_it_says_what_became_of_the_rows(db: None, tmp_path: Path) -> None:
    file = write(tmp_path, organisation(1), organisation(2) | {"NPI": "1234567890"}, organisation(3)["NPI"].encode())
    said = _run(file, "--report", tmp_path / "report.csv")
    assert "New 1, changed 0, unchanged 0, deactivated 0, refused 2, not kept 0." in said
    assert "1 refused: not ten digits, or the check digit is wrong" in said
    assert "The file is not whole. Fetch it again" in said
    assert (tmp_path / "report.csv").read_text().count("\n") == 4
    assert "unchanged 1" in _run(file)


def test_every_reason_has_its_words() -> None:
    assert set(nppes.WORDS) == set(Why)


def test_what_cannot_be_read_is_an_answer_and_no_traceback(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        _run(tmp_path / "nowhere.csv")
    empty = tmp_path / "empty.csv"
    empty.touch()
    with pytest.raises(CommandError, match="The file is empty"):
        _run(empty)
    packed = zipped(tmp_path, text(*(organisation(number) for number in range(300))))
    broken = bytearray(packed.read_bytes())
    middle = len(broken) // 2
    broken[middle : middle + 40] = bytes(40)
    packed.write_bytes(broken)
    with pytest.raises(CommandError, match=r"breaks off or is damaged .* Fetch it again"):
        _run(packed)
    whole = write(tmp_path, organisation(1))
    book = tmp_path / "gone.xlsx"
    book.write_bytes(b"PK not a spreadsheet")
    with pytest.raises(CommandError, match="no row names the columns"):
        _run(whole, "--deactivated", book)


def test_ctrl_c_ends_after_the_piece_and_says_how_to_go_on(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, *(organisation(number) for number in range(1200)))
    before, read = signal.getsignal(signal.SIGINT), list[int]()

    def clock() -> object:
        read.append(1)
        if len(read) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return now()

    monkeypatch.setattr(nppes, "now", clock)
    with pytest.raises(CommandError, match="The same command goes on from there"):
        _run(file)
    assert signal.getsignal(signal.SIGINT) is before
    assert RegisterRow.objects.count() == 500
    said = _run(file)
    assert "Went on after line 501." in said
    assert "1,200 rows" in said
    assert RegisterRow.objects.count() == 1200


def test_killed_in_the_middle_it_goes_on_where_it_was(tmp_path: Path) -> None:
    """SIGKILL, as a power cut: what was committed stays, nothing is doubled, and the second run ends it."""
    data, file, rows = tmp_path / "data", tmp_path / "npidata_pfile_20261108.csv", 12_000
    data.mkdir()
    write_many(file, rows)
    environment = {**os.environ, "STILLWATER_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    stillwater = [sys.executable, "-m", "stillwater"]
    subprocess.run([*stillwater, "migrate", "directory", "-v0"], env=environment, check=True)
    command = [*stillwater, "nppes", str(file), "--all", "--report", str(tmp_path / "report.csv")]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    with closing(sqlite3.connect(data / "stillwater.sqlite3", isolation_level=None)) as database:
        done = "SELECT rows_done, new, ended_at FROM directory_registerimport"
        deadline = time.monotonic() + 60
        while not (found := database.execute(done).fetchone()) or not found[0]:
            assert time.monotonic() < deadline
            time.sleep(0.002)
        running.kill()
        running.wait()
        ((reached, new, ended),) = database.execute(done).fetchall()
        assert 0 < reached < rows
        assert ended is None
        assert database.execute("SELECT count(*) FROM directory_registerrow").fetchone() == (new,)
        said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
        assert f"Went on after line {reached + 1:,}." in said
        ((reached, new, ended),) = database.execute(done).fetchall()
        assert (reached, bool(ended)) == (rows, True)
        assert database.execute("SELECT count(*), count(DISTINCT npi) FROM directory_registerrow").fetchone() == (
            new,
            new,
        )
    lines = [int(line.split(",")[0]) for line in (tmp_path / "report.csv").read_text().splitlines()[1:]]
    assert lines == sorted(set(lines))
    assert len(lines) == new


def test_what_would_do_harm_is_refused_before_it_begins(db: None, tmp_path: Path) -> None:
    file = write(tmp_path, organisation(1))
    with pytest.raises(CommandError, match="written over the file that is read"):
        _run(file, "--report", file)
    with pytest.raises(CommandError, match="not a taxonomy code"):
        _run(file, "--taxonomy", "2084", "")  # an empty beginning is that of every code
    assert file.stat().st_size > 0
    assert "New 1" in _run(file, "--taxonomy", "2084", "207L00000X")


def test_the_bar_says_rows_rate_and_what_remains(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = StringIO()
    monkeypatch.setattr(drawn, "isatty", lambda: True)
    monkeypatch.setattr("sys.stderr", drawn)
    draw = pace("Taking in the register", every=0)
    draw(1000, 4000, 500)  # an earlier run had done so much
    draw(2000, 4000, 1500)
    draw(4000, 4000, 3500)
    first, middle, last = drawn.getvalue().split("\r")[1:]
    assert "500 rows, 0 a second" in first
    assert re.search(r"1,500 rows, [\d,]+ a second, \d+ s left", middle)
    assert last.endswith("\n")
    assert "left" not in last


def test_a_time_that_remains_is_said_as_people_say_it() -> None:
    assert [remaining(each) for each in (3.2, 100, 3600, 7500)] == ["3 s", "2 min", "1 h 0 min", "2 h 5 min"]
