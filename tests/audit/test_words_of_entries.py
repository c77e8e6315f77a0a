"""The log says what was recorded in words; the code stays in the chain."""

from stillwater.audit.queries import _in_words
from stillwater.audit.rules import DETAIL_WORDS
from stillwater.treatment.rules.kinds import KINDS


def test_every_kind_of_entry_is_said_in_words() -> None:
    assert set(KINDS) <= set(DETAIL_WORDS)
    assert _in_words("look_in, effect (2)") == "a look-in, an effect (2)"


def test_what_is_no_code_stands_as_it_is() -> None:
    assert _in_words("") == ""
    assert _in_words("Depression") == "Depression"
