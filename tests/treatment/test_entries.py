"""What comes in from a device: malformed is refused in the person's words, whatever is a number is kept."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from stillwater.treatment.rules.entries import Entry, Refused, Sent, clock_correction, read
from stillwater.treatment.rules.summary import say
from tests.treatment.room import ANA, MAYA, SESSION, RoomTwo, at

ID = "01930000-0000-7000-8000-000000000001"


def wire(kind: str, **data: Any) -> dict[str, Any]:
    return {"id": ID, "kind": kind, "observed_at": "2026-11-20T10:41:00.000Z", "offset": -420, "data": data}


def sent(kind: str, **data: Any) -> Sent:
    return read(wire(kind, **data))


def why(kind: str, **data: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        sent(kind, **data)
    return refused.value.field, refused.value.why


def test_maya_types_a_letter_for_a_nought() -> None:
    assert why("reading", sys="12O", dia=80) == ("sys", "Systolic is not a number: 12O")


@pytest.mark.parametrize("value", [True, "nan", float("nan"), float("inf"), "1e5", [120], {"a": 1}, "1,5"])
def test_what_is_no_number_is_refused(value: object) -> None:
    assert why("reading", pulse=value)[0] == "pulse"


@pytest.mark.parametrize(
    ("value", "kept"), [(700, 700), (-3, -3), ("118", 118), (36.6, 36.6), (120.0, 120), (" 71 ", 71)]
)
def test_what_is_a_number_is_kept(value: object, kept: float) -> None:
    assert sent("reading", pulse=value).data == {"pulse": kept}


def test_empty_fields_are_left_out_and_a_reading_needs_a_value() -> None:
    assert sent("reading", sys=120, dia="", pulse=None, arm=" ").data == {"sys": 120}
    assert why("reading", arm="left") == ("sys", "The reading has no value.")


def test_an_unknown_kind_and_an_unknown_field_are_refused() -> None:
    assert why("potion")[0] == "kind"
    assert why("reading", sys=120, systolic=130)[0] == "systolic"


def test_a_decision_answers_what_was_asked() -> None:
    assert why("decision", about="limit", choice="may_leave", entry=ID)[0] == "choice"
    assert why("decision", about="limit", choice="go_on")[0] == "entry"
    assert sent("decision", about="leave", choice="stay").data["choice"] == "stay"


def test_a_correction_says_what_it_puts_in_place() -> None:
    other = "01930000-0000-7000-8000-000000000002"
    assert why("amendment", of=other, how="replaced", reason="misread")[0] == "data"
    assert why("amendment", of=other, how="struck", reason="misread", data={"sys": 1})[0] == "data"
    assert why("amendment", of=other, how="struck") == ("reason", "The reason is missing.")
    assert why("amendment", of=ID, how="struck", reason="itself")[0] == "of"


def test_a_letter_that_cannot_be_stored_does_not_hold_up_the_note() -> None:
    assert sent("note", text="she said \ud83d hello\x00").data["text"] == "she said ? hello"


def test_an_override_needs_its_reason() -> None:
    assert why("override", check="food") == ("reason", "The reason is missing.")


@pytest.mark.parametrize("observed", ["yesterday", "2026-11-20T10:41:00", None, 5, "9999-99-99T00:00:00Z"])
def test_a_time_that_is_none_is_refused(observed: object) -> None:
    with pytest.raises(Refused) as refused:
        read({**wire("note", text="x"), "observed_at": observed})
    assert refused.value.field == "observed_at"


@pytest.mark.parametrize("broken", [None, [], "x", {}, {"id": "1"}, {**wire("note", text="x"), "seen": -1}])
def test_what_is_no_entry_is_refused(broken: object) -> None:
    with pytest.raises(Refused):
        read(broken)


def test_a_clock_that_is_five_minutes_behind_is_put_right_and_a_typed_time_is_not() -> None:
    correction = clock_correction(at("10:41:10"), at("10:46:10"))
    assert correction == timedelta(minutes=5)
    touched = sent("note", text="x").entry(session=SESSION, author=MAYA, recorded_at=at("10:46"), correction=correction)
    typed = read({**wire("note", text="x"), "typed": True}).entry(
        session=SESSION, author=MAYA, recorded_at=at("10:46"), correction=correction
    )
    assert touched.observed_at == at("10:46")
    assert typed.observed_at == at("10:41")


def test_what_the_network_takes_is_not_a_wrong_clock() -> None:
    assert clock_correction(at("10:41:10"), at("10:41:11")) == timedelta()


def test_an_entry_survives_its_plain_form() -> None:
    entry = sent("reading", sys=120).entry(session=SESSION, author=MAYA, recorded_at=at("10:46"), stamp={"a": 1})
    assert Entry.from_plain(entry.as_plain()) == entry
    assert entry.id == UUID(ID)


def test_each_kind_has_its_line() -> None:
    room = RoomTwo()
    lines = [
        (room.read("10:41", sys=152, dia=90, pulse=74), "BP 152/90, pulse 74"),
        (
            room.dose("10:50", amount=35, unit="mg", text="by pump"),
            "Dose begun, 35 mg, by pump, second check: Dr. Ada Osei",
        ),
        (room.add("11:16", MAYA, "effect", name="nausea", severity="mild"), "Nausea, mild"),
        (room.add("11:17", ANA, "help", what="call"), "Called for help"),
        (room.move("11:20", "recovering"), "Recovering"),
        (
            room.add(
                "11:24", MAYA, "decision", about="limit", entry=ID, told="Dr. Osei", said="Go on.", choice="go_on"
            ),
            "Decided: go on, told: Dr. Osei, “Go on.”",
        ),
        (room.add("11:25", MAYA, "check", key="steady_walk", met=False, note="sways"), "Not met: steady walk, sways"),
        (room.add("11:26", MAYA, "note", text="Tears, then quiet."), "Tears, then quiet."),
    ]
    for entry, words in lines:
        assert say(entry, room.state) == words


def test_words_can_be_translated() -> None:
    room = RoomTwo()
    entry = room.add("11:17", ANA, "help", what="call")
    assert say(entry, room.state, str.upper) == "CALLED FOR HELP"
