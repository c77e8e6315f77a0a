"""The register: hidden, there to match claims, and never louder than what a person said."""

import ast
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from bench._nppes import npi
from stillwater.directory.actions.register import follow_register
from stillwater.directory.models import Change, Edition, Listing, Location, RegisterImport, RegisterRow, Removal
from stillwater.directory.queries.register import match
from stillwater.directory.queries.removals import digest_of
from stillwater.directory.rules.register import is_npi, same_name

HOUSE = Path(__file__).parent.parent.parent / "stillwater"
FILE_DATE = date(2026, 11, 8)
STEWARD = {"on": "2026-10-01", "by": "steward"}


@pytest.fixture
def row(db: None, at: datetime) -> Callable[..., RegisterRow]:
    """`row(7, city="BOULDER")`: Cedar House in Denver, with these differences."""
    of = RegisterImport.objects.create(
        file_name="npidata_pfile.csv", file_key="k", file_date=FILE_DATE, kept="all", bytes_total=1, begun_at=at
    )

    def make(number: int = 1, **more: Any) -> RegisterRow:
        said = {
            "kind": "organisation", "name": "CEDAR HOUSE PSYCHIATRY LLC", "street": "14 LARKSPUR ST", "city": "DENVER",
            "state": "CO", "zip": "80203", "phone": "3035550142", "digest": "d", "updated_date": date(2025, 6, 1),
        }  # fmt: skip
        return RegisterRow.objects.create(npi=npi(number), seen_in=of, **(said | more))

    return make


@pytest.fixture
def listing(row: Callable[..., RegisterRow], at: datetime) -> Callable[..., Listing]:
    """A listing with the number of `row(1)`, which says nothing but what is given here."""
    row()

    def make(own: Any = None, address: Any = None, **more: Any) -> Listing:
        made = Listing.objects.create(slug="cedar", npi=npi(1), begun_at=at, facts=own or {}, **more)
        Location.objects.create(listing=made, facts=address or {}, latitude=39.7, longitude=-105.0)
        return made

    return make


def _follow(at: datetime, file_date: date = FILE_DATE) -> int:
    with transaction.atomic():
        return follow_register([npi(1)], file_date=file_date, at=at)


def _said(listing: Listing) -> tuple[dict[str, Any], dict[str, Any]]:
    listing.refresh_from_db()
    return listing.facts, listing.locations.get().facts


# A format check, and names


def test_the_check_digit_is_a_format_check() -> None:
    assert is_npi(b"1234567893")
    assert not any(
        map(is_npi, (b"1234567894", b"12345678", b"", b"3234567893", "１２３４５６７８９３".encode(), b"1234-67893"))
    )


@pytest.mark.parametrize(
    ("claimed", "kept", "person", "same"),
    [
        ("Cedar House Psychiatry", "CEDAR HOUSE PSYCHIATRY, LLC", False, True),
        ("Cedar House", "CEDAR HOUSE PSYCHIATRY LLC", False, False),
        ("LLC", "INC", False, False),
        ("Dr. Isolde Alderwick, MD", "ISOLDE QUILL ALDERWICK", True, True),
        ("Isolde Quill Alderwick", "ISOLDE ALDERWICK", True, False),
        ("Alderwick", "ISOLDE ALDERWICK", True, False),
    ],
)
def test_names_of_one_provider(claimed: str, kept: str, person: bool, same: bool) -> None:
    assert same_name(claimed, kept, person=person) is same


# Matching, for claims alone


def test_a_claim_finds_the_one_row_that_fits_all_it_says(row: Callable[..., RegisterRow]) -> None:
    house = row(1)
    row(2, name="LANTERN COLLECTIVE", phone="3035550143")
    assert match(npi=npi(1)) == house
    assert match(npi=npi(1), name="Cedar House Psychiatry", zip="80203-1234", phone="+1 (303) 555-0142") == house
    assert match(phone="303.555.0142", zip="80203") == house
    assert match(name="cedar house psychiatry", zip="80203") == house
    assert match(npi=npi(1), name="Lantern Collective") is None
    assert match(npi=npi(1), phone="3035550143") is None


def test_too_little_or_too_much_matches_nothing(row: Callable[..., RegisterRow]) -> None:
    row(1)
    row(2)
    assert match() is None
    assert match(name="Cedar House Psychiatry") is None
    assert match(zip="80203") is None
    assert match(phone="3035550142") is None
    assert match(phone="3035550142", zip="80203") is None  # two rows have it
    assert match(npi="1234567890") is None
    assert match(npi=f"{npi(1)}'; --") is None


def test_a_number_that_no_longer_stands_matches_nothing(row: Callable[..., RegisterRow]) -> None:
    row(1, deactivated_date=date(2026, 3, 14))
    assert match(npi=npi(1)) is None
    back = row(2, deactivated_date=date(2026, 3, 14), reactivated_date=date(2026, 9, 1))
    assert match(npi=npi(2)) == back


# What a listing takes


def test_gaps_are_filled_and_say_where_from(listing: Callable[..., Listing], at: datetime) -> None:
    made = listing()
    assert _follow(at) == 1
    own, address = _said(made)
    source = {"on": "2026-11-08", "by": "register", "from": "NPPES, file of 2026-11-08"}
    assert own == {
        "name": {"value": "CEDAR HOUSE PSYCHIATRY LLC", **source},
        "phone": {"value": "(303) 555-0142", **source},
    }
    assert {key: fact["value"] for key, fact in address.items()} == {
        "street": "14 LARKSPUR ST", "city": "DENVER", "state": "CO", "zip": "80203",
    }  # fmt: skip
    assert made.edition == Edition.objects.get().number == 1
    assert made.recheck_date == date(2027, 11, 8)
    log = Change.objects.filter(listing=made)
    assert {(each.kind, each.role, each.edition, each.why) for each in log} == {
        ("changed", "register", 1, "NPPES, file of 2026-11-08")
    }
    assert {each.field for each in log} == {"name", "phone", "street", "city", "state", "zip"}
    assert {each.field: each.after for each in log if each.after} == {"state": "CO"}  # the log outlives a listing
    assert made.locations.get().latitude == 39.7


