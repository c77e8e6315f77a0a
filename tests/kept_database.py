"""The migrated database of the tests, kept between workers and runs: on SQLite three hundred migrations take half a minute of CPU,
a copy of their result none. PostgreSQL is migrated as Django does it.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

HOUSE = Path(__file__).parent.parent
# What the result depends on: our migrations and what they call, Django's and the packages' versions.
MADE_BY = ("stillwater/**/migrations/*.py", "stillwater/kit/*.py", "stillwater/**/migrate.py", "stillwater/settings.py")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """A migrated database of this worker's own."""
    with django_db_blocker.unblock():
        if connection.vendor != "sqlite":
            made = setup_databases(verbosity=0, interactive=False)
            yield
            teardown_databases(made, verbosity=0)
            return
        with _alone(), _kept() as kept:
            mine = Path(connection.settings_dict["TEST"]["NAME"])
            if kept.exists():
                shutil.copyfile(kept, mine)
                connection.close()
                settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(mine)
            else:
                setup_databases(verbosity=0, interactive=False)
                _keep(kept)
        yield
        connection.close()


def _keep(kept: Path) -> None:
    """A whole copy under another name first: a run that is stopped leaves no half of it."""
    half = kept.with_suffix(f".{os.getpid()}")
    half.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(half)])
    half.rename(kept)
    for other in set(_folder().glob("*.sqlite3")) - {kept}:
        other.unlink(missing_ok=True)


@contextmanager
def _kept() -> Iterator[Path]:
    whole = hashlib.sha256((HOUSE / "requirements" / "dev.txt").read_bytes())
    for pattern in MADE_BY:
        for path in sorted(HOUSE.glob(pattern)):
            whole.update(path.read_bytes())
    yield _folder() / f"{whole.hexdigest()[:32]}.sqlite3"


@contextmanager
def _alone() -> Iterator[None]:
    """One worker migrates; the others wait and take a copy."""
    with (_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _folder() -> Path:
    found = Path(tempfile.gettempdir()) / f"stillwater-tests-{os.getuid()}"
    found.mkdir(mode=0o700, exist_ok=True)
    if found.stat().st_uid != os.getuid():
        raise PermissionError(f"{found} belongs to somebody else")
    return found
