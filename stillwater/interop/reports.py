"""The report of an import as a CSV file: each row that is kept here or was refused, and why."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from stillwater.directory.rules.register import Told

HEAD = ("line", "npi", "outcome", "why", "value")


class Report:
    """Written piece by piece; `is_first`: nothing was taken in before. `after` is how long it was when the import stopped: what a kill left behind that is cut off, so
    that no row stands in it twice.
    """

    def __init__(self, path: Path | None, *, after: int, is_first: bool) -> None:
        self.is_whole = True
        self._file = None
        if path is None:
            return
        goes_on = after > 0 and path.exists() and path.stat().st_size >= after
        self.is_whole = goes_on or is_first
        self._file = path.open("r+b" if goes_on else "wb")
        if goes_on:
            self._file.truncate(after)
            self._file.seek(after)
        else:
            self._write([HEAD])

    def __call__(self, lines: Sequence[Told]) -> int:
        """Add these; how long it is now."""
        if self._file is None:
            return 0
        self._write([(line, npi, str(outcome), why, _plain(value)) for line, npi, outcome, why, value in lines])
        self._file.flush()
        return self._file.tell()

    def _write(self, lines: Sequence[Sequence[object]]) -> None:
        assert self._file is not None
        text = io.StringIO()
        csv.writer(text).writerows(lines)
        self._file.write(text.getvalue().encode())

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _plain(value: str) -> str:
    """A value that a spreadsheet does not take for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t") else value
