"""Tables of deactivated numbers: as a spreadsheet, as text, in a zip; and what is none."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from bench._nppes import npi
from stillwater.directory.rules.register import Why
from stillwater.interop import sources
from stillwater.interop.nppes import NotThisFile, deactivations

SHARED = ("NPPES Deactivated NPI Report", "NPI", "NPPES Deactivation Date", npi(1), "10/05/2026")


def _book() -> bytes:
    """As the register's keeper writes it: a title, the names, then number and day."""
    said = "".join(f"<si><t>{text}</t></si>" for text in SHARED)
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="s"><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3" t="s"><v>4</v></c></row>'
        f'<row r="4"><c r="A4"><v>{npi(2)}</v></c><c r="B4"><v>46300</v></c></row>'
        f'<row r="5"><c r="A5" t="inlineStr"><is><t>{npi(3)}</t></is></c></row>'
    )
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", f"<workbook {space}/>")
        archive.writestr("xl/sharedStrings.xml", f"<sst {space}>{said}</sst>")
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>")
    return made.getvalue()


FOUND = [(3, npi(1), date(2026, 10, 5)), (4, npi(2), date(2026, 10, 5)), (5, Why.COLUMNS, npi(3))]


def test_a_spreadsheet_alone_and_in_a_zip(tmp_path: Path) -> None:
    alone, packed = tmp_path / "NPPES Deactivated NPI Report 20261109.xlsx", tmp_path / "report.zip"
    alone.write_bytes(_book())
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(alone, alone.name)
    assert list(deactivations(sources.table(alone))) == FOUND
    assert list(deactivations(sources.table(packed))) == FOUND


def test_a_table_of_something_else_says_so(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("Name,Town\nCedar House,Denver\n")
    with pytest.raises(NotThisFile, match="NPI and … Deactivation Date"):
        list(deactivations(sources.table(file)))


def test_a_zip_with_nothing_of_it_says_what_is_in_it(tmp_path: Path) -> None:
    packed = tmp_path / "pictures.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("cedar.png", b"x")
    with pytest.raises(NotThisFile, match=r"In it: cedar\.png"), sources.opened(packed):
        pass


def test_the_day_of_a_file_is_the_last_one_in_its_name(tmp_path: Path) -> None:
    file = tmp_path / "npidata_pfile_20261102-20261108.csv"
    file.write_bytes(b"x")
    with sources.opened(file) as source:
        assert source.day == date(2026, 11, 8)
