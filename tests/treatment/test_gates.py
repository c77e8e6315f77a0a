"""The two gates: named checks, who may lift them, and never a verdict."""

import pytest

from stillwater.treatment.rules.gates import GateResult, gate, standing
from tests.treatment.room import (
    ANA,
    CUFF,
    ESKETAMINE,
    IV,
    JUNE,
    LOZENGE,
    MAYA,
    ORDER_PRESCRIBER,
    OSEI,
    SAM,
    THEO,
    RoomTwo,
    at,
    shipped,
)


@pytest.fixture
def room() -> RoomTwo:
    return RoomTwo()


def checks(room: RoomTwo, name: str, clock: str, facts: dict[str, str] | None = None) -> dict[str, GateResult]:
    return {result.key: result for result in gate(name, room.protocol, room.state, facts or {}, at(clock))}


def test_with_everything_met_the_session_begins(room: RoomTwo) -> None:
    room.made_ready()
    room.move("10:50", "under_way")
    assert room.state["stage"] == "under_way"


def test_ines_ate_and_doctor_osei_lifts_it_by_name_and_reason(room: RoomTwo) -> None:
    room.made_ready()
    room.add("10:42", MAYA, "check", key="food", met=False, note="ate at 09:40")
    blocked = room.move("10:45", "under_way")
    assert room.state["stage"] == "arrived"
    assert room.marks(blocked) == "No effect, because Nothing eaten since the time on the plan: ate at 09:40"
    assert checks(room, "ready", "10:45")["food"].lift == ("prescriber",)
    room.add("10:46", OSEI, "override", check="food", reason="a biscuit, two hours ago")
    move = room.move("10:47", "under_way")
    assert room.state["stage"] == "under_way"
    assert "Dr. Ada Osei: a biscuit, two hours ago" in room.marks(move)


def test_a_lifted_check_stays_unmet(room: RoomTwo) -> None:
    room.add("10:46", OSEI, "override", check="food", reason="a biscuit")
    food = checks(room, "ready", "10:50")["food"]
    assert (food.met, food.stands) == (False, False)
    assert food.lifted is not None
    assert food.lifted["by"] == "Dr. Ada Osei"


def test_a_nurse_cannot_lift_what_the_protocol_gives_to_the_prescriber(room: RoomTwo) -> None:
    lifted = room.add("10:46", MAYA, "override", check="food", reason="only a biscuit")
    assert room.state["overrides"] == {}
    assert "lifted only by: prescriber" in room.marks(lifted)


@pytest.mark.parametrize("floor", ["consent", "order"])
def test_s01_nobody_lifts_consent_or_order(room: RoomTwo, floor: str) -> None:
    room.made_ready()
    lifted = room.add("10:46", OSEI, "override", check=floor, reason="we know each other")
    move = room.move("10:47", "under_way", unmet={floor: "Withdrawn on 18 November."})
    assert "nobody can lift this check" in room.marks(lifted)
    assert room.state["stage"] == "arrived"
    assert "Withdrawn on 18 November" in room.marks(move)


def test_s01_at_home_nothing_begins_without_a_sitter() -> None:
    room = RoomTwo(LOZENGE)
    room.made_ready()
    alone = room.move("20:00", "under_way", JUNE, unmet={"sitter_confirmed": "Nobody has confirmed a sitter."})
    room.add("20:01", ORDER_PRESCRIBER, "override", check="sitter_confirmed", reason="brother on video", telephone=True)
    again = room.move("20:02", "under_way", JUNE, unmet={"sitter_confirmed": "Nobody has confirmed a sitter."})
    assert room.state["stage"] == "arrived"
    assert all("Nobody has confirmed a sitter" in room.marks(each) for each in (alone, again))


def test_s01_at_home_only_the_prescriber_of_the_order_lifts_and_by_telephone() -> None:
    room = RoomTwo(LOZENGE)
    tries = [
        room.add("19:50", JUNE, "override", check="food", reason="hungry", telephone=True),
        room.add("19:51", ANA, "override", check="food", reason="hungry", telephone=True),
        room.add("19:52", OSEI, "override", check="food", reason="fine", telephone=True),
        room.add("19:53", ORDER_PRESCRIBER, "override", check="food", reason="fine"),
    ]
    assert room.state["overrides"] == {}
    assert all("No effect" in room.marks(each) for each in tries)
    room.add("19:54", ORDER_PRESCRIBER, "override", check="food", reason="soup at five", telephone=True)
    assert room.state["overrides"]["food"]["role"] == "order_prescriber"


