"""Databases of their own for tests that run whole commands on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from django.conf import settings
from psycopg import sql


@contextmanager
def new_database() -> Iterator[str]:
    """The DATABASE_URL of an empty database on the server that the tests use."""
    server = settings.DATABASES["default"]
    name = sql.Identifier(f"drill_{uuid4().hex}")
    where = f"{server['USER']}@{server['HOST']}:{server['PORT']}"
    with psycopg.connect(f"postgres://{where}/postgres", autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield f"postgres://{where}/{name._obj[0]}"
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
