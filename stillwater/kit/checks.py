"""What is looked at before anything is served."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import connection

from stillwater.kit import keys, rls, sqlite_library


@register()
def sqlite_is_sound(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a SQLite that can corrupt a database that two processes write to."""
    if connection.vendor != "sqlite":
        return []
    import sqlite3

    if sqlite_library.too_old(sqlite3.sqlite_version_info):
        least = ".".join(map(str, sqlite_library.LEAST_VERSION))
        return [
            Error(f"SQLite {sqlite3.sqlite_version} can corrupt the record.", f"Use {least} or newer.", id="kit.E001")
        ]
    return []


@register("stillwater", deploy=True)
def address_is_https(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Passkeys, the service worker and sound need HTTPS; only the demonstration and the tests do without."""
    if settings.STILLWATER_DEMO or settings.STILLWATER_TESTING:
        return []
    if urlsplit(settings.STILLWATER_URL).scheme != "https":
        return [Error("STILLWATER_URL must be the https:// address that people use.", id="kit.E002")]
    return []


@register("stillwater", deploy=True)
def keys_open(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without its keys the system could start, and read nothing that it has sealed."""
    try:
        keys.master()
    except keys.KeysMissingError as why:
        return [Error(str(why), "Run `stillwater keys new` once and keep what it prints.", id="kit.E003")]
    return []


@register("stillwater", deploy=True)
def rows_are_guarded(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A superuser sees every clinic's rows whatever the policies say."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(rls.UNBOUND)
        if not cursor.fetchone()[0]:
            return []
    how = f"As an administrator: CREATE ROLE {rls.ROLE} NOLOGIN; GRANT {rls.ROLE} TO the login in DATABASE_URL;"
    return [Error("PostgreSQL would not keep clinics apart for this login.", how, id="kit.E004")]
