"""A listing from its first line to its last: what is said, by whom, until when, and who finds it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stillwater.audit.queries import broken
from stillwater.directory.actions import listings
from stillwater.directory.actions.listings import Unfinished
from stillwater.directory.models import Change, Edition, Listing
from stillwater.directory.queries import searching
from stillwater.directory.rules.asking import Asked
from stillwater.directory.rules.fields import Source, Unusable
from stillwater.kit.actor import SYSTEM
from tests.directory.listed import DENVER, HERE, NOON, SAYS, listed

pytestmark = pytest.mark.django_db
BY: Any = {"by": SYSTEM, "source": Source.STEWARD}
DAY = timedelta(days=1)


def _names(asked: Asked | None = None, at: object = NOON) -> set[str]:
    found = searching.found(asked or Asked(), at=at)  # type: ignore[arg-type]
    return {str(Listing.objects.get(pk=hit.listing)) for hit in found.hits}


def test_a_listing_is_found_from_the_moment_it_is_published() -> None:
    listing = listings.begin(says=SAYS, at=NOON, **BY)
    assert _names() == set()
    with pytest.raises(Unfinished) as missing:
        listings.publish(listing=listing, at=NOON, **BY)
    assert missing.value.missing == ["city", "state"]
    listings.add_place(listing=listing, says=HERE, point=DENVER, zone="America/Denver", at=NOON, **BY)
    listings.publish(listing=listing, at=NOON, **BY)
    assert _names(Asked(at=DENVER)) == {"Cedar House"}
    listings.hide(listing=listing, why="asked", at=NOON, **BY)
    assert _names() == set()


def test_a_change_is_found_by_every_process_at_its_next_question() -> None:
    listing = listed()
    held = searching.columns(NOON)
    assert searching.columns(NOON) is held, "nothing changed, nothing is read"
    listings.say(listing=listing, says={"routes": ["spravato"]}, at=NOON, **BY)
    assert _names(Asked(facets=frozenset({"routes.iv"}))) == set()
    assert _names(Asked(facets=frozenset({"routes.spravato"}))) == {"Cedar House"}
    listed(name="Lantern House", point=(40.0, -105.2))
    assert _names(Asked(at=DENVER, miles=50)) == {"Cedar House", "Lantern House"}


def test_one_who_sees_people_by_telehealth_alone_needs_no_address_but_says_where() -> None:
    listing = listings.begin(says=SAYS | {"settings": ["telehealth"]}, at=NOON, **BY)
    with pytest.raises(Unfinished) as missing:
        listings.publish(listing=listing, at=NOON, **BY)
    assert missing.value.missing == ["licensed_in"]
    listings.say(listing=listing, says={"licensed_in": ["CO", "WY"]}, at=NOON, **BY)
    listings.publish(listing=listing, at=NOON, **BY)
    assert _names(Asked(telehealth="WY")) == {"Cedar House"}
    assert _names(Asked(telehealth="UT")) == set()


def test_s27_what_nobody_confirmed_for_too_long_is_no_longer_searched_by() -> None:
    listing = listed(sliding="yes")
    asked = Asked(facets=frozenset({"sliding.yes"}))
    assert _names(asked) == {"Cedar House"}
    assert listing.recheck_date == (NOON.date().replace(month=11)), "six months: it is marked"
    late = NOON + 366 * DAY
    assert _names(asked, late) == set()
    listings.confirm(listing=listing, keys=["sliding"], at=late, **BY)
    assert _names(asked, late) == {"Cedar House"}


def test_a_register_says_nothing_over_what_a_person_said() -> None:
    listing = listed()
    said = listings.say(
        listing=listing,
        says={"name": "CEDAR HOUSE LLC", "about": "A clinic."},
        by=SYSTEM,
        source=Source.REGISTER,
        at=NOON,
    )
    assert said == ["about"]
    assert str(listing) == "Cedar House"
    assert listing.facts["about"]["by"] == "register"


def test_the_public_log_says_what_changed_and_keeps_nobodys_number() -> None:
    listing = listed(price_low=400)
    listings.say(listing=listing, says={"price_low": 450, "phone": "+1 303 555 0199"}, at=NOON, **BY)
    lines = {line.field: line for line in Change.objects.filter(kind="changed").order_by("edition")}
    assert (lines["price_low"].before, lines["price_low"].after, lines["price_low"].role) == (400, 450, "steward")
    assert (lines["phone"].before, lines["phone"].after) == (None, None)
    assert lines["phone"].edition == Edition.objects.get().number == Listing.objects.get().edition


def test_what_cannot_be_used_changes_nothing() -> None:
    listing = listed()
    number = Edition.objects.get().number
    with pytest.raises(Unusable):
        listings.say(listing=listing, says={"phone": "+1 303 555 0199", "routes": ["smoked"]}, at=NOON, **BY)
    assert Edition.objects.get().number == number
    assert Listing.objects.get().facts["phone"]["value"] == "+1 303 555 0140"


def test_a_listings_number_in_the_register_is_its_keepers_word_and_never_a_readers() -> None:
    listing = listed()
    listings.say(listing=listing, says={"npi": "1234567893"}, by=SYSTEM, source=Source.READER, at=NOON)
    assert Listing.objects.get().npi == ""
    listings.say(listing=listing, says={"npi": "1234567893"}, at=NOON, **BY)
    assert Listing.objects.get().npi == "1234567893"
    listings.say(listing=listing, says={"npi": None}, at=NOON, **BY)
    assert Listing.objects.get().npi == ""


def test_two_of_one_name_have_two_addresses_of_their_own() -> None:
    assert [listed().slug, listed().slug] == ["cedar-house", "cedar-house-2"]


def test_every_act_is_in_the_audit_log() -> None:
    listed()
    assert broken() is None


def test_a_server_reads_the_directory_before_anybody_asks() -> None:
    listed()
    searching.forget()
    searching.read_ahead(NOON)
    with CaptureQueriesContext(connection) as asked:
        assert searching.found(Asked(), at=NOON).total == 1
    assert len(asked) == 0
