"""The register of providers of the United States as its keeper gives it out: the file `npidata_pfile_….csv`, alone or in its
zip, and the separate report of deactivated numbers.

Columns are found by their names, in any order, whatever their case and spaces. Read are who has a number, the place of
practice and its telephone, the taxonomy codes, and the days on which it was given, updated, ended and taken up again. Not read
are mailing addresses, licences, other identifiers, sex, and the names of officials.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from operator import itemgetter

from stillwater.directory.rules.register import Content, Entry, Fault, Unreadable, Who, Why, digits, is_active, is_npi
from stillwater.interop.rows import Rows
from stillwater.interop.taxonomies import Kept

_PRACTICE = "Provider Business Practice Location Address"
NEEDED = (
    "NPI", "Entity Type Code", "Provider Organization Name (Legal Business Name)", "Provider Last Name (Legal Name)",
    "Provider First Name", f"{_PRACTICE} City Name", f"{_PRACTICE} State Name", f"{_PRACTICE} Postal Code",
    "Last Update Date", "NPI Deactivation Date", "Healthcare Provider Taxonomy Code_1",
)  # fmt: skip
_PLAIN = (
    "Entity Type Code", "Provider Organization Name (Legal Business Name)", "Provider Last Name (Legal Name)",
    "Provider First Name", "Provider Middle Name", "Provider Name Suffix Text", "Provider Other Organization Name",
    "Provider Other Last Name", "Provider Other First Name", "Provider First Line Business Practice Location Address",
    "Provider Second Line Business Practice Location Address", f"{_PRACTICE} City Name", f"{_PRACTICE} State Name",
    f"{_PRACTICE} Postal Code", f"{_PRACTICE} Country Code (If outside U.S.)", f"{_PRACTICE} Telephone Number",
    "Provider Enumeration Date", "Last Update Date", "NPI Deactivation Date", "NPI Reactivation Date",
)  # fmt: skip
_MOST = 15
_CODES = tuple(f"Healthcare Provider Taxonomy Code_{n}" for n in range(1, _MOST + 1))
_SWITCHES = tuple(f"Healthcare Provider Primary Taxonomy Switch_{n}" for n in range(1, _MOST + 1))
_BETWEEN = b"\0"  # no row has it
_NOWHERE = -1  # the place of a column that this file lacks: an empty cell that every row is given
_WHO = {"1": Who.PERSON, "2": Who.ORGANISATION}


class NotThisFile(ValueError):
    """A file that is not the register's. Its text says what is wrong and what to do."""


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


class Numbers:
    """The numbers that a file has named so far: one bit each, 25 MB for all that there can be."""

    def __init__(self) -> None:
        self._bits = bytearray(25_000_000)

    def is_new(self, npi: bytes) -> bool:
        place, bit = divmod(int(npi[:9]) - 100_000_000, 8)
        before = self._bits[place]
        self._bits[place] = before | 1 << bit
        return not before >> bit & 1


class Register:
    """The rows of one file. Raises NotThisFile when its header is not the register's."""

    def __init__(self, rows: Rows, kept: Kept) -> None:
        self.rows, self._kept = rows, kept
        names = rows.header()
        if not names:
            raise NotThisFile("The file is empty.")
        places = {_key(name): place for place, name in reversed(list(enumerate(names)))}
        if missing := [name for name in NEEDED if _key(name) not in places]:
            found = ", ".join(name[:40] for name in names[:3])
            raise NotThisFile(
                f"This is not the register's file npidata_pfile: it has no column {', '.join(missing)}. "
                f"Its first columns are {found}."
            )
        self._npi = places[_key("NPI")]
        picked = [places.get(_key(name), _NOWHERE) for name in (*_PLAIN, *_CODES, *_SWITCHES)]
        self._picked, rows.last = itemgetter(*picked), max(self._npi, *picked)
        self._seen = Numbers()

    def read(self, after: int = 0) -> Iterator[tuple[int, Entry | Fault]]:
        """Each row after line `after`, in order, with the number of its last line. What stands before is only looked at for its
        numbers. (The cells of a row are let go before the next: a thousand rows of them would not stay in a processor's cache.)
        """
        for row in self.rows:
            if row.fault is not None:
                if row.last > after:
                    yield row.last, row.fault
                continue
            cells, npi = row.cells, row.cells[self._npi].strip()
            if not is_npi(npi):
                if row.last > after:
                    yield row.last, Fault(row.line, Why.NPI, npi[:60].decode("utf-8", "replace"))
            elif not self._seen.is_new(npi):
                if row.last > after:
                    yield row.last, Fault(row.line, Why.TWICE, npi.decode())
            elif row.last > after:
                cells.append(b"")
                kept = self._picked(cells)
                wanted = self._kept.wants(kept[len(_PLAIN) : -_MOST])
                said = _BETWEEN.join(kept)
                digest = blake2b(said, digest_size=16).hexdigest()
                yield row.last, Entry(row.line, npi.decode(), wanted, digest, said)


