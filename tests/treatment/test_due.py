"""What is due and when, what is overdue, and alarms that cannot be raised twice."""

import json
from datetime import timedelta

from stillwater.kit.clock import iso
from stillwater.treatment.rules.due import earliest_end, help_unanswered, missed_entries, overdue
from stillwater.treatment.rules.fold import fold, step
from stillwater.treatment.rules.phase import for_page, phase_at
from tests.treatment.room import ANA, CUFF, ESKETAMINE, IV, JUNE, LOZENGE, MAYA, OSEI, SESSION, RoomTwo, at


def due(room: RoomTwo) -> dict[str, str]:
    """What is due, as the hour and minute."""
    return {item["check"]: item["at"][11:16] for item in room.state["due"]}


def test_three_devices_count_from_the_last_spray() -> None:
    """First device 10:00, second 10:05, third 10:10: BP at 10:50, and the two hours end at 12:10."""
    room = RoomTwo(ESKETAMINE)
    for number, clock in enumerate(("10:00", "10:05", "10:10"), start=1):
        room.dose(clock, "given", amount=28, unit="mg", device_no=number)
    assert due(room)["bp_40"] == "10:50"
    assert earliest_end(room.state, ESKETAMINE) == at("12:10")
    room.read("10:48", sys=132, dia=84)
    assert "bp_40" not in due(room)


def test_a_reading_long_before_its_time_is_not_the_one_at_40_minutes() -> None:
    room = RoomTwo(ESKETAMINE)
    room.dose("10:10", "given", amount=28, unit="mg", device_no=1)
    room.read("10:30", sys=132, dia=84)
    assert due(room)["bp_40"] == "10:50"


def test_an_infusion_is_measured_every_ten_minutes_and_then_every_fifteen() -> None:
    room = RoomTwo(IV)
    room.begun("10:50")
    assert due(room)["vitals"] == "11:00"
    room.read("11:02", sys=130, dia=80, pulse=70, spo2=97)
    assert due(room)["vitals"] == "11:12"
    room.read("11:31", sys=130, dia=80, pulse=70, spo2=97)
    assert due(room)["vitals"] == "11:46"


def test_half_a_reading_leaves_the_other_half_due() -> None:
    room = RoomTwo(IV)
    room.begun("10:50")
    room.read("10:59", sys=130, dia=80)
    assert due(room)["vitals"] == "11:00"


def test_s10_a_device_value_that_nobody_confirmed_leaves_the_check_due() -> None:
    room = RoomTwo(IV)
    room.begun("10:50")
    room.add("10:59", CUFF, "reading", sys=130, dia=80, pulse=70, spo2=97, source="device")
    assert due(room)["vitals"] == "11:00"


def test_nothing_is_due_before_the_dose_or_after_leaving() -> None:
    room = RoomTwo(IV)
    room.made_ready()
    assert due(room) == {}
    room.move("10:50", "under_way")
    room.dose("10:50", amount=35, unit="mg")
    room.move("11:00", "transferred", reason="to the emergency department")
    assert due(room) == {}


def test_june_looks_in_every_fifteen_minutes() -> None:
    room = RoomTwo(LOZENGE)
    room.add("20:00", JUNE, "dose", event="begun", text="one lozenge")
    assert due(room)["look_in"] == "20:15"
    room.add("20:13", JUNE, "look_in", sign="breathing_easy")
    assert due(room)["look_in"] == "20:28"


def test_a_missed_look_in_is_overdue_by_minutes() -> None:
    room = RoomTwo(LOZENGE)
    room.add("20:00", JUNE, "dose", event="begun")
    assert overdue(room.state, at("20:15")) == []
    (late,) = overdue(room.state, at("20:18:30"))
    assert (late.check, late.title, late.minutes, late.reaches) == ("look_in", "Look in", 3, "watcher")


def test_review_missed_is_never_shown_where_no_review_was_set() -> None:
    """Field note CARE-2587."""
    room = RoomTwo(IV)
    room.made_ready()
    assert overdue(room.state, at("23:00")) == []


