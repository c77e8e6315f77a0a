"""Protocol files: read strictly, each number with its source, and everything that is wrong said at once."""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

import stillwater.care
from stillwater.care.rules.protocol import Protocol, ProtocolErrors, Sourced, load, words

PROTOCOLS = Path(stillwater.care.__file__).parent / "protocols"
NAMES = ("iv-infusion-clinic", "esketamine-clinic", "lozenge-home", "tablet-home")


def text_of(name: str) -> str:
    return (PROTOCOLS / f"{name}.yaml").read_text()


IV, ESKETAMINE, LOZENGE, TABLET = (load(text_of(name)) for name in NAMES)
ALL = (IV, ESKETAMINE, LOZENGE, TABLET)


def what_is_wrong(text: str) -> list[tuple[int, str]]:
    with pytest.raises(ProtocolErrors) as found:
        load(text)
    return [(error.line, error.reason) for error in found.value.errors]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def everything(value: Any) -> list[Any]:
    """Each dataclass within a protocol."""
    if isinstance(value, tuple):
        return [found for each in value for found in everything(each)]
    if is_dataclass(value):
        return [value, *(found for field in fields(value) for found in everything(getattr(value, field.name)))]
    return []


# What ships


def test_four_protocols_ship() -> None:
    assert [path.stem for path in sorted(PROTOCOLS.glob("*.yaml"))] == sorted(NAMES)
    assert [(p.setting, p.route) for p in ALL] == [
        ("clinic", "iv"), ("clinic", "intranasal_esketamine"), ("home", "lozenge"),
        ("home", "tablet"),
    ]  # fmt: skip


@pytest.mark.parametrize("protocol", ALL, ids=NAMES)
def test_every_number_has_a_source_that_somebody_read_or_is_the_clinics_to_set(protocol: Protocol) -> None:
    for part in everything(protocol):
        if isinstance(part, Sourced) and part.is_set:
            assert re.search(r"https?://|REMS", part.source), part
            assert part.mark in ("R", "R2")
        elif isinstance(part, Sourced):
            assert part.mark == "clinic"
        elif hasattr(part, "mark"):
            assert part.mark in ("R", "R2"), part
            assert "http" in part.source, part


@pytest.mark.parametrize("name", NAMES)
def test_nothing_from_memory_ships(name: str) -> None:
    assert not re.search(r"mark: M\b|\[M\]", text_of(name))


def test_second_hand_numbers_are_labelled() -> None:
    assert {phase.mark for phase in LOZENGE.phases} == {"R2"}


@pytest.mark.parametrize("protocol", ALL, ids=NAMES)
def test_no_first_aid_text_claims_a_review_that_nobody_made(protocol: Protocol) -> None:
    assert len(protocol.danger) == 7
    reviewed = [sign.reviewed for sign in protocol.danger]
    assert {*reviewed, protocol.hard_minute.reviewed, protocol.tonight.reviewed} == {None}


def test_s03_the_only_limit_that_ships_is_the_labels_prompt() -> None:
    assert IV.limits == LOZENGE.limits == ()
    shipped = [(limit.measure, limit.level, limit.over, limit.asks) for limit in ESKETAMINE.limits]
    assert shipped == [("sys", "prompt", 140, True), ("dia", "prompt", 90, True)]


def test_s04_home_protocols_ship_for_lozenge_and_tablet_alone_and_carry_the_alert() -> None:
    at_home = [p for p in ALL if p.setting == "home"]
    assert [p.route for p in at_home] == ["lozenge", "tablet"]
    for protocol in at_home:
        alert = next(fact for fact in protocol.information if fact.key == "fda_2023_compounded")
        assert (alert.date, alert.mark) == ("2023-10-10", "R")


def test_s04_the_programmes_four_checks_of_esketamine_are_lifted_by_nobody() -> None:
    for key in ("site_certified", "patient_enrolled", "prescriber_on_site", "pulse_oximeter"):
        check = ESKETAMINE.check(key)
        assert check is not None
        assert check.lift == ()


def test_esketamine_waits_two_hours_from_the_last_spray() -> None:
    check = ESKETAMINE.check("time_since_dose")
    assert check is not None
    assert check.minutes is not None
    assert (check.minutes.value, check.counted_from) == (120, "last")


def test_esketamines_day_rules() -> None:
    rules = {rule.key: rule.minutes_before.value for rule in ESKETAMINE.day_of if rule.minutes_before}
    assert rules == {"food": 120, "liquids": 30, "nasal_sprays": 60}


