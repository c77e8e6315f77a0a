"""The room beside the bed: one session, its gates, its doses, its end."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from stillwater.audit.models import Event
from stillwater.demo.courses import LOZENGE, NASAL
from stillwater.kit.words import forbidden_in
from stillwater.treatment import queries
from stillwater.treatment.models import Session
from stillwater.web.clinic.presenters.lanes import LANES, lane_limits, scaled
from stillwater.web.clinic.presenters.log import log
from stillwater.web.clinic.presenters.strip import samples, strip
from tests.treatment.room import CUFF, LIMITS, MAYA, UTC, RoomTwo, at
from tests.web.session_room import Beside
from tests.web.test_board import SEAT

BrowserOf = Callable[..., Client]
Come = Callable[..., Beside]


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def page(browser: Client, name: str, session: Session, *more: str) -> str:
    return text_of(browser.get(reverse(name, args=[session.pk, *more])))


def record(browser: Client, session: Session, kind: str, back: str = "room", **fields: str) -> object:
    address = reverse("room_record", args=[session.pk, kind]) + f"?back={back}"
    return browser.post(address, fields)


# What is drawn and listed


def test_the_strip_draws_people_s_values_device_values_and_corrections_apart() -> None:
    room = RoomTwo()
    room.begun()
    wrong = room.read("11:00", pulse=47)
    room.add("11:05", MAYA, "amendment", of=str(wrong.id), how="replaced", reason="wrong line read", data={"pulse": 74})
    room.add("11:10", CUFF, "reading", source="device", spo2=97)
    drawn = strip(room.entries, room.state, LIMITS, at("11:15"), UTC)
    assert [(s.measure, s.value, s.how) for s in samples(room.entries, room.state) if s.at > at("10:55")] == [
        ("pulse", 74, "person"), ("pulse", 47, "gone"), ("spo2", 97, "device"),
    ]  # fmt: skip
    assert len(drawn.open_dots) == 1
    assert drawn.crosses.count("M") == 1
    assert "Pulse between 68 and 74" in drawn.said


def test_a_mistyped_value_that_was_put_right_does_not_set_the_scale_of_the_strip() -> None:
    room = RoomTwo()
    room.begun()
    wrong = room.read("11:00", sys=999, dia=84)
    room.add("11:01", MAYA, "amendment", of=str(wrong.id), how="replaced", reason="typed", data={"sys": 158, "dia": 84})
    drawn = strip(room.entries, room.state, room.settings.limits_in_force, at("11:10"), UTC)
    assert drawn.lanes[0].high < 250
    assert drawn.crosses  # the old value is still there, at the edge


def test_a_limit_on_the_strip_says_who_set_it_and_labels_keep_apart() -> None:
    lane = scaled(LANES[0], [], LIMITS)
    _, edges = lane_limits(lane, LIMITS)
    assert [edge.words for edge in edges] == ["urgent over 180 · set by Dr. Osei", "hold over 150 · set by Dr. Osei"]
    places = [float(edge.words_y) for edge in edges]
    assert places[1] - places[0] >= 14


def test_a_correction_stands_beside_what_it_corrects_with_who_and_why() -> None:
    room = RoomTwo()
    wrong = room.read("11:00", pulse=47)
    room.add("11:05", MAYA, "amendment", of=str(wrong.id), how="replaced", reason="wrong line read", data={"pulse": 74})
    lines = log(room.entries, room.state, SEAT)
    assert [(line.words, line.struck, line.fix, line.why) for line in lines] == [
        ("Pulse 47", True, "Pulse 74", "Corrected 11:05 by Maya: wrong line read")
    ]


def test_observed_and_recorded_are_both_said_when_they_differ() -> None:
    room = RoomTwo()
    room.add("11:16", MAYA, "effect", recorded="11:19", name="nausea")
    assert log(room.entries, room.state, SEAT)[0].times == "Observed 11:16, recorded 11:19"


def test_a_line_of_the_evening_before_says_its_day() -> None:
    room = RoomTwo()
    room.add("11:16", MAYA, "effect", name="nausea")
    tomorrow = replace(SEAT, starts_at=SEAT.starts_at + timedelta(days=1))
    (same,), (before,) = log(room.entries, room.state, SEAT), log(room.entries, room.state, tomorrow)
    when = SEAT.starts_at
    assert (same.day, before.day) == ("", f"{when.day} {when:%b}")


# The room


def test_s13_the_room_says_whose_it_is_the_order_word_for_word_and_in_large_who_records(
    beside: Come, browser_of: BrowserOf
) -> None:
    shown = page(browser_of("maya"), "room", beside("ana").session)
    assert "Ana Marlow" in shown
    assert "born 14 Mar 1987" in shown
    assert "record CH-2041" in shown
    assert "allergies: Penicillin" in shown
    assert "Ketamine 35 mg IV in 50 mL saline over 40 min, once. Hold if systolic over 150 and call me." in shown
    assert "<b>Maya</b>" in shown


def test_the_room_is_ember_night_until_this_browser_chooses_daylight(beside: Come, browser_of: BrowserOf) -> None:
    session, maya = beside("ana").session, browser_of("maya")
    assert 'data-sky="night"' in page(maya, "room", session)
    maya.post(reverse("room_light", args=[session.pk]), {"light": "day", "back": "https://elsewhere.example/"})
    assert 'data-sky="night"' not in page(maya, "room", session)


def test_reading_the_room_is_logged_once_a_quarter_of_an_hour(beside: Come, browser_of: BrowserOf) -> None:
    session, maya = beside("ana").session, browser_of("maya")
    for _ in range(3):
        page(maya, "room", session)
    assert Event.objects.filter(verb="read", subject_id=session.pk).count() == 1


def test_a_reading_is_recorded_without_a_script(beside: Come, browser_of: BrowserOf) -> None:
    session, maya = beside("ana").session, browser_of("maya")
    answer = record(maya, session, "reading", source="person", sys="128", dia="78")
    assert answer.status_code == 302  # type: ignore[attr-defined]
    shown = page(maya, "room", session)
    assert "128/78" in shown
    assert "BP 128/78" in shown


def test_what_is_no_number_comes_back_with_the_reason_and_what_was_typed(beside: Come, browser_of: BrowserOf) -> None:
    session, maya = beside("ana").session, browser_of("maya")
    answer = record(maya, session, "reading", source="person", sys="12O", dia="78")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    shown = text_of(answer)
    assert "Systolic is not a number: 12O" in shown
    assert 'value="12O"' in shown
    assert 'value="78"' in shown


def test_a_typed_time_that_would_lie_ahead_is_yesterday_s(beside: Come, browser_of: BrowserOf, at: datetime) -> None:
    session, maya = beside("ana").session, browser_of("maya")
    record(maya, session, "note", text="slept badly", observed_time="23:30")
    record(maya, session, "note", text="arrived early", observed_time="09:50")
    assert (
        text_of(record(maya, session, "note", text="x", observed_time="soon")).count("Write the time like 14:05.") > 0
    )
    zone = session.appointment.zone
    with_maya = {entry.data["text"]: entry.observed_at.astimezone(zone) for entry in _entries(session)}
    assert f"{with_maya['slept badly']:%d %H:%M}" == "19 23:30"
    assert f"{with_maya['arrived early']:%d %H:%M}" == "20 09:50"


def _entries(session: Session) -> list[queries.Entry]:
    from django_scopes import scope

    with scope(clinic=[session.clinic_id]):
        return queries.entries_of(session)


def test_s10_confirming_a_device_s_value_says_all_that_it_sent(beside: Come, browser_of: BrowserOf) -> None:
    ana, maya = beside("ana"), browser_of("maya")
    sent = ana.read(1, "monitor", pulse=71, spo2=97)
    shown = page(maya, "room", ana.session)
    assert "Confirm all" in shown
    assert f"&quot;confirms&quot;: &quot;{sent}&quot;" in shown
    assert "Unconfirmed" in shown


def test_s03_a_reading_over_hold_asks_until_somebody_decides(beside: Come, browser_of: BrowserOf) -> None:
    ana, maya = beside("ana"), browser_of("maya")
    ana.begun(5)
    reading = ana.read(sys=155, dia=92)
    shown = page(maya, "room", ana.session)
    for question in ("Repeated? Arm, cuff, position", "Who was told?", "Next check in minutes"):
        assert question in shown
    assert "checked" not in shown.split('class="question"')[1].split("</form>")[0]
    record(
        maya, ana.session, "decision", about="limit", entry=reading, choice="go_on", told="Dr. Ada Osei",
        said="Go on.", next_check_at="5",
    )  # fmt: skip
    shown = page(maya, "room", ana.session)
    assert "Who was told?" not in shown
    assert "Repeat the reading" in shown


def test_s06_missing_sound_offers_a_speaker_or_silence_and_holds_up_nothing(
    beside: Come, browser_of: BrowserOf
) -> None:
    ana, maya = beside("ana"), browser_of("maya")
    shown = page(maya, "room_part", ana.session, "sound")
    assert "Room speaker instead" in shown
    assert "Silence instead" in shown
    assert "sound" not in page(maya, "gate_ready", ana.session).split('class="gate"')[1].split("</ol>")[0].lower()


def test_s11_stop_is_one_touch_and_dosing_is_not_offered_again(beside: Come, browser_of: BrowserOf) -> None:
    ana, maya = beside("ana"), browser_of("maya")
    ana.begun()
    assert "Ana says stop" in page(maya, "room", ana.session)
    record(maya, ana.session, "stop")
    shown = page(maya, "room", ana.session)
    assert "Stop was said, recorded by Maya Lindqvist" in shown
    assert "End dosing" in shown


# Doses


def test_s05_a_dose_is_never_prefilled(beside: Come, browser_of: BrowserOf) -> None:
    shown = page(browser_of("maya"), "room_part", beside("ana").session, "dose")
    form = shown.split('data-kind="dose"')[1].split("</form>")[0]
    values = re.findall(r'<input(?=[^>]*name="(\w+)")(?=[^>]*value="([^"]*)")', form)
    typed = {name: value for name, value in values if name not in ("csrfmiddlewaretoken", "event")}
    assert typed["amount"] == ""
    assert set(typed.values()) == {""}
    assert "checked" not in form


def test_s05_a_dose_that_differs_from_the_order_or_has_no_second_checker_says_so(
    beside: Come, browser_of: BrowserOf
) -> None:
    ana, maya = beside("ana"), browser_of("maya")
    ana.made_ready()
    record(maya, ana.session, "dose", "dose", event="begun", amount="40", unit="mg")
    shown = page(maya, "room_part", ana.session, "dose")
    assert "Differs from the order: 40 mg recorded, 35 mg ordered." in shown
    assert "No second checker is named." in shown


def test_s05_an_amount_carries_the_unit_that_the_form_asked_for(beside: Come, browser_of: BrowserOf) -> None:
    ana, maya = beside("ana"), browser_of("maya")
    ana.made_ready()
    form = page(maya, "room_part", ana.session, "dose").split('data-kind="dose"')[1].split("</form>")[0]
    assert """data-data='{"unit": "mg"}'""" in form
    address = re.search(r'action="([^"]+)"', form)
    assert address
    maya.post(address[1].replace("&amp;", "&"), {"event": "begun", "amount": "35", "checker": "Dr. Ada Osei"})
    assert "Dose begun, 35 mg, second check: Dr. Ada Osei" in page(maya, "room", ana.session)


def test_s03_the_room_records_a_look_in_and_the_signs_that_are_urgent_at_any_number(
    beside: Come, browser_of: BrowserOf
) -> None:
    ana, maya = beside("ana"), browser_of("maya")
    ana.begun()
    assert '"sign": "breathing_easy"' in page(maya, "room", ana.session).replace("&quot;", '"')
    assert '"name": "chest_pain", "danger": true' in page(maya, "room_part", ana.session, "effects").replace(
        "&quot;", '"'
    )
    record(maya, ana.session, "look_in", sign="breathing_easy")
    record(maya, ana.session, "effect", name="chest_pain", danger="true")
    shown = page(maya, "room", ana.session)
    assert "Looked in: breathing easy" in shown
    assert "Chest pain: a sign of danger." in shown


def test_wo_577_ending_the_dosing_is_not_closing_the_session(beside: Come, browser_of: BrowserOf) -> None:
    ana, maya = beside("ana"), browser_of("maya")
    ana.begun()
    shown = page(maya, "room", ana.session)
    assert "End dosing" in shown
    assert "Close session" in shown
    record(maya, ana.session, "dose", event="ended")
    shown = page(maya, "room", ana.session)
    assert "Before leaving" in shown
    assert "End dosing" not in shown
    assert "Nobody has decided yet." in page(maya, "room_part", ana.session, "close")


def test_wo_577_whoever_comes_back_finds_the_same_session(beside: Come, browser_of: BrowserOf) -> None:
    ana = beside("ana")
    ana.begun()
    ana.read(sys=131, dia=80)
    for name in ("maya", "theo"):
        board = text_of(browser_of(name).get(reverse("board")))
        assert reverse("room", args=[ana.session.pk]) in board
        assert "131/80" in page(browser_of(name), "room", ana.session)


def test_wo_707_the_readings_are_still_drawn_when_the_session_is_closed(beside: Come, browser_of: BrowserOf) -> None:
    ana, maya = beside("ana"), browser_of("maya")
    ana.made_ready(90)
    ana.begun(80)
    ana.read(60, sys=133, dia=81, pulse=71)
    ana.add("maya", "dose", ago=40, event="ended")
    ana.add("maya", "decision", ago=5, about="leave", choice="may_leave", said="Walks well, Dan is here.")
    ana.add("maya", "moved", ago=4, to="left")
    record(maya, ana.session, "signature", "close", statement="As recorded.")
    record(maya, ana.session, "moved", "record", to="closed")
    shown = page(maya, "session_record", ana.session)
    assert "Systolic between 128 and 133" in shown
    assert "<td>133/81</td>" in shown
    assert "Signed by Maya Lindqvist" in shown
    assert "42 CFR Part 2" in shown


# The gates


def test_s05_the_ready_gate_shows_two_identifiers_the_order_and_asks_for_emergency_equipment(
    beside: Come, browser_of: BrowserOf
) -> None:
    shown = page(browser_of("maya"), "gate_ready", beside("ana").session)
    for words in ("Ana Marlow", "14 March 1987", "CH-2041", "Penicillin", "Emergency equipment is at hand", "35 mg IV"):
        assert words in shown


def test_s01_a_floor_is_lifted_by_nobody_and_the_rest_by_whom_the_protocol_names(
    beside: Come, browser_of: BrowserOf
) -> None:
    ana = beside("ana")
    ana.made_ready(without=("food",))
    for who, offers in (("maya", False), ("osei", True)):
        shown = page(browser_of(who), "gate_ready", ana.session)
        assert ('id="lift-food"' in shown) is offers
        assert 'id="lift-consent"' not in shown
        assert "A prescriber may lift it, with name and reason." in shown


def test_a_lifted_check_stays_unmet_with_name_and_reason_and_begin_appears(beside: Come, browser_of: BrowserOf) -> None:
    ana, osei = beside("ana"), browser_of("osei")
    ana.made_ready(without=("food",))
    assert 'data-kind="moved"' not in page(osei, "gate_ready", ana.session)
    for check, reason in (("food", "a dry biscuit at eight"), ("escort_named", "her brother comes by train")):
        record(osei, ana.session, "override", "ready", check=check, reason=reason)
    shown = page(osei, "gate_ready", ana.session)
    assert "by Dr. Osei: a dry biscuit at eight" in shown
    assert "&quot;to&quot;: &quot;under_way&quot;" in shown
    record(osei, ana.session, "moved", to="under_way")
    assert "Under way" in page(osei, "room", ana.session)


def test_s04_the_checks_of_esketamine_are_on_its_gate_and_nobody_lifts_them(
    beside: Come, browser_of: BrowserOf
) -> None:
    shown = page(browser_of("osei"), "gate_ready", beside("ruth", NASAL).session)
    for key in ("site_certified", "patient_enrolled", "prescriber_on_site", "pulse_oximeter"):
        assert f'id="row-{key}"' in shown, key
        assert f'id="lift-{key}"' not in shown


def test_s15_leaving_is_a_named_clinician_s_decision_and_no_page_says_more(beside: Come, browser_of: BrowserOf) -> None:
    ana = beside("ana")
    ana.begun(100)
    ana.add("maya", "dose", ago=60, event="ended")
    shown = page(browser_of("maya"), "gate_leave", ana.session)
    assert "Decide as Maya Lindqvist" in shown
    assert "ready to leave" not in shown.lower()
    assert not forbidden_in(shown)
    assert "Decide as" not in page(browser_of("priya"), "gate_leave", ana.session)
    record(browser_of("maya"), ana.session, "decision", "leave", about="leave", choice="may_leave", said="Walks well.")
    shown = page(browser_of("maya"), "gate_leave", ana.session)
    assert "“Walks well.”" in shown
    assert "Ana has left" in shown


def test_s15_the_page_before_leaving_says_not_before_and_that_the_team_decides(
    beside: Come, browser_of: BrowserOf
) -> None:
    ana = beside("ana")
    ana.begun(30)
    ana.add("maya", "dose", ago=5, event="ended")
    assert re.search(r"Not before \d\d:\d\d; the team decides\.", page(browser_of("maya"), "gate_leave", ana.session))


def test_a_session_at_home_has_no_arrival_and_its_gate_is_the_home_one(beside: Come, browser_of: BrowserOf) -> None:
    shown = page(browser_of("osei"), "gate_ready", beside("iris", LOZENGE).session)
    assert "Iris is here" not in shown
    assert "At home" in shown


# Corrections


def test_a_correction_is_made_by_name_and_reason_and_the_old_entry_stays(beside: Come, browser_of: BrowserOf) -> None:
    ana, maya = beside("ana"), browser_of("maya")
    reading = ana.read(5, sys=118, dia=74, pulse=47)
    address = reverse("entry_correct", args=[ana.session.pk, reading])
    form = text_of(maya.get(address))
    assert 'value="47"' in form
    wrong = {"how": "replaced", "reason": "wrong line read", "new_sys": "118", "new_dia": "74", "new_pulse": "74"}
    assert maya.post(address, wrong).status_code == 302
    shown = page(maya, "room", ana.session)
    assert "<s>BP 118/74, pulse 47</s>" in shown
    assert "BP 118/74, pulse 74" in shown
    assert "wrong line read" in shown


def test_a_correction_that_changes_nothing_is_asked_about(beside: Come, browser_of: BrowserOf) -> None:
    ana, maya = beside("ana"), browser_of("maya")
    reading = ana.read(5, pulse=70)
    answer = maya.post(
        reverse("entry_correct", args=[ana.session.pk, reading]), {"how": "replaced", "reason": "x", "new_pulse": "70"}
    )
    assert answer.status_code == 422
    assert "Nothing is different yet" in text_of(answer)


def test_s05_only_a_clinician_says_that_an_entry_was_another_person_s(beside: Come, browser_of: BrowserOf) -> None:
    ana = beside("ana")
    reading = ana.read(5, pulse=70)
    address = reverse("entry_correct", args=[ana.session.pk, reading])
    assert "wrong_person" in text_of(browser_of("maya").get(address))
    assert "wrong_person" not in text_of(browser_of("priya").get(address))


def test_nothing_is_lost_when_a_kind_or_part_does_not_exist(beside: Come, browser_of: BrowserOf) -> None:
    session, maya = beside("ana").session, browser_of("maya")
    assert maya.post(reverse("room_record", args=[session.pk, "spell"])).status_code == 404
    assert maya.get(reverse("room_part", args=[session.pk, "cellar"])).status_code == 404


@pytest.mark.parametrize(
    "part", ["now", "ask", "entries", "foot", "dose", "note", "medicine", "effects", "helper", "sound", "close"]
)
def test_every_part_of_the_room_opens_and_keeps_the_words_we_never_say(
    part: str, beside: Come, browser_of: BrowserOf
) -> None:
    ana = beside("ana")
    ana.begun()
    shown = page(browser_of("maya"), "room_part", ana.session, part)
    assert shown
    assert not forbidden_in(shown)
