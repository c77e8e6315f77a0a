"""The log: append-only, chained, told in words, one read a quarter of an hour."""

import string
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from stillwater.audit import queries
from stillwater.audit.actions import INSTALLATION, Subject, changed, read
from stillwater.audit.models import Chain, Event
from stillwater.audit.rules import SENTENCES, START, link, quarter_of, sentence
from stillwater.kit.actor import SYSTEM, Actor, ActorKind
from stillwater.kit.ids import new_id
from stillwater.kit.words import forbidden_in
from tests.cast import AT
from tests.together import at_once

CEDAR, BIRCH = new_id(), new_id()
MAYA = Actor(ActorKind.STAFF, new_id(), "Maya Lindqvist", ("nurse",))
THEO = Actor(ActorKind.STAFF, new_id(), "Theo Park", ("nurse",))
ANA = Subject("patient", new_id(), "the record of Ana Marlow", CEDAR, patient_id=new_id())

pytestmark = pytest.mark.django_db


def written(count: int = 6, clinic: UUID = CEDAR) -> list[Event]:
    subject = Subject("session", new_id(), "the session of 20 November", clinic, ANA.patient_id)
    return [
        changed("recorded", subject, by=MAYA, at=AT + timedelta(minutes=n), details={"detail": f"reading {n}"})
        for n in range(count)
    ]


