"""The safety floor in the fold: limits, devices, doses, stop, help."""

import json
import re

import pytest

from tests.treatment.room import (
    ANA,
    CUFF,
    ESKETAMINE,
    JUNE,
    LOZENGE,
    MAYA,
    OSEI,
    PRIYA,
    SAM,
    RoomTwo,
)


@pytest.fixture
def room() -> RoomTwo:
    return RoomTwo()


# Limits (S3, S10)


def test_s03_a_reading_over_the_hold_limit_asks_until_somebody_decides(room: RoomTwo) -> None:
    room.begun()
    high = room.read("11:12", sys=155, dia=92)
    question = room.state["open_limits"][0]
    assert (question["measure"], question["level"], question["limit"]) == ("sys", "hold", 150)
    assert question["asked"] == ["repeated", "told", "decision", "next_check"]
    room.add(
        "11:14", MAYA, "decision", about="limit", entry=str(high.id), told="Dr. Osei", said="Go on, repeat at 11:19",
        choice="go_on", next_check_at="2026-11-20T11:19:00.000Z",
    )  # fmt: skip
    state = room.state
    assert state["open_limits"] == []
    again = {"check": f"limit:{high.id}", "at": "2026-11-20T11:19:00.000Z", "title": "Repeat the reading"}
    assert again in state["due"]
    room.read("11:19", sys=141, dia=88)
    assert not any(item["check"].startswith("limit") for item in room.state["due"])


def test_s03_a_repeat_over_the_limit_joins_the_open_question(room: RoomTwo) -> None:
    room.begun()
    first = room.read("11:12", sys=155, dia=92)
    again = room.read("11:14", sys=185, dia=95, repeat_of=str(first.id))
    (question,) = room.state["open_limits"]
    assert (question["level"], question["entries"]) == ("urgent", [str(first.id), str(again.id)])
    room.add("11:15", MAYA, "decision", about="limit", entry=str(first.id), told="Dr. Osei", choice="stop_dosing")
    assert room.state["open_limits"] == []


def test_s03_a_sign_of_danger_is_urgent_at_any_number(room: RoomTwo) -> None:
    room.begun()
    room.add("11:12", PRIYA, "effect", name="chest_or_head", danger=True)
    assert room.state["open_limits"][0]["level"] == "urgent"


def test_s10_a_value_from_the_monitor_is_unconfirmed_and_asks_nothing(room: RoomTwo) -> None:
    room.begun()
    device = room.add("11:12", CUFF, "reading", spo2=85, source="device")
    state = room.state
    assert state["open_limits"] == []
    assert state["latest"]["spo2"]["marks"][0] == "Unconfirmed"
    room.read("11:13", spo2=85, confirms=str(device.id))
    state = room.state
    assert state["open_limits"][0]["level"] == "urgent"
    assert "Unconfirmed" not in state["marks"][str(device.id)]
    assert "Confirmed by Maya Lindqvist" in state["marks"][str(device.id)]


def test_the_manufacturers_prompt_asks_before_the_spray_and_only_marks_after_it() -> None:
    room = RoomTwo(ESKETAMINE)
    before = room.read("10:00", sys=146, dia=84)
    assert "Over 140, the prompt of the protocol" in room.marks(before)
    assert room.state["open_limits"][0]["level"] == "prompt"
    room.add("10:05", OSEI, "decision", about="limit", entry=str(before.id), said="usual for him", choice="go_on")
    room.dose("10:10", "given", amount=28, unit="mg", device_no=1)
    room.read("10:40", sys=146, dia=84)
    assert room.state["open_limits"] == []


# The dose (S5)


def test_s05_a_dose_unlike_the_order_is_marked(room: RoomTwo) -> None:
    room.made_ready()
    room.move("10:49", "under_way")
    dose = room.dose("10:50", amount=50, unit="mg")
    assert "Differs from the order: 50 mg recorded, 35 mg ordered." in room.marks(dose)


def test_s05_devices_are_added_up_against_the_order_and_not_each_alone() -> None:
    room = RoomTwo(ESKETAMINE)
    stamp = {"order_amount": "56.00", "order_unit": "mg"}
    entries = [
        room.add(f"10:{5 * n:02}", MAYA, "dose", stamp=stamp, event="given", amount=28, unit="mg", device_no=n)
        for n in (1, 2, 3)
    ]
    said = ["Differs from the order" in room.marks(entry) for entry in entries]
    assert said == [False, False, True]


def test_s05_a_dose_without_second_checker_and_waste_without_witness_are_marked(room: RoomTwo) -> None:
    room.made_ready()
    room.move("10:49", "under_way")
    dose = room.dose("10:50", amount=35, unit="mg", checker="")
    waste = room.add("11:40", MAYA, "dose", event="wasted", amount=5, unit="mg")
    assert "No second checker is named." in room.marks(dose)
    assert room.marks(waste) == "No witness is named."


