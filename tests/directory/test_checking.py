"""What somebody checked of a listing, shown while it is good."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from stillwater.directory.actions.checking import Checked, record, withdraw
from stillwater.directory.models import Change, Listing, Location, Moderator, Steward, Verification
from stillwater.directory.queries.checking import shown_checks
from stillwater.directory.rules.fields import Unusable
from stillwater.people.access import NotYours
from stillwater.people.models import Person
from tests.directory.claimed import account, listing, moderator

pytestmark = pytest.mark.django_db
LICENCE = Checked(
    what="licence", found="Active, nothing on record", looked_in="Colorado Division of Professions, public look-up",
    by_words="A moderator of this directory", on=date(2026, 11, 4), address="https://apps.example/lookup",
)  # fmt: skip


@pytest.fixture
def cedar() -> Listing:
    return listing()


@pytest.fixture
def ira() -> Person:
    return moderator("ira")


def test_a_check_says_what_where_by_whom_and_until_when(cedar: Listing, ira: Person, at: datetime) -> None:
    made = record(listing_id=cedar.id, by=ira, checked=LICENCE, at=at)
    assert made.expires_date == date(2027, 5, 4)
    assert list(shown_checks(cedar, date(2027, 5, 3))) == [made]
    line = Change.objects.get()
    assert (line.kind, line.role, line.field, line.after) == ("verified", "moderator", "licence", None)
    assert "Ira" not in str(Change.objects.values()) + made.by_words


def test_a_check_that_ran_out_or_was_withdrawn_or_done_again_is_never_shown(
    cedar: Listing, ira: Person, at: datetime
) -> None:
    made = record(listing_id=cedar.id, by=ira, checked=LICENCE, at=at)
    assert not shown_checks(cedar, made.expires_date).exists()
    again = record(listing_id=cedar.id, by=ira, checked=replace(LICENCE, found="Active"), at=at)
    assert list(shown_checks(cedar, at.date())) == [again]
    withdraw(verification_id=again.id, by=ira, at=at)
    assert not shown_checks(cedar, at.date()).exists()
    assert Verification.objects.count() == 2


@pytest.mark.parametrize(
    ("other", "wrong"),
    [
        ({"what": "good"}, ("what", "choice")),
        ({"found": "  "}, ("found", "missing")),
        ({"found": "DEA AB1234563, active"}, ("found", "dea")),
        ({"looked_in": "x" * 201}, ("looked_in", "long")),
        ({"address": ""}, ("address", "missing")),
        ({"address": "javascript:alert(1)"}, ("address", "link")),
        ({"on": date(2026, 11, 21)}, ("on", "day")),
        ({"on": date(2026, 5, 1)}, ("on", "day")),
    ],
)
def test_what_is_wrong_with_a_check_is_named(
    cedar: Listing, ira: Person, at: datetime, other: dict[str, Any], wrong: tuple[str, str]
) -> None:
    with pytest.raises(Unusable) as refused:
        record(listing_id=cedar.id, by=ira, checked=replace(LICENCE, **other), at=at)
    assert (refused.value.key, refused.value.why) == wrong


def test_equipment_is_checked_at_an_address(cedar: Listing, ira: Person, at: datetime) -> None:
    seen = replace(LICENCE, what="emergency", address="", found="Oxygen and a defibrillator, seen")
    made = record(listing_id=cedar.id, by=ira, checked=seen, at=at)
    assert made.location == cedar.locations.get()
    Location.objects.create(listing=cedar, facts={}, position=1)
    with pytest.raises(Unusable) as refused:
        record(listing_id=cedar.id, by=ira, checked=seen, at=at)
    assert refused.value.key == "location"


def test_only_a_moderator_checks_and_nobody_their_own(cedar: Listing, ira: Person, at: datetime) -> None:
    with pytest.raises(NotYours):
        record(listing_id=cedar.id, by=account("mallory"), checked=LICENCE, at=at)
    Steward.objects.create(listing=cedar, person=ira, since_at=at)
    with pytest.raises(Unusable, match="party"):
        record(listing_id=cedar.id, by=ira, checked=LICENCE, at=at)
    Moderator.objects.update(until_at=at + timedelta(days=1))
    with pytest.raises(NotYours):
        record(listing_id=cedar.id, by=ira, checked=LICENCE, at=at)


def test_whoever_runs_the_server_appoints_moderators() -> None:
    def say(*words: str) -> str:
        said = StringIO()
        call_command("moderator", *words, stdout=said, stderr=said)
        return said.getvalue()

    account("june")
    assert "needs two moderators" in say("list")
    assert "june@lund.example" in say("add", "June@lund.example")
    say("add", "june@lund.example")
    assert Moderator.objects.count() == 1
    say("end", "june@lund.example")
    assert "june" not in say("list")
    for words in (["add", "nobody@lund.example"], ["end", "june@lund.example"], ["add"]):
        with pytest.raises(CommandError):
            say(*words)