def content(entry: Entry) -> Content:
    """What is kept of this row. Raises Unreadable."""
    cells = _texts(entry.said)
    (kind, organisation, last, first, middle, suffix, other, other_last, other_first, street, more, city, state, postal,
     country, phone, *days) = cells[: len(_PLAIN)]  # fmt: skip
    enumerated, updated, deactivated, reactivated = map(_day, days)
    if kind not in ("", *_WHO) or (not kind and not deactivated):
        raise Unreadable(Why.KIND, kind)
    name = organisation if kind == "2" else " ".join(filter(None, (first, middle, last, suffix)))
    if not name and is_active(deactivated, reactivated):
        raise Unreadable(Why.NAMELESS, "")
    other_name = other if kind == "2" else f"{other_first} {other_last}".strip()
    at_home = country.upper() in ("", "US")
    return Content(
        kind=_WHO.get(kind, ""),
        name=name[:200],
        other_name=other_name[:200],
        street=(f"{street}, {more}" if street and more else street or more)[:200],
        city=city[:80],
        state=state.upper()[:40],
        zip=_zip(postal) if at_home else postal[:20],
        phone=phone if len(phone) == 10 and phone.isdigit() else digits(phone)[:20],
        taxonomies=_codes(cells[len(_PLAIN) : -_MOST], cells[-_MOST:]),
        enumerated_date=enumerated,
        updated_date=updated,
        deactivated_date=deactivated,
        reactivated_date=reactivated,
    )


def _texts(joined: bytes) -> list[str]:
    """Each in one line, with single spaces; nearly all are so already."""
    cells = joined.decode().split("\0")
    untidy = (
        b"  " in joined or b" \0" in joined or b"\0 " in joined or b"\t" in joined or b"\n" in joined or b"\r" in joined
    )
    if untidy or joined[:1] == b" " or joined[-1:] == b" ":
        return [" ".join(cell.split()) for cell in cells]
    return cells


def _codes(codes: list[str], switches: list[str]) -> str:
    """Those there are, once each, the primary one first."""
    if not any(codes[1:]):
        return codes[0][:10].upper()
    pairs = [(switch.upper() != "Y", code.upper()) for code, switch in zip(codes, switches, strict=True) if code]
    return ",".join(dict.fromkeys(code[:10] for _, code in sorted(pairs, key=lambda pair: pair[0])))


def _zip(postal: str) -> str:
    first = postal[:5]
    return first if len(first) == 5 and first.isdigit() else "".join(filter(str.isdigit, postal))[:5]


@lru_cache(maxsize=20_000)
def _day(text: str) -> date | None:
    """MM/DD/YYYY, or ISO."""
    if not text:
        return None
    try:
        if len(text) == 10 and text[2] == text[5] == "/":
            return date(int(text[6:]), int(text[:2]), int(text[3:5]))
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise Unreadable(Why.DAY, text[:60]) from None


def deactivations(table: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, str, date] | Fault]:
    """The rows of the report of deactivations: line, number, day. Raises NotThisFile where no row names these two columns."""
    for _, names in table:
        keys = [_key(name) for name in names]
        days = [place for place, key in enumerate(keys) if key.endswith("deactivation date")]
        if "npi" in keys and days:
            yield from _ended(table, keys.index("npi"), days[0])
            return
    raise NotThisFile(
        "This is not the report of deactivated numbers: no row names the columns NPI and … Deactivation Date."
    )


def _ended(table: Iterator[tuple[int, list[str]]], npi: int, day: int) -> Iterator[tuple[int, str, date] | Fault]:
    for line, cells in table:
        if not any(cells):
            continue
        if len(cells) <= max(npi, day):
            yield Fault(line, Why.COLUMNS, " ".join(cells)[:60])
            continue
        number, said = cells[npi].strip(), cells[day].strip()
        try:
            ended = _day(said)
        except Unreadable:
            ended = None
        if not is_npi(number.encode()):
            yield Fault(line, Why.NPI, number[:60])
        elif ended is None:
            yield Fault(line, Why.DAY, said[:60])
        else:
            yield line, number, ended
