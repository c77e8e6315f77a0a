"""Entries folded into the state of a session."""

import json
from dataclasses import replace

import pytest

from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.fold import ForeignEntry, NeedsRefold, Settings, can_step, fold, step
from stillwater.treatment.rules.summary import say
from tests.treatment.room import (
    ANA,
    MAYA,
    OSEI,
    OTHER_SESSION,
    SAM,
    THEO,
    RoomTwo,
    at,
)


@pytest.fixture
def room() -> RoomTwo:
    return RoomTwo()


def test_a_session_without_entries_is_planned(room: RoomTwo) -> None:
    assert room.state["stage"] == "planned"
    assert room.state["due"] == []


def test_the_state_travels_as_json(room: RoomTwo) -> None:
    room.begun()
    room.read("11:00", sys=155, dia=92)
    room.add("11:01", ANA, "help", what="call")
    assert json.loads(json.dumps(room.state)) == room.state


def test_maya_takes_ana_from_arrival_to_the_closed_record(room: RoomTwo) -> None:
    room.begun()
    room.dose("11:30", "ended")
    room.add("12:10", OSEI, "decision", about="leave", choice="may_leave")
    room.move("12:15", "left")
    room.add("12:20", MAYA, "signature", statement="This is what happened.")
    room.move("12:21", "closed")
    assert [stage["to"] for stage in room.state["stages"]] == ["arrived", "under_way", "recovering", "left", "closed"]
    assert room.state["stages"][1]["by"] == "Maya Lindqvist"


def test_end_dosing_is_not_close_session(room: RoomTwo) -> None:
    """Field note WO-577: two acts; and ending the dosing leaves everything due that was due."""
    room.begun()
    room.dose("11:30", "ended")
    assert room.state["stage"] == "recovering"
    assert {item["check"] for item in room.state["due"]} >= {"vitals", "look_in"}
    early = room.move("11:31", "closed")
    assert room.state["stage"] == "recovering"
    assert "No effect" in room.marks(early)


def test_closing_waits_for_a_signature(room: RoomTwo) -> None:
    room.begun()
    room.dose("11:30", "ended")
    room.add("12:10", OSEI, "decision", about="leave", choice="may_leave")
    room.move("12:15", "left")
    unsigned = room.move("12:16", "closed")
    assert room.state["stage"] == "left"
    assert "nobody has signed" in room.marks(unsigned)


def test_a_second_tap_says_why_not(room: RoomTwo) -> None:
    room.begun()
    again = room.move("10:51", "under_way", THEO)
    assert room.marks(again) == "No effect, because the session was already: under way."


def test_what_was_called_off_is_not_planned_again(room: RoomTwo) -> None:
    room.move("09:00", "called_off", SAM)
    back = room.move("09:05", "planned", SAM)
    assert room.state["stage"] == "called_off"
    assert "No effect" in room.marks(back)


def test_an_abnormal_value_is_marked_not_refused(room: RoomTwo) -> None:
    """Field note LH-1691: an abnormal value blocked editing. Here it is kept, shown and marked."""
    odd = room.read("10:41", sys=700, dia=90)
    assert room.state["latest"]["sys"]["value"] == 700
    assert "hard to believe" in room.marks(odd)


def test_pulses_of_72_and_155_do_not_look_alike(room: RoomTwo) -> None:
    """Field note CARE-15812."""
    room.read("10:41", sys=155, dia=80, spo2=97)
    latest = room.state["latest"]
    assert (latest["sys"]["level"], latest["spo2"]["level"]) == ("hold", None)
    assert latest["sys"]["marks"] == ["Over 150, hold limit set by Dr. Ada Osei"]


def test_observed_and_recorded_time_kept_apart(room: RoomTwo) -> None:
    """Field note OpenEMR-8221: reports showed the time of editing."""
    room.begun()
    late = room.read("11:00", recorded="11:20", sys=130, dia=80)
    assert room.state["latest"]["sys"]["at"] == "2026-11-20T11:00:00.000Z"
    assert late.recorded_at == at("11:20")


def test_a_date_next_year_is_kept_marked_and_silences_nothing(room: RoomTwo) -> None:
    room.begun()
    ahead = room.add("11:05", MAYA, "look_in", sign="breathing_easy")
    room.entries[-1] = ahead = _moved_to_next_year(ahead)
    room.read("11:10", sys=130, dia=80, pulse=70, spo2=97)
    assert "lies ahead" in room.marks(ahead)
    due = {item["check"]: item["at"] for item in room.state["due"]}
    assert due["look_in"].startswith("2026-11-20T11:3")
    assert ahead.as_plain()["observed_at"].startswith("2027")


def _moved_to_next_year(entry: Entry) -> Entry:
    return replace(entry, observed_at=entry.observed_at.replace(year=2027))


