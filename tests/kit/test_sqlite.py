"""The safe database: a sound SQLite, durable, and a fair queue for writers."""

import fcntl
import os
import sqlite3
import threading
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections, transaction
from django.db.utils import OperationalError

from stillwater.kit import checks, sqlite_library
from stillwater.kit.ids import new_id
from stillwater.live.models import Topic

pytestmark = pytest.mark.skipif(
    django_settings.DATABASES["default"]["ENGINE"] != "stillwater.kit.sqlite", reason="about SQLite"
)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2), (3, 7, 0)])
def test_an_old_sqlite_is_refused_before_anything_is_served(monkeypatch: Any, version: tuple[int, ...]) -> None:
    """Field note: SQLite 3.7.0 to 3.51.2 can corrupt a database that two processes write to."""
    assert sqlite_library.too_old(version)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    assert [error.id for error in checks.sqlite_is_sound(None)] == ["kit.E001"]


def test_the_sqlite_that_is_used_is_sound() -> None:
    assert checks.sqlite_is_sound(None) == []
    assert sqlite3.sqlite_version_info >= sqlite_library.LEAST_VERSION


@pytest.mark.django_db
def test_an_acknowledged_write_survives_a_power_cut() -> None:
    """Field note: synchronous=NORMAL drops acknowledged writes when the power goes; FULL (2) does not."""
    with connection.cursor() as cursor:
        asked = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in
                 ("journal_mode", "synchronous", "foreign_keys", "mmap_size")}  # fmt: skip
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "mmap_size": 0}


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_one_moment_lose_nothing() -> None:
    """Field note: with Django's default, read-then-write dies at once with "database is locked" under two writers."""
    counter = Topic.objects.create(id=new_id(), scope_id=new_id()).id
    troubles: list[Exception] = []

    def count() -> None:
        try:
            for _ in range(25):
                with transaction.atomic():
                    row = Topic.objects.get(id=counter)  # reads first: the pattern that a deferred BEGIN loses
                    row.version += 1
                    row.save()
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=count) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert troubles == []
    assert Topic.objects.get(id=counter).version == 100


@pytest.mark.django_db(transaction=True)
def test_a_second_writer_waits_for_its_turn_and_a_reader_does_not() -> None:
    inside, seen = threading.Event(), threading.Event()
    order: list[str] = []

    def second() -> None:
        inside.wait()
        order.append(f"read {Topic.objects.count()}")
        seen.set()
        with transaction.atomic():
            order.append(f"wrote after {Topic.objects.count()}")
        connections.close_all()

    other = threading.Thread(target=second)
    other.start()
    with transaction.atomic():
        Topic.objects.create(id=new_id(), scope_id=new_id())
        inside.set()
        seen.wait()  # the reader came through while this writer holds the turn
        order.append("first commits")
    other.join()
    assert order == ["read 0", "first commits", "wrote after 1"]


def _is_free(name: str) -> bool:
    turn = os.open(f"{name}.turn", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(turn)
    return True


class Stumble(Exception):
    pass


@pytest.mark.django_db(transaction=True)
def test_the_turn_is_given_back_whatever_happens() -> None:
    name = str(connection.settings_dict["NAME"])
    with transaction.atomic():
        Topic.objects.count()
        assert not _is_free(name)
    assert _is_free(name), "after a commit"
    with pytest.raises(Stumble), transaction.atomic():
        raise Stumble
    assert _is_free(name), "after a rollback"
    with pytest.raises(OperationalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select no_such_function()")
    assert _is_free(name), "after an error of the database"
    connection.set_autocommit(False)
    connection.set_autocommit(True)
    assert _is_free(name), "after autocommit was off"
    with transaction.atomic():
        connection.close()
    assert _is_free(name), "after a connection was closed in the middle"


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_keeps_the_turn() -> None:
    name = str(connection.settings_dict["NAME"])
    with transaction.atomic():
        with pytest.raises(Stumble), transaction.atomic():
            raise Stumble
        assert not _is_free(name)
    assert _is_free(name)
