"""The rows of a spreadsheet's first sheet (XLSX), as text: no more of that form than a plain table needs."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree import ElementTree

_FIRST_DAY = date(1899, 12, 30)
_DAYS = range(20_000, 80_000)  # whole numbers that are days of this and the next century


def rows(book: zipfile.ZipFile) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number. Raises KeyError or ParseError where it is not such a file."""
    shared = _shared(book)
    sheets = sorted(
        (name for name in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)), key=_number
    )
    with book.open(sheets[0] if sheets else "xl/worksheets/sheet1.xml") as stream:
        for _, element in ElementTree.iterparse(stream):  # noqa: S314
            if _tag(element) == "row":
                cells: list[str] = []
                for cell in element:
                    place = _column(cell.get("r", "")) if cell.get("r") else len(cells)
                    cells += [""] * (place - len(cells))
                    cells.append(_text(cell, shared))
                yield int(element.get("r") or 0), cells
                element.clear()


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _number(name: str) -> int:
    return int(re.sub(r"\D", "", name))


def _column(reference: str) -> int:
    """AB12 → 27."""
    place = 0
    for letter in re.sub(r"[^A-Z]", "", reference.upper())[:3]:
        place = 26 * place + ord(letter) - 64
    return place - 1


def _shared(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    found = []
    with book.open("xl/sharedStrings.xml") as stream:
        for _, element in ElementTree.iterparse(stream):  # noqa: S314
            if _tag(element) == "si":
                found.append("".join(part.text or "" for part in element.iter() if _tag(part) == "t"))
                element.clear()
    return found


def _text(cell: ElementTree.Element, shared: list[str]) -> str:
    said = "".join(part.text or "" for part in cell.iter() if _tag(part) in ("v", "t"))
    if cell.get("t") == "s":
        return shared[int(said)] if said.isdigit() and int(said) < len(shared) else ""
    if cell.get("t") is None and said.removesuffix(".0").isdigit() and int(said.removesuffix(".0")) in _DAYS:
        return (_FIRST_DAY + timedelta(days=int(said.removesuffix(".0")))).isoformat()
    return said