def test_s05_wrong_person_hides_the_value_from_the_state(room: RoomTwo) -> None:
    reading = room.read("11:00", sys=170, dia=99)
    room.add("11:05", MAYA, "amendment", of=str(reading.id), how="wrong_person", reason="this was Jonah Pike")
    state = room.state
    assert "sys" not in state["latest"]
    assert state["open_limits"] == []
    assert not re.search(r"\b170\b", json.dumps(state))
    assert "Jonah" not in json.dumps(state)


def test_a_dose_starts_the_clocks_whatever_the_stage(room: RoomTwo) -> None:
    room.move("10:40", "arrived", SAM)
    refused = room.move("10:49", "under_way", unmet={"consent": "Consent was withdrawn."})
    dose = room.dose("10:50", amount=35, unit="mg")
    state = room.state
    assert "No effect" in room.marks(refused)
    assert "before the session was begun" in room.marks(dose)
    assert state["dose"]["began_at"] == "2026-11-20T10:50:00.000Z"
    assert any(item["check"] == "vitals" for item in state["due"])


def test_a_dose_that_comes_without_a_move_is_a_beginning_and_says_what_was_unmet(room: RoomTwo) -> None:
    room.made_ready()
    given = {"order_amount": 35, "order_unit": "mg"}
    clean = room.add("10:50", MAYA, "dose", stamp={**given, "facts_unmet": {}}, event="begun", amount=35, unit="mg", checker="Dr. Ada Osei")  # fmt: skip
    assert room.marks(clean) == ""
    other = RoomTwo()
    other.made_ready()
    unmet = {**given, "facts_unmet": {"consent": "Consent was withdrawn."}}
    dose = other.add("10:50", MAYA, "dose", stamp=unmet, event="begun", amount=35, unit="mg", checker="Dr. Ada Osei")
    assert "Unmet then: " in other.marks(dose)
    assert "onsent" in other.marks(dose)


# Stop, danger, help (S7, S8, S11)


def test_s11_after_stop_a_dose_is_marked_and_monitoring_goes_on(room: RoomTwo) -> None:
    room.begun()
    room.add("11:05", ANA, "stop", words="please stop")
    room.dose("11:06", "ended")
    on = room.move("11:07", "under_way")
    more = room.dose("11:08", "given", amount=10, unit="mg")
    state = room.state
    assert state["stop"]["by"] == "Ana Marlow"
    assert "No effect" in room.marks(on)
    assert "The patient has said stop." in room.marks(more)
    assert state["stage"] == "recovering"
    assert any(item["check"] == "vitals" for item in state["due"])


def test_s11_after_stop_no_session_begins(room: RoomTwo) -> None:
    room.made_ready()
    room.add("10:45", ANA, "stop")
    move = room.move("10:50", "under_way")
    assert room.state["stage"] == "arrived"
    assert "said stop" in room.marks(move)


def test_s07_june_reports_danger_at_home() -> None:
    room = RoomTwo(LOZENGE)
    room.add("20:00", JUNE, "dose", event="begun", text="one lozenge")
    sign = room.add("20:30", JUNE, "effect", name="breathing", danger=True)
    state = room.state
    assert state["effects"][0]["name"] == "breathing"
    assert "urgent at any number" in room.marks(sign)


def test_help_is_answered_by_who_is_coming(room: RoomTwo) -> None:
    call = room.add("11:00", ANA, "help", what="call")
    room.add("11:00:05", ANA, "help", what="call")
    assert room.state["help"]["call"] == str(call.id)
    room.add("11:00:20", MAYA, "help", what="coming", call=str(call.id))
    assert room.state["help"]["answered"]["by"] == "Maya Lindqvist"
    room.add("11:30", ANA, "help", what="call")
    assert room.state["help"]["answered"] is None


def test_an_answer_counts_even_when_the_tablet_clock_runs_ahead_of_the_call(room: RoomTwo) -> None:
    call = room.add("11:00:03", ANA, "help", what="call")
    room.add("11:00:01", MAYA, "help", what="coming", call=str(call.id))
    assert room.state["help"]["answered"]["by"] == "Maya Lindqvist"


def test_a_call_taken_back_is_a_call_no_more(room: RoomTwo) -> None:
    call = room.add("11:00", ANA, "help", what="call")
    room.add("11:00:04", ANA, "help", what="withdrawn", call=str(call.id))
    assert room.state["help"] is None


def test_signs_touched_together_are_one_look_in(room: RoomTwo) -> None:
    room.add("11:00", MAYA, "look_in", sign="breathing_easy")
    room.add("11:00:20", MAYA, "look_in", sign="usual_colour")
    assert room.state["look_in"]["signs"] == ["breathing_easy", "usual_colour"]
    room.add("11:15", MAYA, "look_in", sign="wakes_to_name")
    assert room.state["look_in"]["signs"] == ["wakes_to_name"]


def test_s06_missing_sound_holds_nothing_up(room: RoomTwo) -> None:
    room.made_ready()
    room.add("10:48", MAYA, "music", what="missing", instead="silence")
    room.move("10:50", "under_way")
    assert room.state["stage"] == "under_way"
    assert not any("sound" in check.key or "music" in check.key for check in room.protocol.ready)
