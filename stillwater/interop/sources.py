"""Where a file's bytes come from: the file itself, or the one meant inside a zip, which is not unpacked to disk."""

import contextlib
import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO, cast

from stillwater.interop import sheets
from stillwater.interop.nppes import NotThisFile

_PIECE = 1 << 20
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)


@dataclass(frozen=True)
class Source:
    """One file: its stream, how long that is, by what it is known again, and what day it is the state of."""

    stream: BinaryIO
    name: str
    bytes: int
    key: str
    day: date


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Source]:
    """The register's file. Raises NotThisFile or OSError."""
    with contextlib.ExitStack() as stack:
        key, changed = key_of(path), datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
        if zipfile.is_zipfile(path):
            archive = stack.enter_context(zipfile.ZipFile(path))
            member = _member(archive, r"npidata_pfile(?!.*fileheader).*\.csv", r"(?!.*fileheader).*\.csv")
            raw = stack.enter_context(archive.open(member))
            stream = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, raw), _PIECE))
            yield Source(
                stream, member.filename, member.file_size, key, _day(member.filename) or _day(path.name) or changed
            )
            return
        plain = stack.enter_context(io.BufferedReader(path.open("rb", buffering=0), _PIECE))
        if plain.peek(4)[:4] == b"PK\x03\x04":
            raise NotThisFile("This zip does not come to its end. Fetch it again.")
        yield Source(plain, path.name, path.stat().st_size, key, _day(path.name) or changed)


def table(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a small table (CSV, XLSX, or one of them in a zip), with their line numbers."""
    if not zipfile.is_zipfile(path):
        with path.open("rb") as stream:
            yield from _csv(stream)
        return
    with zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" in archive.namelist():
            yield from sheets.rows(archive)
            return
        member = _member(archive, r".*deactivat.*\.(xlsx|csv)", r".*\.(xlsx|csv)")
        with archive.open(member) as stream:
            if member.filename.lower().endswith(".csv"):
                yield from _csv(cast(BinaryIO, stream))
                return
            with zipfile.ZipFile(io.BytesIO(stream.read())) as book:
                yield from sheets.rows(book)


def _csv(stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    lines = (line.decode("utf-8", "replace").replace("\x00", "").removeprefix("\ufeff") for line in stream)
    reader = csv.reader(lines)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as why:
        raise NotThisFile(f"Line {reader.line_num} cannot be read: {why}.") from why


def _member(archive: zipfile.ZipFile, *patterns: str) -> zipfile.ZipInfo:
    for pattern in patterns:
        found = [info for info in archive.infolist() if re.fullmatch(pattern, Path(info.filename).name, re.I)]
        if len(found) == 1 and not found[0].flag_bits & 1:
            return found[0]
        if found:
            names = ", ".join(info.filename for info in found[:5])
            raise NotThisFile(
                f"Which of these is meant, or is it locked with a password: {names}? Name the file itself."
            )
    inside = ", ".join(archive.namelist()[:8]) or "nothing"
    raise NotThisFile(f"The file that is wanted is not in this zip. In it: {inside}.")


def key_of(path: Path) -> str:
    """Of its length, its time, its beginning and its end: a sum of all of nine gigabytes would take longer than the import."""
    found, state = hashlib.sha256(), path.stat()
    found.update(f"{state.st_size} {state.st_mtime_ns} ".encode())
    with path.open("rb") as file:
        found.update(file.read(_PIECE))
        file.seek(max(0, state.st_size - _PIECE))
        found.update(file.read(_PIECE))
    return found.hexdigest()


def _day(name: str) -> date | None:
    """The last day that a file's name names: npidata_pfile_20050523-20261108.csv."""
    for text in reversed(re.findall(r"(?<!\d)20\d{6}(?!\d)", name)):
        with contextlib.suppress(ValueError):
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return None
