"""The wall below the scopes: on PostgreSQL, a query that forgot its scope finds its own clinic's rows, or none."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction
from django_scopes import scope, scopes_disabled

from stillwater.demo.people import House
from stillwater.kit import rls
from stillwater.kit.ids import new_id
from stillwater.people.models import Patient, Room
from stillwater.treatment.models import Session

pytestmark = [
    pytest.mark.skipif(
        "postgresql" not in django_settings.DATABASES["default"]["ENGINE"],
        reason="SQLite knows no row-level security; there the scopes are the innermost wall",
    ),
    pytest.mark.django_db,
]


def asked(sql: str, *params: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def changed(sql: str, *params: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


ANY_PATIENT = "SELECT clinic_id FROM people_patient WHERE record_number = 'CH-2041' OR true"


def test_every_table_with_a_clinic_has_a_forced_policy() -> None:
    """A new model with a clinic column is guarded by the next `migrate`, or this fails."""
    forced = asked(
        "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
        " WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polname = 'own_clinics' AND p.polcmd = '*'"
    )
    tables = {model._meta.db_table for model in rls.guarded()}
    assert {"people_patient", "care_course", "treatment_session", "treatment_entry"} <= tables
    assert set(forced) == tables


def test_the_program_is_a_role_that_owns_nothing_and_bypasses_nothing(house: House) -> None:
    assert asked("SELECT current_user") == [rls.ROLE]
    assert asked("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user") == [0]
    assert asked("SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user") == [
        False
    ]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        changed("DELETE FROM audit_event")


def test_without_a_scope_there_are_no_rows(house: House) -> None:
    assert asked(ANY_PATIENT) == []
    assert changed("UPDATE people_patient SET name = 'Nobody'") == 0
    with scope(clinic=[]):
        assert asked(ANY_PATIENT) == [], "an empty scope is never all"
    with scope(person=[house.persons["ana"].id]):
        assert asked(ANY_PATIENT) == []


def test_a_forgotten_filter_finds_cedar_house_alone(house: House, as_maya: Any) -> None:
    with as_maya.inside():
        assert set(asked(ANY_PATIENT)) == {house.clinic.id}
        assert set(Patient._base_manager.values_list("clinic_id", flat=True)) == {house.clinic.id}
    assert asked(ANY_PATIENT) == [], "the scope ended with its block"
    with scopes_disabled():
        assert set(asked(ANY_PATIENT)) == {house.clinic.id, house.birch.id, house.wren.clinic_id}


def test_jonah_is_the_patient_of_two_clinics(house: House, as_jonah: Any) -> None:
    with as_jonah.inside():
        assert set(asked(ANY_PATIENT)) == {house.clinic.id, house.birch.id}


def test_another_clinics_rows_are_neither_added_nor_changed_nor_deleted(house: House, as_maya: Any) -> None:
    theirs = house.patients["kit"].id
    with as_maya.inside():
        assert changed("UPDATE people_patient SET name = 'X' WHERE id = %s", theirs) == 0
        assert changed("DELETE FROM people_patient WHERE id = %s", theirs) == 0
        for attempt in (
            lambda: Room.objects.create(clinic=house.birch, site=house.birch_site, name="Ours now", position=9),
            lambda: changed(
                "UPDATE people_patient SET clinic_id = %s WHERE id = %s", house.birch.id, house.patients["ana"].id
            ),
        ):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                attempt()
    with scopes_disabled():
        assert Patient.objects.get(id=theirs).name == "Kit Navarro"


def test_an_entry_of_another_clinics_session_cannot_be_read_or_written(
    house: House, session_of: Callable[..., Session], as_renner: Any
) -> None:
    session = session_of("ana")
    with scopes_disabled():
        assert asked("SELECT clinic_id FROM treatment_session") == [session.clinic_id]
    with as_renner.inside():
        assert asked("SELECT clinic_id FROM treatment_session WHERE true OR clinic_id = %s", session.clinic_id) == []
        assert asked("SELECT s.clinic_id FROM treatment_session s JOIN care_appointment a ON true") == []


def test_a_rollback_neither_widens_nor_narrows_what_is_seen(house: House, as_maya: Any, as_renner: Any) -> None:
    with as_maya.inside(), transaction.atomic():
        savepoint = transaction.savepoint()
        with as_renner.inside():
            assert set(asked(ANY_PATIENT)) == {house.birch.id}
        transaction.savepoint_rollback(savepoint)
        assert set(asked(ANY_PATIENT)) == {house.clinic.id}


@pytest.mark.django_db(transaction=True)
def test_nothing_stays_on_the_connection_for_whoever_gets_it_next(house: House, as_maya: Any) -> None:
    """A pooler in transaction mode hands the same server connection to another request between two statements."""
    with as_maya.inside():
        assert set(asked(ANY_PATIENT)) == {house.clinic.id}
    raw = connection.connection
    assert raw.execute("SELECT coalesce(current_setting('app.clinics', true), '')").fetchone() == ("",)
    assert raw.execute("SELECT coalesce(current_setting('app.everywhere', true), '') = 'on'").fetchone() == (False,)
    assert raw.execute(ANY_PATIENT).fetchall() == [], "and the owner of the tables is bound too"


def test_many_statements_at_once_are_in_the_scope_too(house: House, as_maya: Any) -> None:
    with as_maya.inside(), connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE people_patient SET called = %s WHERE id = %s",
            [("A", house.patients["ana"].id), ("K", house.patients["kit"].id)],
        )
    with scopes_disabled():
        assert [Patient.objects.get(id=house.patients[n].id).called for n in ("ana", "kit")] == ["A", ""]


def test_only_an_id_can_be_a_clinic() -> None:
    with scope(clinic=["'); DROP TABLE people_patient; --"]), pytest.raises(ValueError, match="UUID"):
        asked("SELECT 1")


def test_a_login_that_no_policy_binds_is_refused_at_the_start(monkeypatch: Any) -> None:
    assert "kit.E004" not in [error.id for error in run_checks(tags=["stillwater"], include_deployment_checks=True)]
    monkeypatch.setattr(rls, "UNBOUND", "SELECT true")
    assert "kit.E004" in [error.id for error in run_checks(tags=["stillwater"], include_deployment_checks=True)]


def test_an_unknown_clinic_has_no_rows(house: House) -> None:
    with scope(clinic=[new_id(), UUID(int=0)]):
        assert asked(ANY_PATIENT) == []
