"""The rows of a CSV file of any size, each by itself: one that is broken costs nothing but itself.

A line whose quotes are even and whose columns are as many as the header's is a row. One with an odd quote may go on over some
lines (a quoted newline); where that leads nowhere, that one line is refused and those after it are read again by themselves,
so that a stray quote does not swallow the rest of the file. Nearly all lines of the register are fully quoted and plain: they
are split without the csv module, which takes two thirds of the time, leaves bytes to compare, and gives the same.
"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from stillwater.directory.rules.register import Fault, Why

LONGEST = 1 << 18  # bytes of a line; a row of the register has about 1,500
MOST_LINES = 20  # of one row
SHOWN = 60  # letters of a value that a report shows


class Row(NamedTuple):
    """`last`: the number of its last line. Without cells it is not a row, and `fault` says why."""

    line: int
    last: int
    cells: list[bytes]
    fault: Fault | None = None


class _Line(NamedTuple):
    number: int
    text: bytes
    is_long: bool = False


class Rows:
    """Reads from a binary stream. After `header()`, iterate."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._again = deque[_Line]()
        self._number = self._bytes = 0
        self.width = 0
        self.last = 0  # the last column that anybody wants; what a plain row has after it may stay in one piece

    @property
    def bytes(self) -> int:
        """How many were read so far."""
        return self._bytes

    def header(self) -> list[str]:
        """The names of the columns; [] for an empty file."""
        while (line := self._next()) is not None:
            text = line.text.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\x00", "")
            if text.strip():
                try:
                    names = next(csv.reader([text]))
                except csv.Error:  # nothing that has columns
                    names = [text[:SHOWN]]
                self.width = len(names)
                self.last = self.width - 1
                return names
        return []

    def __iter__(self) -> Iterator[Row]:
        quotes, between, upto = 2 * self.width, self.width - 1, self.last + 1
        while (line := self._next()) is not None:
            number, text, _ = line
            if text.count(b'"') == quotes and text.isascii() and b"\0" not in text:
                body = text.rstrip(b"\r\n")
                if body[:1] == body[-1:] == b'"' and body.count(b'","') == between:
                    yield Row(number, number, body[1:-1].split(b'","', upto))
                    continue
            if text.strip():
                yield self._unusual(line)

    def _next(self) -> _Line | None:
        if self._again:
            return self._again.popleft()
        text = self._stream.readline(LONGEST)
        if not text:
            return None
        self._number += 1
        self._bytes += len(text)
        if len(text) < LONGEST or text.endswith(b"\n"):
            return _Line(self._number, text)
        while more := self._stream.readline(LONGEST):
            self._bytes += len(more)
            if more.endswith(b"\n"):
                break
        return _Line(self._number, text[:SHOWN], is_long=True)

    def _unusual(self, first: _Line) -> Row:
        if first.is_long:
            return self._fault(first, Why.LONG, _shown(first.text))
        lines = [first]
        while sum(line.text.count(b'"') for line in lines) % 2 and len(lines) < MOST_LINES:
            if (line := self._next()) is None or line.is_long:
                if line:
                    self._again.appendleft(line)
                break
            lines.append(line)
        row = self._parsed(lines)
        if row.fault and len(lines) > 1:
            self._again.extendleft(reversed(lines[1:]))
            row = self._fault(first, Why.QUOTES, _shown(first.text))
        return row

    def _parsed(self, lines: list[_Line]) -> Row:
        first, text = lines[0], b"".join(line.text for line in lines)
        cut_off = not lines[-1].text.endswith(b"\n")
        if b"\0" in text:
            return self._fault(first, Why.NUL, _shown(text))
        try:
            cells = next(csv.reader([text.decode("utf-8")], strict=True))
        except UnicodeDecodeError as trouble:
            near = text[max(0, trouble.start - 10) : trouble.end + 10]
            return self._fault(first, Why.UTF8, _shown(near))
        except csv.Error:
            return self._fault(first, Why.CUT_OFF if cut_off else Why.QUOTES, _shown(text))
        if len(cells) != self.width:
            why = Why.CUT_OFF if cut_off and len(cells) < self.width else Why.COLUMNS
            return self._fault(first, why, f"{len(cells)} of {self.width}: {_shown(text)}")
        return Row(first.number, lines[-1].number, [cell.encode() for cell in cells])

    def _fault(self, line: _Line, why: Why, value: str) -> Row:
        return Row(line.number, line.number, [], Fault(line.number, why, value))


def _shown(text: bytes) -> str:
    return text[:SHOWN].decode("utf-8", "backslashreplace").replace("\x00", "\\x00").strip()
