"""Corrections, reports and removals: asked by anybody, answered in time, and honoured for good."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from stillwater.audit.models import Event
from stillwater.audit.queries import broken
from stillwater.directory.actions import answering, requests
from stillwater.directory.actions.answering import Decision, Over, decide, due, keep, show_again
from stillwater.directory.actions.claiming import ask as ask_claim
from stillwater.directory.actions.listings import WasRemoved, publish, say
from stillwater.directory.actions.log import VISITOR
from stillwater.directory.actions.requests import Asked, TooMany, ask, remove_own
from stillwater.directory.models import Change, Claim, Listing, Location, Photo, Removal, Request, Steward, Verification
from stillwater.directory.queries.log import Part, entries
from stillwater.directory.queries.removals import Removed, is_removed
from stillwater.directory.queries.searching import columns
from stillwater.directory.rules.claiming import Way
from stillwater.directory.rules.fields import Source, Unusable
from stillwater.directory.rules.requests import MOST_A_DAY_LISTING, MOST_A_DAY_SENDER, MOST_BY_SILENCE, Kind, Role
from stillwater.notify.actions import send_due
from stillwater.notify.models import Delivery
from stillwater.people.access import NotYours
from stillwater.people.models import Person
from tests.directory.claimed import account, listing, moderator
from tests.directory.listed import listed

pytestmark = pytest.mark.django_db
HERE = "203.0.113.9"
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture(autouse=True)
def nobody_has_asked(db: None) -> None:
    cache.clear()


@pytest.fixture
def cedar() -> Listing:
    return listing(npi="1234567893", place={"direct_phone": "303-555-0143"})


@pytest.fixture
def ira() -> Person:
    return moderator("ira")


def _asked(cedar: Listing, at: datetime, kind: Kind = Kind.REMOVAL, sender: str = HERE, **more: Any) -> Request:
    more = {"says": "It says so.", **more} if kind is not Kind.REMOVAL else more
    asked = Asked(kind=kind, role=more.pop("role", Role.PROVIDER), **more)
    return ask(listing_id=cedar.id, asked=asked, sender=sender, at=at)


def _kept(cedar: Listing, person: Person, at: datetime) -> None:
    Steward.objects.create(listing=cedar, person=person, since_at=at)


def _everything() -> str:
    """Every stored word of the directory, the audit and the letters."""
    tables = (Listing, Location, Photo, Change, Request, Claim, Verification, Removal, Event, Delivery)
    return " ".join(str(list(each._default_manager.values())) for each in tables)


# Asking


def test_a_correction_is_kept_with_a_role_and_no_name_until_its_day(cedar: Listing, at: datetime) -> None:
    made = _asked(cedar, at, Kind.CORRECTION, role=Role.PATIENT, field="price_low", says="It is $400 now.", why=SCRIPT)
    assert (made.role, made.answer_due_at, made.email) == ("patient", at + timedelta(days=14), "")
    assert made.why == SCRIPT  # kept as words; the page escapes it
    assert HERE not in _everything()


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"kind": Kind.REPORT, "says": " "}, ("says", "missing")),
        ({"kind": Kind.REPORT, "says": "x" * 2001}, ("says", "long")),
        ({"kind": Kind.CORRECTION, "field": "verified"}, ("field", "choice")),
        ({"kind": Kind.CORRECTION, "field": "staff", "says": "DEA AB1234563"}, ("says", "dea")),
        ({"kind": Kind.REMOVAL, "email": "nobody"}, ("email", "email")),
        ({"kind": Kind.REMOVAL, "email": "a@b.example, c@d.example"}, ("email", "email")),
        ({"kind": Kind.REMOVAL, "email": "a@b.example\nBcc: c@d.example"}, ("email", "email")),
    ],
)
def test_what_cannot_be_asked_is_named(cedar: Listing, at: datetime, more: dict[str, Any], wrong: Any) -> None:
    with pytest.raises(Unusable) as refused:
        _asked(cedar, at, **more)
    assert (refused.value.key, refused.value.why) == wrong
    assert not Request.objects.exists()


def test_one_sender_asks_so_much_a_day_and_moving_within_a_household_does_not_help(at: datetime) -> None:
    many = [listing(f"l{n}") for n in range(MOST_A_DAY_SENDER + 1)]
    for place, each in enumerate(many[:-1]):
        _asked(each, at, sender=f"2001:db8:1:2::{place:x}")
    with pytest.raises(TooMany) as refused:
        _asked(many[-1], at, sender="2001:db8:1:2:ffff::1")
    assert refused.value.whose == "sender"
    _asked(many[-1], at + timedelta(days=1), sender="2001:db8:1:2:ffff::1")


def test_a_flood_of_reports_keeps_nobody_from_being_removed(cedar: Listing, at: datetime) -> None:
    for place in range(MOST_A_DAY_LISTING):
        _asked(cedar, at, Kind.REPORT, sender=f"203.0.113.{place}")
    with pytest.raises(TooMany) as refused:
        _asked(cedar, at, Kind.REPORT, sender="198.51.100.7")
    assert refused.value.whose == "listing"
    _asked(cedar, at, sender="198.51.100.7")


def test_moderators_hear_once_a_day_that_something_waits_and_read_no_name(
    cedar: Listing, ira: Person, at: datetime
) -> None:
    for _ in range(3):
        _asked(cedar, at, Kind.REPORT, says="Ada Osei was unkind.")
    letter = Delivery.objects.get()
    assert letter.to_address == ira.email
    assert "Ada" not in letter.text


# Answering


def test_a_granted_correction_is_on_the_page_and_in_the_log_as_a_readers(
    cedar: Listing, ira: Person, at: datetime
) -> None:
    made = _asked(cedar, at, Kind.CORRECTION, field="price_low", email="ana@lund.example")
    decide(request_id=made.id, by=ira, decision=Decision(True, "Thank you.", "$400"), at=at)
    cedar.refresh_from_db()
    assert cedar.facts["price_low"] == {"value": 400, "on": "2026-11-20", "by": "reader"}
    assert cedar.recheck_date is not None
    (entry,) = entries(at=at)
    assert (entry.role, entry.parts) == ("reader", (Part("changed", "price_low", 350, 400),))
    with pytest.raises(Over):
        decide(request_id=made.id, by=ira, decision=Decision(False, "No."), at=at)


def test_a_correction_of_an_address_goes_to_that_address_and_a_wrong_value_is_named(
    cedar: Listing, ira: Person, at: datetime
) -> None:
    made = _asked(cedar, at, Kind.CORRECTION, field="direct_phone", says="303 555 0188")
    with pytest.raises(Unusable):
        decide(request_id=made.id, by=ira, decision=Decision(True, "Yes.", "call us"), at=at)
    second = Location.objects.create(listing=cedar, facts={}, position=1)
    with pytest.raises(Unusable) as refused:
        decide(request_id=made.id, by=ira, decision=Decision(True, "Yes.", "303 555 0188"), at=at)
    assert refused.value.key == "location"
    decision = Decision(True, "Yes.", "303 555 0188", location_id=second.id)
    decide(request_id=made.id, by=ira, decision=decision, at=at)
    second.refresh_from_db()
    assert second.facts["direct_phone"]["value"] == "303 555 0188"
    line = Change.objects.get()
    assert (line.field, line.before, line.after) == ("direct_phone", None, None)  # a number is never in the log


def test_an_email_for_the_answer_is_gone_once_the_answer_is_sent(
    cedar: Listing, ira: Person, at: datetime, mailoutbox: list[Any]
) -> None:
    made = _asked(cedar, at, Kind.REPORT, email="ana@lund.example", says="Rude.")
    decide(request_id=made.id, by=ira, decision=Decision(False, "We asked them."), at=at)
    made.refresh_from_db()
    assert (made.email, made.says) == ("", "")
    send_due(at=at)
    letter = next(each for each in mailoutbox if each.to == ["ana@lund.example"])
    assert "We asked them." in letter.body
    assert "Cedar" not in letter.subject + letter.body
    assert "ana@lund.example" not in _everything()


def test_only_a_moderator_answers_and_not_about_their_own_listing(cedar: Listing, ira: Person, at: datetime) -> None:
    made = _asked(cedar, at, Kind.REPORT)
    with pytest.raises(NotYours):
        decide(request_id=made.id, by=account("mallory"), decision=Decision(True, "Yes."), at=at)
    _kept(cedar, ira, at)
    with pytest.raises(NotYours):
        decide(request_id=made.id, by=ira, decision=Decision(False, "All is well."), at=at)


def test_a_reported_listing_is_hidden_and_shown_again_by_a_moderator(cedar: Listing, ira: Person, at: datetime) -> None:
    made = _asked(cedar, at, Kind.REPORT)
    decide(request_id=made.id, by=ira, decision=Decision(True, "Hidden for now.", hides=True), at=at)
    cedar.refresh_from_db()
    assert cedar.hidden_why == "moderator"
    assert [(each.parts[0].kind, each.name, each.slug) for each in entries(at=at)] == [("hidden", "", "")]
    show_again(listing_id=cedar.id, by=ira, at=at)
    cedar.refresh_from_db()
    assert (cedar.hidden_at, cedar.hidden_why) == (None, "")


# Removal


def test_field_complaint_29_somebody_who_asks_is_gone_in_three_days_though_nobody_answers(
    cedar: Listing, at: datetime
) -> None:
    """Scraped, wrong, unremovable listings of clinicians."""
    _asked(cedar, at, email="ada@lund.example")
    assert due(at=at + timedelta(days=3) - timedelta(seconds=1)) == 0
    assert due(at=at + timedelta(days=3)) == 1
    assert due(at=at + timedelta(days=4)) == 0
    cedar.refresh_from_db()
    assert cedar.removed_at == at + timedelta(days=3)
    send_due(at=at + timedelta(days=3))
    for fact in ("Cedar", "cedar", "Osei", "555-01", "555 01", "Larch", "80203", "1234567893", "ada@lund"):
        assert fact not in _everything(), fact
    assert broken() is None


def test_a_removal_survives_the_next_import_and_a_new_listing(cedar: Listing, at: datetime) -> None:
    _asked(cedar, at)
    due(at=at + timedelta(days=3))
    row = {"npi": "1234567893", "phones": ["3035550142"], "name": "CEDAR HOUSE PSYCHIATRY LLC", "zips": ["802031234"]}
    assert is_removed(**row) == Removed().why(**row) == "npi"
    for trait, kind in (
        ({"phones": ["+1 (303) 555-0143"]}, "phone"), ({"website": "http://cedarhouse.example/new"}, "domain"),
        ({"name": "The Cedar House Psychiatry", "zips": ["80203"]}, "name+zip"),
    ):  # fmt: skip
        assert is_removed(**trait) == Removed().why(**trait) == kind
    assert is_removed(npi="1245319599", phones=["3035550199"], name="Cedar House Psychiatry", zips=["80204"]) == ""


def test_a_new_listing_of_somebody_who_was_removed_is_not_published(cedar: Listing, at: datetime) -> None:
    _asked(cedar, at)
    due(at=at + timedelta(days=3))
    with pytest.raises(WasRemoved, match="domain"):
        listed(at, phone="303 555 0199")
    listed(at, name="Lantern", phone="303 555 0199", website="https://lantern.example", email="desk@lantern.example")
    with pytest.raises(WasRemoved):
        publish(listing=cedar, by=VISITOR, source=Source.STEWARD, at=at)


def test_everything_that_bore_a_fact_of_theirs_is_emptied(cedar: Listing, ira: Person, at: datetime) -> None:
    Photo.objects.create(listing=cedar, image=b"face", width=1, height=1, shows="Ada Osei", added_at=at)
    ask_claim(listing_id=cedar.id, person=account("mallory"), way=Way.EMAIL, at=at)
    ask_claim(listing_id=cedar.id, person=account("eve"), way=Way.MODERATORS, words="I am Ada Osei", at=at)
    say(listing=cedar, says={"phone": "303 555 0100", "price_low": 300}, by=VISITOR, source=Source.STEWARD, at=at)
    _asked(cedar, at, Kind.REPORT, says="Ada Osei was late.")
    made = _asked(cedar, at)
    decide(request_id=made.id, by=ira, decision=Decision(True, "You are out."), at=at)
    Delivery.objects.all().delete()  # those of the code are emptied when they are sent
    for fact in ("Cedar", "cedar", "Osei", "555-01", "555 01", "face", "Larch"):
        assert fact not in _everything(), fact
    told = entries(at=at)
    assert told[0].parts == (Part("removed", "", None, None),)
    assert {(each.name, each.slug) for each in told} == {("", "")}
    assert {part for each in told for part in each.parts} == {told[0].parts[0], Part("changed", "", None, None)}
    assert Request.objects.filter(granted_at=None, declined_at=None).count() == 0
    assert Claim.objects.filter(refused_at=None).count() == 0


def test_what_is_removed_is_no_longer_found(cedar: Listing, ira: Person, at: datetime) -> None:
    assert len(columns(at)) == 1
    decide(request_id=_asked(cedar, at).id, by=ira, decision=Decision(True, "You are out."), at=at)
    assert len(columns(at)) == 0


def test_whoever_keeps_a_listing_removes_it_at_once_and_nobody_else(cedar: Listing, at: datetime) -> None:
    ada, mallory = account("ada"), account("mallory")
    _kept(cedar, ada, at)
    with pytest.raises(NotYours):
        remove_own(listing_id=cedar.id, person=mallory, at=at)
    remove_own(listing_id=cedar.id, person=ada, at=at)
    cedar.refresh_from_db()
    assert (cedar.removed_at, cedar.facts, cedar.npi) == (at, {}, "")
    with pytest.raises(NotYours):
        _asked(cedar, at)


def test_a_rival_cannot_have_a_kept_listing_emptied_while_its_keeper_is_away(cedar: Listing, at: datetime) -> None:
    ada = account("ada")
    _kept(cedar, ada, at)
    _asked(cedar, at)
    assert Delivery.objects.get(about_key__startswith="asked:").to_address == ada.email
    later = at + timedelta(days=3)
    assert due(at=later) == 1
    assert due(at=later) == 0
    cedar.refresh_from_db()
    assert (cedar.removed_at, cedar.hidden_why) == (None, "asked")
    with pytest.raises(NotYours):
        keep(listing_id=cedar.id, person=account("mallory"), at=later)
    keep(listing_id=cedar.id, person=ada, at=later)
    cedar.refresh_from_db()
    assert cedar.hidden_at is None
    assert cedar.facts["name"]["value"] == "Cedar House Psychiatry"
    assert Request.objects.get().declined_at == later
    _asked(cedar, later)  # the rival asks again, and again nobody looks
    due(at=later + timedelta(days=3))
    cedar.refresh_from_db()
    assert (cedar.hidden_at, cedar.removed_at) == (None, None)
    assert not Request.objects.filter(granted_at=None, declined_at=None).exists()


def test_a_flood_of_removals_hides_what_is_due_and_destroys_no_more_than_a_days_worth(at: datetime) -> None:
    for place in range(MOST_BY_SILENCE + 3):
        _asked(listing(f"l{place}", phone=f"303-555-01{place:02}"), at, sender=f"203.0.113.{place}")
    due(at=at + timedelta(days=3))
    assert Listing.objects.filter(removed_at__isnull=False).count() == MOST_BY_SILENCE
    assert Listing.objects.filter(hidden_why="asked").count() == 3
    assert not Listing.objects.filter(removed_at=None, hidden_at=None).exists()  # and nobody finds any of them


def test_a_declined_removal_shows_again_what_its_day_had_hidden(cedar: Listing, ira: Person, at: datetime) -> None:
    _kept(cedar, account("ada"), at)
    made = _asked(cedar, at)
    due(at=at + timedelta(days=3))
    decide(request_id=made.id, by=ira, decision=Decision(False, "They keep it."), at=at + timedelta(days=4))
    cedar.refresh_from_db()
    assert cedar.hidden_at is None


def test_a_number_that_a_group_shares_keeps_out_neither_the_group_nor_a_rival(cedar: Listing, at: datetime) -> None:
    one = listing("one", name="Ada Osei", website="https://cedarhouse.example/ada", email=None)
    _kept(one, account("ada"), at)
    remove_own(listing_id=one.id, person=Person.objects.get(email="ada@lund.example"), at=at)
    assert set(Removal.objects.values_list("kind", flat=True)) == {"name+zip"}
    assert is_removed(phones=["3035550142"], website="https://cedarhouse.example") == ""
    assert is_removed(name="Ada Osei, MD", zips=["80203"]) == "name+zip"


def test_the_daily_round_of_an_installation_carries_removals_out(
    cedar: Listing, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stillwater.commands.management.commands import tend

    _asked(cedar, at)
    monkeypatch.setattr(tend, "now", lambda: at + timedelta(days=4))
    tend.once()
    cedar.refresh_from_db()
    assert cedar.removed_at is not None
    assert answering.due(at=at + timedelta(days=4)) == 0
    assert requests.SAYS == 2000