def test_s02_what_somebody_on_their_own_lacks_stands_in_the_gate_and_is_not_lifted() -> None:
    room = RoomTwo(LOZENGE)
    found = checks(room, "ready", "19:50", {"pharmacy_label": "The label is not written down yet."})["pharmacy_label"]
    assert (found.title, found.met, found.lift) == ("The pharmacy label, as printed", False, ())


def test_s03_without_limits_no_session_begins(room: RoomTwo) -> None:
    room.made_ready()
    room.add("10:46", OSEI, "override", check="limits_set", reason="later")
    room.move("10:50", "under_way", unmet={"limits_set": "Nobody has set or declined: SpO2, hold."})
    assert room.state["stage"] == "arrived"


def test_s03_a_reading_that_is_too_old_does_not_count(room: RoomTwo) -> None:
    room.made_ready("10:40")
    assert checks(room, "ready", "11:10")["vitals_now"].met
    old = checks(room, "ready", "11:11")["vitals_now"]
    assert not old.met
    assert "31 min old; 30 min at most" in old.reason


def test_s03_an_open_limit_question_holds_the_begin_until_somebody_decides_to_go_on(room: RoomTwo) -> None:
    room.made_ready()
    high = room.read("10:44", sys=155, dia=92, pulse=70, spo2=97)
    room.move("10:45", "under_way")
    room.add("10:46", MAYA, "decision", about="limit", entry=str(high.id), told="Dr. Osei", said="Wait.", choice="hold")
    held = room.move("10:47", "under_way")
    assert "Dr. Osei decided: hold" in room.marks(held)
    room.add("10:55", OSEI, "decision", about="limit", entry=str(high.id), choice="go_on")
    room.move("10:56", "under_way")
    assert room.state["stage"] == "under_way"


def test_s04_the_programme_of_esketamine_is_not_lifted_by_anybody() -> None:
    fixed = ("site_certified", "patient_enrolled", "prescriber_on_site", "pulse_oximeter")
    assert all(ESKETAMINE.check(key).lift == () for key in fixed)  # type: ignore[union-attr]
    room = RoomTwo(ESKETAMINE)
    room.made_ready()
    for key in fixed:
        room.add("10:46", OSEI, "override", check=key, reason="they are on the way")
    room.move("10:47", "under_way", unmet={"site_certified": "The site's certificate is not recorded."})
    assert room.state["stage"] == "arrived"
    assert room.state["overrides"] == {}


def test_s05_the_gate_asks_for_the_right_patient_the_order_allergies_and_equipment() -> None:
    for protocol in (IV, ESKETAMINE, LOZENGE):
        keys = {check.key for check in protocol.ready}
        assert {"identity", "order_read", "allergies", "limits_set"} <= keys
        assert ("emergency_equipment" in keys) == (protocol.setting == "clinic")


def test_s05_ana_cannot_tick_her_own_identity_in_the_clinic(room: RoomTwo) -> None:
    tick = room.add("10:41", ANA, "check", key="identity", met=True)
    assert room.state["checks"] == {}
    assert "recorded by: nurse, prescriber" in room.marks(tick)


def test_nobody_ticks_a_check_that_rests_on_the_record(room: RoomTwo) -> None:
    room.add("10:41", MAYA, "check", key="consent", met=True)
    room.add("10:41", MAYA, "check", key="vitals_now", met=True)
    assert room.state["checks"] == {}


def test_when_the_facts_were_not_frozen_they_count_as_unmet(room: RoomTwo) -> None:
    room.made_ready()
    room.add("10:50", MAYA, "moved", to="under_way")
    assert room.state["stage"] == "arrived"


def test_s10_the_gate_does_not_count_what_only_a_device_has_said(room: RoomTwo) -> None:
    room.add("10:41", CUFF, "reading", sys=120, dia=80, pulse=70, spo2=98, source="device")
    reading = checks(room, "ready", "10:45")["vitals_now"]
    assert not reading.met
    assert "nobody has confirmed" in reading.reason


def test_what_the_clinic_has_not_set_is_unmet() -> None:
    room = RoomTwo(shipped("iv-infusion-clinic"))
    room.read("10:41", sys=120, dia=80, pulse=70, spo2=98)
    found = checks(room, "ready", "10:45")
    assert "clinic has not set" in found["vitals_now"].reason
    assert found["numbers_set"].reason == "Breathing and sedation, Look in: the clinic has not set this yet."
    room.dose("10:50")
    assert checks(room, "leave", "14:00")["time_since_dose"].reason == "The clinic has not set this yet."