@pytest.mark.parametrize("protocol", ALL, ids=NAMES)
def test_s06_sound_gates_nothing(protocol: Protocol) -> None:
    assert not [c.key for c in (*protocol.ready, *protocol.leave.checks) if re.search("sound|music|audio", c.key)]


def test_s07_every_danger_can_be_reported_and_says_what_to_do_first() -> None:
    keys = {"breathing", "will_not_wake", "lips", "vomiting_sleepy", "fell", "fit", "chest_or_head"}
    assert {sign.key for sign in LOZENGE.danger} == keys
    assert all(len(sign.first) == 3 for sign in LOZENGE.danger)


@pytest.mark.parametrize("name", NAMES)
def test_s25_words_that_are_never_on_a_screen(name: str) -> None:
    banned = (
        r"you are (safe|fine)|nothing to worry|let go\b|surrender|\btrip\b|journey|failed|no-show|compliant|committed|"
        r"all clear|no risk|triggered|calm down|well done|safe to (leave|drive)|!"
    )
    spoken = re.findall(r"\{en: (.*?)\}$", text_of(name), re.M)
    assert len(spoken) > 80
    assert not [line for line in spoken if re.search(banned, line, re.I)]


def test_s09_the_hard_minute_is_read_aloud_and_promises_nothing() -> None:
    lines = [words(line) for line in LOZENGE.hard_minute.lines]
    assert lines[:3] == [
        "{patient}, it is {sitter}.",
        "You took your medicine, and this wears off.",
        "Would you like quiet, or my voice?",
    ]


def test_s15_the_tonight_card_says_whom_to_call() -> None:
    assert any("988" in words(line) for line in LOZENGE.tonight.lines)


def test_the_arc_is_whole() -> None:
    for protocol in ALL:
        assert protocol.phases[0].start == 0
        assert [p.key for p in protocol.phases] == ["settling", "rising", "strongest", "returning", "resting"]
        assert all(0 <= p.intensity <= 1 for p in protocol.phases)


# What is refused


def test_an_unknown_word_is_named_with_its_line_and_a_guess() -> None:
    text = text_of("iv-infusion-clinic").replace("    from: 0\n    to: 10", "    fro: 0\n    to: 10")
    found = what_is_wrong(text)
    assert (line_of(text, "fro: 0"), "“fro” is not a known word in a phase. Did you mean “from”?") in found


def test_a_phase_that_ends_before_it_begins() -> None:
    text = text_of("iv-infusion-clinic").replace("to: 25", "to: 5")
    assert (line_of(text, "to: 5"), "“Rising” ends at minute 5, before it begins at minute 10.") in what_is_wrong(text)


def test_phases_that_overlap_or_leave_a_gap() -> None:
    overlap = what_is_wrong(text_of("iv-infusion-clinic").replace("from: 10", "from: 8"))
    assert "“Rising” begins at minute 8, while the one before lasts until 10." in [why for _, why in overlap]
    gap = what_is_wrong(text_of("iv-infusion-clinic").replace("from: 10", "from: 12"))
    assert "Between minute 10 and minute 12 there is no phase." in [why for _, why in gap]


def test_a_limit_without_a_source() -> None:
    limit = "limits:\n  - {measure: spo2, level: hold, under: 94, mark: R}\n"
    text = text_of("iv-infusion-clinic").replace("limits: []\n", limit)
    found = what_is_wrong(text)
    why = "The limit for SpO2 has no source. A number without a source is the clinic's to set."
    assert (line_of(text, "measure: spo2"), why) in found


def test_s04_esketamine_has_no_home_protocol() -> None:
    text = text_of("esketamine-clinic").replace("setting: clinic", "setting: home")
    here = line_of(text, "setting:")
    assert any("It has no home protocol" in why for line, why in what_is_wrong(text) if line == here)


@pytest.mark.parametrize("route", ["iv", "im", "sc"])
def test_s04_infusions_and_injections_have_no_home_protocol(route: str) -> None:
    found = what_is_wrong(text_of("lozenge-home").replace("route: lozenge", f"route: {route}"))
    assert any("given in a clinic. It has no home protocol" in why for _, why in found)


def test_s04_a_home_nasal_spray_carries_the_alert_of_2022() -> None:
    found = what_is_wrong(text_of("lozenge-home").replace("route: lozenge", "route: intranasal_racemic"))
    assert any("February 2022" in why for _, why in found)


