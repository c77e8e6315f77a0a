"""The board of today: what each card says, and who may see it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from stillwater.audit.models import Event
from stillwater.care.actions import tasks
from stillwater.care.models import Task
from stillwater.demo.people import House
from stillwater.people.models import Patient
from stillwater.treatment.rules.gates import gate
from stillwater.web.clinic.presenters.card import Card, Seat, card
from stillwater.web.clinic.presenters.day import day_line
from stillwater.web.clinic.presenters.lead import first, lead
from stillwater.web.clinic.presenters.readings import FRESH_MINUTES, fresh_minutes
from stillwater.web.clinic.presenters.said import due, inner, place, short_name, span
from tests.treatment.room import CUFF, MAYA, OSEI, THEO, RoomTwo, at
from tests.web.session_room import Beside

BrowserOf = Callable[..., Client]
Come = Callable[..., Beside]
SEAT = Seat(uuid4(), 14, "Ana", "Room 2", False, "iv", at("10:50"), UTC, "Maya")


def shown(room: RoomTwo, clock: str, gate_name: str = "", seat: Seat = SEAT) -> Card:
    results = gate(gate_name, room.protocol, room.state, {}, at(clock)) if gate_name else []
    return card(seat, room.state, room.protocol, room.settings.limits_in_force, results, at(clock))


def test_times_are_said_as_the_browser_says_them() -> None:
    assert span(timedelta(minutes=108)) == "1 h 48 min"
    assert span(timedelta(minutes=120)) == "2 h"
    assert due(at("11:33"), at("11:27:30")) == ("ahead", "in 6 min")
    assert due(at("11:19"), at("11:22")) == ("over", "3 min overdue")
    assert (short_name("Dr. Ada Osei"), short_name("Maya Lindqvist")) == ("Dr. Osei", "Maya")
    assert (place("Room 3", home=False), place("", home=True)) == ("in room 3", "at home")
    assert (inner("Look in"), inner("BP, pulse")) == ("look in", "BP, pulse")


def test_a_value_over_a_limit_says_over_what_and_who_set_it() -> None:
    room = RoomTwo()
    room.begun()
    room.read("11:12", sys=155, dia=92, pulse=72)
    pressure, pulse, spo2 = shown(room, "11:13").readings
    assert (pressure.value, pressure.state, pressure.limit, pressure.by) == (
        "155/92", "over", "Over 150, hold (Dr. Osei)", "Maya",
    )  # fmt: skip
    assert (pulse.value, pulse.state) == ("72", "")
    assert spo2.value == "98"


def test_s10_a_device_value_is_dashed_and_never_speaks_at_the_head_of_the_board() -> None:
    room = RoomTwo()
    room.begun()
    room.add("11:00", CUFF, "reading", source="device", sys=190, dia=100)
    one = shown(room, "11:01")
    assert one.readings[0].state == "device"
    assert one.readings[0].limit == "Over 180, urgent (Dr. Osei)"
    assert lead(one, room.state, at("10:59")).rank > 5
    assert not [line for line in one.dues if "180" in line.strong]


def test_two_halves_of_a_pressure_that_were_not_measured_together_are_not_shown_together() -> None:
    room = RoomTwo()
    room.read("10:40", sys=128, dia=78)
    room.read("10:50", sys=140)
    assert shown(room, "10:51").readings[0].value == "140/–"


def test_a_value_that_nobody_took_is_said_and_is_no_nought() -> None:
    assert {reading.state for reading in shown(RoomTwo(), "10:30").readings} == {"missing"}


def test_s12_a_value_is_fresh_as_long_as_the_protocol_asks_for_another() -> None:
    room = RoomTwo()
    assert fresh_minutes(room.protocol, room.state, "temp", at("10:40")) == FRESH_MINUTES
    room.begun()
    assert fresh_minutes(room.protocol, room.state, "bp", at("11:00")) == 11
    assert fresh_minutes(room.protocol, room.state, "bp", at("11:40")) == 16


def test_s08_a_call_turns_the_card_and_heads_the_board_until_somebody_goes() -> None:
    room = RoomTwo()
    room.begun()
    call = room.add("11:21:20", MAYA, "help", what="call")
    waiting = shown(room, "11:22")
    assert waiting.help is not None
    assert (waiting.help.ago, waiting.help.words) == ("40 s ago", "Nobody has answered. All staff are told.")
    assert lead(waiting, room.state, at("11:22")).words == "Maya calls for help with Ana in room 2."
    room.add("11:22", THEO, "help", what="coming", call=str(call.id))
    answered = shown(room, "11:23")
    assert answered.help is None
    assert [line.strong for line in answered.dues if line.state == "watch"] == ["Theo is going"]


def test_the_head_of_the_board_says_the_most_urgent_thing() -> None:
    calling, waiting = RoomTwo(), RoomTwo()
    for room in (calling, waiting):
        room.begun()
    waiting.read("11:00", sys=185, dia=90)
    calling.add("11:01", MAYA, "help", what="call")
    leads = [lead(shown(room, "11:02"), room.state, at("11:02")) for room in (waiting, calling)]
    assert [one.rank for one in leads] == [3, 1]
    chosen = first(leads)
    assert chosen is not None
    assert "help" in chosen.words


def test_of_two_that_are_overdue_the_longer_one_heads_the_board_and_its_minutes_go_on() -> None:
    early, later = RoomTwo(), RoomTwo()
    early.begun()
    later.begun("10:58")
    leads = [lead(shown(room, "11:20"), room.state, at("11:20")) for room in (later, early)]
    assert [one.rank for one in leads] == [5, 5]
    chosen = first(leads)
    assert chosen is leads[1]
    assert (chosen.words[-1], chosen.due_state) == (":", "over")
    assert chosen.due_words.endswith("min overdue")


def test_what_is_overdue_says_how_long_and_since_when() -> None:
    room = RoomTwo()
    room.begun()
    line = next(line for line in shown(room, "11:05").dues if line.state == "late")
    assert (line.strong, line.at_words, line.words) == ("BP, pulse, SpO2:", "5 min overdue", "due 11:00")


def test_an_open_question_stands_until_somebody_decides_and_then_what_was_said() -> None:
    room = RoomTwo()
    room.begun()
    reading = room.read("11:12", sys=155, dia=92)
    assert next(line.action for line in shown(room, "11:13").dues) == "Decide"
    room.add(
        "11:14", MAYA, "decision", about="limit", entry=str(reading.id), choice="go_on", told="Dr. Ada Osei",
        said="Go on, repeat at 11:19.", next_check_at="2026-11-20T11:19:00.000Z",
    )  # fmt: skip
    words = [line.words for line in shown(room, "11:15").dues]
    assert "Dr. Osei was told at 11:14: “Go on, repeat at 11:19.”" in words


def test_before_the_dose_the_card_names_what_is_unmet_and_who_may_lift_it() -> None:
    room = RoomTwo()
    room.made_ready()
    room.add("10:45", MAYA, "check", key="food", met=False, value="ate at 09:40")
    lines = shown(room, "10:46", "ready").dues
    assert lines[0].strong == "Ready gate, 1 unmet:"
    assert "ate at 09:40" in lines[0].words
    assert (lines[1].strong, lines[1].words) == ("A prescriber", "may lift it, with name and reason.")


def test_s15_recovering_lists_what_is_unmet_and_gives_no_verdict() -> None:
    room = RoomTwo()
    room.begun()
    room.dose("11:30", "ended", OSEI)
    lines = [line for line in shown(room, "12:00", "leave").dues if line.state == "unmet"]
    assert all(line.strong == "Unmet to leave:" for line in lines)
    assert "more" in lines[-1].words


def test_s11_a_stop_is_said_on_the_card_and_watching_goes_on() -> None:
    room = RoomTwo()
    room.begun()
    room.add("11:00", MAYA, "stop")
    assert shown(room, "11:01").dues[0].strong == "Ana has said stop."
    assert lead(shown(room, "11:01"), room.state, at("11:01")).rank == 2


def test_the_day_keeps_who_called_off_and_when() -> None:
    room = RoomTwo()
    room.add("08:10", OSEI, "moved", to="called_off", reason="a cold")
    line = day_line(SEAT, room.state, {}, "", at("09:00"))
    assert (line.off, line.words) == (True, "Called off 08:10, by Dr. Osei")


@pytest.mark.django_db
def test_an_empty_day_says_so(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    page = browser_of("maya").get(reverse("board")).content.decode()
    assert "No session today." in page
    assert "No session is planned" in page


def test_wo_524_every_session_under_way_has_its_own_clock(beside: Come, browser_of: BrowserOf) -> None:
    for name, ago in (("ana", 32), ("jonah", 18)):
        beside(name).begun(ago)
    page = browser_of("priya").get(reverse("board")).content.decode()
    assert page.count('data-mode="since"') == 2
    assert ">32 min<" in page
    assert ">18 min<" in page


def test_wo_714_a_card_holds_nothing_of_another_session(beside: Come, browser_of: BrowserOf) -> None:
    ana, jonah = beside("ana"), beside("jonah")
    for one in (ana, jonah):
        one.begun()
    ana.read(sys=155, dia=92)
    card_of_jonah = browser_of("maya").get(reverse("board_card", args=[jonah.session.pk])).content.decode()
    assert "155/92" not in card_of_jonah
    assert "Ana" not in card_of_jonah
    assert str(ana.session.pk) not in card_of_jonah


def test_a_card_that_is_fetched_again_carries_what_the_live_page_needs(beside: Come, browser_of: BrowserOf) -> None:
    ana = beside("ana")
    ana.begun()
    for piece in ("card", "lead", "line"):
        page = browser_of("maya").get(reverse("board_piece", args=[ana.session.pk, piece])).content.decode()
        assert f'data-session="{ana.session.pk}"' in page
        assert f'data-version="{ana.session.version}"' in page
        assert 'data-src="/board/' in page


def test_a_session_that_is_over_leaves_the_rooms_and_stays_in_the_day(beside: Come, browser_of: BrowserOf) -> None:
    clara = beside("clara")
    clara.add("clara", "moved", to="called_off")
    page = browser_of("maya").get(reverse("board")).content.decode()
    assert "Called off" in page
    card_of_clara = browser_of("maya").get(reverse("board_card", args=[clara.session.pk])).content.decode()
    assert card_of_clara.strip().startswith("<article hidden")


def test_i_am_going_works_without_a_script(beside: Come, browser_of: BrowserOf) -> None:
    jonah = beside("jonah")
    jonah.begun()
    call = str(jonah.add("jonah", "help", what="call").stored[0])
    theo = browser_of("theo")
    assert "I am going" in theo.get(reverse("board")).content.decode()
    address = reverse("room_record", args=[jonah.session.pk, "help"]) + "?back=board"
    assert theo.post(address, {"what": "coming", "call": call}).headers["Location"] == reverse("board")
    page = theo.get(reverse("board")).content.decode()
    assert "I am going" not in page
    assert "Theo is going" in page


@pytest.mark.parametrize("stranger", ["sam", "noa", "ana", "gail"])
def test_a_card_of_this_clinic_opens_to_nobody_else(stranger: str, beside: Come, browser_of: BrowserOf) -> None:
    mine = beside("ana")
    mine.begun()
    for name in ("board_card", "room", "gate_ready", "gate_leave", "session_record"):
        assert browser_of(stranger).get(reverse(name, args=[mine.session.pk])).status_code == 404


def test_nobody_in_particular_is_sent_to_sign_in(beside: Come) -> None:
    mine = beside("ana")
    answer = Client().get(reverse("room", args=[mine.session.pk]))
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]


def test_the_list_of_the_day_is_one_event_that_names_its_patients(beside: Come, browser_of: BrowserOf) -> None:
    ana = beside("ana")
    maya = browser_of("maya")
    maya.get(reverse("board"))
    maya.get(reverse("board"))
    seen = Event.objects.filter(verb="listed")
    assert [event.subject_label for event in seen] == ["the board of 20 November 2026"]
    assert seen[0].details["patients"] == [str(ana.session.patient_id)]


def test_a_task_is_done_by_a_person_and_leaves_the_board(
    house: House, noor: Patient, browser_of: BrowserOf, clock: datetime
) -> None:
    access = house.access("maya")
    with access.inside():
        task = tasks.add(access, noor, about="call", words="Call Noor", due_at=clock + timedelta(hours=6), at=clock)
    maya = browser_of("maya")
    assert "Call Noor" in maya.get(reverse("board")).content.decode()
    maya.post(reverse("task_done", args=[task.pk]))
    with access.inside():
        assert Task.objects.get(pk=task.pk).done_by_name == "Maya Lindqvist"
    maya.get(reverse("board"))  # the message "Done" is read once
    assert "Call Noor" not in maya.get(reverse("board")).content.decode()


def test_the_board_keeps_a_place_for_whoever_is_still_to_come(beside: Come, browser_of: BrowserOf) -> None:
    ana, mo = beside("ana"), beside("mo")
    ana.add("maya", "moved", to="arrived")
    board = browser_of("maya").get(reverse("board")).content.decode()
    card = reverse("board_card", args=[mo.session.pk])
    assert f'<article hidden data-session="{mo.session.pk}" data-version="0" data-src="{card}">' in board
    assert f'id="s-{ana.session.pk}"' in board


def test_a_patient_finds_in_words_who_saw_the_lists_they_stood_on_and_reads_no_other_name(
    beside: Come, browser_of: BrowserOf, house: House, noor: Patient, clock: datetime
) -> None:
    beside("ana")
    access = house.access("maya")
    with access.inside():
        tasks.add(access, noor, about="call", words="Call Noor", due_at=clock + timedelta(hours=6), at=clock)
    maya = browser_of("maya")
    maya.get(reverse("board"))
    maya.get(reverse("patients"))
    for name, others in (("ana", ("Ruth", "Noor")), ("noor", ("Ana", "Ruth"))):
        shown = browser_of(name).get(reverse("who_looked")).content.decode()
        assert "Maya Lindqvist saw the board of 20 November 2026" in shown
        assert "Maya Lindqvist saw the list of patients" in shown
        assert not [other for other in others if other in shown]
    assert "the board of" not in browser_of("kit").get(reverse("who_looked")).content.decode()
    log = browser_of("osei").get(reverse("who_looked_clinic"), {"patient": "Noor"}).content.decode()
    assert "saw the board of 20 November 2026" in log
