"""Somebody from outside opens an account to keep a listing: by a letter to their own address, and nobody learns whose is known."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from stillwater.demo.people import House
from stillwater.notify.models import Delivery
from stillwater.people.actions.outsiders import token_of
from stillwater.people.models import Person

pytestmark = pytest.mark.django_db
NEW = {"name": "Lou Hart", "password": "a long evening by the lake", "time_zone": "America/Denver"}


def _ask(email: str) -> Any:
    return Client().post(reverse("listing_account"), {"email": email})


def _link() -> str:
    text = Delivery.objects.get().text
    return re.search(r"(/listings/account/\S+)", text)[1]  # type: ignore[index]


def test_a_letter_opens_an_account_that_keeps_listings_and_nothing_else(house: House, clock: datetime) -> None:
    assert "A letter is on its way" in _ask("Lou@hart.example").content.decode()
    link, lou = _link(), Client()
    assert lou.get(link).status_code == 200
    assert lou.post(link, NEW)["Location"] == reverse("listings_mine")
    assert lou.get(reverse("listings_mine")).status_code == 200
    assert lou.get(reverse("board")).status_code == 404
    assert lou.get(reverse("today")).status_code == 404
    assert Person.objects.get(email="lou@hart.example").name == "Lou Hart"
    again = Client().post(link, NEW | {"name": "Somebody else"})
    assert again["Location"] == reverse("account_login"), "the link opens one account"


def test_whoever_comes_to_claim_a_listing_without_an_account_is_shown_the_way_to_one(house: House) -> None:
    asked = {
        at: Client().get(at, follow=True).content.decode() for at in ("/listings", "/find/cedar-house/claim", "/today")
    }
    assert [at for at, page in asked.items() if reverse("listing_account") in page] == [
        "/listings",
        "/find/cedar-house/claim",
    ]
    assert [at for at, page in asked.items() if "Accounts open by invitation" in page] == ["/today"]


def test_whoever_asks_learns_nothing_about_whose_address_is_known(house: House, clock: datetime) -> None:
    known, unknown = (
        re.sub(r'value="[^"]{40,}"', "", _ask(each).content.decode())
        for each in ("ada@cedar.example", "nobody@hart.example")
    )
    assert known == unknown
    assert "/listings/account/" not in Delivery.objects.get(to_address="ada@cedar.example").text


def test_an_old_or_a_forged_link_opens_nothing(house: House, clock: datetime) -> None:
    link = reverse("listing_account_open", args=[token_of("lou@hart.example", clock)])
    with time_machine.travel(clock + timedelta(days=1, minutes=1), tick=False):
        assert Client().get(link).status_code == 404
    assert Client().get(link[:-3] + "abc").status_code == 404


def test_letters_are_few(house: House, clock: datetime) -> None:
    for _again in range(3):
        _ask("lou@hart.example")
    assert Delivery.objects.count() == 1, "one a day to an address"
    answers = [_ask(f"lou{number}@hart.example").status_code for number in range(12)]
    assert answers[-1] == 422
    assert Delivery.objects.count() <= 10


def test_a_weak_password_is_refused_and_the_name_is_kept(
    house: House, clock: datetime, browser_of: Callable[..., Client]
) -> None:
    link = reverse("listing_account_open", args=[token_of("lou@hart.example", clock)])
    answer = Client().post(link, NEW | {"password": "lake"})
    assert answer.status_code == 422
    assert 'value="Lou Hart"' in answer.content.decode()
    assert browser_of("priya").get(link).status_code == 404