def test_s04_a_clinic_cannot_make_the_programmes_checks_liftable() -> None:
    key = "  - key: site_certified\n"
    text = text_of("esketamine-clinic").replace(key, f"{key}    lift: [prescriber]\n")
    assert any("“site_certified” cannot be lifted for esketamine" in why for _, why in what_is_wrong(text))


def test_s01_a_clinic_cannot_make_a_floor_liftable_or_leave_it_out() -> None:
    whole = text_of("lozenge-home")
    floor = "    rests_on: fact\n    floor: true\n"
    lifted = whole.replace(floor, "    rests_on: fact\n    lift: [order_prescriber]\n")
    assert any("Nobody can lift “consent”" in why for _, why in what_is_wrong(lifted))
    without = whole.replace("- key: sitter_confirmed", "- key: sitter_planned")
    assert any("must have the check “sitter_confirmed”" in why for _, why in what_is_wrong(without))
    both = whole.replace(floor, f"{floor}    lift: [nurse]\n")
    assert any("is a floor: nobody lifts it" in why for _, why in what_is_wrong(both))


def test_s01_at_home_a_nurse_lifts_nothing() -> None:
    text = text_of("lozenge-home").replace("lift: [order_prescriber]", "lift: [nurse]", 1)
    assert any("At home only the prescriber of the order lifts" in why for _, why in what_is_wrong(text))


def test_a_number_from_memory_is_refused() -> None:
    text = text_of("esketamine-clinic").replace("over: 140\n    asks: true", "over: 160\n    asks: true")
    text = text.replace("mark: R\n  - measure: dia", "mark: M\n  - measure: dia")
    assert any("marked M is from memory" in why for _, why in what_is_wrong(text))


def test_a_bare_number_has_no_source() -> None:
    text = text_of("iv-infusion-clinic").replace("max_age: {set_by: clinic}", "max_age: 30")
    found = what_is_wrong(text)
    assert found[0][0] == line_of(text, "max_age: 30")
    assert "has no source" in found[0][1]


def test_a_number_that_the_clinic_sets_says_who_set_it() -> None:
    nameless = text_of("iv-infusion-clinic").replace("{set_by: clinic}", "{set_by: clinic, value: 30}")
    assert any("who in the clinic set this number?" in why for _, why in what_is_wrong(nameless))
    named = load(text_of("iv-infusion-clinic").replace("{set_by: clinic}", "{set_by: clinic, value: 30, by: Dr. Osei}"))
    assert named.unset() == ()
    assert len(IV.unset()) == 2


def test_s24_words_in_another_language_need_a_reviewer() -> None:
    spanish = text_of("lozenge-home").replace("{en: Look in}", "{en: Look in, es: Ve a mirar}")
    assert any("Nobody has reviewed the words in “es”" in why for _, why in what_is_wrong(spanish))
    reviewed = spanish + "translations:\n  - {language: es, reviewed_by: Dr. Halima Aziz}\n"
    look_in = load(reviewed).look_in
    assert look_in is not None
    assert words(look_in.title, "es") == "Ve a mirar"
    assert words(look_in.title, "fr") == "Look in"


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_lines() -> None:
    text = text_of("iv-infusion-clinic").replace("to: 25", "to: 5").replace("title: {en: Look in}", "title: Look in")
    text = text.replace("decided_by: [prescriber, nurse]", "decided_by: [anybody]")
    found = what_is_wrong(text)
    assert len(found) >= 3
    assert [line for line, _ in found] == sorted(line for line, _ in found)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "The file is empty."),
        ("a: [1, 2", "The file cannot be read from here on"),
        ("- one\n- two\n", "a list of “name: value” lines"),
        ("key: &a x\ntitle: *a\n", "references (*name) are not read"),
        ("\tkey: x", "The file cannot be read from here on"),
        ("key: !!python/object/apply:os.system ['true']\n", "“key” in the protocol is a line of text."),
        ("x" * 300_000, "too long"),
    ],
)
def test_a_file_that_is_no_protocol_is_refused_in_words(text: str, why: str) -> None:
    assert any(why in reason for _, reason in what_is_wrong(text))


def test_a_key_written_twice_is_refused() -> None:
    text = text_of("lozenge-home") + "setting: clinic\n"
    assert any("“setting” is written twice" in why for _, why in what_is_wrong(text))
