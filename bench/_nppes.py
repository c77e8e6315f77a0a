"""A file like the register's, with all of its columns and nobody real in it, and how fast it is taken in.

    python -m bench._nppes write FILE ROWS [SEED]
    python -m bench._nppes measure FILE [all]

`measure` takes it in twice, into the database that the environment names (STILLWATER_DATA or DATABASE_URL), which must be migrated.
"""

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench._figures import percentile, say

_ADDRESS = (
    "City Name",
    "State Name",
    "Postal Code",
    "Country Code (If outside U.S.)",
    "Telephone Number",
    "Fax Number",
)
HEADER = (
    "NPI", "Entity Type Code", "Replacement NPI", "Employer Identification Number (EIN)",
    "Provider Organization Name (Legal Business Name)", "Provider Last Name (Legal Name)", "Provider First Name",
    "Provider Middle Name", "Provider Name Prefix Text", "Provider Name Suffix Text", "Provider Credential Text",
    "Provider Other Organization Name", "Provider Other Organization Name Type Code", "Provider Other Last Name",
    "Provider Other First Name", "Provider Other Middle Name", "Provider Other Name Prefix Text",
    "Provider Other Name Suffix Text", "Provider Other Credential Text", "Provider Other Last Name Type Code",
    *(f"Provider {line} Line Business Mailing Address" for line in ("First", "Second")),
    *(f"Provider Business Mailing Address {part}" for part in _ADDRESS),
    *(f"Provider {line} Line Business Practice Location Address" for line in ("First", "Second")),
    *(f"Provider Business Practice Location Address {part}" for part in _ADDRESS),
    "Provider Enumeration Date", "Last Update Date", "NPI Deactivation Reason Code", "NPI Deactivation Date",
    "NPI Reactivation Date", "Provider Gender Code",
    *(f"Authorized Official {part}" for part in ("Last Name", "First Name", "Middle Name", "Title or Position", "Telephone Number")),
    *(f"{name}_{n}" for n in range(1, 16) for name in (
        "Healthcare Provider Taxonomy Code", "Provider License Number", "Provider License Number State Code",
        "Healthcare Provider Primary Taxonomy Switch")),
    *(f"Other Provider Identifier{name}_{n}" for n in range(1, 51) for name in ("", " Type Code", " State", " Issuer")),
    "Is Sole Proprietor", "Is Organization Subpart", "Parent Organization LBN", "Parent Organization TIN",
    "Authorized Official Name Prefix Text", "Authorized Official Name Suffix Text", "Authorized Official Credential Text",
    *(f"Healthcare Provider Taxonomy Group_{n}" for n in range(1, 16)), "Certification Date",
)  # fmt: skip
PLACE = {name: place for place, name in enumerate(HEADER)}

_CODES = (
    "2084P0800X", "207L00000X", "363LP0808X", "207Q00000X", "207R00000X", "261QM0801X", "1041C0700X", "103TC0700X",  # kept
    "122300000X", "111N00000X", "225100000X", "333600000X", "152W00000X", "332B00000X", "183500000X", "390200000X",  # not
)  # fmt: skip
_FIRST = ("Adaline", "Bertram", "Corisande", "Dunstan", "Elspeth", "Fenwick", "Gwenllian", "Hollis", "Isolde", "Jasper")
_LAST = ("Alderwick", "Brambleby", "Castellane", "Dunmarrow", "Elverstone", "Farthingale", "Greystoke", "Hartsease")
_PLACES = (("DENVER", "CO", "80203"), ("BOULDER", "CO", "80302"), ("PORTLAND", "OR", "97205"), ("AUSTIN", "TX", "78701"),
           ("MADISON", "WI", "53703"), ("TAMPA", "FL", "33602"), ("ALBANY", "NY", "12207"), ("FRESNO", "CA", "93721"))  # fmt: skip
_KINDS = ("PSYCHIATRY", "WELLNESS", "FAMILY MEDICINE", "ANESTHESIA", "COUNSELING", "DENTAL", "REHABILITATION")


def npi(number: int) -> str:
    """The number-th NPI of 200 million, with its check digit. They go about as the register's do: in no order."""
    nine = str(100_000_000 + number * 99_999_989 % 200_000_000)
    doubled = sum(int(digit) for place, each in enumerate(nine) for digit in str(int(each) * (2 - place % 2)))
    return nine + str(-(doubled + 24) % 10)


