"""Reading a guide's script, and what is refused with the line and the reason."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillwater.soundscape.rules import guides
from stillwater.soundscape.rules.guides import Guide, Refused, read
from stillwater.soundscape.rules.subjects import NEVER_SAID, SUBJECTS

FRONT = """---
key: the-window
title: The window
summary: A few minutes by a window.
purpose: before
eyes_open: no
content: Speaks of a window, of hands and of breath.
author: Stillwater
language: en
---
"""
BODY = """
You can stop at any time. [pause 5]
You might rest your hands.

[eyes closed] You might picture a window. [pause 60]
[eyes open] You might look at a window. [pause 60]
[breath]
You can stay a little longer. [pause 60]
"""


def _script(body: str = BODY, long_enough: bool = True, **changed: str | None) -> str:
    front = FRONT
    for name, value in changed.items():
        front = re.sub(rf"^{name}: .*\n", "" if value is None else f"{name}: {value}\n", front, flags=re.M)
    return front + body + ("\n[pause 60]\n[pause 60]\n[pause 60]\n" if long_enough else "")


def _refusal(script: str) -> list[tuple[int, str]]:
    with pytest.raises(Refused) as caught:
        read(script)
    return [(problem.line, problem.why) for problem in caught.value.problems]


def test_a_script_becomes_lines_and_rests_that_know_where_they_stand() -> None:
    guide = read(_script())
    assert (guide.key, guide.purpose, guide.eyes_open, guide.language) == ("the-window", "before", False, "en")
    first, pause, second, gap = guide.steps[:4]
    assert (first.kind, first.line, first.text) == ("say", 12, "You can stop at any time.")
    assert (pause.kind, pause.line, pause.seconds) == ("pause", 12, 5)
    assert (second.line, gap.kind, gap.line) == (13, "gap", 14)


def test_s14_each_version_hears_its_own_lines_and_no_others() -> None:
    guide = read(_script())
    closed, seeing = (str(guide.transcript(eyes_open)) for eyes_open in (False, True))
    assert "picture a window" in closed
    assert "picture a window" not in seeing
    assert "look at a window" in seeing
    assert "look at a window" not in closed
    assert guide.versions == (False, True)


def test_s14_a_guide_without_a_version_for_open_eyes_is_refused() -> None:
    without = BODY.replace("[eyes open] ", "")
    assert _refusal(_script(without)) == [
        (6, "every guide has a version for open eyes: mark its own lines with [eyes open]")
    ]
    assert read(_script(without.replace("[eyes closed] ", ""), eyes_open="yes")).versions == (True,)


def test_a_guide_for_open_eyes_only_has_no_other_version() -> None:
    [(line, why)] = _refusal(_script(eyes_open="yes"))
    assert line == 15
    assert "open eyes only" in why
    guide = read(_script(BODY.replace("[eyes open] ", "").replace("[eyes closed] ", ""), eyes_open="yes"))
    with pytest.raises(ValueError, match="open eyes only"):
        guide.version(False)


def test_length_is_words_at_the_measured_pace_and_rests() -> None:
    guide = read(_script("\n[eyes open] one two three [pause 8] [breath] four\n\nfive\n"))
    steps = guide.version(True)
    rests = 8 + guides.BREATH_SECONDS + 180 + 2 * guides.PARAGRAPH_SECONDS
    assert guide.seconds(True) == pytest.approx(5 * 60 / 147 + rests)
    assert guide.seconds(False) < guide.seconds(True)
    assert [step.kind for step in steps][:4] == ["say", "pause", "breath", "say"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("You can wait. [pause 8", "opened or closed, but not both"),
        ("You can wait. pause 8]", "opened or closed, but not both"),
        ("[hum]", "[hum] is not a mark"),
        ("[Pause 8]", "[Pause 8] is not a mark"),
        ("[pause]", "does not say how many seconds"),
        ("[pause 0]", "more than nothing"),
        ("[pause 61]", "at most 60"),
        ("You wait. [eyes open]", "beginning of a line"),
        ("… — …", "no word to say"),
        ("12", "no word to say"),
        ("https://example.org/calm", "an address"),
        ("write to maya@example.org", "an address"),
        ("# A heading", "cannot say #"),
        ("*softly* now", "cannot say *"),
        ("you rest 🙂", "cannot say 🙂"),
        ("you rest 50% of it", "cannot say %"),
        ("you rest, спокойно", "Cyrillic and Latin"),
        ("a pаuse", "Cyrillic and Latin"),  # the second letter is Cyrillic
        ("a word " * 40, "at most 200 characters"),
        ("Now close your eyes.", "close your eyes"),
        ("You’re safe here.", "you're safe"),
    ],
)
def test_a_line_that_cannot_be_spoken_is_refused_with_its_number_and_the_reason(line: str, says: str) -> None:
    problems = _refusal(_script(f"{BODY}\n{line}\n"))
    assert [number for number, _ in problems] == [20]
    assert says in problems[0][1]


@pytest.mark.parametrize(
    ("changed", "line", "says"),
    [
        ({"title": None}, 9, "“title” is missing"),
        ({"purpose": "party"}, 5, "not a purpose"),
        ({"eyes_open": "maybe"}, 6, "yes or no"),
        ({"key": "The Window"}, 2, "small letters"),
        ({"language": "English"}, 9, "a code such as en"),
        ({"author": ""}, 8, "no value"),
    ],
)
def test_front_matter_that_does_not_hold_is_refused(changed: dict[str, str | None], line: int, says: str) -> None:
    [(found, why)] = _refusal(_script(**changed))
    assert found == line
    assert says in why


def test_an_unknown_a_doubled_and_a_shapeless_line_of_front_matter_are_all_named_at_once() -> None:
    wrong = _script().replace("language: en\n", "language: en\nvoice: deep\ntitle: Again\njust words\n")
    assert [line for line, _ in _refusal(wrong)] == [10, 11, 12]


def test_a_script_without_front_matter_or_with_an_open_one_is_refused() -> None:
    assert _refusal("You can stop.")[0] == (1, "a guide begins with a line of ---, then what it is")
    assert "no closing line" in _refusal("---\nkey: x\nYou can stop.")[0][1]
    assert _refusal("")
    assert (10, "nothing is spoken in it") not in _refusal(FRONT.replace("key", "kee"))[:1]


def test_too_short_and_too_long_say_how_long_it_is() -> None:
    short = _refusal(_script("\nYou can stop.\n[eyes open] You can.\n\nYou stop at any time.\n", long_enough=False))
    assert [line for line, _ in short] == [15, 15]
    assert all("about 0.1 minutes" in why for _, why in short)
    assert {"eyes closed" in why for _, why in short} == {True, False}
    long = _refusal(_script(BODY + "[pause 60]\n" * 20))
    assert "a guide takes 3 to 20" in long[0][1]


def test_s14_what_a_guide_speaks_of_is_named_in_its_content_note() -> None:
    [(line, why)] = _refusal(_script(f"{BODY}\nThere may be the sound of waves.\n"))
    assert line == 20
    assert "water" in why
    assert "line 7" in why
    read(_script(f"{BODY}\nThere may be the sound of waves.\n", content="The sea, a window, hands, breath."))
    [(_, rung)] = _refusal(_script(f"{BODY}\n[bell]\n"))
    assert "bell" in rung


def test_every_phrase_that_no_guide_says_is_caught_across_case_and_punctuation() -> None:
    for phrase in NEVER_SAID:
        spoken = phrase.replace("'", "’").capitalize().replace(" ", ", ", 1)
        assert phrase in guides.unpronounceable(f"Here: {spoken}.")
    assert guides.unpronounceable("You can let your hands go quiet.") == ""


_words = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz ’,."), min_size=1, max_size=60).filter(
    lambda text: any(sign.isalpha() for sign in text)
)


@given(st.lists(st.tuples(_words, st.integers(1, 60)), min_size=1, max_size=12))
def test_whatever_is_spoken_every_step_knows_its_own_line(parts: list[tuple[str, int]]) -> None:
    body = "[eyes open] you can stop.\n" + "".join(f"{text} [pause {seconds}]\n" for text, seconds in parts)
    script = _script(body, content="Names " + ", ".join(subject.name for subject in SUBJECTS) + ".")
    try:
        guide = read(script)
    except Refused as refused:
        for problem in refused.problems:
            assert 1 <= problem.line <= len(script.split("\n"))
        return
    lines = script.split("\n")
    for step in guide.steps:
        if step.kind == "say":
            assert step.text in " ".join(lines[step.line - 1].split())
    assert sum(step.seconds for step in guide.steps if step.kind == "pause") == sum(n for _, n in parts) + 180


def _read_or_refused(script: str) -> Guide | Refused:
    try:
        return read(script)
    except Refused as refused:
        return refused


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    for script in (text, FRONT + text, _script(text)):
        assert isinstance(_read_or_refused(script), Guide | Refused)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_what_is_let_through_has_letters_of_one_script_and_no_sign_a_voice_skips(text: str) -> None:
    if guides.unpronounceable(text) == "":
        assert any(sign.isalpha() for sign in text)
        assert not set(text) & set("#*_<>{}[]/\\|@&%$€^~`+=")
