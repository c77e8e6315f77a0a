"""What is stored, row by row: whether a request changed something, and whether that something was the asker's to change."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import F, Model
from django_scopes import scopes_disabled

APPS = ("people", "care", "treatment", "journal", "soundscape")
LEFT_OUT = {"DataKey", "FirstRun", "Rendering", "RenderedFile"}  # they name nobody; what they belong to is watched
# Whose a row is where it does not say so itself.
PATIENT = {
    "Patient": "id", "LimitSet": "course__patient_id", "Preparation": "appointment__patient_id",
    "SupportPerson": "appointment__patient_id", "Entry": "session__patient_id", "SetAside": "session__patient_id",
}  # fmt: skip
CLINIC, PERSON = {"Clinic": "id"}, {"Person": "id"}
# On PostgreSQL a statement comes behind the one that says whose rows may be seen.
_WRITES = re.compile(r'(?:^|; ?)(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"')


def watched() -> list[type[Model]]:
    """Every table that holds somebody's facts or words."""
    return [each for app in APPS for each in apps.get_app_config(app).get_models() if each.__name__ not in LEFT_OUT]


@dataclass(frozen=True)
class Stored:
    """One row: whose it is, and a print of everything in it."""

    clinic: UUID | None
    patient: UUID | None
    person: UUID | None
    facts: str


@dataclass(frozen=True)
class Reach:
    """Whose rows a request may change. `whole_clinic`: of any patient of the clinic, as where a new one is added."""

    clinic: UUID | None = None
    whole_clinic: bool = False
    patients: frozenset[UUID] = frozenset()
    person: UUID | None = None
    makes: bool = False  # what was not there before is theirs

    def holds(self, row: Stored) -> bool:
        if row.patient:
            return row.patient in self.patients or (self.whole_clinic and row.clinic == self.clinic)
        return row.clinic == self.clinic if row.clinic else row.person is not None and row.person == self.person


NOTHING = Reach()
Rows = dict[tuple[str, Any], Stored]


def _owner(model: type[Model], special: dict[str, str], field: str) -> Any:
    named = special.get(model.__name__) or (field if field in {f.attname for f in model._meta.concrete_fields} else "")
    return F(named) if named else None


def stored(tables: Collection[str] | None = None) -> Rows:
    """Every watched row as it stands, or those of some tables."""
    found: Rows = {}
    with scopes_disabled():
        for model in watched():
            if tables is not None and model._meta.db_table not in tables:
                continue
            owners = [
                _owner(model, PATIENT, "patient_id"),
                _owner(model, CLINIC, "clinic_id"),
                _owner(model, PERSON, "person_id"),
            ]
            known = [each for each in owners if each is not None]
            names = [field.attname for field in model._meta.concrete_fields]
            for values in model._default_manager.order_by().values_list("pk", *known, *names):
                taken = iter(values[1 : 1 + len(known)])
                patient, clinic, person = (next(taken) if each is not None else None for each in owners)
                facts = repr([bytes(one) if isinstance(one, memoryview) else one for one in values[1 + len(known) :]])
                found[model.__name__, values[0]] = Stored(clinic, patient, person, facts)
    return found


@dataclass
class Kept:
    """How everything stood before anybody came."""

    before: Rows

    def harm(self, reach: Reach, wrote: Collection[str]) -> list[str]:
        """What stands otherwise now in the tables that were written to, and was not the asker's to change, in words."""
        after, kinds = stored(wrote), {each.__name__ for each in watched() if each._meta.db_table in wrote}
        before = {key: row for key, row in self.before.items() if key[0] in kinds}
        keys = before.keys() if reach.makes else before.keys() | after.keys()
        changed = [key for key in keys if before.get(key) != after.get(key)]
        whose = [(key, each) for key in changed for each in (before.get(key), after.get(key)) if each]
        return sorted({f"a {kind} was changed" for (kind, _), row in whose if not reach.holds(row)})


class Watch:
    """Notes whether anything was written to a watched table while it looks."""

    def __init__(self) -> None:
        self.tables = {model._meta.db_table for model in watched()}
        self.wrote: set[str] = set()

    def __enter__(self) -> "Watch":
        self._looking = connection.execute_wrapper(self._look)
        self._looking.__enter__()
        return self

    def __exit__(self, *trouble: Any) -> None:
        self._looking.__exit__(*trouble)

    def _look(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if (found := _WRITES.search(str(sql))) and found.group(1) in self.tables:
            self.wrote.add(found.group(1))
        return execute(sql, params, many, context)
