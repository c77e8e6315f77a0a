"""A group changes many listings in one sheet: what would change is read before anything does, and nothing of anybody else's is touched."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stillwater.demo.people import House
from stillwater.directory.models import Listing, Steward
from tests.directory.listed import listed

pytestmark = pytest.mark.django_db
BrowserOf = Callable[..., Client]


@pytest.fixture
def priya(house: House, browser_of: BrowserOf, clock: datetime) -> Client:
    """Who keeps two."""
    for name in ("Meadow", "River"):
        hours = [[[540, 1020]]] * 5 + [[], []]
        listing = listed(
            clock, name=name, price_low=400, about="=1+1", here={"hours": hours, "closed_on": ["2026-12-25"]}
        )
        Steward.objects.create(listing=listing, person=house.persons["priya"], since_at=clock)
    return browser_of("priya")


def _sheet(client: Client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(client.get(reverse("listing_table"))).decode())))  # type: ignore[arg-type]


def _sent(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def _bring(client: Client, text: str) -> Any:
    return client.post(reverse("listing_table_edit"), {"sheet": SimpleUploadedFile("my.csv", text.encode())})


def test_a_sheet_that_was_not_changed_changes_nothing(priya: Client) -> None:
    page = _text(_bring(priya, _sent(_sheet(priya))))
    assert "Nothing in this sheet differs" in page
    assert "left as they are" not in page


def test_what_would_change_is_read_before_anything_does(priya: Client) -> None:
    rows = _sheet(priya)
    for row in rows:
        row["price_low"], row["languages"] = "450", "en,es"
    text = _sent(rows)
    page = _text(_bring(priya, text))
    assert "Nothing is changed yet." in page
    assert page.count("<td>450</td>") == 2
    assert Listing.objects.filter(facts__price_low__value=450).count() == 0
    assert priya.post(reverse("listing_table_edit"), {"act": "apply", "text": text}).status_code == 302
    assert Listing.objects.filter(facts__price_low__value=450).count() == 2


def test_a_column_that_is_gone_leaves_its_answers(priya: Client) -> None:
    rows = [{key: row[key] for key in ("listing", "place", "sliding")} | {"sliding": "yes"} for row in _sheet(priya)]
    priya.post(reverse("listing_table_edit"), {"act": "apply", "text": _sent(rows)})
    assert [(each.facts["sliding"]["value"], each.facts["price_low"]["value"]) for each in Listing.objects.all()] == [
        ("yes", 400)
    ] * 2


def test_what_cannot_be_used_is_named_by_its_row_and_the_rest_is_kept(priya: Client) -> None:
    rows = _sheet(priya)
    rows[0]["price_low"], rows[0]["sliding"], rows[1]["hours"] = "cheap", "yes", "nine to five"
    page = _text(_bring(priya, _sent(rows)))
    assert "Row 2, A session costs: Whole dollars, such as 450." in page
    assert "Row 3, Hours: Hours such as 9:00–17:00" in page
    assert "<td>yes</td>" in page


def test_a_listing_of_somebody_else_is_none_of_theirs(priya: Client, clock: datetime) -> None:
    other = listed(clock, name="Elsewhere", price_low=300)
    text = f"listing,place,price_low\n{other.pk},,1\nnobody,,2\n"
    page = _text(_bring(priya, text))
    assert page.count("this is none of your listings") == 2
    priya.post(reverse("listing_table_edit"), {"act": "apply", "text": text})
    other.refresh_from_db()
    assert other.facts["price_low"]["value"] == 300


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "This is not a sheet of listings"), ("a,b\n1,2\n", "This is not a sheet of listings"), ("listing,name\n", "There is no row in it."),
        ("\x00\xff\x00", "This is not a sheet of listings"), ("listing,name\n" + "x,y\n" * 5001, "At most 5,000 rows"),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_said(priya: Client, text: str, said: str) -> None:
    answer = _bring(priya, text or " ")
    assert answer.status_code == 422
    assert said in _text(answer)
