"""The one door by which entries come in: whatever comes, in whatever order and however often, is kept once and told."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stillwater.audit.models import Event
from stillwater.audit.queries import broken
from stillwater.care.models import Task
from stillwater.demo.people import House
from stillwater.kit.clock import iso
from stillwater.kit.ids import new_id
from stillwater.people.access import NOBODY, Access, NotYours, access_by_pass
from stillwater.people.actions import passes
from stillwater.treatment.actions.recording import MOST_ENTRIES, Receipt, record
from stillwater.treatment.actions.sweeping import sweep
from stillwater.treatment.models import Entry, Session, SetAside
from stillwater.treatment.queries import entries_of, session_for, settings_of, state_of
from stillwater.treatment.rules.fold import fold
from tests.cast import AT
from tests.signing_in import signed_in
from tests.together import at_once

SessionOf = Callable[..., Session]
Wire = dict[str, Any]


def wire(kind: str = "reading", ago: float = 0, entry_id: UUID | None = None, **data: Any) -> Wire:
    return {
        "id": str(entry_id or new_id()), "kind": kind, "observed_at": iso(AT - timedelta(minutes=ago)), "offset": -420,
        "data": data or {"sys": 128, "dia": 78, "source": "person"},
    }  # fmt: skip


def send(access: Access, session: Session, *wires: Any, **known: Any) -> Receipt:
    with access.inside():
        return record(access, session.pk, wire_entries=wires, **{"at": AT, **known})


def stored(session: Session) -> list[str]:
    with scopes_disabled():
        return [str(each) for each in Entry.objects.filter(session_id=session.pk).values_list("id", flat=True)]


@pytest.fixture
def ana_session(session_of: SessionOf) -> Session:
    return session_of("ana")


@pytest.fixture
def everywhere() -> Iterator[None]:
    with scopes_disabled():
        yield


# The same again, and not the same


def test_the_same_entry_sent_twice_is_already_there(ana_session: Session, as_maya: Access) -> None:
    one = wire()
    first, again = send(as_maya, ana_session, one), send(as_maya, ana_session, {**one, "seen": 7})
    assert (first.stored, first.version) == ([UUID(one["id"])], 1)
    assert (again.stored, again.already, again.aside, again.version) == ([], [UUID(one["id"])], [], 1)
    assert stored(ana_session) == [one["id"]]


def test_twice_in_one_batch_it_is_kept_once(ana_session: Session, as_maya: Access) -> None:
    one = wire()
    receipt = send(as_maya, ana_session, one, one)
    assert (receipt.stored, receipt.already, receipt.version) == ([UUID(one["id"])], [UUID(one["id"])], 1)


@pytest.mark.parametrize("change", ["data", "observed_at", "kind"])
@pytest.mark.usefixtures("everywhere")
def test_the_same_id_with_other_content_is_set_aside_and_somebody_is_told(
    change: str, ana_session: Session, as_maya: Access
) -> None:
    one = wire()
    other = {
        "data": {**one, "data": {"sys": 190, "source": "person"}},
        "observed_at": {**one, "observed_at": iso(AT - timedelta(minutes=9))},
        "kind": {**one, "kind": "note", "data": {"text": "a note"}},
    }[change]
    send(as_maya, ana_session, one)
    for _ in range(2):  # its outbox tries again: kept aside once
        receipt = send(as_maya, ana_session, other)
        assert [row["id"] for row in receipt.aside] == [one["id"]]
    row = SetAside.objects.get()
    assert (row.sent, row.author_name, row.seen_at) == (other, "Maya Lindqvist", None)
    assert Entry.objects.get().data["sys"] == 128
    assert Event.objects.filter(verb="set_aside", subject_id=ana_session.pk).count() == 1
    task = Task.objects.get(about_key__startswith="aside:")
    assert (task.words, task.patient_id) == ("Look at an entry that was set aside", ana_session.patient_id)


@pytest.mark.usefixtures("everywhere")
def test_another_persons_entry_with_the_same_id_is_set_aside(
    ana_session: Session, as_maya: Access, as_theo: Access
) -> None:
    one = wire()
    send(as_maya, ana_session, one)
    assert send(as_theo, ana_session, one).aside
    assert Entry.objects.get().author_name == "Maya Lindqvist"
    assert SetAside.objects.get().author_name == "Theo Park"


@pytest.mark.usefixtures("everywhere")
def test_an_id_of_another_session_is_set_aside_and_shows_in_neither_what_the_other_says(
    ana_session: Session, session_of: SessionOf, as_maya: Access
) -> None:
    ruth, one = session_of("ruth"), wire()
    send(as_maya, ana_session, one)
    receipt = send(as_maya, ruth, one)
    assert (len(receipt.aside), receipt.stored, receipt.version) == (1, [], 0)
    assert (stored(ruth), stored(ana_session)) == ([], [one["id"]])
    assert SetAside.objects.get().session_id == ruth.pk


# What is kept and marked, and what is refused alone


def test_a_time_that_lies_ahead_and_a_value_that_is_hard_to_believe_are_kept_and_marked(
    ana_session: Session, as_maya: Access
) -> None:
    ahead, odd = wire(ago=-90), wire(sys=700, dia=90)
    receipt = send(as_maya, ana_session, ahead, odd)
    assert len(receipt.stored) == 2
    assert "lies ahead" in receipt.marks[ahead["id"]]
    assert "hard to believe" in receipt.marks[odd["id"]]


def test_a_refused_entry_does_not_hold_back_the_others(ana_session: Session, as_maya: Access) -> None:
    good, letters, nobody, broken_one = (
        wire(),
        wire(sys="12O"),
        wire("missed", check="x", due_at=iso(AT)),
        "not an entry",
    )
    receipt = send(as_maya, ana_session, letters, good, nobody, broken_one)
    assert receipt.stored == [UUID(good["id"])]
    assert [(one["id"], one["field"]) for one in receipt.refused] == [
        (letters["id"], "sys"), (nobody["id"], "kind"), ("", "entry"),
    ]  # fmt: skip
    assert receipt.refused[0]["why"] == "Systolic is not a number: 12O"


def test_a_batch_holds_two_hundred_and_no_more(ana_session: Session, as_maya: Access, house: House) -> None:
    batch = [wire("note", ago=n, text=f"note {n}") for n in range(MOST_ENTRIES)]
    receipt = send(as_maya, ana_session, *batch)
    assert (len(receipt.stored), receipt.version) == (200, 200)
    browser, address = signed_in(house.persons["maya"]), reverse("session_entries", args=[ana_session.pk])
    body = {"device": str(new_id()), "sent_at": iso(AT), "entries": [*batch, wire()]}
    answer = browser.post(address, body, content_type="application/json")
    assert answer.status_code == 413
    assert len(stored(ana_session)) == 200


@pytest.mark.usefixtures("everywhere")
def test_each_batch_that_brings_something_is_one_event_and_raises_the_version(
    ana_session: Session, as_maya: Access
) -> None:
    one, two, three = wire(), wire("effect", name="nausea"), wire("look_in", sign="breathing_easy")
    versions = [send(as_maya, ana_session, *batch).version for batch in ((one, two), (one, two), (three,))]
    assert versions == [2, 2, 3]
    events = Event.objects.filter(verb="recorded", subject_id=ana_session.pk).order_by("number")
    assert [event.details["detail"] for event in events] == ["reading, effect", "look_in"]
    assert broken() is None


def test_a_move_that_conflicts_is_kept_and_whoever_made_it_is_told(
    ana_session: Session, as_maya: Access, as_theo: Access
) -> None:
    off, arrived = wire("moved", to="called_off", reason="rang"), wire("moved", to="arrived")
    send(as_maya, ana_session, {**off, "seen": 0})
    receipt = send(as_theo, ana_session, {**arrived, "seen": 0}, at=AT + timedelta(seconds=20))
    assert receipt.stored == [UUID(arrived["id"])]
    assert "No effect, because" in receipt.marks[arrived["id"]] or "No effect, because" in str(
        send(as_maya, ana_session, off).marks
    )
    with as_maya.inside():
        state = state_of(session_for(as_maya, ana_session.pk))
    assert sum("No effect, because" in str(said) for said in state["marks"].values()) == 1
    assert len(stored(ana_session)) == 2


def test_a_closed_session_takes_what_comes_late(ana_session: Session, as_maya: Access) -> None:
    steps = [
        wire("moved", 50, to="arrived"), wire("moved", 30, to="left"), wire("signature", 20, statement="as it was"),
        wire("moved", 10, to="closed"),
    ]  # fmt: skip
    send(as_maya, ana_session, *steps)
    late = wire(ago=40)
    after = wire(ago=5)
    receipt = send(as_maya, ana_session, late, after)
    with as_maya.inside():
        session = session_for(as_maya, ana_session.pk)
    assert (session.stage, len(receipt.stored), session.version) == ("closed", 2, 6)
    assert "after the session was closed" in receipt.marks[after["id"]]
    assert late["id"] not in receipt.marks
    assert session.state["latest"]["sys"]["value"] == 128


def test_a_devices_clock_that_is_behind_is_put_right_once_and_for_good(ana_session: Session, as_maya: Access) -> None:
    one = wire()
    send(as_maya, ana_session, one, at=AT + timedelta(minutes=10), sent_at=AT)
    again = send(as_maya, ana_session, one, at=AT + timedelta(minutes=50), sent_at=AT)
    assert again.already == [UUID(one["id"])]
    with scopes_disabled():
        row = Entry.objects.get()
    assert (row.observed_at, row.device_observed_at, row.correction_ms) == (AT + timedelta(minutes=10), AT, 600_000)


# Who may not


def test_patient_sitter_and_staff_of_another_clinic_find_nothing_here(
    ana_session: Session,
    house: House,
    as_maya: Access,
    as_ruth: Access,
    as_gail: Access,
    as_sam: Access,
    as_noa: Access,
) -> None:
    with as_maya.inside():
        given = passes.issue(
            as_maya, house.patients["ruth"], name="Dan", tasks=["sits"], session_id=new_id(),
            expires_at=AT + timedelta(days=1), at=AT,
        )  # fmt: skip
    dan = access_by_pass(given.support_pass.id, at=AT)
    for access in (as_ruth, as_gail, dan, as_sam, as_noa, NOBODY):
        with pytest.raises(NotYours):
            send(access, ana_session, wire())
    assert stored(ana_session) == []
    with pytest.raises(NotYours):
        send(as_maya, Session(pk=new_id()), wire())


def test_ana_reaches_her_own_session_and_records_only_what_is_hers_to_record(
    ana_session: Session, as_ana: Access
) -> None:
    receipt = send(as_ana, ana_session, wire("help", what="call"), wire("dose", event="begun", amount=35))
    assert (len(receipt.stored), [one["field"] for one in receipt.refused]) == (1, ["kind"])


# Two at one moment


def in_turn(access: Access, session: Session, *wires: Wire) -> Callable[[], object]:
    return lambda: send(access, session, *wires)


@pytest.mark.usefixtures("lasting")
def test_what_two_people_send_at_one_moment_is_neither_lost_nor_doubled(house: House, session_of: SessionOf) -> None:
    session, maya, theo = session_of("ana"), house.access("maya"), house.access("theo")
    hers, his = [wire(ago=n) for n in range(4)], [wire("effect", ago=n, name="nausea") for n in range(4)]
    works = [in_turn(maya, session, *hers[:2]), in_turn(theo, session, *his[:2]),
             in_turn(maya, session, *hers), in_turn(theo, session, *his)]  # fmt: skip
    assert at_once(*works) == [None] * 4
    assert sorted(stored(session)) == sorted(one["id"] for one in hers + his)
    with maya.inside():
        now = session_for(maya, session.pk)
        assert now.version == 8
        assert now.state == fold(entries_of(now), settings_of(now))
    assert broken() is None


def _begun(session: Session, maya: Access) -> None:
    dose = wire("dose", 50, event="begun", amount=35, unit="mg", checker="Theo Park")
    send(maya, session, wire("moved", 60, to="arrived"), dose)


def alarms(session: Session) -> list[tuple[str, str]]:
    with scopes_disabled():
        rows = Entry.objects.filter(session_id=session.pk, kind="missed")
        return sorted((row.data["check"], row.data["due_at"]) for row in rows)


def test_the_sweeper_raises_an_alarm_once_though_it_looks_twice(ana_session: Session, as_maya: Access) -> None:
    _begun(ana_session, as_maya)
    raised = sweep(at=AT)
    assert raised == len(alarms(ana_session)) > 0
    assert sweep(at=AT) == sweep(at=AT + timedelta(seconds=30)) == 0
    assert len(set(alarms(ana_session))) == raised


@pytest.mark.usefixtures("lasting")
def test_two_hosts_that_sweep_at_one_moment_raise_an_alarm_once(house: House, session_of: SessionOf) -> None:
    session = session_of("ana")
    _begun(session, house.access("maya"))
    assert at_once(lambda: sweep(at=AT), lambda: sweep(at=AT)) == [None, None]
    found = alarms(session)
    assert found
    assert len(set(found)) == len(found)
    with scopes_disabled():
        assert SetAside.objects.count() == 0


# Any batches

SAID = [
    ("moved", {"to": "arrived"}), ("moved", {"to": "called_off"}), ("reading", {"sys": 190, "source": "person"}),
    ("reading", {"spo2": 91, "source": "device"}), ("dose", {"event": "begun", "amount": 35, "unit": "mg"}),
    ("dose", {"event": "ended"}), ("help", {"what": "call"}), ("stop", {}), ("note", {"text": "a note"}),
    ("effect", {"name": "fell", "danger": True}), ("look_in", {"sign": "breathing_easy"}), ("serious", {"what": "death", "text": "x"}),
]  # fmt: skip


@pytest.mark.usefixtures("everywhere")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    picks=st.lists(st.tuples(st.sampled_from(SAID), st.integers(0, 90)), min_size=1, max_size=7),
    seed=st.integers(0, 999),
)
def test_doubled_split_and_reordered_batches_come_to_the_fold_of_all(
    ana_session: Session, as_maya: Access, picks: list[tuple[tuple[str, dict[str, Any]], int]], seed: int
) -> None:
    """Every example goes on in the same session: what came before is part of what every later batch meets."""
    wires = [wire(kind, ago, **data) if data else {**wire(kind, ago), "data": {}} for (kind, data), ago in picks]
    dice = random.Random(seed)
    sent = wires + [one for one in wires if dice.random() < 0.6]
    dice.shuffle(sent)
    before = set(stored(ana_session))
    while sent:
        size = dice.randint(1, len(sent))
        batch, sent = sent[:size], sent[size:]
        assert not send(as_maya, ana_session, *batch).refused
    assert set(stored(ana_session)) - before == {one["id"] for one in wires}
    now = session_for(as_maya, ana_session.pk)
    assert now.version == len(stored(ana_session))
    assert state_of(now) == fold(entries_of(now), settings_of(now))
