"""A look-in that was made in time on a phone without a network, and came after the alarm for it."""

import itertools

import pytest

from stillwater.treatment.rules.due import missed_entries, overdue
from stillwater.treatment.rules.fold import Settings, fold
from tests.treatment.room import IV, JUNE, LOZENGE, MAYA, OSEI, SESSION, RoomTwo, at


def raised(room: RoomTwo, clock: str) -> str:
    """The sweeper looks; the alarm that it raises, by its id."""
    (alarm,) = missed_entries(room.state, SESSION, at(clock))
    room.entries.append(alarm)
    return str(alarm.id)


def evening() -> RoomTwo:
    room = RoomTwo(LOZENGE)
    room.add("20:00", JUNE, "dose", event="begun")
    return room


def test_s12_a_look_in_made_offline_in_time_covers_the_alarm_when_it_arrives() -> None:
    room = evening()
    alarm = raised(room, "20:16")
    assert [one["entry"] for one in room.state["missed"]] == [alarm]
    room.add("20:13", JUNE, "look_in", recorded="20:40", sign="breathing_easy")
    state = room.state
    assert state["missed"] == []
    assert [(one["entry"], one["by"]["arrived_at"][11:16]) for one in state["covered"]] == [(alarm, "20:40")]
    assert [each.check for each in overdue(state, at("20:20"))] == []
    assert state["marks"][alarm] == [
        "Covered: June Tan saw to it 2 min before it was due. That arrived 25 min after it was due."
    ]
    assert missed_entries(state, SESSION, at("20:20")) == []


def test_s12_a_look_in_between_its_time_and_the_alarm_covers_it_too() -> None:
    room = evening()
    alarm = raised(room, "20:18")
    room.add("20:17", JUNE, "look_in", recorded="20:40", sign="breathing_easy")
    assert room.state["missed"] == []
    assert "2 min after it was due" in room.state["marks"][alarm][0]


@pytest.mark.parametrize(("seen", "came"), [("20:21", "20:21:01"), ("20:19", "20:40"), ("20:00", "20:40")])
def test_an_alarm_stands_where_nobody_had_looked_when_it_was_raised(seen: str, came: str) -> None:
    room = evening()
    alarm = raised(room, "20:16")
    room.add(seen, JUNE, "look_in", recorded=came, sign="breathing_easy")
    assert [one["entry"] for one in room.state["missed"]] == [alarm]
    assert alarm not in room.state["marks"]


def test_an_alarm_stands_again_when_what_covered_it_is_struck() -> None:
    room = evening()
    alarm = raised(room, "20:16")
    look = room.add("20:13", JUNE, "look_in", recorded="20:40", sign="breathing_easy")
    room.add("20:45", JUNE, "amendment", of=str(look.id), how="struck", reason="touched by mistake")
    assert [one["entry"] for one in room.state["missed"]] == [alarm]
    assert room.state["covered"] == []


def test_half_a_reading_covers_nothing_and_the_other_half_completes_it() -> None:
    room = RoomTwo(IV)
    room.begun("10:50")
    raised(room, "11:01")
    room.add("10:58", MAYA, "reading", recorded="11:20", source="person", sys=130, dia=80)
    assert len(room.state["missed"]) == 1
    room.add("10:59", OSEI, "reading", recorded="11:30", source="person", pulse=70, spo2=97)
    assert room.state["missed"] == []
    assert room.state["covered"][0]["by"]["by"] == "Dr. Ada Osei"


def test_a_call_that_nobody_answered_is_never_covered_by_looking() -> None:
    room = evening()
    room.add("20:05", JUNE, "help", what="call")
    raised(room, "20:06")
    room.add("20:05:10", JUNE, "look_in", recorded="20:40", sign="breathing_easy")
    assert [one["check"] for one in room.state["missed"]] == ["help"]


def test_what_covers_an_alarm_does_not_depend_on_what_came_first() -> None:
    room = evening()
    raised(room, "20:16")
    room.add("20:13", JUNE, "look_in", recorded="20:40", sign="breathing_easy")
    room.add("20:27", JUNE, "look_in", recorded="20:40", sign="usual_colour")
    chosen = Settings(SESSION, LOZENGE, room.limits)
    states = [fold(order, chosen) for order in itertools.permutations(room.entries)]
    assert all(state == states[0] for state in states)
