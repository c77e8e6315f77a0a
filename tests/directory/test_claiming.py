"""Who gets in as the keeper of a listing, and who does not."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from stillwater.audit.queries import broken
from stillwater.directory.actions import claiming, moderators
from stillwater.directory.actions.claiming import Refused
from stillwater.directory.actions.judging import judge
from stillwater.directory.actions.requests import remove_own
from stillwater.directory.models import Change, Claim, Edition, Listing, Moderator, Steward
from stillwater.directory.queries.claiming import is_steward
from stillwater.directory.rules.claiming import TRIES, Way
from stillwater.directory.tasks import look_for
from stillwater.kit.outside import NotFound
from stillwater.notify.models import Delivery
from stillwater.people.access import NotYours
from stillwater.people.models import Person
from tests.directory.claimed import DESK, account, code_sent, listing, moderator, said

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def cedar() -> Listing:
    return listing()


@pytest.fixture
def ada() -> Person:
    return account("ada")


@pytest.fixture
def mallory() -> Person:
    return account("mallory")


@pytest.fixture
def phones(settings: Any) -> None:
    settings.STILLWATER_PHONE_COMMAND = "/bin/true"


def _ask(cedar: Listing, person: Person, at: datetime, way: Way = Way.EMAIL, **more: str) -> Claim:
    return claiming.ask(listing_id=cedar.id, person=person, way=way, at=at, **more)


def _answer(claim: Claim, code: str, at: datetime) -> Claim:
    return claiming.answer(claim_id=claim.id, person=claim.person, code=code, at=at)


def _refused(do: Any) -> str:
    with pytest.raises(Refused) as refused:
        do()
    return refused.value.why


def _wrong(code: str) -> str:
    return "00000000" if code.replace(" ", "") != "00000000" else "11111111"


# Proof


def test_the_code_that_went_to_the_published_address_makes_its_reader_the_keeper(
    cedar: Listing, ada: Person, at: datetime
) -> None:
    claim = _ask(cedar, ada, at)
    code = code_sent(DESK)
    assert code.replace(" ", "") not in claim.secret_digest
    _answer(claim, f" {code.replace(' ', '-')} ", at + MINUTE)
    assert is_steward(cedar, ada.id)
    line = Change.objects.get()
    assert (line.kind, line.role, line.before, line.after, line.edition) == ("claimed", "steward", None, None, 1)
    assert "Lund" not in str(Change.objects.values())
    cedar.refresh_from_db()
    assert cedar.edition == Edition.objects.get().number == 1
    assert broken() is None


def test_field_complaint_31_the_code_never_goes_to_an_address_that_the_claimant_typed(
    cedar: Listing, mallory: Person, at: datetime
) -> None:
    """pete0585/ketamine-clinics-directory mailed the token to whatever address the claimant typed, and approved it."""
    tried = (
        mallory.email, "desk@cedar-house.example", "desk@cedarhouse.example.evil.example", "desk@evil.example",
        "desk@mail.cedarhouse.example", "desk@cedarhоuse.example", "desk@cedarhouse.example\r\nBcc: m@lund.example",
        "desk@evil.example,desk@cedarhouse.example", "desk%evil.example@cedarhouse.example", "@cedarhouse.example",
    )  # fmt: skip
    for address in tried:
        assert _refused(lambda address=address: _ask(cedar, mallory, at, address=address)) == "not_theirs", address
    assert not Delivery.objects.exists()
    assert not Claim.objects.exists()
    _ask(cedar, mallory, at)
    assert set(Delivery.objects.values_list("to_address", flat=True)) == {DESK}
    assert not Steward.objects.exists()


def test_an_address_at_exactly_the_websites_host_proves_too(cedar: Listing, ada: Person, at: datetime) -> None:
    claim = _ask(cedar, ada, at, address="Ada.Osei@CedarHouse.example")
    _answer(claim, code_sent("ada.osei@cedarhouse.example"), at)
    assert is_steward(cedar, ada.id)


def test_somebody_with_another_gmail_address_is_not_the_clinic_that_publishes_one(ada: Person, at: datetime) -> None:
    own = listing("gmail", email="cedarhouse@gmail.com", website=None)
    assert _refused(lambda: _ask(own, ada, at, address="cedarhouse1@gmail.com")) == "not_theirs"
    assert _ask(own, ada, at).target == "cedarhouse@gmail.com"


def test_an_address_that_a_reader_suggested_or_that_is_too_old_to_be_shown_proves_nothing(
    ada: Person, at: datetime
) -> None:
    suggested = listing("suggested", website=None)
    suggested.facts |= said({"email": "mallory@evil.example"}, by="reader")
    suggested.save()
    old = listing("old", website=None)
    old.facts |= said({"email": DESK}, on=(at - timedelta(days=800)).date())
    old.save()
    for each in (suggested, old):
        assert _refused(lambda each=each: _ask(each, ada, at)) == "not_offered"


def test_a_telephone_gets_its_code_only_where_the_operator_has_set_a_way(
    cedar: Listing, ada: Person, at: datetime, settings: Any
) -> None:
    assert _refused(lambda: _ask(cedar, ada, at, Way.PHONE)) == "not_offered"
    settings.STILLWATER_PHONE_COMMAND = "/bin/true"
    claim = _ask(cedar, ada, at, Way.PHONE)
    _answer(claim, code_sent("+13035550142", "phone"), at)
    assert is_steward(cedar, ada.id)


def test_a_register_entry_is_found_by_the_listings_own_npi_and_proves_by_its_telephone(
    ada: Person, at: datetime, phones: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, str]] = []

    class Register:
        @staticmethod
        def match(**known: str) -> Any:
            asked.append(known)
            return type("Entry", (), {"npi": "1234567893", "phone": "303-555-0177"})()

    monkeypatch.setattr("stillwater.directory.queries.claiming.import_module", lambda name: Register)
    assert _refused(lambda: _ask(listing("no-npi"), ada, at, Way.REGISTER)) == "not_offered"
    assert _refused(lambda: _ask(listing("bad-npi", npi="1234567890"), ada, at, Way.REGISTER)) == "not_offered"
    assert not asked  # a number with a wrong check digit is not even looked up
    claim = _ask(listing("npi", npi="1234567893"), ada, at, Way.REGISTER)
    assert asked[0] == {"npi": "1234567893", "name": "Cedar House Psychiatry", "zip": "80203", "phone": ""}
    assert not Steward.objects.exists()  # the entry alone is nothing
    _answer(claim, code_sent("+13035550177", "phone"), at)
    assert Steward.objects.get().person == ada


# Codes


def test_an_expired_code_gets_nobody_in(cedar: Listing, ada: Person, at: datetime) -> None:
    claim = _ask(cedar, ada, at)
    assert _refused(lambda: _answer(claim, code_sent(DESK), at + timedelta(minutes=30))) == "expired"
    assert not Steward.objects.exists()


def test_five_wrong_codes_end_a_claim_and_the_right_one_comes_too_late(
    cedar: Listing, mallory: Person, at: datetime
) -> None:
    claim = _ask(cedar, mallory, at)
    code = code_sent(DESK)
    said = [_refused(lambda: _answer(claim, _wrong(code), at)) for _ in range(TRIES)]
    assert said == ["wrong"] * (TRIES - 1) + ["tries"]
    assert _refused(lambda: _answer(claim, code, at)) == "over"
    assert not Steward.objects.exists()


def test_brute_force_runs_out_of_codes_for_the_person_and_then_for_the_listing(cedar: Listing, at: datetime) -> None:
    first, second = account("first"), account("second")
    for _ in range(4):
        _ask(cedar, first, at)
    assert _refused(lambda: _ask(cedar, first, at)) == "too_many"
    assert _refused(lambda: _ask(listing("another"), first, at)) == "too_many"
    later = at + timedelta(minutes=31)
    for _ in range(2):
        _ask(cedar, second, later)
    assert _refused(lambda: _ask(cedar, second, later)) == "too_many"
    assert _ask(cedar, second, at + timedelta(days=2)).way == Way.EMAIL


def test_a_code_belongs_to_its_claim_and_its_claimant(
    cedar: Listing, ada: Person, mallory: Person, at: datetime
) -> None:
    claim, old = _ask(cedar, ada, at), code_sent(DESK)
    with pytest.raises(NotYours):
        claiming.answer(claim_id=claim.id, person=mallory, code=old, at=at)
    newer = _ask(cedar, ada, at + MINUTE)
    assert _refused(lambda: _answer(claim, old, at + MINUTE)) == "over"
    if old != code_sent(DESK):
        assert _refused(lambda: _answer(newer, old, at + MINUTE)) == "wrong"


def test_a_code_works_once_and_a_withdrawn_claim_is_over(
    cedar: Listing, ada: Person, mallory: Person, at: datetime
) -> None:
    claim = _ask(cedar, ada, at)
    claiming.withdraw(claim_id=claim.id, person=ada, at=at)
    assert _refused(lambda: _answer(claim, code_sent(DESK), at)) == "over"
    again = _ask(cedar, ada, at + MINUTE)
    _answer(again, code_sent(DESK), at + MINUTE)
    assert _refused(lambda: _answer(again, code_sent(DESK), at + MINUTE)) == "over"
    assert Steward.objects.count() == 1
    assert _refused(lambda: _ask(cedar, ada, at + MINUTE)) == "already"


# Two claimants, and a listing that somebody keeps


def test_with_two_claimants_no_code_gets_anybody_in(cedar: Listing, ada: Person, mallory: Person, at: datetime) -> None:
    first = _ask(cedar, ada, at)
    code = code_sent(DESK)
    second = _ask(cedar, mallory, at)
    assert second.way == Way.MODERATORS
    assert Delivery.objects.filter(about_key=f"once:claim:{second.id}").count() == 0
    assert _refused(lambda: _answer(first, code, at)) == "contested"
    assert not Steward.objects.exists()
    first.refresh_from_db()
    assert (first.way, first.secret_digest) == (Way.MODERATORS, "")


def test_whoever_keeps_a_listing_is_told_and_a_code_no_longer_opens_it(
    cedar: Listing, ada: Person, mallory: Person, at: datetime
) -> None:
    _answer(_ask(cedar, ada, at), code_sent(DESK), at)
    assert _ask(cedar, mallory, at + MINUTE).way == Way.MODERATORS
    letter = Delivery.objects.get(about_key__startswith="contested:")
    assert letter.to_address == ada.email
    assert "Mallory" not in letter.text


def test_a_steward_who_came_while_a_code_was_on_its_way_shuts_it(
    cedar: Listing, ada: Person, mallory: Person, at: datetime
) -> None:
    claim = _ask(cedar, mallory, at)
    Steward.objects.create(listing=cedar, person=ada, since_at=at)  # with the clinic itself
    assert _refused(lambda: _answer(claim, code_sent(DESK), at)) == "contested"
    assert not is_steward(cedar, mallory.id)


def test_nobody_claims_what_was_removed_nor_ends_a_claim_there(
    cedar: Listing, ada: Person, mallory: Person, at: datetime
) -> None:
    Steward.objects.create(listing=cedar, person=ada, since_at=at)
    other = listing("open")
    claim = _ask(other, mallory, at)
    code = code_sent(DESK)
    Steward.objects.create(listing=other, person=ada, since_at=at)
    for each in (cedar, other):
        remove_own(listing_id=each.id, person=ada, at=at)
    assert _refused(lambda: _ask(cedar, mallory, at)) == "removed"
    assert _refused(lambda: _answer(claim, code, at)) == "removed"
    assert not Steward.objects.filter(until_at__isnull=True).exists()


def test_a_listing_that_is_not_published_is_not_there(ada: Person, at: datetime) -> None:
    hidden = listing()
    Listing.objects.update(published_at=None)
    assert _refused(lambda: _ask(hidden, ada, at)) == "removed"


# Moderators


def _judge(claim: Claim, by: Person, at: datetime, grants: bool = True, reason: str = "Spoke with the desk.") -> Claim:
    return judge(claim_id=claim.id, by=by, grants=grants, reason=reason, at=at)


def test_two_moderators_are_two_people_and_neither_is_the_claimant(cedar: Listing, at: datetime) -> None:
    ira, june, kai = moderator("ira"), moderator("june"), moderator("kai")
    claim = _ask(cedar, ira, at, Way.MODERATORS, words="I run the desk.")
    assert _refused(lambda: _judge(claim, ira, at)) == "own"
    _judge(claim, june, at)
    assert not is_steward(cedar, ira.id)
    assert _refused(lambda: _judge(claim, june, at)) == "judged"
    moderators.dismiss(email=june.email, at=at)
    moderators.appoint(email=june.email, at=at)  # the same person once more
    assert _refused(lambda: _judge(claim, june, at)) == "judged"
    assert not is_steward(cedar, ira.id)
    _judge(claim, kai, at)
    assert is_steward(cedar, ira.id)
    assert Change.objects.get().role == "moderator"
    claim.refresh_from_db()
    assert claim.words == ""


def test_one_refusal_refuses_and_needs_a_reason(cedar: Listing, ada: Person, at: datetime) -> None:
    ira, june = moderator("ira"), moderator("june")
    claim = _ask(cedar, ada, at, Way.MODERATORS)
    assert _refused(lambda: _judge(claim, ira, at, reason="  ")) == "no_reason"
    assert _refused(lambda: _judge(claim, ira, at, reason="Their DEA number is ab1234563")) == "dea"
    _judge(claim, ira, at, grants=False)
    assert _refused(lambda: _judge(claim, june, at)) == "over"
    assert not Steward.objects.exists()


def test_a_dismissed_moderators_word_and_a_rivals_do_not_count(
    cedar: Listing, ada: Person, mallory: Person, at: datetime
) -> None:
    ira, june, kai = moderator("ira"), moderator("june"), moderator("kai")
    claim = _ask(cedar, ada, at, Way.MODERATORS)
    rival = _ask(cedar, kai, at, Way.MODERATORS)
    assert _refused(lambda: _judge(claim, kai, at, grants=False)) == "party"
    with pytest.raises(NotYours):
        _judge(claim, mallory, at)
    _judge(claim, ira, at)
    moderators.dismiss(email=ira.email, at=at)
    _judge(claim, june, at)
    assert not is_steward(cedar, ada.id)
    assert Moderator.objects.filter(until_at__isnull=True).count() == 2
    assert rival.way == Way.MODERATORS


# Tokens


def _looked(claim: Claim, at: datetime, texts: list[str], clock: Any) -> list[str]:
    asked: list[str] = []
    clock.setattr("stillwater.kit.clock.now", lambda: at)
    look_for(claim.id, txt=lambda domain: asked.append(domain) or texts, page=lambda host, path: texts[0])
    claim.refresh_from_db()
    return asked


def test_a_token_at_the_domain_proves_and_only_that_of_this_claim(
    cedar: Listing, ada: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = _ask(cedar, ada, at, Way.DNS)
    token = claiming.token_of(claim)
    for texts in (
        ["stillwater-claim="],
        [f"stillwater-claim={token[:-1]}"],
        [f"x stillwater-claim={token}"],
        ["v=spf1 -all"],
    ):
        assert _looked(claim, at, texts, monkeypatch) == ["cedarhouse.example"]
        assert (claim.proved_at, claim.refused_at, claim.refused_why) == (None, None, "not_there")
    _looked(claim, at, ["v=spf1 -all", f"stillwater-claim={token}"], monkeypatch)
    assert is_steward(cedar, ada.id)


def test_a_page_is_read_by_line_and_an_expired_or_contested_token_is_not_looked_for(
    cedar: Listing, ada: Person, mallory: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = _ask(cedar, ada, at, Way.PAGE)
    good = [f"# ours\nstillwater-claim={claiming.token_of(claim)}\n"]
    _looked(claim, at + timedelta(days=8), good, monkeypatch)
    assert not Steward.objects.exists()
    _ask(cedar, mallory, at)
    _looked(claim, at, good, monkeypatch)
    assert not Steward.objects.exists()


def test_a_look_that_fails_says_why_and_looks_are_counted(
    cedar: Listing, ada: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(host: str, path: str) -> str:
        raise NotFound("private")

    claim = _ask(cedar, ada, at, Way.PAGE)
    monkeypatch.setattr("stillwater.kit.clock.now", lambda: at)
    look_for(claim.id, txt=lambda domain: [], page=nobody)
    claim.refresh_from_db()
    assert claim.refused_why == "private"
    for _ in range(20):
        claiming.look_again(claim_id=claim.id, person=ada, at=at)
    assert _refused(lambda: claiming.look_again(claim_id=claim.id, person=ada, at=at)) == "tries"


def test_a_website_on_a_shared_host_offers_no_domain(ada: Person, at: datetime) -> None:
    for slug, site in (("wix", "https://cedarhouse.wixsite.com"), ("fb", "https://facebook.com/cedarhouse")):
        shared = listing(slug, website=site)
        for way in (Way.DNS, Way.PAGE):
            assert _refused(lambda shared=shared, way=way: _ask(shared, ada, at, way)) == "not_offered"
        assert _refused(lambda shared=shared: _ask(shared, ada, at, address="a@facebook.com")) == "not_theirs"


def test_what_a_claimant_writes_is_short_and_holds_no_dea_number(cedar: Listing, ada: Person, at: datetime) -> None:
    assert _refused(lambda: _ask(cedar, ada, at, Way.MODERATORS, words="x" * 1001)) == "long"
    assert _refused(lambda: _ask(cedar, ada, at, Way.MODERATORS, words="DEA AB1234563")) == "dea"
    assert (
        _ask(cedar, ada, at, Way.MODERATORS, words="<script>alert(1)</script>\x00").words == "<script>alert(1)</script>"
    )
