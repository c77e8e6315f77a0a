"""The pages about claims, corrections, removals and the public log, and the moderators' own."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from stillwater.directory.actions.answering import due
from stillwater.directory.actions.listings import say
from stillwater.directory.actions.log import VISITOR
from stillwater.directory.models import Claim, Listing, Request, Steward, Verification
from stillwater.directory.rules.fields import BY_KEY, Source
from stillwater.people.models import Person
from stillwater.web.public.claims import words
from tests.directory.claimed import DESK, account, code_sent, listing, moderator
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SCRIPT = "<script>alert('x')</script>"
ATOM = "{http://www.w3.org/2005/Atom}"
FORBIDDEN_RAW = re.compile(r"<script>alert|<img src=x")


@pytest.fixture
def cedar(db: None) -> Listing:
    cache.clear()
    return listing()


def _at(name: str, **known: Any) -> str:
    """The address of a page; without anything known, of one about Cedar House."""
    about = known or ({"slug": "cedar-house"} if name.startswith("listing_") else {})
    return reverse(name, kwargs=about)


def _page(browser: Client, address: str, /, **posted: Any) -> str:
    answer = browser.post(address, posted) if posted else browser.get(address)
    return answer.content.decode()


def _claiming(person: Person, **posted: Any) -> Any:
    return signed_in(person).post(_at("listing_claim"), posted)


# Claiming


def test_somebody_claims_by_the_published_address_and_reads_what_that_says_and_does_not(cedar: Listing) -> None:
    ada = signed_in(account("ada"))
    page = _page(ada, _at("listing_claim"))
    assert DESK in page
    assert "has set up no way to send messages to a telephone" in page
    assert ada.post(_at("listing_claim"), {"act": "begin", "way": "email"}).status_code == 302
    page = _page(ada, _at("listing_claim"))
    assert DESK in page
    assert "five tries" in page
    answer = ada.post(_at("listing_claim"), {"act": "code", "code": code_sent(DESK)}, follow=True)
    assert "You keep this listing now." in answer.content.decode()
    assert "“verified” is another word" in answer.content.decode()
    assert Steward.objects.count() == 1


def test_field_complaint_31_a_typed_address_and_a_look_alike_are_refused_with_the_reason(cedar: Listing) -> None:
    mallory = account("mallory")
    for address in (mallory.email, "desk@cedar-house.example", "desk@cedarhouse.example.evil.example", SCRIPT):
        answer = _claiming(mallory, act="begin", way="email", address=address)
        assert answer.status_code == 422
        assert "only to the address that stands on the listing" in answer.content.decode()
    assert not Claim.objects.exists()


def test_a_wrong_code_and_an_act_that_there_is_not_are_told(cedar: Listing) -> None:
    ada = account("ada")
    assert _claiming(ada, act="code", code="12345678").status_code == 404  # nothing was begun
    assert _claiming(ada, act="begin", way="bribe").status_code == 422
    assert _claiming(ada, act="drop", way="").status_code == 422
    _claiming(ada, act="begin", way="email")
    answer = _claiming(ada, act="code", code=SCRIPT)
    assert answer.status_code == 422
    assert "This is not the code" in answer.content.decode()


def test_a_token_is_shown_with_its_place_and_looked_for_by_a_task(cedar: Listing) -> None:
    ada = signed_in(account("ada"))
    ada.post(_at("listing_claim"), {"act": "begin", "way": "page"})
    page = _page(ada, _at("listing_claim"))
    assert "https://cedarhouse.example/.well-known/stillwater-claim.txt" in page
    token = re.search(r"stillwater-claim=([0-9a-f]{40})", page)
    assert token
    assert token.group(1) not in str(Claim.objects.values())
    ada.post(_at("listing_claim"), {"act": "look"})
    assert DBTaskResult.objects.filter(task_path__endswith="directory.tasks.look").count() == 1
    Claim.objects.update(refused_why="private")
    assert "not on the open network" in _page(ada, _at("listing_claim"))


def test_two_claimants_read_that_no_code_settles_it(cedar: Listing) -> None:
    ada, mallory = signed_in(account("ada")), signed_in(account("mallory"))
    ada.post(_at("listing_claim"), {"act": "begin", "way": "email"})
    code = code_sent(DESK)
    mallory.post(_at("listing_claim"), {"act": "begin", "way": "email"})
    for browser in (ada, mallory):
        answer = browser.post(_at("listing_claim"), {"act": "code", "code": code})
        assert answer.status_code == 422
        assert "two moderators decide" in answer.content.decode()
    assert not Steward.objects.exists()
    mallory.post(_at("listing_claim"), {"act": "withdraw"})
    assert Claim.objects.filter(refused_why="withdrawn").count() == 1


def test_a_removed_listing_and_one_that_is_not_there_open_nothing(cedar: Listing, at: datetime) -> None:
    ada, slug = account("ada"), cedar.slug
    Steward.objects.create(listing=cedar, person=ada, since_at=at)
    browser = signed_in(ada)
    assert browser.post(_at("listing_remove"), {"sure": "on"}).status_code == 302
    cedar.refresh_from_db()
    for old in (slug, cedar.slug, "nowhere"):
        for name in ("listing_claim", "listing_correct", "listing_report", "listing_remove"):
            assert browser.get(_at(name, slug=old)).status_code == 404


# Asking


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("listing_correct", {"field": "price_low", "says": SCRIPT, "why": SCRIPT}),
        ("listing_report", {"says": SCRIPT}),
        ("listing_remove", {"why": SCRIPT}),
    ],
)
def test_anybody_asks_without_an_account_and_script_in_every_field_stays_words(
    cedar: Listing, client: Client, name: str, said: dict[str, str], at: datetime
) -> None:
    answer = client.post(_at(name), {**said, "role": "patient", "email": SCRIPT})
    assert answer.status_code == 422
    assert not FORBIDDEN_RAW.search(answer.content.decode())
    answer = client.post(_at(name), {**said, "role": "patient", "email": "ana@lund.example"}, follow=True)
    made = Request.objects.get()
    assert f"decided by {made.answer_due_at.day} " in answer.content.decode()
    ira = signed_in(moderator("ira"))
    for address in (_at("moderation"), _at("moderation_request", asked=made.id)):
        assert not FORBIDDEN_RAW.search(_page(ira, address))


def test_the_pages_say_who_reads_and_what_if_nobody_does(cedar: Listing, client: Client) -> None:
    assert "Nobody is appointed to read this at present. Your request is carried out" in _page(
        client, _at("listing_remove")
    )
    assert "waits until somebody is" in _page(client, _at("listing_report"))
    moderator("ira")
    assert "Whoever keeps the listing does not hear of it." in _page(client, _at("listing_report"))
    assert "23 November 2026" in _page(client, _at("listing_remove"))
    for name in ("listing_correct", "listing_report", "listing_remove"):
        assert "988" in _page(client, _at(name))  # the crisis strip is on every page


def test_what_is_missing_or_too_much_is_named_beside_its_field(cedar: Listing, client: Client) -> None:
    assert "id_says_error" in _page(client, _at("listing_report"), role="other", says="DEA AB1234563")
    assert (
        "id_role_error" in _page(client, _at("listing_correct"), field="price_low", says="400")
        or Request.objects.count() == 0
    )
    assert client.post(_at("listing_correct"), {"role": "patient", "field": "rank", "says": "1"}).status_code == 422
    for place in range(7):
        answer = client.post(_at("listing_report"), {"role": "other", "says": f"Again {place}"})
    assert answer.status_code == 422
    assert "You have asked a lot today" in answer.content.decode()


def test_whoever_keeps_a_listing_keeps_it_after_its_day_hid_it(cedar: Listing, client: Client, at: datetime) -> None:
    ada = account("ada")
    Steward.objects.create(listing=cedar, person=ada, since_at=at)
    client.post(_at("listing_remove"), {"role": "other"})
    due(at=at + timedelta(days=3))
    assert client.get(_at("listing_remove")).status_code == 404
    browser = signed_in(ada)
    assert "Keep the listing" in _page(browser, _at("listing_remove"))
    assert browser.post(_at("listing_remove"), {}).status_code == 422  # not without saying yes
    assert signed_in(account("mallory")).post(_at("listing_keep")).status_code == 404
    browser.post(_at("listing_keep"))
    assert client.get(_at("listing_remove")).status_code == 200


# The public log


def test_the_log_says_what_changed_by_which_role_and_can_be_followed(
    cedar: Listing, client: Client, at: datetime
) -> None:
    moved = {"price_low": 400, "phone": "303 555 0188", "staff": "Ada Osei"}
    say(listing=cedar, says=moved, by=VISITOR, source=Source.STEWARD, at=at)
    page = _page(client, reverse("directory_changes"))
    assert "Price from: $400, before that $350" in page
    assert "Changed: Telephone, Who works there" in page
    assert "0188" not in page
    answer = client.get(reverse("directory_feed"))
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    assert entries[0].findtext(f"{ATOM}title") == (
        "Cedar House Psychiatry: Price from: $400, before that $350. Changed: Telephone, Who works there"
    )
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "http://testserver/find/cedar-house"


def test_a_removed_listing_is_one_quiet_line(cedar: Listing, client: Client, at: datetime) -> None:
    say(listing=cedar, says={"price_low": 400}, by=VISITOR, source=Source.STEWARD, at=at)
    ada = account("ada")
    Steward.objects.create(listing=cedar, person=ada, since_at=at)
    signed_in(ada).post(_at("listing_remove"), {"sure": "on"})
    for address in (reverse("directory_changes"), reverse("directory_feed")):
        page = _page(client, address)
        assert "A listing was removed" in page
        assert "Cedar" not in page
        assert "$400" not in page


def test_the_log_is_read_in_pages_and_nonsense_is_the_first_page(cedar: Listing, client: Client, at: datetime) -> None:
    for price in range(55):
        say(listing=cedar, says={"price_low": price, "price_high": price}, by=VISITOR, source=Source.STEWARD, at=at)
    page = _page(client, reverse("directory_changes"))
    older = re.search(r"\?before=(\d+)", page)
    assert older
    pages = page + _page(client, f"{reverse('directory_changes')}?before={older.group(1)}")
    assert {int(each) for each in re.findall(r"Price to: \$(\d+)", pages)} == set(
        range(55)
    )  # none is lost between two pages
    for nonsense in ("x", "-1", "²", "9" * 40):
        assert client.get(reverse("directory_changes"), {"before": nonsense, "of": SCRIPT}).status_code == 200


# Moderators


def _judges(name: str) -> Client:
    return signed_in(moderator(name))


def test_two_moderators_read_a_claim_and_decide_it(cedar: Listing) -> None:
    ada = account("ada")
    _claiming(ada, act="begin", way="moderators", words=f"I run the desk. {SCRIPT}")
    claim = Claim.objects.get()
    address = _at("moderation_claim", claim=claim.id)
    ira, june = _judges("ira"), _judges("june")
    page = _page(ira, address)
    assert ada.email in page
    assert not FORBIDDEN_RAW.search(page)
    assert ira.post(address, {"decision": "yes"}).status_code == 422
    assert ira.post(address, {"decision": "yes", "reason": "I spoke with the desk."}).status_code == 302
    answer = ira.post(address, {"decision": "yes", "reason": "Once more."})
    assert (answer.status_code, Steward.objects.count()) == (422, 0)
    assert "takes a second person" in answer.content.decode()
    assert "I spoke with the desk." in _page(june, address)
    june.post(address, {"decision": "yes", "reason": "So did I."})
    assert Steward.objects.get().person == ada
    assert june.get(address).status_code == 404


def test_a_moderator_does_not_judge_their_own_claim(cedar: Listing) -> None:
    ira = _judges("ira")
    ira.post(_at("listing_claim"), {"act": "begin", "way": "moderators"})
    answer = ira.post(_at("moderation_claim", claim=Claim.objects.get().id), {"decision": "yes", "reason": "Mine."})
    assert answer.status_code == 422
    assert "your own claim" in answer.content.decode()


def test_a_moderator_answers_a_correction_in_the_fields_own_terms(cedar: Listing, client: Client) -> None:
    client.post(_at("listing_correct"), {"role": "patient", "field": "routes", "says": "They do the nasal spray too."})
    address, ira = _at("moderation_request", asked=Request.objects.get().id), _judges("ira")
    assert "iv, im, sc, spravato, lozenge, nasal" in _page(ira, address)
    said = {"decision": "yes", "answer": "Thank you."}
    assert "id_value_error" in _page(ira, address, **said, value="smoked")
    assert ira.post(address, {**said, "value": "iv, spravato"}).status_code == 302
    cedar.refresh_from_db()
    assert cedar.facts["routes"]["value"] == ["iv", "spravato"]
    assert ira.post(address, {**said, "value": "iv"}).status_code == 404


def test_a_moderator_hides_what_was_reported_and_shows_it_again(cedar: Listing, client: Client) -> None:
    client.post(_at("listing_report"), {"role": "other", "says": "It pretends to be a clinic."})
    ira = _judges("ira")
    address = _at("moderation_request", asked=Request.objects.get().id)
    ira.post(address, {"decision": "yes", "hides": "on", "answer": "Hidden until we know more."})
    assert client.get(_at("listing_report")).status_code == 404
    assert "Show it again" in _page(ira, _at("moderation"))
    ira.post(_at("moderation_show", listing=cedar.id))
    assert client.get(_at("listing_report")).status_code == 200


def test_a_moderator_records_a_check_and_withdraws_it(cedar: Listing) -> None:
    ira = _judges("ira")
    made = {
        "listing": "cedar-house", "what": "licence", "found": "Active", "looked_in": "The state’s look-up",
        "address": "https://apps.example/lookup", "on": "2026-11-04", "by_words": "A moderator of this directory",
    }  # fmt: skip
    assert "id_listing_error" in _page(ira, _at("moderation_check"), **made | {"listing": "nowhere"})
    assert "id_address_error" in _page(ira, _at("moderation_check"), **made | {"address": ""})
    assert "id_on_error" in _page(ira, _at("moderation_check"), **made | {"on": "2027-01-01"})
    assert ira.post(_at("moderation_check"), made).status_code == 302
    assert "shown until 4 May 2027" in _page(ira, _at("moderation"))
    ira.post(_at("moderation_check_end", check=Verification.objects.get().id))
    assert "shown until" not in _page(ira, _at("moderation"))


def test_to_everybody_else_the_moderators_pages_do_not_exist(
    cedar: Listing, client: Client, browser_of: Callable[..., Client]
) -> None:
    for browser in (browser_of("osei"), browser_of("ana"), signed_in(account("mallory"))):
        for name in ("moderation", "moderation_check"):
            assert browser.get(reverse(name)).status_code == 404
    assert client.get(reverse("moderation"))["Location"].startswith("/account/login/")


def test_every_field_has_a_name_on_these_pages() -> None:
    assert set(words.FIELDS) == set(BY_KEY)
