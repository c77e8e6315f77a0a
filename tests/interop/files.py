"""Small files like the register's, for tests. Nobody in them is real."""

import zipfile
from pathlib import Path
from typing import Any

from bench._nppes import HEADER, PLACE, line, npi

PRACTICE = "Provider Business Practice Location Address"
NAME = "npidata_pfile_20050523-20261108.csv"


def organisation(number: int, **more: str) -> dict[str, str]:
    return {
        "NPI": npi(number), "Entity Type Code": "2",
        "Provider Organization Name (Legal Business Name)": f"CEDAR HOUSE PSYCHIATRY {number} LLC",
        "Provider First Line Business Practice Location Address": "14 LARKSPUR ST",
        f"{PRACTICE} City Name": "DENVER", f"{PRACTICE} State Name": "CO", f"{PRACTICE} Postal Code": "802031234",
        f"{PRACTICE} Country Code (If outside U.S.)": "US", f"{PRACTICE} Telephone Number": "3035550142",
        "Provider Enumeration Date": "05/23/2007", "Last Update Date": "06/01/2025",
        "Healthcare Provider Taxonomy Code_1": "261QM0801X", "Healthcare Provider Primary Taxonomy Switch_1": "N",
        "Healthcare Provider Taxonomy Code_2": "2084P0800X", "Healthcare Provider Primary Taxonomy Switch_2": "Y",
        **more,
    }  # fmt: skip


def person(number: int, **more: str) -> dict[str, str]:
    names = {
        "Entity Type Code": "1", "Provider Organization Name (Legal Business Name)": "",
        "Provider Last Name (Legal Name)": "ALDERWICK", "Provider First Name": "ISOLDE", "Provider Middle Name": "Q",
    }  # fmt: skip
    return organisation(number) | names | more


def ended(number: int, day: str = "03/14/2026") -> dict[str, str]:
    """As the register gives a number that no longer stands: that, and nothing else."""
    return {"NPI": npi(number), "NPI Deactivation Date": day}


def text(*rows: Any, header: tuple[str, ...] = HEADER) -> bytes:
    """A file's bytes; a row is a dictionary, or what stands there literally."""
    assert len(header) == len(PLACE)
    head = '"' + '","'.join(header) + '"\r\n'
    return head.encode() + b"".join(row if isinstance(row, bytes) else line(row).encode() for row in rows)


def write(folder: Path, *rows: Any, name: str = NAME) -> Path:
    path = folder / name
    path.write_bytes(text(*rows))
    return path


def zipped(folder: Path, content: bytes) -> Path:
    path = folder / "NPPES_Data_Dissemination.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME.replace(".csv", "_fileheader.csv"), '"NPI"\n')
        archive.writestr(NAME, content)
        archive.writestr("othername_pfile_20050523-20261108.csv", '"NPI","Name"\n')
    return path
