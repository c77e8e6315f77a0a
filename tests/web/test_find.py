"""Find care as anybody uses it: a question in, an honest list out; nothing that is typed can break it."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stillwater.directory.actions import listings
from stillwater.directory.models import Listing
from stillwater.directory.queries.searching import forget
from stillwater.directory.rules.facets import FACETS, JOINS
from stillwater.directory.rules.fields import FIELDS, Kind, Source
from stillwater.directory.rules.statements import standing
from stillwater.kit.actor import SYSTEM
from stillwater.web.public.find.words import CHOICE, FACET_GROUP, FIELD, GROUP, QUESTION, STATE
from tests.directory.listed import listed

pytestmark = pytest.mark.django_db
NASTY = "'; DROP TABLE directory_listing; --<script>alert(1)</script>\x00\u202e" + "x" * 500


@pytest.fixture(autouse=True)
def _nothing_held() -> Any:
    forget()
    yield
    forget()


@pytest.fixture
def at(clock: datetime) -> datetime:
    return clock


def _text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def _search(client: Client, **asked: Any) -> Any:
    return client.get(reverse("find"), asked)


def test_every_field_and_choice_and_facet_has_its_words() -> None:
    assert set(FIELD) == {field.key for field in FIELDS}
    for field in FIELDS:
        if field.kind in (Kind.ONE, Kind.SOME) and field.key != "state":
            assert {f"{field.key}.{choice}" for choice in field.choices} <= set(CHOICE), field.key
    assert {facet.key for facet in FACETS} <= set(CHOICE)
    assert set(FACET_GROUP) == set(JOINS)
    assert {field.group for field in FIELDS} == set(GROUP)
    assert set(QUESTION) <= set(FIELD)
    assert set(STATE) == set(next(field.choices for field in FIELDS if field.key == "state"))


def test_a_town_finds_who_is_near_and_how_far(client: Client, at: datetime) -> None:
    listed(at)
    listed(at, name="Lantern House", point=(40.7128, -74.006), here={"city": "New York", "state": "NY", "zip": "10007"})
    page = _text(_search(client, near="Denver, CO"))
    assert "1 place near Denver" in page
    assert "Cedar House" in page
    assert "Lantern House" not in page
    assert re.search(r"\d(\.\d)? mi", page)


def test_field_note_31_a_tick_stands_only_before_what_somebody_checked(client: Client, at: datetime) -> None:
    listed(at, rems="yes", emergency=["acls"])
    page = _text(_search(client, near="Denver"))
    assert "Says: REMS certified" in page
    assert "Says: ACLS staff" in page
    assert 'class="tick-line"' not in page


def test_field_note_27_price_process_and_what_a_session_is_like_are_read_without_a_call(
    client: Client, at: datetime
) -> None:
    listed(
        at,
        price_low=350,
        price_high=600,
        price_includes="The consult",
        company="throughout",
        monitored=["spo2", "bp"],
        integration="included",
    )
    page = _text(client.get(reverse("listing", args=["cedar-house"])))
    for words in ("$350 to $600 a session", "The consult", "Somebody is with you throughout", "Blood pressure", "Integration included",
                  "Telephone or write.", "The front desk", "A nurse calls back within two days."):  # fmt: skip
        assert words in page


def test_s27_a_condition_that_is_off_label_says_so(client: Client, at: datetime) -> None:
    listed(at, routes=["iv"], conditions=["ptsd"])
    listed(at, name="Bluestem", routes=["spravato"], conditions=["trd"])
    assert "PTSD (off-label)" in _text(client.get(reverse("listing", args=["cedar-house"])))
    assert "off-label)" not in _text(client.get(reverse("listing", args=["bluestem"])))


def test_s27_the_telehealth_statement_ends_with_its_rule() -> None:
    says = {"settings": ["telehealth"], "routes": ["spravato"]}
    assert [each.key for each in standing(says, datetime(2026, 12, 31, tzinfo=UTC).date())] == ["telehealth"]
    assert standing(says, datetime(2027, 1, 1, tzinfo=UTC).date()) == []


def test_s27_the_crisis_strip_is_on_every_page_of_the_directory(client: Client, at: datetime) -> None:
    listed(at)
    for name, args in (("find", []), ("find_how", []), ("find_compare", []), ("find_saved", []), ("find_data", []),
                       ("listing", ["cedar-house"]), ("listing_questions", ["cedar-house"])):  # fmt: skip
        assert "988" in _text(client.get(reverse(name, args=args))), name


def test_old_facts_are_marked_and_then_gone(client: Client, at: datetime) -> None:
    listing = listed(at - timedelta(days=200), price_low=400)
    page = _text(client.get(reverse("listing", args=["cedar-house"])))
    assert "$400 a session" in page
    assert "not since; ask" in page
    assert "has not been confirmed for a while" in _text(_search(client, near="Denver"))
    listings.say(
        listing=listing, says={"price_low": 400}, by=SYSTEM, source=Source.STEWARD, at=at - timedelta(days=400)
    )
    assert "$400" not in _text(client.get(reverse("listing", args=["cedar-house"])))


def test_a_zip_that_does_not_exist_is_named_and_the_rest_is_kept(client: Client, at: datetime) -> None:
    page = _text(_search(client, near="00000", q="ptsd", f="routes.iv"))
    assert "We know of no ZIP 00000" in page
    assert 'value="ptsd"' in page
    assert 'name="f" value="routes.iv"' in page


def test_springfield_is_asked_about(client: Client, at: datetime) -> None:
    page = _text(_search(client, near="Springfield"))
    assert "Which Springfield do you mean?" in page
    assert "Springfield, Missouri" in page
    assert "Springfield, Illinois" in page


def test_ten_thousand_miles_are_too_many(client: Client, at: datetime) -> None:
    listed(at)
    page = _text(_search(client, near="Denver", miles="10000"))
    assert "We look at most 250 miles around" in page
    assert "Cedar House" in page


@pytest.mark.parametrize("field", ["q", "near", "miles", "to", "f", "page", "box"])
def test_whatever_is_typed_the_page_stands_and_nothing_of_it_runs(client: Client, at: datetime, field: str) -> None:
    listed(at)
    answer = _search(client, **{field: NASTY})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert Listing.objects.count() == 1


def test_what_a_listing_says_never_runs(client: Client, at: datetime) -> None:
    listed(at, name="<script>alert(1)</script>", about="</script><script>alert(2)</script>")
    slug = Listing.objects.get().slug
    for page in (
        _search(client, near="Denver"),
        client.get(reverse("listing", args=[slug])),
        client.get(reverse("find_compare"), {"with": slug}),
    ):
        assert "<script>alert" not in page.content.decode()


def test_structured_data_says_what_the_page_says(client: Client, at: datetime) -> None:
    listed(at, accepting="yes", price_low=350, here={"hours": [[[540, 1020]]] * 5 + [[], []]})
    page = client.get(reverse("listing", args=["cedar-house"])).content.decode()
    facts = json.loads(re.search(r'type="application/ld\+json">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert facts["@type"] == "MedicalClinic"
    assert facts["address"]["addressLocality"] == "Denver"
    assert len(facts["openingHoursSpecification"]) == 5
    assert facts["isAcceptingNewPatients"] is True


def test_the_questions_to_ask_say_what_was_said(client: Client, at: datetime) -> None:
    listed(at, company="alone")
    page = _text(client.get(reverse("listing_questions", args=["cedar-house"])))
    assert "They say: You are alone, with a call button" in page
    assert "What do we do if it does not help?" in page


def test_three_are_compared_and_a_fourth_is_not(client: Client, at: datetime) -> None:
    for name in ("One", "Two", "Three", "Four"):
        listed(at, name=name, price_low=300)
    page = _text(client.get(reverse("find_compare"), {"with": ["one", "two", "three", "four", "nobody"]}))
    assert page.count("$300 a session") == 3
    assert "Four" not in page


def test_what_is_kept_is_kept_on_the_device_alone(client: Client, at: datetime) -> None:
    listed(at)
    back = reverse("find") + "?near=Denver"
    answer = client.post(reverse("listing_save", args=["cedar-house"]), {"back": back})
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert "Cedar House" in _text(client.get(reverse("find_saved")))
    assert "Cedar House" not in _text(Client().get(reverse("find_saved")))
    client.post(reverse("listing_save", args=["cedar-house"]), {"back": "//evil.example/"})
    assert "You keep nothing yet." in _text(client.get(reverse("find_saved")))


def test_somebody_who_finds_nobody_is_told_where_there_is_somebody(client: Client, at: datetime) -> None:
    listed(at)
    page = _text(_search(client, near="Colorado Springs", miles="25"))
    assert "Nobody who is listed fits all of this." in page
    assert "Within 100 miles there is 1" in page


def test_a_word_that_was_typed_wrong_is_asked_about_and_can_be_left_out(client: Client, at: datetime) -> None:
    listed(at, conditions=["ptsd"])
    page = _text(_search(client, near="Denver, CO", q="PTDS house"))
    assert "0 places" in page
    assert "Do you mean ptsd house? There is 1" in page
    assert 'href="?q=ptsd+house&amp;near=Denver%2C+CO"' in page
    assert "Look again without “PTDS house”" in page
    page = _text(_search(client, near="Denver, CO", q="PTDS zzzzzzzz"))
    assert "Do you mean" not in page
    assert "Look again without “PTDS zzzzzzzz”" in page
    assert "Look again without “" not in _text(_search(client, near="Denver, CO", q="ptsd"))


def test_who_sees_people_by_telehealth_is_offered_beside_the_near(client: Client, at: datetime) -> None:
    listed(at, name="From Afar", settings=["telehealth"], licensed_in=["CO"], here=False)
    page = _text(_search(client, near="Denver"))
    assert "1 sees people in Colorado by telehealth" in page
    assert "From Afar" in _text(_search(client, to="CO"))


def test_towns_are_suggested_while_one_types(client: Client, at: datetime) -> None:
    names = client.get(reverse("find_suggest"), {"near": "denv"}).json()["names"]
    assert names[0] == "Denver, Colorado"
    assert client.get(reverse("find_suggest"), {"near": NASTY}).json() == {"names": []}


def test_the_directory_can_be_taken_away_as_it_is_shown(client: Client, at: datetime) -> None:
    listed(at, price_low=350, about="=HYPERLINK(1)")
    hidden = listed(at, name="Hidden House")
    listings.hide(listing=hidden, why="asked", by=SYSTEM, source=Source.STEWARD, at=at)
    rows = list(csv.DictReader(io.StringIO(b"".join(client.get(reverse("find_csv"))).decode())))  # type: ignore[arg-type]
    assert [(row["name"], row["price_low"], row["about"]) for row in rows] == [("Cedar House", "350", "'=HYPERLINK(1)")]
    data = json.loads(b"".join(client.get(reverse("find_json"))))  # type: ignore[arg-type]
    assert [each["facts"]["name"]["value"] for each in data["listings"]] == ["Cedar House"]
    sitemap = b"".join(client.get(reverse("sitemap"))).decode()  # type: ignore[arg-type]
    assert reverse("listing", args=["cedar-house"]) in sitemap
    assert "hidden-house" not in sitemap


def test_a_listing_that_is_hidden_is_not_there(client: Client, at: datetime) -> None:
    listing = listed(at)
    listings.hide(listing=listing, why="asked", by=SYSTEM, source=Source.STEWARD, at=at)
    assert client.get(reverse("listing", args=["cedar-house"])).status_code == 404
    assert client.get(reverse("listing_questions", args=["cedar-house"])).status_code == 404


def test_a_device_may_be_asked_where_it_is_on_the_search_alone(client: Client, at: datetime) -> None:
    assert "geolocation=(self)" in _search(client)["Permissions-Policy"]
    assert "geolocation=()" in client.get(reverse("front"))["Permissions-Policy"]
