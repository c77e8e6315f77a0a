"""Copy a database of either kind while it is in use, and put a copy in place."""

import os
import sqlite3
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from stillwater.kit import rls

POSTGRES = "postgresql"


class Trouble(Exception):
    """The database cannot be copied or put in place, and why in plain words."""


def copy_to(target: Path) -> None:
    """One moment of the database, while others write. Raises Trouble."""
    if connection.vendor == POSTGRES:
        # One snapshot (repeatable read); every clinic's rows, past the policies that bind this login too.
        _postgres("pg_dump", "--format=custom", "--enable-row-security", f"--file={target}")
        return
    source, copy = sqlite3.connect(file()), sqlite3.connect(target)
    try:
        source.backup(copy)  # all pages in one step, so no writer comes between
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
        source.close()


def files() -> list[Path]:
    """The files that are the database, and what its replication knows of it. A left -wal would be read into the database that
    is put beside it."""
    if connection.vendor == POSTGRES:
        return []
    beside = [file().with_name(file().name + end) for end in ("-wal", "-shm", "-journal")]
    return [file(), *beside, file().with_name(f".{file().name}-litestream")]


def has_record() -> bool:
    """Whether there is anything here."""
    if connection.vendor == POSTGRES:
        return bool(connection.introspection.table_names())
    return any(path.is_file() for path in files())


def check_replaceable() -> None:
    """Raises Trouble while Stillwater runs on this database, or when it cannot be moved aside."""
    if connection.vendor == POSTGRES:
        if has_record():
            raise Trouble("This PostgreSQL database is not empty. Make a new one and name it in DATABASE_URL.")
        return
    connection.close()
    if not file().exists():
        return
    present = sqlite3.connect(file(), timeout=1)
    try:
        present.execute("PRAGMA journal_mode=DELETE")  # only whoever is alone with a database can leave WAL
    except sqlite3.OperationalError as why:
        raise Trouble("Stillwater is running on this data folder. Stop it first.") from why
    except sqlite3.DatabaseError:
        pass  # too damaged to open: a good reason for a restore
    finally:
        present.close()


def check(source: Path, vendor: str) -> None:
    """Raises Trouble unless the copy is whole and of the kind that is used here."""
    if vendor != connection.vendor:
        raise Trouble(f"It holds a {vendor} database; this installation uses {connection.vendor}.")
    if vendor == POSTGRES:
        _postgres("pg_restore", "--list", str(source), login=False)
        return
    checked = sqlite3.connect(source)
    try:
        verdict = checked.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as why:
        verdict = str(why)
    finally:
        checked.close()
    if verdict != "ok":
        raise Trouble(f"The database in it is damaged: {verdict}")


def place(source: Path) -> None:
    """Put a checked copy where the database is to be, whole or not at all. Raises Trouble."""
    if connection.vendor == POSTGRES:
        _postgres("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(source))
        return
    connection.close()
    source.rename(file())


def file() -> Path:
    """Where SQLite keeps it."""
    return Path(settings.DATABASES["default"]["NAME"])


def _postgres(program: str, *arguments: str, login: bool = True) -> None:
    """PostgreSQL's own program, signed in as Stillwater is; its password never on a command line."""
    known = {
        key: str(value) for key, value in connection.get_connection_params().items() if isinstance(value, str | int)
    }
    password = known.pop("password", "")
    words = {"host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "service"}
    where = make_conninfo(**{key: value for key, value in known.items() if key in words})
    environment = {**os.environ, "PGOPTIONS": rls.EVERYWHERE, **({"PGPASSWORD": password} if password else {})}
    command = [program, *(["--dbname", where] if login else []), *arguments]
    try:
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    except FileNotFoundError as why:
        raise Trouble(
            f"There is no {program} here. Install PostgreSQL's client programs, of the server's version or newer."
        ) from why
    if done.returncode:
        raise Trouble(f"{program} says: {(done.stderr.strip().splitlines() or ['nothing'])[0]}")
