"""Whatever order entries arrive in and however often, the state is the same, and nothing is lost on the way."""

import json
import random
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from stillwater.treatment.rules.amendments import amend, for_patient
from stillwater.treatment.rules.entries import Author, Entry
from stillwater.treatment.rules.fold import Settings, State, can_step, fold, step
from tests.treatment.room import ALL, ESKETAMINE, IV, LIMITS, LOZENGE, SESSION, at

IDS = [UUID(int=(0x0192 << 112) + n) for n in range(40)]
STAGES = ["arrived", "ready", "under_way", "recovering", "left", "closed", "called_off", "transferred"]
KEYS = [check.key for check in (*IV.ready, *IV.leave.checks)]
names = st.sampled_from([str(each) for each in IDS])
numbers = st.one_of(st.integers(0, 320), st.floats(-5, 400).map(lambda x: round(x, 1)))


def data_of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    fixed = st.fixed_dictionaries
    kinds: dict[str, st.SearchStrategy[dict[str, Any]]] = {
        "moved": fixed({"to": st.sampled_from(STAGES)}, optional={"reason": st.just("went home")}),
        "dose": fixed(
            {"event": st.sampled_from(["begun", "given", "ended", "wasted"])},
            optional={"amount": numbers, "unit": st.just("mg"), "device_no": st.integers(1, 3)},
        ),
        "reading": fixed(
            {"source": st.sampled_from(["person", "device"]), "sys": numbers},
            optional={"dia": numbers, "pulse": numbers, "spo2": numbers, "confirms": names, "repeat_of": names},
        ),
        "look_in": fixed({"sign": st.sampled_from(["breathing_easy", "usual_colour"])}),
        "effect": fixed({"name": st.just("fell")}, optional={"danger": st.booleans()}),
        "help": fixed(
            {"what": st.sampled_from(["call", "coming", "withdrawn", "told_unanswered"])}, optional={"call": names}
        ),
        "check": fixed({"key": st.sampled_from(KEYS), "met": st.booleans()}),
        "override": fixed({"check": st.sampled_from(KEYS), "reason": st.just("seen by me")}),
        "decision": st.one_of(
            fixed({
                "about": st.just("limit"), "entry": names, "choice": st.sampled_from(["go_on", "hold"]),
                "next_check_at": st.just("2026-11-20T11:40:00.000Z"),
            }),
            fixed({"about": st.just("leave"), "choice": st.sampled_from(["may_leave", "stay"])}),
        ),
        "stop": st.just({}),
        "signature": st.just({"statement": "as it was"}),
        "amendment": st.one_of(
            fixed({"of": names, "how": st.sampled_from(["struck", "wrong_person"]), "reason": st.just("misread")}),
            fixed({
                "of": names, "how": st.just("replaced"), "reason": st.just("misread"),
                "data": st.sampled_from([{"sys": 120}, {"sys": "12O"}, {"text": "other"}, {"to": "left"}]),
            }),
            fixed({
                "of": names, "how": st.just("replaced"), "reason": st.just("earlier"),
                "observed_at": st.just("2026-11-20T10:05:00.000Z"),
            }),
        ),
        "music": st.one_of(
            fixed(
                {"what": st.just("asked"), "want": st.sampled_from(["softer", "pause", "resume", "off", "calmer", "longer"])},
                optional={"agreed": st.booleans()},
            ),
            fixed(
                {"what": st.sampled_from(["begun", "paused", "resumed", "off", "softer", "calmer", "kept", "not_done", "ended"])},
                optional={"answers": names, "scene": st.sampled_from(["strings", "drone"])},
            ),
            fixed({"what": st.just("path"), "path": st.sampled_from(["file", "made"])}),
        ),
        "note": fixed({"text": st.just("she smiled")}),
        "missed": fixed({"check": st.just("look_in"), "due_at": st.just("2026-11-20T11:05:00.000Z")}),
    }  # fmt: skip
    return kinds[kind]


