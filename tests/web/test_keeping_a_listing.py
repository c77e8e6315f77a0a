"""Somebody keeps a listing: a clinic from its own settings, a practice from its first line; nobody else comes near."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stillwater.demo.people import House
from stillwater.directory.models import Listing, Location, Moderator, Steward
from stillwater.directory.queries.searching import forget
from stillwater.directory.rules.addresses import parts_of
from stillwater.directory.rules.fields import FIELDS
from stillwater.web.public.stewards.forms import ListingForm
from tests.directory.listed import listed

pytestmark = pytest.mark.django_db
BrowserOf = Callable[..., Client]
BEGINS = {
    "how_to_book": "Call.", "who_answers": "Ada", "what_follows": "A call back within two days.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_held() -> Any:
    forget()
    yield
    forget()


def _text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def _of(house: House) -> Listing:
    return Listing.objects.get(of_clinic=house.clinic)


def test_a_clinic_shows_its_listing_from_its_own_settings(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    ada = browser_of("osei")
    assert "Make a listing for Cedar House" in _text(ada.get(reverse("listings_mine")))
    answer = ada.post(reverse("listing_add_clinic"))
    listing = _of(house)
    assert answer["Location"] == reverse("listing_edit", args=[listing.pk])
    assert listing.facts["name"] == {"value": "Cedar House", "on": clock.date().isoformat(), "by": "clinic"}
    place = Location.objects.get(listing=listing)
    assert place.facts["street"]["value"] == "12 Cedar Street"
    page = _text(ada.get(answer["Location"]))
    assert "Before people can find it:" in page
    assert "This address is no more" not in page, "that stands at an address alone"
    assert "This address is no more" in _text(ada.get(reverse("listing_place", args=[listing.pk, place.pk])))
    for group, said in (("begin", BEGINS), ("care", {"routes": ["iv"], "settings": ["clinic"]})):
        assert ada.post(reverse("listing_edit", args=[listing.pk]) + f"?group={group}", said).status_code == 302
    where = {"street": "12 Cedar Street", "city": "Denver", "state": "CO", "zip": "80218"}
    assert ada.post(reverse("listing_place", args=[listing.pk, place.pk]), where).status_code == 302
    shown = ada.post(reverse("listing_show", args=[listing.pk]))
    assert shown["Location"] == reverse("listing", args=["cedar-house"])
    assert "Cedar House" in _text(Client().get(reverse("find"), {"near": "80218"}))


def test_when_the_clinic_changes_its_name_its_listing_says_so(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    ada = browser_of("osei")
    ada.post(reverse("listing_add_clinic"))
    facts = {
        "name": "Cedar and Elm",
        "after_hours_name": "Dr. Osei",
        "after_hours_number": "+1 303 555 0142",
        "watched_words": "On weekdays.",
    }
    assert ada.post(reverse("clinic_settings"), facts).status_code == 302
    assert _of(house).facts["name"]["value"] == "Cedar and Elm"


def test_the_way_to_ones_listings_is_found_without_being_told(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    way = f'href="{reverse("listings_mine")}"'
    ada = browser_of("osei")
    assert way in _text(ada.get(reverse("clinic_settings")))
    assert way in _text(ada.get(reverse("account")))
    assert way not in _text(browser_of("ana").get(reverse("account"))), "a patient keeps none"
    assert reverse("moderation") not in _text(ada.get(reverse("listings_mine")))
    Moderator.objects.create(person=house.persons["osei"], since_at=clock)
    assert reverse("moderation") in _text(ada.get(reverse("listings_mine")))


def test_only_an_owner_makes_the_clinics_listing(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    assert browser_of("maya").post(reverse("listing_add_clinic")).status_code == 404
    assert not Listing.objects.exists()


def test_a_practice_begins_and_nobody_finds_it_before_it_is_proved(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    priya = browser_of("priya")
    priya.post(reverse("listing_add"), {"name": "Raman Counseling"})
    listing = Listing.objects.get()
    assert priya.get(reverse("listing_edit", args=[listing.pk])).status_code == 200
    assert priya.post(reverse("listing_show", args=[listing.pk])).status_code == 404, "not proved"
    assert browser_of("maya").get(reverse("listing_edit", args=[listing.pk])).status_code == 404
    assert not Steward.objects.exists()


def test_what_cannot_be_used_is_said_beside_it_and_nothing_typed_is_lost(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    ada = browser_of("osei")
    ada.post(reverse("listing_add_clinic"))
    listing = _of(house)
    answer = ada.post(
        reverse("listing_edit", args=[listing.pk]) + "?group=cost",
        {"price_low": "about four hundred", "price_includes": "The consult"},
    )
    assert answer.status_code == 422
    page = _text(answer)
    assert "Whole dollars, such as 450." in page
    assert 'value="about four hundred"' in page
    assert "The consult" in page
    assert "price_includes" not in _of(house).facts


def test_hours_are_typed_as_people_write_them(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    ada = browser_of("osei")
    ada.post(reverse("listing_add_clinic"))
    listing = _of(house)
    place = Location.objects.get(listing=listing)
    address = reverse("listing_place", args=[listing.pk, place.pk])
    here = {"city": "Denver", "state": "CO", "zip": "80218"}
    assert (
        ada.post(
            address, here | {"hours_0": "9-12, 13:00 – 17:30", "hours_5": "10.00-14.00", "closed_on": "2026-12-25"}
        ).status_code
        == 302
    )
    place.refresh_from_db()
    assert place.facts["hours"]["value"][0] == [[540, 720], [780, 1050]]
    assert place.facts["hours"]["value"][5] == [[600, 840]]
    assert (place.time_zone, place.latitude is not None) == ("America/Denver", True)
    assert "9:00-12:00, 13:00-17:30" in _text(ada.get(address))
    assert ada.post(address, here | {"hours_0": "17-9"}).status_code == 422


def test_all_of_it_is_confirmed_with_one_touch(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    listing = listed(clock.replace(year=clock.year - 1))
    Steward.objects.create(listing=listing, person=house.persons["priya"], since_at=clock)
    browser_of("priya").post(reverse("listing_confirm", args=[listing.pk]))
    listing.refresh_from_db()
    assert {fact["on"] for fact in listing.facts.values()} == {clock.date().isoformat()}


def test_a_removed_address_is_found_no_more(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    listing = listed(clock)
    Steward.objects.create(listing=listing, person=house.persons["priya"], since_at=clock)
    place = Location.objects.get()
    browser_of("priya").post(reverse("listing_place_close", args=[listing.pk, place.pk]))
    assert "Nobody who is listed" in _text(Client().get(reverse("find"), {"near": "Denver"}))


def test_every_field_takes_back_what_it_shows() -> None:
    """A form that is opened and kept without a change says what was said."""
    facts: dict[str, dict[str, Any]] = {
        "routes": {"value": ["iv", "im"]}, "price_low": {"value": 400}, "accepting_from": {"value": "2026-06-01"},
        "licensed_in": {"value": ["CO", "WY"]}, "closed_on": {"value": ["2026-07-04", "2026-12-25"]},
        "hours": {"value": [[[540, 1020]], [], [], [], [], [], []]}, "website": {"value": "https://cedarhouse.example"}, "rems": {"value": "no"},
    }  # fmt: skip
    form = ListingForm(FIELDS, facts)
    again = ListingForm(
        FIELDS, facts, {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    )
    assert again.is_valid(), again.errors
    assert {key: value for key, value in again.says.items() if value is not None} == {
        key: fact["value"] for key, fact in facts.items()
    }


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "12 Cedar Street, Denver, CO 80203",
            {"street": "12 Cedar Street", "city": "Denver", "state": "CO", "zip": "80203"},
        ),
        (
            "12 Cedar Street, Suite 4, Denver, CO",
            {"street": "12 Cedar Street, Suite 4", "city": "Denver", "state": "CO"},
        ),
        ("12 Cedar Street, Denver", {"street": "12 Cedar Street", "city": "Denver"}),
        ("12 Cedar Street", {"street": "12 Cedar Street"}),
        ("", {}),
    ],
)
def test_an_address_on_one_line_is_read_as_far_as_it_goes(line: str, parts: dict[str, str]) -> None:
    assert parts_of(line) == parts
