"""S27: what nobody confirms is marked, then asked about, then no longer shown."""

from datetime import timedelta

import pytest

from stillwater.demo.people import House
from stillwater.directory.actions import listings
from stillwater.directory.actions.ageing import age
from stillwater.directory.models import Change, Listing, Steward
from stillwater.directory.queries import searching
from stillwater.directory.rules.asking import Asked
from stillwater.directory.rules.fields import Source
from stillwater.kit.actor import SYSTEM
from stillwater.notify.models import Delivery
from tests.directory.listed import NOON, listed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _letters() -> list[str]:
    return list(Delivery.objects.order_by("due_at").values_list("text", flat=True))


def test_s27_whoever_keeps_it_is_asked_once_and_again_after_a_month(house: House) -> None:
    listing = listed(price_low=400)
    Steward.objects.create(listing=listing, person=house.persons["priya"], since_at=NOON)
    assert age(at=NOON + 100 * DAY) == 0, "nothing has aged"
    assert age(at=NOON + 185 * DAY) == 1
    assert _letters() == [], "old is only marked"
    age(at=NOON + 280 * DAY)
    (letter,) = _letters()
    assert f"/listings/{listing.pk}" in letter
    assert age(at=NOON + 281 * DAY) == 0


def test_s27_a_listing_whose_core_nobody_confirms_is_hidden_and_comes_back_when_somebody_does(house: House) -> None:
    listing = listed()
    Steward.objects.create(listing=listing, person=house.persons["priya"], since_at=NOON)
    late = NOON + 740 * DAY
    while age(at=late):
        pass
    listing.refresh_from_db()
    assert (listing.hidden_why, searching.found(Asked(), at=late).total) == ("stale", 0)
    assert Change.objects.filter(listing=listing, kind="hidden").exists()
    listings.confirm(listing=listing, keys=None, by=SYSTEM, source=Source.STEWARD, at=late)
    listings.publish(listing=listing, by=SYSTEM, source=Source.STEWARD, at=late)
    assert searching.found(Asked(), at=late).total == 1
    assert Listing.objects.get().recheck_date > late.date()  # type: ignore[operator]