def without_guard() -> None:
    """What somebody with the database's own password could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER audit_event_{verb}_refused")
        else:
            cursor.execute("RESET ROLE")  # the tables' owner
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_refused")


def test_a_chain_that_nobody_touched_holds() -> None:
    written()
    written(3, BIRCH)
    assert queries.broken() is None
    assert [event.number for event in queries.of_clinic(BIRCH)] == [3, 2, 1]


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_an_event_can_be_neither_changed_nor_deleted(verb: str) -> None:
    found = Event.objects.filter(id=written()[2].id)
    work = {"update": lambda: found.update(actor_name="Nobody"), "delete": found.delete}[verb]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        work()
    assert queries.broken() is None


CHANGES = {
    "actor_name": "Somebody Else", "actor_id": new_id(), "actor_kind": "patient", "verb": "read",
    "subject_label": "another session", "subject_id": new_id(), "subject_kind": "patient", "patient_id": new_id(),
    "person_id": new_id(), "at": AT - timedelta(days=1), "details": {"detail": "another reading"},
    "quarter": AT, "id": new_id(),
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_event_is_found(field: str) -> None:
    event = written()[2]
    without_guard()
    Event.objects.filter(id=event.id).update(**{field: CHANGES[field]})
    assert queries.broken(CEDAR) == queries.Broken(CEDAR, 3, "an event was changed")


def test_every_field_of_an_event_is_under_its_signature() -> None:
    fields = {field.name for field in Event._meta.fields}
    assert fields == {*CHANGES, "scope_id", "number", "signature"}


def test_a_deleted_event_is_found() -> None:
    event = written()[2]
    without_guard()
    event.delete()
    assert queries.broken() == queries.Broken(CEDAR, 3, "an event is missing")


def test_a_deleted_event_is_found_when_the_others_are_numbered_anew() -> None:
    event = written()[2]
    without_guard()
    event.delete()
    for later in Event.objects.filter(number__gt=3).order_by("number"):
        Event.objects.filter(id=later.id).update(number=later.number - 1)
    assert queries.broken() == queries.Broken(CEDAR, 3, "an event was changed")


def test_swapped_events_are_found() -> None:
    _, second, third, *_ = written()
    without_guard()
    for event, number in ((second, 99), (third, 2), (second, 3)):
        Event.objects.filter(id=event.id).update(number=number)
    assert queries.broken() == queries.Broken(CEDAR, 2, "an event was changed")


def test_an_inserted_event_is_found() -> None:
    events = written()
    without_guard()
    for event in reversed(events[3:]):
        Event.objects.filter(id=event.id).update(number=event.number + 1)
    forged = Event(**{f.name: getattr(events[0], f.name) for f in Event._meta.fields} | {"id": new_id(), "number": 4})
    forged.signature = link(b"a key that somebody guessed", bytes(events[2].signature), forged.facts())
    forged.save(force_insert=True)
    assert queries.broken() == queries.Broken(CEDAR, 4, "an event was changed")


@pytest.mark.parametrize("left", [5, 1, 0])
def test_a_cut_tail_is_found(left: int) -> None:
    written()
    without_guard()
    Event.objects.filter(number__gt=left).delete()
    assert queries.broken() == queries.Broken(CEDAR, left, "the end of the chain was cut")


def test_a_cut_tail_is_found_when_the_length_is_made_to_fit() -> None:
    written()
    without_guard()
    Event.objects.filter(number__gt=4).delete()
    Chain.objects.update(length=4)
    assert queries.broken() == queries.Broken(CEDAR, 4, "the end of the chain was cut")


def test_an_event_moved_to_another_clinic_is_found() -> None:
    event = written()[-1]
    written(5, BIRCH)
    without_guard()
    Event.objects.filter(id=event.id).update(scope_id=BIRCH, number=6)
    assert queries.broken(BIRCH) == queries.Broken(BIRCH, 6, "an event was changed")


def test_without_the_servers_secret_no_chain_can_be_made_that_holds(settings) -> None:  # type: ignore[no-untyped-def]
    written()
    settings.STILLWATER_SECRET = "another"
    assert queries.broken() == queries.Broken(CEDAR, 1, "an event was changed")


def test_what_is_rolled_back_leaves_no_event() -> None:
    written(2)

    def stumble() -> None:
        written(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        stumble()
    assert Chain.objects.get(scope_id=CEDAR).length == 2
    assert queries.broken() is None


def test_the_first_event_starts_from_nothing_and_each_next_one_from_the_one_before() -> None:
    first, second, *_ = written()
    facts = second.facts()
    assert bytes(first.signature) != link(b"", START, first.facts())
    assert facts["number"] == 2
    assert bytes(Chain.objects.get(scope_id=CEDAR).head) == bytes(Event.objects.get(number=6).signature)


# Reads


def test_a_record_read_often_is_one_event_a_quarter_of_an_hour() -> None:
    for minute in (0, 1, 7, 14):
        read(ANA, by=MAYA, at=AT + timedelta(minutes=minute))
    assert Event.objects.count() == 1
    read(ANA, by=MAYA, at=AT + timedelta(minutes=15))
    assert Event.objects.count() == 2


def test_each_reader_record_and_clinic_has_its_own() -> None:
    other = Subject("patient", new_id(), "the record of Ruth Bellamy", CEDAR, patient_id=new_id())
    elsewhere = Subject(ANA.kind, ANA.id, ANA.label, BIRCH, ANA.patient_id)
    for subject, by in ((ANA, MAYA), (ANA, THEO), (other, MAYA), (elsewhere, MAYA)):
        read(subject, by=by, at=AT)
        read(subject, by=by, at=AT + timedelta(minutes=2))
    read(ANA, by=MAYA, at=AT, verb="downloaded")
    assert Event.objects.count() == 5
    assert queries.broken() is None


@pytest.mark.parametrize(("minute", "begins"), [(0, 0), (14, 0), (15, 15), (44, 30), (59, 45)])
def test_quarters_begin_on_the_hour(minute: int, begins: int) -> None:
    assert quarter_of(datetime(2026, 5, 3, 9, minute, 31, tzinfo=UTC)) == datetime(2026, 5, 3, 9, begins, tzinfo=UTC)


def test_a_change_is_never_folded_into_another() -> None:
    for _ in range(3):
        changed("changed", ANA, by=MAYA, at=AT)
    assert Event.objects.count() == 3


# Words


@pytest.mark.parametrize("verb", SENTENCES)
def test_every_verb_is_told_in_words(verb: str) -> None:
    said = sentence(verb, "Maya Lindqvist", "the session of 20 November", {"detail": "blood pressure 128 over 82"})
    assert said.startswith("Maya Lindqvist ")
    assert not set("{}_!") & set(said)
    assert not forbidden_in(said)
    names = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[verb]) if name}
    assert names <= {"who", "what", "detail"}
    assert queries.words(changed(verb, ANA, by=MAYA, at=AT)).startswith("Maya Lindqvist ")


def test_a_verb_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="no sentence"):
        changed("peeked", ANA, by=MAYA, at=AT)
    assert Event.objects.count() == 0


def test_a_patient_reads_what_was_done_with_their_records_everywhere() -> None:
    person, at_birch = new_id(), new_id()
    read(ANA, by=MAYA, at=AT)
    read(Subject("patient", at_birch, "the record of Ana Marlow", BIRCH, patient_id=at_birch), by=THEO, at=AT)
    changed("shared", Subject("note", new_id(), "a note", INSTALLATION, person_id=person), by=SYSTEM, at=AT)
    read(Subject("patient", new_id(), "the record of Ruth Bellamy", CEDAR, patient_id=new_id()), by=MAYA, at=AT)
    assert ANA.patient_id is not None
    told = [queries.told(event).words for event in queries.about_person(person, [ANA.patient_id, at_birch])]
    assert sorted(told) == [
        "Maya Lindqvist read the record of Ana Marlow",
        "Stillwater shared a note",
        "Theo Park read the record of Ana Marlow",
    ]


def test_a_name_with_braces_is_only_a_name() -> None:
    odd = Actor(ActorKind.PATIENT, new_id(), "{what} {0}")
    assert queries.words(changed("changed", ANA, by=odd, at=AT)) == "{what} {0} changed the record of Ana Marlow"


# Two at one moment


@pytest.mark.usefixtures("lasting")
def test_two_who_write_at_one_moment_make_one_chain() -> None:
    assert at_once(lambda: written(8), lambda: written(8)) == [None, None]
    assert Event.objects.count() == 16
    assert queries.broken() is None


@pytest.mark.usefixtures("lasting")
def test_one_who_reads_in_two_windows_at_one_moment_is_noted_once() -> None:
    assert at_once(*[lambda: read(ANA, by=MAYA, at=AT)] * 2) == [None, None]
    assert Event.objects.count() == 1