def test_s19_the_next_session_waits_for_the_review_and_a_prescriber_may_lift_it(room: RoomTwo) -> None:
    found = checks(room, "ready", "10:45", {"review_done": "The review at the end of induction is due."})["review_done"]
    assert (found.met, found.lift) == (False, ("prescriber",))


# Leaving


def test_ruth_leaves_when_a_named_clinician_has_decided_and_what_is_unmet_is_listed(room: RoomTwo) -> None:
    room.begun()
    room.dose("11:30", "ended")
    alone = room.move("12:00", "left")
    assert "no named clinician has decided" in room.marks(alone)
    room.check_all("12:05", "leave")
    room.add("12:06", MAYA, "check", key="escort_seen", met=False, note="Leo is stuck in traffic")
    room.add("12:07", OSEI, "override", check="bp_after", reason="seen on the monitor by me")
    room.add("12:08", OSEI, "decision", about="leave", choice="may_leave")
    left = room.move("12:10", "left")
    assert room.state["stage"] == "left"
    assert "Still unmet: The escort is here, seen by a member: Leo is stuck in traffic" in room.marks(left)
    assert "Lifted: Blood pressure recorded since the last dose (Dr. Ada Osei: seen on the" in room.marks(left)


def test_with_every_check_met_nothing_says_ready(room: RoomTwo) -> None:
    room.begun()
    room.check_all("12:00", "leave")
    room.read("12:00", sys=124, dia=78)
    still = standing(gate("leave", room.protocol, room.state, {}, at("12:10")))
    assert [result.key for result in still] == ["leave_decision"]
    assert room.state["leave"] is None


def test_sam_at_the_desk_does_not_decide_about_leaving(room: RoomTwo) -> None:
    room.begun()
    decision = room.add("12:08", SAM, "decision", about="leave", choice="may_leave")
    assert room.state["leave"] is None
    assert "about leaving decides: prescriber, nurse" in room.marks(decision)


def test_s15_noor_leaves_early_and_it_is_recorded_with_the_reason(room: RoomTwo) -> None:
    room.begun()
    room.dose("11:30", "ended")
    room.add("11:40", OSEI, "decision", about="leave", choice="stay", said="still unsteady")
    without = room.move("11:41", "left")
    assert "decided that the patient stays" in room.marks(without)
    early = room.move("11:42", "left", reason="would not wait for the escort")
    assert room.state["stage"] == "left"
    assert room.state["left_early"]["reason"] == "would not wait for the escort"
    assert "Left early, against Dr. Ada Osei's decision" in room.marks(early)


def test_another_dose_asks_for_another_decision(room: RoomTwo) -> None:
    room.begun()
    room.add("11:20", OSEI, "decision", about="leave", choice="may_leave")
    room.dose("11:25", "given", amount=5, unit="mg")
    assert room.state["leave"] is None


def test_blood_pressure_before_the_dose_is_not_blood_pressure_after_it(room: RoomTwo) -> None:
    room.begun()
    assert "not recorded since the last dose" in checks(room, "leave", "12:00")["bp_after"].reason
    room.read("12:01", THEO, sys=126, dia=80)
    assert checks(room, "leave", "12:02")["bp_after"].met


def test_the_risk_question_stands_in_the_gate_only_when_an_answer_gave_cause(room: RoomTwo) -> None:
    room.begun()
    assert "risk_asked" not in checks(room, "leave", "12:00")
    assert "risk_asked" in {check.key for check in gate("leave", room.protocol, room.state, None, at("12:00"))}
    cause = {"risk_asked": "An answer of Tuesday gave cause."}
    assert not checks(room, "leave", "12:00", cause)["risk_asked"].met
    room.add("12:01", MAYA, "check", key="risk_asked", met=True, value="asked, and a plan made")
    assert checks(room, "leave", "12:02", cause)["risk_asked"].met


def test_somebody_who_arrived_and_had_no_dose_may_just_go(room: RoomTwo) -> None:
    room.move("10:40", "arrived", SAM)
    room.move("10:45", "left", SAM)
    assert room.state["stage"] == "left"


def test_at_home_nobody_leaves_so_the_end_lists_what_is_unmet() -> None:
    room = RoomTwo(LOZENGE)
    room.begun()
    room.dose("11:00", "ended")
    over = room.move("13:00", "left", JUNE)
    assert room.state["stage"] == "left"
    assert "Still unmet:" in room.marks(over)
    assert "leave_decision" not in checks(room, "leave", "13:00")
