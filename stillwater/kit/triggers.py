"""Database triggers that refuse to change or delete a row, on both databases."""

from typing import Any

from django.db.migrations.operations import RunPython

_SQLITE = """
CREATE TRIGGER {table}_{verb}_refused BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_refused BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def append_only(table: str) -> RunPython:
    """A migration operation after which rows of `table` can only be added."""

    def guard(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_FUNCTION, params=None)
            editor.execute(_POSTGRESQL.format(table=table), params=None)
            return
        for verb in ("update", "delete"):
            editor.execute(_SQLITE.format(table=table, verb=verb, VERB=verb.upper()))

    return RunPython(guard, RunPython.noop, elidable=False)


_SAME_SQLITE = """
CREATE TRIGGER {table}_{column}_clinic_{verb} BEFORE {VERB} ON {table} WHEN NEW.{column} IS NOT NULL AND NOT EXISTS
(SELECT 1 FROM {parent} WHERE {key} = NEW.{column} AND clinic_id = NEW.clinic_id)
BEGIN SELECT RAISE(ABORT, '{table}.clinic_id is not that of its {column}'); END
"""
_SAME_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_{column}_clinic() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF NEW.{column} IS NOT NULL AND NOT EXISTS
(SELECT 1 FROM {parent} WHERE {key} = NEW.{column} AND clinic_id = NEW.clinic_id)
THEN RAISE EXCEPTION '{table}.clinic_id is not that of its {column}' USING ERRCODE = 'integrity_constraint_violation';
END IF; RETURN NEW; END $$
"""
_SAME_POSTGRESQL = """
CREATE TRIGGER {table}_{column}_clinic BEFORE INSERT OR UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_{column}_clinic()
"""


def same_clinic(table: str, column: str, parent: str, key: str = "id") -> RunPython:
    """A migration operation after which a row's clinic is always that of the row it belongs to."""

    def guard(apps: Any, editor: Any) -> None:
        names = {"table": table, "column": column, "parent": parent, "key": key}
        if editor.connection.vendor == "postgresql":
            editor.execute(_SAME_FUNCTION.format(**names), params=None)
            editor.execute(_SAME_POSTGRESQL.format(**names), params=None)
            return
        for verb in ("insert", "update"):
            editor.execute(_SAME_SQLITE.format(verb=verb, VERB=verb.upper(), **names))

    return RunPython(guard, RunPython.noop, elidable=False)
