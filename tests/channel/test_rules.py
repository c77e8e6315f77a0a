"""The rules of a page: how plain it is, its marks, the checklist, and what never goes into it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from stillwater.channel.rules.checklist import WORDS, Draft, Lack, content_lacks, lacks
from stillwater.channel.rules.marks import marks_in, unknown, unused, without_marks
from stillwater.channel.rules.plain import grade, minutes, syllables, words_in
from stillwater.channel.rules.safe import troubles, troubles_typed
from stillwater.channel.rules.vocabulary import KINDS, MOTIFS, ROUTES, STEPS

# How plain

PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
GETTYSBURG = (
    "Four score and seven years ago our fathers brought forth, upon this continent, a new nation, conceived in liberty, "
    "and dedicated to the proposition that all men are created equal."
)
NURSE = "A nurse stays with you. She sits beside you and writes things down. You can ask for help at any time."


@pytest.mark.parametrize(
    ("text", "by_hand"),
    [
        (PLATYPUS, 0.39 * 13 + 11.8 * 24 / 13 - 15.59),  # 13 words and 24 syllables: grade 11.3
        (GETTYSBURG, 0.39 * 30 + 11.8 * 49 / 30 - 15.59),  # 30 words and 49 syllables: grade 15.4
        (NURSE, 0.39 * 21 / 3 + 11.8 * 23 / 21 - 15.59),  # 21 words, 23 syllables, 3 sentences: grade 0.1
    ],
)
def test_the_grade_of_a_text_is_within_half_a_grade_of_one_worked_out_by_hand(text: str, by_hand: float) -> None:
    assert grade([text]) == pytest.approx(by_hand, abs=0.5)


def test_a_list_is_read_line_by_line_and_numbers_alone_are_no_sentence() -> None:
    assert grade(["Bring water.\nBring a book."]) == grade(["Bring water.", "Bring a book."])
    assert grade(["Bring water. 2026."]) == grade(["Bring water."])


def test_no_words_have_no_grade() -> None:
    assert grade([]) == grade([""]) == grade(["…", "42 %"]) == 0.0


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("session", 2), ("medicine", 3), ("ketamine", 3), ("table", 2), ("asked", 1), ("needed", 2), ("routes", 1),
        ("the", 1), ("infusion", 3), ("nurse", 1), ("hmm", 1), ("day's", 1), ("2026", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_by_groups_of_vowels_without_a_silent_e(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_page_takes_a_minute_at_least_and_one_for_each_two_hundred_words() -> None:
    assert [minutes(["word " * count]) for count in (0, 1, 200, 201, 1000)] == [1, 1, 1, 2, 5]
    assert words_in("Don't stand up - ask first") == ["Don't", "stand", "up", "-", "ask", "first"]


# Marks of sources


def test_marks_name_their_sources_once_each_in_their_order() -> None:
    texts = ["It rises. [#label] It peaks. [#fda-2023][#label]", "No mark here [#Not-One] [# spaced] [#-no]"]
    assert marks_in(texts) == ["label", "fda-2023"]
    assert without_marks("It rises. [#label] It peaks.[#fda-2023]") == "It rises. It peaks."


def test_a_mark_without_a_source_and_a_source_without_a_mark_are_found() -> None:
    texts = ["It rises. [#label] It peaks. [#fda]"]
    assert unknown(texts, ["label", "nobody"]) == ["fda"]
    assert unused(texts, ["label", "nobody"]) == ["nobody"]


# The checklist: each lack by itself

TODAY = date(2026, 11, 20)
WHOLE = Draft(
    texts=[NURSE + " [#label]"], sources=["label"], headings=[(2, "Who stays"), (3, "All day"), (2, "Afterwards")],
    reviewed=TODAY, due=TODAY, seen=["Who stays with you", "A nurse does."],
)  # fmt: skip


def test_a_page_that_has_everything_may_be_published() -> None:
    assert lacks(WHOLE, TODAY) == []


@pytest.mark.parametrize(
    ("changed", "lack"),
    [
        ({"sources": [], "texts": [NURSE]}, Lack("sources")),
        ({"texts": [f"{NURSE} [#label] [#hearsay]"]}, Lack("unknown", "hearsay")),
        ({"sources": ["label", "spare"]}, Lack("unused", "spare")),
        ({"undescribed": ["The room"]}, Lack("alt", "The room")),
        ({"headings": [(2, "Before"), (4, "Too deep")]}, Lack("headings", "Too deep")),
        ({"headings": [(3, "Begins too deep")]}, Lack("headings", "Begins too deep")),
        ({"headings": [(1, "A second title")]}, Lack("headings", "A second title")),
        ({"texts": [f"{NURSE} It is a journey. [#label]"]}, Lack("words", "journey")),
        ({"seen": ["A miracle"]}, Lack("words", "miracle")),
        ({"texts": [f"{NURSE} It helps! [#label]"]}, Lack("exclamation")),
        ({"kind": "question"}, Lack("answer")),
        ({"texts": [f"{GETTYSBURG} [#label]"], "seen": []}, Lack("grade", str(grade([GETTYSBURG])))),
        ({"reviewed": False}, Lack("reviewer")),
        ({"due": date(2026, 11, 19)}, Lack("overdue", "2026-11-19")),
    ],
)
def test_each_thing_that_is_missing_is_told_by_itself(changed: dict[str, object], lack: Lack) -> None:
    assert lacks(replace(WHOLE, **changed), TODAY) == [lack]  # type: ignore[arg-type]
    assert lack.key in WORDS


def test_the_same_forbidden_word_is_told_once() -> None:
    page = replace(WHOLE, texts=[f"{NURSE} A trip. A trip. A cure. [#label]"])
    assert content_lacks(page) == [Lack("words", "trip"), Lack("words", "cure")]


def test_the_answer_of_a_question_may_carry_the_mark_that_its_source_is_there_for() -> None:
    assert lacks(replace(WHOLE, kind="question", texts=[NURSE], answer="A nurse does. [#label]"), TODAY) == []


def test_only_english_is_held_to_the_english_measure_of_plainness() -> None:
    assert lacks(replace(WHOLE, texts=[f"{GETTYSBURG} [#label]"], language="es"), TODAY) == []


def test_a_reviewer_is_asked_for_only_when_the_content_is_right() -> None:
    unreviewed = replace(WHOLE, reviewed=None, due=None)
    assert content_lacks(unreviewed) == []
    assert lacks(unreviewed, TODAY) == [Lack("reviewer")]


def test_a_review_of_another_text_is_none() -> None:
    assert lacks(replace(WHOLE, as_reviewed=False), TODAY) == [Lack("changed", str(TODAY))]


# What never goes into a page


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<SCRIPT\nsrc=https://other.example/x.js>", "<script>"),
        ("<\tscript >", "<script>"),
        ('<p>Hi</p><iframe src="https://video.example/1"></iframe>', "<iframe>"),
        ("<object data=x>", "<object>"),
        ("<svg/onload=alert(1)>", "<svg>"),
        ("<img src=x>", "<img>"),
        ("<base href=https://other.example/>", "<base>"),
        ("<style>p { color: red }</style>", "<style>"),
        ("<form action=/sign-in>", "<form>"),
    ],
)
def test_a_script_or_a_frame_is_refused_by_its_name(text: str, named: str) -> None:
    assert any(named in why and "the rest of the draft is kept" in why for why in troubles(text))


@pytest.mark.parametrize(
    "text",
    [
        '<p onclick="x()">Hi</p>', "<p\nonclick=x()>", "<a/onmouseover=x()>Hi</a>", '<b title=">" onfocus = "x()">',
        "<p title='a'onclick=x()>", "<P ONCLICK=x()>",
    ],
)  # fmt: skip
def test_what_a_page_would_run_when_it_is_touched_is_refused(text: str) -> None:
    assert any("carries no script" in why for why in troubles(text))


@pytest.mark.parametrize("around", ['<embed embedtype="media" url="{}"/>', "<embed\nurl='{}' embedtype='media'>"])
def test_an_embed_is_refused_with_the_name_of_its_host(around: str) -> None:
    (why,) = troubles(around.format("https://tube.example/watch?v=1"))
    assert "Link to tube.example instead" in why
    assert troubles(around.format("https://[nowhere/")), "an address that is none is refused as well"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\tjavascript:alert(1)", "java\nscript:alert(1)",
        "java\tscript:alert(1)", "\x01javascript:alert(1)", "javascript&#58;alert(1)", "javascript&colon;alert(1)",
        "javascript&#x3A;alert(1)", "&#106;avascript:alert(1)", "&#x6a;&#x61;vascript:alert(1)", "java&Tab;script:alert(1)",
        "java&NewLine;script:alert(1)", "java\u200bscript:alert(1)", "vbscript:msgbox(1)", "data:text/html,<b>x</b>",
        "data:text/html;base64,PHNjcmlwdD4=", "DATA:image/svg+xml,x", "blob:https://here.example/1", "file:///etc/passwd",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ['<a href="{}">Hi</a>', "<a\nhref = '{}'>Hi</a>"])
def test_an_address_that_could_run_something_is_refused_however_it_is_disguised(address: str, around: str) -> None:
    assert any("This address could run something" in why for why in troubles(around.format(address)))


def test_an_address_to_run_is_found_where_no_attribute_is_expected() -> None:
    assert troubles("javascript:alert(1)")
    assert troubles('<p style="background: url(javascript:alert(1))">Hi</p>')


@pytest.mark.parametrize(
    "text",
    [
        "", "Blood pressure < 140 and pulse > 50", "An embed or an iframe would tell another site who reads.",
        "Your browser runs JavaScript: it keeps pages for you.", "Data: 12 people, two weeks", "Put the mask on = ready",
        '<p>See <a href="https://www.fda.gov/drugs">the FDA</a>, <a href="tel:988">988</a> or <a href="/channel">here</a>.</p>',
        '<p><a linktype="page" id="3">The consult</a></p>', '<a href="#sources">Sources</a>',
        '<a href="mailto:care@clinic.example">Write</a>', "<p>&lt;script&gt; is how a script begins.</p>",
        "Is the form signed? Bring the link, the image and the object.",
    ],
)  # fmt: skip
def test_plain_text_that_merely_talks_about_them_passes(text: str) -> None:
    assert troubles(text) == []


def test_a_long_address_is_not_repeated_whole() -> None:
    (why,) = troubles(f'<a href="javascript:{"x" * 5000}">Hi</a>')
    assert len(why) < 200


# What the editor's field of rich text sends


def _typed(kind: str, **said: str) -> str:
    return json.dumps({"blocks": [], "entityMap": {"0": {"type": kind, "data": said}}})


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (_typed("LINK", url="java\tscript:alert(1)"), "This address could run something"),
        (_typed("LINK", url="data:text/html,x"), "This address could run something"),
        (_typed("EMBED", url="https://tube.example/1", embedType="video"), "Link to tube.example instead"),
        (_typed("IMAGE", src="/x.png"), "<img>"),
    ],
)
def test_what_the_field_would_drop_in_silence_is_refused_in_words(state: str, said: str) -> None:
    (why,) = troubles_typed(state)
    assert said in why


@pytest.mark.parametrize(
    "state",
    [
        _typed("LINK", url="https://www.fda.gov"), _typed("LINK", id="3", url="/channel/the-consult"), "", "null", "[]", "{",
        '{"entityMap": 3}', '{"entityMap": {"0": 3}}', '{"entityMap": {}}',
    ],
)  # fmt: skip
def test_an_honest_link_and_what_is_no_text_at_all_pass(state: str) -> None:
    assert troubles_typed(state) == []


# The vocabulary


def test_the_words_for_tags_and_drawings_are_each_there_once() -> None:
    assert len(set(MOTIFS)) == len(MOTIFS)
    assert all(words for choices in (STEPS, ROUTES, KINDS) for words in choices.values())
