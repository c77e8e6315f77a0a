"""Two people at one moment: each on a thread and a connection of their own, in transactions that last."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections


def at_once(*works: Callable[[], object]) -> list[Exception | None]:
    """Run these together; what each raised, or None."""
    start = threading.Barrier(len(works))
    found: list[Exception | None] = [None] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except Exception as trouble:
            found[place] = trouble
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def lasting(transactional_db: None) -> Iterator[None]:
    """Transactions that really commit. Afterwards the append-only tables are emptied too, which their triggers refuse to all else."""
    yield
    if connection.vendor != "sqlite":
        return  # PostgreSQL empties tables by TRUNCATE, which asks no row trigger
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_delete_refused'"
        )
        for name, table, sql in reversed(cursor.fetchall()):  # what points at a row goes before the row
            for statement in (f"DROP TRIGGER {name}", f"DELETE FROM {table}", sql):
                cursor.execute(statement)