KINDS = ["moved", "dose", "reading", "look_in", "effect", "help", "check", "override", "decision", "stop", "signature",
         "amendment", "music", "note", "missed"]  # fmt: skip


@st.composite
def sessions(draw: st.DrawFn) -> list[Entry]:
    """Entries of one session as a clumsy day brings them: out of turn, contradicting, corrected, some from the future."""
    entries = []
    for entry_id in draw(st.lists(st.sampled_from(IDS), unique=True, max_size=25)):
        kind = draw(st.sampled_from(KINDS))
        observed = at("10:00") + timedelta(minutes=draw(st.integers(0, 120)))
        if draw(st.integers(0, 15)) == 0:
            observed += timedelta(days=365)
        recorded = at("12:00") + timedelta(seconds=draw(st.integers(0, 60)))
        author: Author = draw(st.sampled_from(ALL))
        stamp: dict[str, Any] = draw(st.sampled_from([{}, {"facts_unmet": {}}, {"facts_unmet": {"consent": "No."}}]))
        entries.append(Entry(entry_id, SESSION, kind, draw(data_of(kind)), observed, recorded, author, stamp))
    return entries


protocols = st.sampled_from([IV, ESKETAMINE, LOZENGE])


def same(state: State) -> str:
    return json.dumps(state, sort_keys=True)


@given(sessions(), protocols, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_any_order_of_arrival_and_any_duplication_give_the_same_state(entries, protocol, rng: random.Random) -> None:  # type: ignore[no-untyped-def]
    chosen = Settings(SESSION, protocol, LIMITS)
    arrived = entries + rng.choices(entries, k=5) if entries else []
    rng.shuffle(arrived)
    assert same(fold(arrived, chosen)) == same(fold(entries, chosen))


@given(sessions(), protocols)
@settings(max_examples=150, deadline=None)
def test_stepping_as_entries_arrive_gives_what_folding_them_all_gives(entries, protocol) -> None:  # type: ignore[no-untyped-def]
    chosen = Settings(SESSION, protocol, LIMITS)
    state = fold([], chosen)
    for count, entry in enumerate(entries, start=1):
        state = json.loads(json.dumps(state))  # as it comes back from the database
        state = step(state, entry, chosen) if can_step(state, entry) else fold(entries[:count], chosen)
    assert same(state) == same(fold(entries, chosen))


@given(sessions())
@settings(max_examples=100, deadline=None)
def test_stepping_in_order_never_needs_a_refold_unless_something_was_corrected(entries: list[Entry]) -> None:
    chosen = Settings(SESSION, IV, LIMITS)
    plain = sorted((e for e in entries if e.kind != "amendment"), key=lambda e: e.order)
    state = fold([], chosen)
    for entry in plain:
        assert can_step(state, entry)
        state = step(state, entry, chosen)
    assert same(state) == same(fold(plain, chosen))


@given(sessions())
@settings(max_examples=100, deadline=None)
def test_a_late_entry_never_erases_and_a_correction_never_deletes(entries: list[Entry]) -> None:
    amended = amend(entries)
    assert {entry.id for entry in amended.entries} == {entry.id for entry in entries}
    state = fold(entries, Settings(SESSION, IV, LIMITS))
    for old, by in state["struck"].items():
        assert state["marks"][old]
        assert UUID(by) in {entry.id for entry in entries}
    given_doses = [e for e in entries if e.kind == "dose" and not amended.is_out(e.id)]
    standing = {e.id: e for e in amended.entries}
    kept = {event["entry"] for event in state["dose"]["events"]}
    assert kept == {str(e.id) for e in given_doses if standing[e.id].kind == "dose"}


@given(sessions())
@settings(max_examples=100, deadline=None)
def test_s05_nothing_of_somebody_else_is_in_the_patients_copy(entries: list[Entry]) -> None:
    amended = amend(entries)
    theirs = {each for each, by in amended.by.items() if by.data["how"] == "wrong_person"}
    for entry in for_patient(entries):
        assert entry.id not in theirs
        assert entry.data.get("of") not in {str(each) for each in theirs}
