"""The demonstration's directory: something to find, and nobody real in it."""

import re

import pytest

from stillwater.demo.listings import OLD, build_listings, moderator
from stillwater.directory.models import Listing
from stillwater.directory.queries import searching
from stillwater.directory.rules.asking import Asked
from tests.directory.listed import DENVER, NOON

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_places_to_find_and_names_nobody_real() -> None:
    build_listings(NOON, moderator(NOON))
    assert searching.found(Asked(at=DENVER, miles=50), at=NOON).total >= 10
    assert searching.found(Asked(telehealth="WY"), at=NOON).total == 2
    for listing in Listing.objects.all():
        assert re.fullmatch(r"https://[a-z]+\.example", listing.facts["website"]["value"])
        assert re.fullmatch(r"\+1 303 555 01\d\d", listing.facts["phone"]["value"])
    old = Listing.objects.get(slug="meadowlark-infusion")
    assert str(old) in OLD
    assert "price_low" in old.facts