def test_an_alarm_raised_by_two_sweepers_is_one_entry() -> None:
    room = RoomTwo(LOZENGE)
    room.add("20:00", JUNE, "dose", event="begun")
    first = missed_entries(room.state, SESSION, at("20:16"))
    second = missed_entries(room.state, SESSION, at("20:17"))
    assert [e.id for e in first] == [e.id for e in second]
    assert [e.data for e in first] == [{"check": "look_in", "due_at": "2026-11-20T20:15:00.000Z"}]
    room.entries += [*first, *second]
    assert len(room.state["missed"]) == 1
    assert missed_entries(room.state, SESSION, at("20:20")) == []
    room.add("20:21", JUNE, "look_in", sign="breathing_easy")
    assert len(missed_entries(room.state, SESSION, at("20:40"))) == 1


def test_an_alarm_waits_for_its_grace() -> None:
    room = RoomTwo(LOZENGE)
    room.add("20:00", JUNE, "dose", event="begun")
    assert missed_entries(room.state, SESSION, at("20:16"), timedelta(minutes=2)) == []
    assert missed_entries(room.state, SESSION, at("20:17"), timedelta(minutes=2)) != []


def test_s08_a_call_that_nobody_answers_for_thirty_seconds_goes_to_all_staff() -> None:
    room = RoomTwo(IV)
    call = room.add("11:00", ANA, "help", what="call")
    room.add("11:00:20", ANA, "help", what="call")
    assert not help_unanswered(room.state, at("11:00:29"))
    assert help_unanswered(room.state, at("11:00:30"))
    first = overdue(room.state, at("11:01"))[0]
    assert (first.check, first.reaches) == ("help", "all_staff")
    (alarm,) = missed_entries(room.state, SESSION, at("11:00:31"))
    assert alarm.data == {"check": "help", "due_at": "2026-11-20T11:00:30.000Z"}
    room.add("11:01", MAYA, "help", what="coming", call=str(call.id))
    assert not help_unanswered(room.state, at("11:02"))


def test_the_fold_never_reads_the_clock() -> None:
    room = RoomTwo(IV)
    room.begun("10:50")
    assert json.dumps(room.state, sort_keys=True) == json.dumps(room.state, sort_keys=True)
    assert [item["at"] for item in room.state["due"]] == sorted(item["at"] for item in room.state["due"])


def test_what_a_symptom_asked_to_look_at_again_is_done_by_looking() -> None:
    room = RoomTwo(IV)
    room.begun("10:50")
    sign = room.add("11:00", MAYA, "effect", name="fell", danger=True)
    room.add(
        "11:01", OSEI, "decision", about="limit", entry=str(sign.id), choice="go_on", next_check_at=iso(at("11:05"))
    )
    assert due(room)[f"limit:{sign.id}"] == "11:05"
    room.add("11:04", MAYA, "look_in", sign="moving_gently")
    assert f"limit:{sign.id}" not in due(room)


def test_the_phase_comes_from_the_time_alone() -> None:
    assert phase_at(IV, None, at("10:50")) is None
    halfway = phase_at(IV, at("10:50"), at("11:35"))
    assert halfway is not None
    assert (halfway.phase.key, halfway.along, halfway.is_past_halfway) == ("returning", 0.5, True)
    assert halfway.says("sitter") == "It is wearing off. Standing up is still unsteady."
    after = phase_at(IV, at("10:50"), at("18:00"))
    assert after is not None
    assert (after.phase.key, after.along) == ("resting", 1.0)
    before = phase_at(IV, at("10:50"), at("10:40"))
    assert before is not None
    assert before.minutes == 0


def test_a_page_can_go_on_by_itself() -> None:
    page = for_page(LOZENGE, "sitter")
    assert [phase["key"] for phase in page["phases"]] == ["settling", "rising", "strongest", "returning", "resting"]
    assert page["look_in"] == [{"from": 0, "to": 1440, "every": 15}]


def test_one_more_entry_does_not_fold_the_whole_evening_again() -> None:
    """Counted in work, not in time: a step touches a small part of what a fold of 300 entries does."""
    room = RoomTwo(IV)
    room.begun("10:50")
    for number in range(300):
        room.read(f"{11 + number // 60}:{number % 60:02}", sys=130 + number % 30, dia=80, pulse=70, spo2=97)
    state = fold(room.entries, room.settings)
    entry = room.read("16:30", sys=130, dia=80, pulse=70, spo2=97)
    following = step(state, entry, room.settings)
    kept = [part for part in state if isinstance(state[part], dict | list) and following[part] is state[part]]
    assert len(kept) > len(state) / 2
