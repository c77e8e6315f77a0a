"""Many rows of the register in one statement. The ORM's own takes 0.15 ms a row, six times as long."""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import date
from operator import itemgetter

from django.db import connection

from stillwater.directory.models import RegisterRow
from stillwater.directory.rules.register import KEPT

_WIDE = ("PRAGMA cache_size = -65536", "PRAGMA wal_autocheckpoint = 0")  # 64 MB
_AS_EVER = ("PRAGMA cache_size = -2000", "PRAGMA wal_autocheckpoint = 1000")  # as SQLite has them unless told
_TABLE, _NAMES = RegisterRow._meta.db_table, ("npi", *KEPT, "digest", "seen_in_id")
_INTO = f"INSERT INTO {_TABLE} ({', '.join(_NAMES)})"
_OR = f"ON CONFLICT (npi) DO UPDATE SET {', '.join(f'{name} = EXCLUDED.{name}' for name in _NAMES[1:])}"
_LINES = {"seen_in_id": "string_to_array(%s, E'\\n')::bigint[]", **{
    name: "string_to_array(%s, E'\\n', '')::date[]" for name in _NAMES if name.endswith("_date")
}}  # fmt: skip
_ARRAYS = ", ".join(_LINES.get(name, "string_to_array(%s, E'\\n')") for name in _NAMES)
_VALUES = f"{_INTO} VALUES ({', '.join(['%s'] * len(_NAMES))}) {_OR}"
_LISTS = f"{_INTO} SELECT * FROM unnest({_ARRAYS}) {_OR}"  # noqa: S608  names of this file alone


@contextlib.contextmanager
def room() -> Iterator[float]:
    """Let this connection write much, and know for how many seconds one piece may hold the database: where one writes at a time,
    others wait for it. On SQLite numbers come in no order, so every row touches another page of the index. It keeps
    more of them in memory, and leaves it to `settle` to carry what was committed into the database's file: at a commit
    that would keep other writers waiting.
    """
    if connection.vendor != "sqlite":
        yield 0.07
        return
    with connection.cursor() as cursor:
        try:
            for statement in _WIDE:
                cursor.execute(statement)
            yield 0.04
        finally:
            for statement in _AS_EVER:
                cursor.execute(statement)


def settle() -> None:
    """Carry what was committed into the database's file, while others write."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


def upsert(rows: Sequence[Sequence[str | int | date | None]]) -> None:
    """Put these rows in, or in place of those that have their number: npi, what is kept, digest, import."""
    if not rows:
        return
    near = sorted(rows, key=itemgetter(0))  # one another in the index
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) > 1:  # one empty line would be none
            cursor.execute(_LISTS, ["\n".join(map(_line, column)) for column in zip(*near, strict=True)])
        else:
            cursor.executemany(_VALUES, near)


def _line(value: str | int | date | None) -> str:
    """A column goes to PostgreSQL as one text of lines, which a value never breaks; a list would be written item by item."""
    return value if isinstance(value, str) else "" if value is None else str(value)