def test_nothing_of_another_session_shows(room: RoomTwo) -> None:
    """Field note WO-714: a live timeline showed events of earlier sessions."""
    entry = room.read("10:41", sys=128, dia=78)
    elsewhere = Settings(OTHER_SESSION, room.protocol)
    with pytest.raises(ForeignEntry):
        fold([entry], elsewhere)
    with pytest.raises(ForeignEntry):
        step(fold([], elsewhere), entry, elsewhere)


def test_a_struck_value_stays_in_the_list_and_leaves_the_state(room: RoomTwo) -> None:
    right = room.read("10:59", pulse=72)
    wrong = room.read("11:00", pulse=47)
    struck = room.add("11:05", MAYA, "amendment", of=str(wrong.id), how="struck", reason="wrong line read")
    state = room.state
    assert state["latest"]["pulse"]["entry"] == str(right.id)
    assert state["struck"] == {str(wrong.id): str(struck.id)}
    assert room.marks(wrong) == "Struck out by Maya Lindqvist: wrong line read"


def test_a_correction_puts_the_right_value_at_the_observed_time(room: RoomTwo) -> None:
    wrong = room.read("11:00", pulse=47)
    fixed = room.add(
        "11:05", MAYA, "amendment", of=str(wrong.id), how="replaced", reason="wrong line read", data={"pulse": 74}
    )
    pulse = room.state["latest"]["pulse"]
    assert (pulse["value"], pulse["at"]) == (74, "2026-11-20T11:00:00.000Z")
    assert say(fixed, room.state) == "Pulse 74. Corrected: wrong line read"
    note = room.add("11:06", MAYA, "note", text="She hums.")
    put_right = room.add(
        "11:07", MAYA, "amendment", of=str(note.id), how="replaced", reason="louder", data={"text": "She sings."}
    )
    assert say(put_right, room.state) == "She sings. Corrected: louder"
    assert room.state["amended"][str(wrong.id)]["by"] == "Maya Lindqvist"


def test_a_correction_can_be_corrected(room: RoomTwo) -> None:
    reading = room.read("11:00", pulse=47)
    first = room.add("11:05", MAYA, "amendment", of=str(reading.id), how="struck", reason="misread")
    room.add("11:06", MAYA, "amendment", of=str(first.id), how="struck", reason="it was right after all")
    assert room.state["latest"]["pulse"]["value"] == 47
    room.add("11:07", THEO, "amendment", of=str(reading.id), how="replaced", reason="seen again", data={"pulse": 57})
    room.add("11:08", MAYA, "amendment", of=str(reading.id), how="replaced", reason="and again", data={"pulse": 67})
    assert room.state["latest"]["pulse"]["value"] == 67


def test_a_correction_that_cannot_be_read_changes_nothing_and_says_so(room: RoomTwo) -> None:
    reading = room.read("11:00", pulse=47)
    fix = room.add("11:05", MAYA, "amendment", of=str(reading.id), how="replaced", reason="typo", data={"pulse": "7O"})
    assert room.state["latest"]["pulse"]["value"] == 47
    assert "Pulse is not a number: 7O" in room.marks(fix)


def test_ana_cannot_strike_what_maya_recorded(room: RoomTwo) -> None:
    reading = room.read("11:00", sys=155, dia=92)
    strike = room.add("11:01", ANA, "amendment", of=str(reading.id), how="struck", reason="I do not like it")
    assert room.state["latest"]["sys"]["value"] == 155
    assert "corrects what Maya Lindqvist recorded" in room.marks(strike)


def test_a_late_reading_is_put_where_it_belongs(room: RoomTwo) -> None:
    room.begun()
    room.read("11:10", sys=130, dia=80, pulse=70, spo2=97)
    room.read("11:00", recorded="11:15", sys=155, dia=92)
    state = room.state
    assert state["latest"]["sys"]["value"] == 130
    assert len(state["open_limits"]) == 1  # what was over the limit at 11:00 still asks


def test_a_step_refuses_what_needs_a_refold(room: RoomTwo) -> None:
    reading = room.read("11:00", pulse=47)
    state = room.state
    late = room.read("10:59", pulse=50)
    amendment = room.add("11:05", MAYA, "amendment", of=str(reading.id), how="struck", reason="misread")
    for entry in (late, amendment, reading):
        assert not can_step(state, entry)
        with pytest.raises(NeedsRefold):
            step(state, entry, room.settings)


def test_a_correction_that_comes_before_its_entry_waits_for_it(room: RoomTwo) -> None:
    late = room.read("11:00", pulse=47)
    room.add("10:58", MAYA, "amendment", of=str(late.id), how="struck", reason="misread")
    amendment = room.entries.pop()
    waiting = fold([amendment], room.settings)
    assert waiting["awaiting"] == [str(late.id)]
    assert not can_step(waiting, late)
    assert "pulse" not in fold([late, amendment], room.settings)["latest"]


def test_a_step_leaves_the_state_it_was_given_alone(room: RoomTwo) -> None:
    room.begun()
    before = room.state
    kept = json.dumps(before, sort_keys=True)
    step(before, room.read("11:00", sys=155, dia=92, spo2=88), room.settings)
    assert json.dumps(before, sort_keys=True) == kept
