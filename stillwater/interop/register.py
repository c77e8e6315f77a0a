"""Taking a file of the register in: in pieces that each hold the database for less than a tenth of a second."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from stillwater.directory.actions import bulk, register
from stillwater.directory.models import RegisterImport
from stillwater.directory.rules.register import Entry, Fault
from stillwater.interop import sources
from stillwater.interop.nppes import NotThisFile, Register, content, deactivations
from stillwater.interop.reports import Report
from stillwater.interop.rows import Rows
from stillwater.interop.taxonomies import Kept

_FEWEST, _MOST = 200, 4000  # rows of one piece
_SETTLED_EVERY = 4  # pieces: about 16 MB
_ENDED_AT_ONCE = 1000


@dataclass(frozen=True)
class Asked:
    """What to take in, and how. `progress(bytes, of, rows)` is told after each piece, `goes_on` asked before the next."""

    file: Path
    kept: Kept
    report: Path | None
    deactivated: Path | None
    clock: Callable[[], datetime]
    progress: Callable[[int, int, int], None]
    goes_on: Callable[[], bool]


class Stopped(Exception):
    """Somebody asked to stop. What is done stays, and the next run of the same file goes on."""


@dataclass(frozen=True)
class Done:
    of: RegisterImport
    went_on_after: int  # the line after which it went on; 0: from the beginning
    report_is_whole: bool


def take_in_file(asked: Asked) -> Done:
    """Take in the file, then the deactivations. Raises NotThisFile, Stopped, register.Overtaken, OSError, or one of
    `sources.BROKEN` where a zip breaks off; whatever it raises, the pieces before are in.
    """
    with sources.opened(asked.file) as source, bulk.room() as aim:
        rows = Register(Rows(source.stream), asked.kept)
        of = register.begin(
            file_key=source.key, file_name=source.name[:255], file_date=source.day, bytes_total=source.bytes,
            kept=str(asked.kept), at=asked.clock(),
        )  # fmt: skip
        went_on_after = of.lines_done
        report = Report(asked.report, after=of.report_bytes, is_first=not went_on_after)
        try:
            asked.progress(of.bytes_done, of.bytes_total, of.rows_done)
            _pieces(rows, of, report, asked, aim)
            if asked.deactivated is not None:
                _deactivated(asked.deactivated, of, report, asked)
        finally:
            report.close()
        register.end(of=of, at=asked.clock())
        asked.progress(source.bytes, source.bytes, of.rows_done)
    return Done(of, went_on_after, report.is_whole)


def _pieces(rows: Register, of: RegisterImport, report: Report, asked: Asked, aim: float) -> None:
    found, size, pieces = rows.read(after=of.lines_done), 500, 0
    while piece := list(islice(found, size)):
        if not asked.goes_on():
            raise Stopped
        reached = register.Reached(piece[-1][0], rows.rows.bytes, of.rows_done + len(piece))
        entries = [each for _, each in piece if isinstance(each, Entry)]
        faults = [each for _, each in piece if isinstance(each, Fault)]
        held = register.take_in(entries, faults, of=of, reached=reached, read=content, report=report, at=asked.clock())
        pieces += 1
        if pieces % _SETTLED_EVERY == 0:
            bulk.settle()
        size = round(min(max(size * aim / max(held, 0.001), size / 2, _FEWEST), 2 * size, _MOST))
        asked.progress(min(reached.bytes, of.bytes_total - 1), of.bytes_total, reached.rows)


def _deactivated(path: Path, of: RegisterImport, report: Report, asked: Asked) -> None:
    key = sources.key_of(path)
    after = of.ended_lines if of.ended_key == key else 0
    found = (each for each in deactivations(sources.table(path)) if each[0] > after)
    while piece := list(islice(found, _ENDED_AT_ONCE)):
        if not asked.goes_on():
            raise Stopped
        faults = [each for each in piece if isinstance(each, Fault)]
        ended = [each for each in piece if not isinstance(each, Fault)]
        register.deactivate(ended, faults, of=of, key=key, lines=piece[-1][0], report=report)


__all__ = ["Asked", "Done", "NotThisFile", "Stopped", "take_in_file"]
