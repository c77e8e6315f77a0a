"""Row-level security on PostgreSQL: the wall below the scopes, for the query that forgot one.

A row of a clinic is there for a statement only when its clinic is among those of the scope (django-scopes) in which the
statement is made. No scope, no rows. `scopes_disabled()` is the one way past it: few places, and greppable.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model
from django_scopes import get_scope

ROLE = "stillwater_app"  # owns nothing, so that it can change no policy, and is never a superuser, whom none binds
IS_THERE = "SELECT bool_or(pg_has_role(current_user, oid, 'MEMBER')) FROM pg_roles WHERE rolname = 'stillwater_app'"
EVERYWHERE = "-c app.everywhere=on"  # PGOPTIONS for a whole copy of the database
UNBOUND = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
TOUCHES_ROWS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "EXPLAIN")

_owner = False


class as_owner:  # noqa: N801
    """Migrations alone: statements are made as the login itself, which owns the tables, and see every clinic."""

    def __enter__(self) -> None:
        global _owner
        _owner = True

    def __exit__(self, *_: Any) -> None:
        global _owner
        _owner = False


def said(role: str) -> str:
    """The statement that goes before another, and ends with its transaction."""
    scope = get_scope()
    everywhere = _owner or not scope.get("_enabled", True)
    clinics = "" if everywhere else ",".join(str(UUID(str(getattr(c, "pk", c)))) for c in _listed(scope.get("clinic")))
    role = "none" if _owner or not role else role
    return (
        f"SELECT set_config('role', '{role}', true), set_config('app.clinics', '{{{clinics}}}', true),"
        f" set_config('app.everywhere', '{'on' if everywhere else 'off'}', true);"
    )


def _listed(clinics: Any) -> Iterable[Any]:
    return clinics if isinstance(clinics, list | tuple | set | frozenset) else [clinics] if clinics else []


def guarded() -> list[type[Model]]:
    """Every model whose rows belong to a clinic."""
    return [m for m in apps.get_models() if any(f.attname == "clinic_id" for f in m._meta.concrete_fields)]


_POLICY = """
CREATE POLICY own_clinics ON {table} USING (
  clinic_id = ANY (nullif(current_setting('app.clinics', true), '')::uuid[])
  OR current_setting('app.everywhere', true) = 'on')
"""


def build(connection: Any) -> None:
    """Put every missing policy in place, and let the role use the tables. As the tables' owner, after migrations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        done = {name for (name,) in cursor.fetchall()}
        for table in (m._meta.db_table for m in guarded()):
            if table not in done:
                cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
                cursor.execute(f"DROP POLICY IF EXISTS own_clinics ON {table}")
                cursor.execute(_POLICY.format(table=table))
        if _have_role(cursor):
            for which, rights in (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "USAGE, SELECT")):
                cursor.execute(f"GRANT {rights} ON ALL {which} IN SCHEMA public TO {ROLE}")
                cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rights} ON {which} TO {ROLE}")
    connection.find_role()


def _have_role(cursor: Any) -> bool:
    """Make the role, or join it, where this login may; an administrator can do both beforehand."""
    cursor.execute(IS_THERE)
    (member,) = cursor.fetchone()
    cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
    (may,) = cursor.fetchone()
    if not member and may:
        if member is None:
            cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS")
        cursor.execute(f"GRANT {ROLE} TO CURRENT_USER")
    return bool(member or may)
