"""Who may record what, where."""

import pytest

from stillwater.treatment.rules.entries import SYSTEM, Author
from stillwater.treatment.rules.kinds import KINDS
from stillwater.treatment.rules.permissions import MAY, SETTINGS, may_add, why_not
from tests.treatment.room import ANA, CUFF, JUNE, MAYA, NOA, OSEI, PRIYA, SAM


def test_every_kind_has_its_place_in_the_table() -> None:
    assert {key.split(":")[0] for key in MAY} == set(KINDS)
    for kind, field in (("moved", "to"), ("help", "what"), ("decision", "about")):
        assert {key.split(":")[1] for key in MAY if key.startswith(kind)} == set(KINDS[kind][field].options)


@pytest.mark.parametrize("setting", SETTINGS)
def test_stop_and_help_are_for_everybody_who_is_there(setting: str) -> None:
    for author in (ANA, JUNE):
        assert may_add(author, "stop", setting, {})
        assert may_add(author, "help", setting, {"what": "call"})


@pytest.mark.parametrize("setting", SETTINGS)
def test_s01_patient_and_sitter_never_lift_a_check(setting: str) -> None:
    for author in (ANA, JUNE):
        assert not may_add(author, "override", setting, {"check": "food", "reason": "hungry"})
        assert not may_add(author, "decision", setting, {"about": "leave", "choice": "may_leave"})


def test_in_the_clinic_the_nurse_begins_and_the_patient_does_not() -> None:
    assert may_add(MAYA, "moved", "clinic", {"to": "under_way"})
    assert not may_add(ANA, "moved", "clinic", {"to": "under_way"})
    assert may_add(ANA, "moved", "home", {"to": "under_way"})


def test_doses_in_the_clinic_are_recorded_by_nurse_and_prescriber_alone() -> None:
    may = [author.name for author in (OSEI, MAYA, PRIYA, SAM, NOA, ANA, JUNE) if may_add(author, "dose", "clinic", {})]
    assert may == ["Dr. Ada Osei", "Maya Lindqvist"]


def test_sam_at_the_desk_lets_people_arrive_and_reads_no_pressure() -> None:
    assert may_add(SAM, "moved", "clinic", {"to": "arrived"})
    assert not may_add(SAM, "reading", "clinic", {})
    assert why_not(SAM, "reading", "clinic", {}) == "This is recorded by: nurse, prescriber, system, therapist."


def test_only_the_system_says_that_something_was_missed() -> None:
    assert may_add(SYSTEM, "missed", "clinic", {})
    assert not may_add(MAYA, "missed", "clinic", {})
    assert may_add(CUFF, "reading", "clinic", {})


def test_on_her_own_wren_signs_and_nobody_lifts() -> None:
    wren = Author("patient", ANA.id, "Wren Calloway")
    assert may_add(wren, "signature", "own", {})
    assert why_not(wren, "override", "own", {}) == "Nobody records this here."


def test_an_owner_without_a_clinical_role_records_nothing() -> None:
    owner = Author("staff", ANA.id, "Owner", ("owner",))
    assert not any(may_add(owner, kind, "clinic", {}) for kind in KINDS)
