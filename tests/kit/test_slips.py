"""What was probably meant by a word that was typed wrong."""

import pytest

from stillwater.kit.slips import nearest

WORDS = ["ketamine", "esketamine", "ptsd", "therapist", "therapy", "iv"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ketmaine", ["ketamine"]), ("ptds", ["ptsd"]), ("therapyst", ["therapist", "therapy"]), ("esketamin", ["esketamine"]),
        ("iu", []), ("telephone", []), ("", []), ("eskeat", ["esketamine"]),
    ],
)  # fmt: skip
def test_a_slip_finds_the_likeliest_word_and_a_short_or_another_word_none(typed: str, meant: list[str]) -> None:
    assert nearest(typed, WORDS) == meant