def test_a_second_time_nothing_happens(listing: Callable[..., Listing], at: datetime) -> None:
    listing()
    _follow(at)
    assert _follow(at) == 0
    assert (Edition.objects.get().number, Change.objects.count()) == (1, 6)


def test_what_a_person_said_is_never_overwritten(listing: Callable[..., Listing], at: datetime) -> None:
    for role in ("steward", "clinic", "moderator", "reader"):
        said = {"name": {"value": "Cedar House", "on": "2020-01-01", "by": role}}
        made = listing(own=said, address={"city": {"value": "Lakewood", "on": "2020-01-01", "by": role}})
        _follow(at)
        own, address = _said(made)
        assert own["name"] == said["name"]
        assert list(address) == ["city"], "an address is one statement: no part of it comes from elsewhere"
        assert made.locations.get().latitude == 39.7
        made.npi, made.slug = "", role  # out of the way of the next
        made.save()


def test_a_later_edit_by_a_person_stays_when_the_next_file_comes(listing: Callable[..., Listing], at: datetime) -> None:
    made = listing()
    _follow(at)
    made.refresh_from_db()
    made.facts["phone"] = {"value": "(303) 555-0177", **STEWARD}
    made.save()
    RegisterRow.objects.update(phone="3035550100", city="BOULDER")
    assert _follow(at, date(2026, 12, 13)) == 1
    own, address = _said(made)
    assert own["phone"]["value"] == "(303) 555-0177"
    assert (address["city"]["value"], address["city"]["on"]) == ("BOULDER", "2026-12-13")
    assert [each.field for each in Change.objects.filter(edition=2)] == ["city"]
    assert made.locations.get().latitude is None  # that was the place before


def test_what_a_person_took_out_does_not_come_back(listing: Callable[..., Listing], at: datetime) -> None:
    made = listing()
    for name in ("phone", "street"):
        Change.objects.create(edition=0, listing=made, at=at, role="steward", kind="changed", field=name, before="x")
    _follow(at)
    own, address = _said(made)
    assert ("phone" in own, address) == (False, {})


def test_somebodys_home_is_not_published(listing: Callable[..., Listing], at: datetime) -> None:
    """S27: of one who is no organisation the register may know the home."""
    made = listing()
    RegisterRow.objects.update(kind="person", name="ISOLDE ALDERWICK")
    _follow(at)
    own, address = _said(made)
    assert (set(own), set(address)) == ({"name"}, {"city", "state", "zip"})


def test_a_removed_listing_is_never_touched(listing: Callable[..., Listing], at: datetime) -> None:
    made = listing(removed_at=at)
    assert (_follow(at), _said(made)) == (0, ({}, {}))


def test_nor_one_whose_number_was_removed(listing: Callable[..., Listing], at: datetime) -> None:
    made = listing()
    Removal.objects.create(listing=made, kind="npi", digest=digest_of("npi", npi(1)), at=at)
    assert (_follow(at), _said(made)) == (0, ({}, {}))


def test_a_number_that_ended_says_nothing(listing: Callable[..., Listing], at: datetime) -> None:
    made = listing()
    RegisterRow.objects.update(deactivated_date=date(2026, 3, 14))
    assert (_follow(at), _said(made)) == (0, ({}, {}))


def test_of_several_addresses_none_is_the_registers(listing: Callable[..., Listing], at: datetime) -> None:
    made = listing()
    Location.objects.create(listing=made, facts={})
    _follow(at)
    assert [location.facts for location in made.locations.all()] == [{}, {}]


def test_an_older_file_says_nothing_after_a_newer(listing: Callable[..., Listing], at: datetime) -> None:
    listing()
    _follow(at)
    RegisterRow.objects.update(phone="3035550100")
    assert _follow(at, date(2026, 10, 11)) == 0


def test_what_a_field_cannot_take_is_left_out(listing: Callable[..., Listing], at: datetime) -> None:
    made = listing()
    RegisterRow.objects.update(phone="555", state="COLORADO", name="N" * 190)
    _follow(at)
    own, address = _said(made)
    assert (own, set(address)) == ({}, {"street", "city", "zip"})


# Hidden (S27)


def _mentions(path: Path) -> set[str]:
    """Every module, name and attribute of a Python file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {f"{getattr(node, 'module', '') or ''}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Name | ast.Attribute):
            found.add(node.id if isinstance(node, ast.Name) else node.attr)
    return found


def test_s27_no_public_page_knows_the_register() -> None:
    pages = sorted((HOUSE / "web" / "public").rglob("*.py"))
    assert pages
    for path in pages:
        known = [
            each for each in _mentions(path) if re.search(r"(?i)register(row|import)|\.register\b|nppes|interop", each)
        ]
        assert not known, f"{path}: {known}"
    for path in (HOUSE / "web" / "public").rglob("*.html"):
        assert not re.search(r"(?i)registerrow|nppes\.", path.read_text()), path


def test_s27_few_and_known_files_read_the_registers_tables() -> None:
    known = {
        "directory/models/__init__.py", "directory/models/register.py", "directory/queries/register.py",
        "directory/actions/register.py", "directory/actions/following.py", "directory/actions/bulk.py", "interop/register.py",
    }  # fmt: skip
    found = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if "migrations" not in path.parts and any(re.search(r"Register(Row|Import)$", each) for each in _mentions(path))
    }
    assert found <= known
