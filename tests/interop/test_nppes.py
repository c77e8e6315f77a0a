"""The register of providers taken in: by its header's names, once, whatever is wrong with some of its rows."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench._nppes import HEADER, line, npi
from stillwater.directory.actions.register import Overtaken
from stillwater.directory.models import RegisterImport, RegisterRow, Removal
from stillwater.directory.models.listings import Listing
from stillwater.directory.queries.removals import digest_of
from stillwater.interop import register
from stillwater.interop.register import Asked, Done, NotThisFile, Stopped, take_in_file
from stillwater.interop.taxonomies import Kept
from tests.interop.files import NAME, PRACTICE, ended, organisation, person, text, write, zipped

pytestmark = pytest.mark.django_db
COUNTS = ("new", "changed", "unchanged", "refused", "filtered", "deactivated")


@pytest.fixture
def take_in(at: datetime) -> Callable[..., Done]:
    def run(file: Path, **more: Any) -> Done:
        asked = {"kept": Kept(), "report": None, "deactivated": None, "clock": lambda: at,
                 "progress": lambda *_: None, "goes_on": lambda: True}  # fmt: skip
        return take_in_file(Asked(file=file, **(asked | more)))

    return run


def _counts(done: Done) -> dict[str, int]:
    return {name: count for name in COUNTS if (count := getattr(done.of, name))}


def _report(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


def test_what_is_kept_of_a_row(take_in: Callable[..., Done], tmp_path: Path) -> None:
    more = {"Provider Second Line Business Practice Location Address": " SUITE  2 ", "NPI Reactivation Date": "01/02/2020",
            "NPI Deactivation Date": "12/31/2019", "Provider Other Organization Name": "CEDAR HOUSE"}  # fmt: skip
    done = take_in(write(tmp_path, organisation(1, **more), person(2)))
    assert _counts(done) == {"new": 2}
    assert done.of.file_date == date(2026, 11, 8)
    house = RegisterRow.objects.get(npi=npi(1))
    assert (house.kind, house.name, house.other_name) == ("organisation", "CEDAR HOUSE PSYCHIATRY 1 LLC", "CEDAR HOUSE")
    assert (house.street, house.city, house.state) == ("14 LARKSPUR ST, SUITE 2", "DENVER", "CO")
    assert (house.zip, house.phone, house.taxonomies) == ("80203", "3035550142", "2084P0800X,261QM0801X")
    assert (house.enumerated_date, house.updated_date) == (date(2007, 5, 23), date(2025, 6, 1))
    assert (house.deactivated_date, house.reactivated_date) == (date(2019, 12, 31), date(2020, 1, 2))
    somebody = RegisterRow.objects.get(npi=npi(2))
    assert (somebody.kind, somebody.name) == ("person", "ISOLDE Q ALDERWICK")


def test_columns_are_found_by_their_names_in_any_order_and_case(take_in: Callable[..., Done], tmp_path: Path) -> None:
    row = organisation(3)
    names = [*sorted(HEADER, reverse=True), "A Column of 2031"]
    cells = [row.get(name, "") for name in names]
    head = ",".join(f'" {name.upper().replace(" ", "  ")} "' for name in names)
    file = tmp_path / NAME
    file.write_text(f"{head}\n" + ",".join(f'"{cell}"' for cell in cells) + "\n")
    assert _counts(take_in(file)) == {"new": 1}
    kept = RegisterRow.objects.get()
    assert (kept.city, kept.taxonomies) == ("DENVER", "2084P0800X,261QM0801X")
    assert _counts(take_in(write(tmp_path, row, name="other.csv"))) == {"unchanged": 1}


def test_inside_its_zip_nothing_is_unpacked(take_in: Callable[..., Done], tmp_path: Path) -> None:
    done = take_in(zipped(tmp_path, text(organisation(1), organisation(2))))
    assert (_counts(done), done.of.file_name) == ({"new": 2}, NAME)
    assert [path.name for path in tmp_path.iterdir()] == ["NPPES_Data_Dissemination.zip"]


def test_a_zip_or_file_that_is_another_says_what_it_is(take_in: Callable[..., Done], tmp_path: Path) -> None:
    other = tmp_path / "othername_pfile.csv"
    other.write_text('"NPI","Provider Other Organization Name"\n')
    with pytest.raises(NotThisFile, match=r"no column Entity Type Code, .*Its first columns are NPI, Provider Other"):
        take_in(other)
    other.write_bytes(b"")
    with pytest.raises(NotThisFile, match="empty"):
        take_in(other)
    whole = zipped(tmp_path, text(organisation(1))).read_bytes()
    other.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(NotThisFile, match="does not come to its end"):
        take_in(other)
    assert not RegisterRow.objects.exists()
    assert not RegisterImport.objects.exists()


def test_bad_rows_are_named_and_the_rest_is_kept(take_in: Callable[..., Done], tmp_path: Path) -> None:
    whole = line(organisation(90)).encode()
    rows = [
        organisation(1),
        organisation(2) | {"NPI": "1234567890"},  # line 3: the check digit
        organisation(3) | {"NPI": "12345"},
        organisation(4) | {"Last Update Date": "13/45/2025"},
        organisation(5) | {"Entity Type Code": "7"},
        organisation(6) | {"Provider Organization Name (Legal Business Name)": " "},
        organisation(1) | {f"{PRACTICE} City Name": "BOULDER"},  # line 8: a second time
        line(organisation(7)).encode().replace(b"DENVER", b"DEN\x00VER"),
        line(organisation(8)).encode().replace(b"DENVER", b"DEN\xffVER"),
        b'"1","2"\r\n',
        organisation(9) | {f"{PRACTICE} City Name": "GRAND\nLAKE"},  # lines 12 and 13: one row
        organisation(10),
        whole[: len(whole) // 2],  # line 15: cut off
    ]
    done = take_in(write(tmp_path, *rows), report=tmp_path / "report.csv")
    assert _counts(done) == {"new": 3, "refused": 10}
    refused = [row for row in _report(tmp_path / "report.csv")[1:] if row[2] == "refused"]
    assert [(row[0], row[3]) for row in refused] == [
        ("3", "npi"), ("4", "npi"), ("5", "day"), ("6", "kind"), ("7", "nameless"), ("8", "twice"), ("9", "nul"),
        ("10", "utf8"), ("11", "columns"), ("15", "cut_off"),
    ]  # fmt: skip
    assert refused[2][4] == "13/45/2025"
    assert dict(RegisterRow.objects.values_list("npi", "city")) == {
        npi(1): "DENVER",
        npi(9): "GRAND LAKE",
        npi(10): "DENVER",
    }


def test_the_same_file_again_changes_nothing(take_in: Callable[..., Done], tmp_path: Path) -> None:
    file = write(tmp_path, *(organisation(number) for number in range(700)), ended(800))
    first = take_in(file)
    before = list(RegisterRow.objects.order_by("npi").values())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = take_in(file)
    assert (_counts(first), _counts(again)) == ({"new": 700, "filtered": 1}, {"unchanged": 700, "filtered": 1})
    assert list(RegisterRow.objects.order_by("npi").values()) == before
    touched = [
        each["sql"]
        for each in queries
        if "directory_registerrow" in each["sql"] and not each["sql"].startswith("SELECT")
    ]
    assert not touched


def test_the_next_months_file_says_what_changed(take_in: Callable[..., Done], tmp_path: Path) -> None:
    take_in(write(tmp_path, organisation(1), organisation(2), organisation(3), organisation(4)))
    moved = organisation(2) | {f"{PRACTICE} Telephone Number": "3035550199", f"{PRACTICE} City Name": "BOULDER",
                               "Last Update Date": "10/02/2026"}  # fmt: skip
    spaced = organisation(3) | {f"{PRACTICE} City Name": " DENVER "}
    older = organisation(4) | {"Last Update Date": "01/01/2011", f"{PRACTICE} City Name": "PUEBLO"}
    file = write(
        tmp_path, organisation(1), moved, spaced, older, organisation(5), name="npidata_pfile_20050523-20261213.csv"
    )
    done = take_in(file, report=tmp_path / "report.csv")
    assert _counts(done) == {"new": 1, "changed": 1, "unchanged": 2, "refused": 1}
    assert _report(tmp_path / "report.csv") == [
        ["line", "npi", "outcome", "why", "value"],
        ["2", npi(1), "unchanged", "", ""],
        ["3", npi(2), "changed", "city phone updated_date", ""],
        ["4", npi(3), "unchanged", "", ""],
        ["5", npi(4), "refused", "older", "2011-01-01"],
        ["6", npi(5), "new", "", ""],
    ]
    assert RegisterRow.objects.get(npi=npi(4)).city == "DENVER"
    assert set(RegisterRow.objects.exclude(npi=npi(4)).values_list("seen_in", flat=True)) == {done.of.pk}


def test_the_filter_keeps_who_could_give_ketamine_or_sit_with_who_takes_it(
    take_in: Callable[..., Done], tmp_path: Path
) -> None:
    def coded(number: int, *codes: str) -> dict[str, str]:
        names = {f"Healthcare Provider Taxonomy Code_{place}": code for place, code in enumerate(codes, 1)}
        return person(number) | {"Healthcare Provider Taxonomy Code_2": ""} | names

    rows = [
        coded(1, "207L00000X"), coded(2, "363LP0808X"), coded(3, "1041C0700X"), coded(4, "122300000X"),
        coded(5, "333600000X", "390200000X"), coded(6, "122300000X", "208VP0000X"), coded(7, "367500000X"),
    ]  # fmt: skip
    assert _counts(take_in(write(tmp_path, *rows))) == {"new": 5, "filtered": 2}
    assert _counts(take_in(write(tmp_path, *rows, name="b.csv"), kept=Kept(("1223",)))) == {
        "new": 1, "unchanged": 5, "filtered": 1,
    }  # fmt: skip
    assert _counts(take_in(write(tmp_path, *rows, name="c.csv"), kept=Kept(None))) == {"new": 1, "unchanged": 6}


def test_a_number_that_no_longer_stands_keeps_its_days_alone(take_in: Callable[..., Done], tmp_path: Path) -> None:
    take_in(write(tmp_path, organisation(1), organisation(2)))
    done = take_in(write(tmp_path, ended(1), organisation(2), ended(3), name="later.csv"))
    assert _counts(done) == {"deactivated": 1, "unchanged": 1, "filtered": 1}
    row = RegisterRow.objects.get(npi=npi(1))
    assert (row.name, row.street, row.phone, row.deactivated_date) == ("", "", "", date(2026, 3, 14))
    back = organisation(1) | {"NPI Deactivation Date": "03/14/2026", "NPI Reactivation Date": "09/01/2026"}
    assert _counts(take_in(write(tmp_path, back, name="back.csv"))) == {"changed": 1}
    assert RegisterRow.objects.get(npi=npi(1)).city == "DENVER"


def test_the_separate_report_of_deactivations(take_in: Callable[..., Done], tmp_path: Path) -> None:
    file = write(tmp_path, *(organisation(number) for number in range(1, 4)))
    gone = tmp_path / "deactivated.csv"
    gone.write_text(
        "NPPES Deactivated NPI Report,\nNPI,NPPES Deactivation Date\n"
        f"{npi(1)},10/05/2026\n{npi(2)},01/01/2020\n{npi(77)},10/05/2026\n1234567890,10/05/2026\n{npi(3)},soon\n{npi(3)}\n\n"
    )
    done = take_in(file, deactivated=gone, report=tmp_path / "report.csv")
    assert _counts(done) == {"new": 3, "deactivated": 1, "refused": 3}
    row = RegisterRow.objects.get(npi=npi(1))
    assert (row.name, row.deactivated_date) == ("", date(2026, 10, 5))
    assert RegisterRow.objects.get(npi=npi(2)).name  # updated since: the report is the older of the two
    assert _counts(take_in(file, deactivated=gone)) == {"unchanged": 3, "refused": 3}


def test_whoever_was_removed_is_not_brought_back(take_in: Callable[..., Done], tmp_path: Path, at: datetime) -> None:
    take_in(write(tmp_path, organisation(1), organisation(2)))
    listing = Listing.objects.create(slug="gone", npi=npi(1), begun_at=at, removed_at=at)
    Removal.objects.create(listing=listing, kind="npi", digest=digest_of("npi", npi(1)), at=at)
    for name in ("next.csv", "after.csv"):
        assert _counts(take_in(write(tmp_path, organisation(1), organisation(2), name=name))) == {
            "unchanged": 1,
            "filtered": 1,
        }
        assert list(RegisterRow.objects.values_list("npi", flat=True)) == [npi(2)]


@pytest.mark.parametrize("packed", [False, True])
def test_stopped_in_the_middle_it_goes_on_and_doubles_nothing(
    take_in: Callable[..., Done], tmp_path: Path, packed: bool
) -> None:
    rows = [organisation(number) for number in range(1300)]
    rows.insert(3, organisation(1))  # a second time, before the stop
    rows.append(organisation(2))  # and after it
    file = zipped(tmp_path, text(*rows)) if packed else write(tmp_path, *rows)
    report, reached = tmp_path / "report.csv", list[int]()

    def crash(done: int, of: int, count: int) -> None:
        if count:
            reached.append(count)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        take_in(file, report=report, progress=crash)
    assert RegisterRow.objects.count() == reached[0] - 1 > 0
    with report.open("a") as left:
        left.write("4000,half a li")  # as a kill leaves it
    with pytest.raises(Stopped):
        take_in(file, report=report, goes_on=lambda: False)
    done = take_in(file, report=report)
    assert done.went_on_after == reached[0] + 1
    assert (_counts(done), done.of.rows_done) == ({"new": 1300, "refused": 2}, 1302)
    assert done.of.refused_why == {"twice": 2}
    lines = [int(row[0]) for row in _report(report)[1:]]
    assert lines == list(range(2, 1304))
    assert RegisterRow.objects.count() == 1300


def test_a_piece_that_fails_leaves_neither_rows_nor_counts(
    take_in: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stillwater.interop.reports import Report

    def full(self: Report, lines: object) -> int:
        raise OSError("No space left on device")

    file = write(tmp_path, organisation(1))
    with monkeypatch.context() as patched:
        patched.setattr(Report, "__call__", full)
        with pytest.raises(OSError, match="space"):
            take_in(file)
    assert not RegisterRow.objects.exists()
    assert _counts(take_in(file)) == {"new": 1}


def test_two_that_take_in_one_file_do_nothing_twice(take_in: Callable[..., Done], tmp_path: Path) -> None:
    file = write(tmp_path, *(organisation(number) for number in range(1200)))

    def overtaken(*_: int) -> None:
        RegisterImport.objects.filter(rows_done__gt=0).update(lines_done=9999)

    with pytest.raises(Overtaken):
        take_in(file, progress=overtaken)
    assert RegisterRow.objects.count() == 500


def test_stopped_among_the_deactivations_it_goes_on_there(
    take_in: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "_ENDED_AT_ONCE", 2)
    file, gone, report = (
        write(tmp_path, *(organisation(number) for number in range(4))),
        tmp_path / "gone.csv",
        tmp_path / "r.csv",
    )
    gone.write_text("NPI,Deactivation Date\n" + "".join(f"{npi(number)},10/05/2026\n1,x\n" for number in range(4)))
    asked = iter([True, True, True, False])
    with pytest.raises(Stopped):
        take_in(file, deactivated=gone, report=report, goes_on=lambda: next(asked))
    assert RegisterRow.objects.exclude(deactivated_date=None).count() == 2
    done = take_in(file, deactivated=gone, report=report)
    assert _counts(done) == {"new": 4, "deactivated": 4, "refused": 4}
    assert [row[2] for row in _report(report)[1:]] == ["new"] * 4 + ["deactivated", "refused"] * 4


def test_a_report_that_lacks_its_beginning_is_not_called_whole(take_in: Callable[..., Done], tmp_path: Path) -> None:
    file = write(tmp_path, *(organisation(number) for number in range(1200)))
    asked = iter([True, False])
    with pytest.raises(Stopped):
        take_in(file, goes_on=lambda: next(asked))
    done = take_in(file, report=tmp_path / "report.csv")
    assert (done.report_is_whole, len(_report(tmp_path / "report.csv"))) == (False, 701)


def test_another_filter_does_not_go_on_where_this_one_stopped(take_in: Callable[..., Done], tmp_path: Path) -> None:
    file = write(
        tmp_path,
        person(1, **{"Healthcare Provider Taxonomy Code_1": "122300000X", "Healthcare Provider Taxonomy Code_2": ""}),
    )
    with pytest.raises(Stopped):
        take_in(file, goes_on=lambda: False)
    assert _counts(take_in(file, kept=Kept(None))) == {"new": 1}
