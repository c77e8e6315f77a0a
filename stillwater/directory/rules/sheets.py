"""Many listings as one sheet: a row a place, a column a field. What comes back is compared with what is there."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stillwater.directory.rules.fields import BY_KEY, FIELDS, Kind, Unusable, cleaned

LISTING, PLACE = "listing", "place"
COLUMNS = (LISTING, PLACE, *(field.key for field in FIELDS if field.key != PLACE), "place_name")
LONGEST = 2_000_000  # letters
MOST = 5000  # rows


class NoSheet(ValueError):
    """Not a sheet of listings. `why`: long, rows, columns, empty."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Said:
    """One row: which listing and place it names, what it says (None: nothing), and what cannot be used, by column."""

    line: int
    listing: str
    place: str
    says: Mapping[str, Any]
    wrong: Mapping[str, str]


def written(value: Any, kind: Kind) -> str:
    """A value as a cell; one that a spreadsheet would run as a formula begins with an apostrophe."""
    if value is None:
        return ""
    if kind is Kind.HOURS:
        return json.dumps(value, separators=(",", ":"))
    text = (" " if kind is Kind.DAYS else ",").join(value) if isinstance(value, list) else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def column_of(key: str) -> str:
    """The column of a field: the name of a place would have that of its id."""
    return "place_name" if key == PLACE else key


def sheet(rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Iterator[str]:
    """Lines of CSV: listing, place, and what both say."""
    for cells in _lines(rows):
        line = io.StringIO()
        csv.writer(line).writerow(cells)
        yield line.getvalue()


def _lines(rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Iterator[list[str]]:
    yield list(COLUMNS)
    for listing, place, says in rows:
        cells = {column_of(field.key): written(says.get(field.key), field.kind) for field in FIELDS}
        yield [listing, place, *(cells[column] for column in COLUMNS[2:])]


def read(text: str) -> list[Said]:
    """The rows of a sheet, by the names of its columns in any order; one that is not there says nothing. Raises NoSheet."""
    if len(text) > LONGEST:
        raise NoSheet("long")
    reader = csv.DictReader(io.StringIO(text.replace("\x00", "").removeprefix("\ufeff"), newline=""))
    names = [(name or "").strip().lower() for name in reader.fieldnames or []]
    if LISTING not in names or not set(names) & {column_of(key) for key in BY_KEY}:
        raise NoSheet("columns")
    reader.fieldnames = names
    found: list[Said] = []
    for row in reader:
        if len(found) == MOST:
            raise NoSheet("rows")
        found.append(_said(reader.line_num, row))
    if not found:
        raise NoSheet("empty")
    return found


def _said(line: int, row: Mapping[str | None, Any]) -> Said:
    says, wrong = {}, {}
    for key in BY_KEY:
        cell = row.get(column_of(key))
        if cell is None:
            continue
        try:
            says[key] = cleaned(key, _value(str(cell).strip().removeprefix("'"), BY_KEY[key].kind))
        except Unusable as unusable:
            wrong[column_of(key)] = unusable.why
        except ValueError:
            wrong[column_of(key)] = "hours"
    return Said(line, str(row.get(LISTING) or "").strip(), str(row.get(PLACE) or "").strip(), says, wrong)


def _value(cell: str, kind: Kind) -> Any:
    return json.loads(cell) if cell and kind is Kind.HOURS else cell
