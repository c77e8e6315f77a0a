"""A list that somebody saw is one event, and each patient on it finds it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from stillwater.audit import queries
from stillwater.audit.actions import Subject, changed, listed
from stillwater.audit.models import Event, EventPatient
from stillwater.kit.actor import Actor, ActorKind
from stillwater.kit.ids import new_id
from tests.cast import AT

CEDAR, ANA, RUTH, JONAH = (new_id() for _ in range(4))
MAYA = Actor(ActorKind.STAFF, new_id(), "Maya Lindqvist", ("nurse",))
BOARD = Subject("list", new_id(), "the board of 20 November 2026", CEDAR)

pytestmark = pytest.mark.django_db


def told_to(patient: UUID) -> list[str]:
    return [queries.words(event) for event in queries.about_person(new_id(), [patient])]


def test_ana_and_ruth_each_find_the_one_event_and_jonah_does_not() -> None:
    listed(BOARD, [ANA, RUTH], by=MAYA, at=AT)
    assert Event.objects.count() == 1
    assert told_to(ANA) == told_to(RUTH) == ["Maya Lindqvist saw the board of 20 November 2026"]
    assert told_to(JONAH) == []
    assert queries.broken() is None


def test_seen_again_within_the_quarter_it_is_the_same_event_unless_somebody_else_is_on_it() -> None:
    for minutes, who in ((0, [ANA]), (3, [ANA]), (5, [RUTH, ANA]), (20, [ANA])):
        listed(BOARD, who, by=MAYA, at=AT + timedelta(minutes=minutes))
    assert (len(told_to(ANA)), len(told_to(RUTH))) == (3, 1)


def test_a_list_of_nobody_is_no_event() -> None:
    listed(BOARD, [], by=MAYA, at=AT)
    assert Event.objects.count() == 0


def test_who_was_named_is_under_the_signature_and_cannot_be_taken_away() -> None:
    listed(BOARD, [RUTH, ANA, ANA], by=MAYA, at=AT)
    named = EventPatient.objects.filter(event=Event.objects.get())
    assert {str(row.patient_id) for row in named} == set(Event.objects.get().details["patients"])
    for work in (lambda: named.delete(), lambda: named.update(patient_id=JONAH)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            work()


def test_an_event_about_one_patient_names_nobody_besides() -> None:
    changed("recorded", Subject("session", new_id(), "a session", CEDAR, ANA), by=MAYA, at=AT, details={"detail": "x"})
    assert EventPatient.objects.count() == 0
    assert len(told_to(ANA)) == 1
