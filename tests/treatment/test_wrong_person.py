"""A value recorded for the wrong person: hidden there, entered where it belongs, and looked into (S5)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django_scopes import scopes_disabled

from stillwater.audit.models import Event
from stillwater.audit.queries import broken
from stillwater.care.models import Task
from stillwater.demo.people import House
from stillwater.people.access import Access, NotYours
from stillwater.treatment.actions import amending
from stillwater.treatment.actions.amending import wrong_person
from stillwater.treatment.actions.recording import add
from stillwater.treatment.models import Entry, Session
from stillwater.treatment.queries import printed_record, session_for, state_of, timeline
from tests.cast import AT, LOZENGE
from tests.together import at_once

SessionOf = Callable[..., Session]
SEEN = AT - timedelta(minutes=12)


def value(access: Access, session: Session, kind: str = "reading", **data: Any) -> UUID:
    data = data or {"sys": 188, "dia": 102, "arm": "left", "source": "person"}
    return add(access, session.pk, kind, data, at=AT - timedelta(minutes=10), observed_at=SEEN).stored[0]


def entries(session: Session) -> list[Entry]:
    return list(Entry.objects.filter(session=session).order_by("recorded_at", "id"))


def copy_of(access: Access, session: Session) -> str:
    lines = timeline(session_for(access, session.pk), for_patient=True)
    return " ".join([f"{line.words} {' '.join(line.marks)}" for line in lines])


@pytest.fixture
def mixed_up(session_of: SessionOf, as_maya: Access, inside: Any) -> tuple[Session, Session, UUID]:
    """Theo takes Ruth's pressure and Maya writes it into Ana's session."""
    inside(as_maya)
    ana, ruth = session_of("ana"), session_of("ruth")
    return ana, ruth, value(as_maya, ana)


def test_s05_the_value_is_hidden_from_ana_and_stands_in_ruths_record_at_its_observed_time(
    mixed_up: tuple[Session, Session, UUID], as_osei: Access, as_ana: Access, as_ruth: Access
) -> None:
    ana, ruth, reading = mixed_up
    wrong_person(as_osei, ana.pk, reading, reason="Ruth's pressure, wrong tablet", at=AT, belongs_to=ruth.pk)
    new = entries(ruth)[-1]
    assert (new.observed_at, new.data["sys"], new.data["arm"], new.author_name) == (SEEN, 188, "left", "Dr. Ada Osei")
    said = "Re-entered by Dr. Ada Osei from another session; first recorded by Maya Lindqvist."
    with as_ana.inside():
        assert not re.search(r"\b188\b", copy_of(as_ana, ana))
    with as_ruth.inside():
        assert "188/102" in copy_of(as_ruth, ruth)
        assert said in copy_of(as_ruth, ruth)
        assert "Ana" not in copy_of(as_ruth, ruth)
    state = state_of(session_for(as_osei, ruth.pk))
    assert (state["latest"]["sys"]["value"], len(state["open_limits"])) == (188, 1)
    assert "sys" not in state_of(session_for(as_osei, ana.pk))["latest"]


def test_s05_both_lists_hold_it_for_good_and_no_entry_is_in_two_sessions(
    mixed_up: tuple[Session, Session, UUID], as_osei: Access
) -> None:
    ana, ruth, reading = mixed_up
    wrong_person(as_osei, ana.pk, reading, reason="wrong tablet", at=AT, belongs_to=ruth.pk)
    here, there = entries(ana), entries(ruth)
    assert [(e.kind, e.id == reading) for e in here] == [("reading", True), ("amendment", False)]
    assert [e.kind for e in there] == ["reading"]
    assert not {e.id for e in here} & {e.id for e in there}
    assert str(reading) not in str([(e.data, e.stamp) for e in there])


def test_s05_a_privacy_incident_is_opened_with_a_task_and_an_event_of_its_own_kind(
    mixed_up: tuple[Session, Session, UUID], as_osei: Access, house: House
) -> None:
    ana, ruth, reading = mixed_up
    wrong_person(as_osei, ana.pk, reading, reason="wrong tablet", at=AT, belongs_to=ruth.pk)
    opened = Event.objects.filter(verb="privacy_incident")
    assert {(e.patient_id, e.actor_name) for e in opened} == {
        (ana.patient_id, "Dr. Ada Osei"), (ruth.patient_id, "Dr. Ada Osei")
    }  # fmt: skip
    incident = Task.objects.get(about_key__startswith="privacy:")
    assert (incident.patient_id, incident.due_at, incident.done_at) == (ana.patient_id, AT + timedelta(days=1), None)
    told = Task.objects.get(about_key__startswith="told:")
    assert (told.patient_id, told.done_at, "Ana" in told.words) == (ruth.patient_id, None, False)
    assert not Task.objects.filter(about_key__startswith="place:", done_at__isnull=True)
    assert broken() is None


def test_s05_a_second_tap_enters_nothing_twice(mixed_up: tuple[Session, Session, UUID], as_osei: Access) -> None:
    ana, ruth, reading = mixed_up
    for access in (as_osei, as_osei):
        wrong_person(access, ana.pk, reading, reason="wrong tablet", at=AT, belongs_to=ruth.pk)
    assert (len(entries(ana)), len(entries(ruth))) == (2, 1)


def test_s05_the_place_may_be_known_later_and_until_then_a_task_stays_open(
    mixed_up: tuple[Session, Session, UUID], as_osei: Access, as_maya: Access
) -> None:
    ana, ruth, reading = mixed_up
    wrong_person(as_osei, ana.pk, reading, reason="not hers", at=AT)
    task = Task.objects.get(about_key__startswith="place:")
    assert (task.patient_id, task.done_at, entries(ruth)) == (ana.patient_id, None, [])
    later = AT + timedelta(minutes=20)
    wrong_person(as_maya, ana.pk, reading, reason="", at=later, belongs_to=ruth.pk)
    task.refresh_from_db()
    assert (task.done_by_name, len(entries(ana)), entries(ruth)[0].author_name) == (
        "Maya Lindqvist", 2, "Maya Lindqvist",
    )  # fmt: skip


def test_s05_what_was_put_right_before_is_carried_as_it_was_put_right(
    mixed_up: tuple[Session, Session, UUID], as_osei: Access, as_maya: Access
) -> None:
    ana, ruth, reading = mixed_up
    right = {"of": str(reading), "how": "replaced", "reason": "misread", "data": {"sys": 138, "dia": 82}}
    add(as_maya, ana.pk, "amendment", right, at=AT - timedelta(minutes=5))
    wrong_person(as_osei, ana.pk, reading, reason="wrong tablet", at=AT, belongs_to=ruth.pk)
    assert entries(ruth)[0].data == {"sys": 138, "dia": 82}


def test_s05_a_dose_is_held_against_the_right_order(
    session_of: SessionOf, as_maya: Access, as_osei: Access, inside: Any
) -> None:
    inside(as_maya)
    ana, iris = session_of("ana"), session_of("iris", LOZENGE)
    dose = value(as_maya, ana, "dose", event="given", amount=35, unit="mg", checker="Theo Park")
    wrong_person(as_osei, ana.pk, dose, reason="wrong tablet", at=AT, belongs_to=iris.pk)
    assert "35 mg recorded, 100 mg ordered" in str(state_of(session_for(as_osei, iris.pk))["marks"])


def test_s05_a_tick_of_a_gate_is_hidden_and_never_carried_over(
    mixed_up: tuple[Session, Session, UUID], as_osei: Access, as_maya: Access
) -> None:
    ana, ruth, _ = mixed_up
    tick = value(as_maya, ana, "check", key="two_identifiers", met=True)
    with pytest.raises(NotYours):
        wrong_person(as_osei, ana.pk, tick, reason="wrong tablet", at=AT, belongs_to=ruth.pk)
    assert len(entries(ana)) == 2  # nothing was hidden either
    wrong_person(as_osei, ana.pk, tick, reason="wrong tablet", at=AT)
    assert (len(entries(ana)), entries(ruth)) == (3, [])


def test_a_therapist_hides_nothing_and_enters_nothing(
    mixed_up: tuple[Session, Session, UUID], as_priya: Access
) -> None:
    ana, ruth, reading = mixed_up
    receipt = wrong_person(as_priya, ana.pk, reading, reason="not hers", at=AT, belongs_to=ruth.pk)
    assert "only a prescriber or a nurse" in str(receipt.marks)
    assert entries(ruth) == []
    assert not Task.objects.filter(about_key__startswith="privacy:")


def test_neither_another_clinic_nor_another_day_is_a_place(
    mixed_up: tuple[Session, Session, UUID], as_osei: Access, as_gail: Access, session_of: SessionOf
) -> None:
    ana, ruth, reading = mixed_up
    next_week = session_of("jonah", starts_at=AT + timedelta(days=7))
    for access, place in ((as_osei, next_week.pk), (as_osei, ana.pk), (as_gail, ruth.pk)):
        with access.inside(), pytest.raises(NotYours):
            wrong_person(access, ana.pk, reading, reason="not hers", at=AT, belongs_to=place)
    assert len(entries(ana)) == 1


def test_the_record_that_was_signed_stays_as_it_was(
    mixed_up: tuple[Session, Session, UUID], as_osei: Access, as_maya: Access
) -> None:
    ana, ruth, reading = mixed_up
    with scopes_disabled():
        Session.objects.filter(pk=ana.pk).update(printed="as signed")
    wrong_person(as_osei, ana.pk, reading, reason="wrong tablet", at=AT, belongs_to=ruth.pk)
    assert printed_record(session_for(as_osei, ana.pk)) == "as signed"


@pytest.mark.usefixtures("lasting")
def test_two_clinicians_at_one_moment_enter_it_once(house: House, session_of: SessionOf) -> None:
    maya, osei = house.access("maya"), house.access("osei")
    with maya.inside():
        ana, ruth = session_of("ana"), session_of("ruth")
        reading = value(maya, ana)

    def put_right(access: Access) -> Callable[[], object]:
        def work() -> None:
            with access.inside():
                amending.wrong_person(access, ana.pk, reading, reason="wrong tablet", at=AT, belongs_to=ruth.pk)

        return work

    assert at_once(put_right(maya), put_right(osei)) == [None, None]
    with maya.inside():
        assert (len(entries(ana)), len(entries(ruth))) == (2, 1)
