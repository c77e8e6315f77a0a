"""The rows of a file: one that is broken costs nothing but itself."""

import io

import pytest

from stillwater.directory.rules.register import Why
from stillwater.interop import rows as rows_module
from stillwater.interop.rows import Rows

HEAD = b'"A","B","C"\r\n'
GOOD = b'"1","two","3"\r\n'


def _read(text: bytes) -> list[tuple[int, list[bytes] | Why]]:
    rows = Rows(io.BytesIO(text))
    assert rows.header() == ["A", "B", "C"]
    return [(row.line, row.fault.why if row.fault else row.cells) for row in rows]


TWO = [b"1", b"two", b"3"]


def test_plain_rows_and_those_that_need_the_csv_module_read_the_same() -> None:
    assert _read(HEAD + GOOD + b"1,two,3\n" + b'"1",two,"3"') == [(2, TWO), (3, TWO), (4, TWO)]
    assert _read(HEAD + b'"a ""b"" c",",","\xc3\xa9"\n') == [(2, [b'a "b" c', b",", b"\xc3\xa9"])]
    assert _read(b"\xef\xbb\xbf" + HEAD + b"\r\n" + b'"","",""\n') == [(3, [b"", b"", b""])]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (b'"1","tw\x00o","3"\r\n', Why.NUL),
        (b'"1","tw\xff\xfeo","3"\r\n', Why.UTF8),
        (b'"1","two"\r\n', Why.COLUMNS),
        (b'"1","two","3","4"\r\n', Why.COLUMNS),
        (b'"1","t"wo,"3"\r\n', Why.QUOTES),
        (b'"1","two,"3"\r\n', Why.QUOTES),
        (b"1" * 5000 + b"\r\n", Why.COLUMNS),
    ],
)
def test_a_broken_row_is_named_and_those_around_it_stay(broken: bytes, why: Why) -> None:
    assert _read(HEAD + GOOD + broken + GOOD + GOOD) == [(2, TWO), (3, why), (4, TWO), (5, TWO)]


def test_a_stray_quote_does_not_swallow_the_rest_of_the_file() -> None:
    found = _read(HEAD + b'"1","two,"3"\r\n' + GOOD * 100)
    assert found[0] == (2, Why.QUOTES)
    assert found[1:] == [(line, TWO) for line in range(3, 103)]


def test_two_stray_quotes_far_apart_cost_two_rows() -> None:
    found = _read(HEAD + b'"1","two,"3"\r\n' + GOOD * 3 + b'"1","two,"3"\r\n' + GOOD)
    assert [what for _, what in found] == [Why.QUOTES, TWO, TWO, TWO, Why.QUOTES, TWO]


def test_a_quoted_newline_is_part_of_its_row() -> None:
    assert _read(HEAD + b'"1","two\nlines","3"\r\n' + GOOD) == [(2, [b"1", b"two\nlines", b"3"]), (4, TWO)]


@pytest.mark.parametrize("end", [b'"1","tw', b'"1"', b'"1","two', b'"1","two","3'])
def test_a_file_that_ends_in_the_middle_of_a_row_says_so(end: bytes) -> None:
    assert _read(HEAD + GOOD + end) == [(2, TWO), (3, Why.CUT_OFF)]


def test_a_line_without_end_is_not_read_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "LONGEST", 100)
    assert _read(HEAD + b"x" * 1000 + b"\n" + GOOD) == [(2, Why.LONG), (3, TWO)]
    assert _read(HEAD + b'"1","two' + b"\n" + b"x" * 1000 + b"\n" + GOOD) == [(2, Why.QUOTES), (3, Why.LONG), (4, TWO)]


def test_an_empty_file_has_no_header() -> None:
    assert Rows(io.BytesIO(b"")).header() == []
    assert Rows(io.BytesIO(b"\r\n\r\n")).header() == []


def test_what_is_no_text_has_one_column_and_no_traceback() -> None:
    assert Rows(io.BytesIO(b"\x00\xff\x89" * 200_000)).header() == ["\ufffd" * 40]