def rows(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Rows by column name; empty columns left out. One in forty is deactivated, one in three an organisation."""
    dice = random.Random(seed)
    for number in range(count):
        if dice.random() < 0.025:
            yield {"NPI": npi(number), "NPI Deactivation Date": "03/14/2024"}
            continue
        city, state, postal = dice.choice(_PLACES)
        zip_code = f"{int(postal) + dice.randrange(90):05}{dice.randrange(10_000):04}"
        street, phone = (
            f"{dice.randrange(1, 9999)} {dice.choice(_LAST).upper()} ST",
            f"{dice.randrange(201, 989)}55501{dice.randrange(100):02}",
        )
        where = dict(zip(_ADDRESS, (city, state, zip_code, "US", phone, ""), strict=True))
        code, day = (
            dice.choice(_CODES),
            f"{dice.randrange(1, 13):02}/{dice.randrange(1, 29):02}/20{dice.randrange(8, 26):02}",
        )
        row = {
            "NPI": npi(number), "Provider Enumeration Date": "05/23/2007", "Last Update Date": day,
            "Provider First Line Business Mailing Address": street,
            "Provider First Line Business Practice Location Address": street,
            **{f"Provider Business Mailing Address {part}": value for part, value in where.items()},
            **{f"Provider Business Practice Location Address {part}": value for part, value in where.items()},
            "Healthcare Provider Taxonomy Code_1": code, "Provider License Number_1": f"X{dice.randrange(99999)}",
            "Provider License Number State Code_1": state, "Healthcare Provider Primary Taxonomy Switch_1": "Y",
            "Certification Date": day,
        }  # fmt: skip
        if dice.random() < 1 / 3:
            row |= {"Entity Type Code": "2", "Is Organization Subpart": "N",
                    "Provider Organization Name (Legal Business Name)": f"{dice.choice(_LAST).upper()} {dice.choice(_KINDS)} {number} LLC"}  # fmt: skip
        else:
            row |= {"Entity Type Code": "1", "Provider Last Name (Legal Name)": f"{dice.choice(_LAST).upper()}",
                    "Provider First Name": dice.choice(_FIRST).upper(), "Provider Credential Text": "M.D.",
                    "Provider Gender Code": "X", "Is Sole Proprietor": "N"}  # fmt: skip
        yield row


def line(row: Mapping[str, str]) -> str:
    """As the register writes it: every field quoted."""
    cells = [""] * len(HEADER)
    for name, value in row.items():
        cells[PLACE[name]] = value.replace('"', '""')
    return '"' + '","'.join(cells) + '"\r\n'


def write(path: Path, count: int, seed: int = 1) -> None:
    with path.open("w", encoding="utf-8", newline="", buffering=1 << 20) as file:
        file.write('"' + '","'.join(HEADER) + '"\r\n')
        file.writelines(map(line, rows(count, seed)))


@dataclass(frozen=True)
class Measured:
    """One import in a process of its own."""

    rows: int
    seconds: float
    rows_per_s: float
    rss_mb: float
    held_p99_ms: float  # how long a piece held the database
    held_max_ms: float
    counts: dict[str, int]


def measure(path: Path, environment: Mapping[str, str], *, everything: bool = False) -> Measured:
    """Take the file in, in a child process with this environment: a data folder or DATABASE_URL that is migrated."""
    command = [sys.executable, "-m", "bench._nppes", "child", str(path), "all" if everything else "some"]
    home = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, env=dict(environment), cwd=home, stdout=subprocess.PIPE, text=True, check=True)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def _child(path: Path, everything: bool) -> Measured:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillwater.settings")
    import django

    django.setup()
    from django.db import transaction

    from stillwater.interop.register import Asked, take_in_file
    from stillwater.interop.taxonomies import Kept
    from stillwater.kit.clock import now

    held, ends = [0.0], transaction.Atomic.__exit__

    def timed(self: transaction.Atomic, *trouble: object) -> None:
        ends(self, *trouble)  # type: ignore[arg-type]
        held.append(time.perf_counter() - self.began)  # type: ignore[attr-defined]

    begins = transaction.Atomic.__enter__

    def begun(self: transaction.Atomic) -> None:
        begins(self)
        self.began = time.perf_counter()  # type: ignore[attr-defined]

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = begun, timed  # type: ignore[method-assign]
    began = time.perf_counter()
    asked = Asked(path, Kept(None) if everything else Kept(), None, None, now, lambda *_: None, lambda: True)
    of = take_in_file(asked).of
    took = time.perf_counter() - began
    counts = {name: getattr(of, name) for name in ("new", "changed", "unchanged", "refused", "filtered", "deactivated")}
    longest = [round(value * 1000, 1) for value in (percentile(held, 0.99), max(held))]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(of.rows_done, round(took, 2), round(of.rows_done / took), round(peak, 1), *longest, counts)


def main() -> None:
    verb, path = sys.argv[1], Path(sys.argv[2])
    if verb == "write":
        write(path, int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    elif verb == "child":
        print(json.dumps(asdict(_child(path, sys.argv[3] == "all"))))
    else:
        for words in ("first", "again"):
            say(f"{words}: {measure(path, os.environ, everything=len(sys.argv) > 3)}")


if __name__ == "__main__":
    main()
