"""The map that moves: offered by a button, made of what the list holds, and silent towards everybody else unless it is told."""

import json
import re
from datetime import datetime
from html import unescape
from typing import Any

import brotli
import pytest
from django.test import Client, override_settings
from django.urls import reverse

from stillwater.directory.actions.listings import RESERVED
from stillwater.directory.queries.searching import forget
from stillwater.directory.rules.asking import A_PAGE
from stillwater.web.public.checks import streets_can_be_read
from stillwater.web.public.exploring import views
from stillwater.web.public.exploring.ground import compressed, edition, ground
from stillwater.web.public.streets import wrong_with
from tests.directory.listed import listed

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://tiles.example.org/us/streets.pmtiles"


@pytest.fixture(autouse=True)
def _nothing_held() -> Any:
    forget()
    yield
    forget()


@pytest.fixture
def at(clock: datetime) -> datetime:
    return clock


def _page(client: Client, **asked: Any) -> Any:
    return client.get(reverse("find"), asked)


def _offer(page: Any) -> dict[str, str]:
    """The attributes of the element that offers the map."""
    element = re.search(r"<sw-explore ([^>]*)>", page.content.decode())
    assert element
    return {name: unescape(value) for name, value in re.findall(r'data-([\w-]+)="([^"]*)"', element[1])}


def _explored(client: Client, **asked: Any) -> tuple[dict[str, str], list[dict[str, Any]]]:
    text = client.get(reverse("find_explore"), asked).content.decode()
    given = {name: unescape(value) for name, value in re.findall(r' data-([\w-]+)="([^"]*)"', text)}
    block = re.search(r'<script id="explored" type="application/json">(.*?)</script>', text, re.S)
    assert block
    return given, json.loads(block[1])


def _may_ask(page: Any) -> list[str]:
    policy = dict(
        part.strip().split(" ", 1) for part in page.headers["Content-Security-Policy"].split(";") if part.strip()
    )
    return policy["connect-src"].split()


def test_the_page_offers_it_and_brings_nothing_of_it(client: Client, at: datetime) -> None:
    listed(at)
    page = _page(client, near="Denver, CO")
    text, offer = page.content.decode(), _offer(page)
    assert re.search(r'<button type="button" class="btn" hidden>Explore the map</button>', text)
    assert offer["worker"].endswith("maplibre-gl-worker.mjs")
    assert offer["library"].endswith("maplibre-gl.mjs")
    assert "The drawn map stays." in offer["sorry"]
    loaded = re.findall(r'<(?:script|link)[^>]*(?:src|href)="([^"]+)"', text)
    assert [each for each in loaded if "sw-explore" in each]
    assert not [each for each in loaded if "maplibre" in each or "pmtiles" in each or "exploring" in each]
    assert 'class="smap"' in text


def test_the_offer_keeps_the_search_and_the_stretch_of_the_earth(client: Client, at: datetime) -> None:
    asked = {"near": "80218", "miles": "10", "f": "routes.iv", "box": "39.5,-105.3,39.9,-104.6"}
    address = _offer(_page(client, **asked))["from"]
    assert address.startswith(reverse("find_explore") + "?")
    given, _ = _explored(client, **asked)
    assert client.get(address).content == client.get(reverse("find_explore"), asked).content
    assert [float(end) for end in given["bounds"].split(",")] == [-105.3, 39.5, -104.6, 39.9]


def test_somebody_near_by_is_the_middle_of_it(client: Client) -> None:
    given, _ = _explored(client, near="39.74,-104.99", miles="25")
    west, south, east, north = (float(end) for end in given["bounds"].split(","))
    assert (south + north) / 2 == pytest.approx(39.74, abs=0.01)
    assert (west + east) / 2 == pytest.approx(-104.99, abs=0.01)
    assert north - south < 1


def test_every_place_found_is_a_pin_with_the_way_to_its_page(client: Client, at: datetime) -> None:
    names = [f"Quiet House {number}" for number in range(A_PAGE + 3)]
    for number, name in enumerate(names):
        listed(at, name=name, point=(39.7 + number / 1000, -104.99))
    listed(at, name="Lantern House", point=(40.7128, -74.006), here={"city": "New York", "state": "NY", "zip": "10007"})
    _, found = _explored(client, near="Denver, CO")
    assert {pin["name"] for pin in found} == set(names)
    assert all(client.get(pin["url"]).status_code == 200 for pin in found[:3])
    assert found[0]["at"][0] == pytest.approx(-104.99)
    assert re.search(r"Denver, CO · \d(\.\d)? mi", found[0]["about"])


def test_what_has_no_address_is_said_to_be_in_the_list(client: Client, at: datetime, monkeypatch: Any) -> None:
    listed(at)
    listed(at, name="Far House", here=False, settings=["telehealth"], licensed_in=["CO"])
    text = client.get(reverse("find_explore")).content.decode()
    assert "1 place is on this map. The others are in the list." in text
    listed(at, name="Near House")
    monkeypatch.setattr(views, "MOST", 1)
    text = client.get(reverse("find_explore"), {"near": "Denver, CO"}).content.decode()
    assert "1 place is on this map. The others are in the list." in text


def test_script_in_a_name_comes_out_as_text(client: Client, at: datetime) -> None:
    listed(at, name="</script><script>alert(1)</script>")
    text = client.get(reverse("find_explore")).content.decode()
    assert "<script>alert" not in text
    _, found = _explored(client)
    assert found[0]["name"].startswith("</script>")


def test_nothing_that_is_typed_breaks_it(client: Client) -> None:
    for asked in ({"near": "'; DROP--\x00" * 40}, {"box": "1,2"}, {"page": "-3", "miles": "x"}, {"box": "nan,0,1,1"}):
        assert client.get(reverse("find_explore"), asked).status_code == 200


def test_its_address_is_no_listings() -> None:
    assert "explore" in RESERVED


def test_the_ground_is_kept_for_a_year_and_is_light(client: Client) -> None:
    given, _ = _explored(client)
    assert given["ground"] == f"{reverse('find_ground')}?e={edition()}"
    answer = client.get(given["ground"], headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.content) <= 320 * 1024
    assert brotli.decompress(answer.content).decode() == ground()
    assert compressed() is compressed()
    other = client.get(reverse("find_ground"), {"e": "another"}, headers={"Accept-Encoding": ""})
    assert other.headers["Cache-Control"] == "no-cache"
    assert other.content.decode() == ground()


def test_the_ground_holds_land_lines_and_towns_everywhere() -> None:
    features = json.loads(ground())["features"]
    kinds = {feature["properties"]["kind"] for feature in features}
    assert kinds == {"land", "state", "county", "town", "letters"}
    towns = {f["properties"]["name"]: f for f in features if f["properties"]["kind"] == "town"}
    assert {"New York", "Denver", "Fairbanks", "Honolulu", "San Juan"} <= set(towns)
    assert towns["Denver"]["geometry"]["coordinates"] == pytest.approx([-104.985, 39.739], abs=0.02)
    assert len([f for f in features if f["properties"]["kind"] == "letters"]) == 52


def test_without_the_setting_no_page_may_ask_anybody_else(client: Client) -> None:
    page = _page(client)
    assert _may_ask(page) == ["'self'"]
    assert "blob:" not in page.headers["Content-Security-Policy"].split("worker-src")[1].split(";")[0]
    assert "then sees where you look" not in page.content.decode()
    given, _ = _explored(client)
    assert "streets" not in given
    assert "reader" not in given


@override_settings(MAP_PMTILES_URL=ELSEWHERE)
def test_streets_of_another_host_open_this_page_alone_and_it_says_whose_they_are(client: Client) -> None:
    page = _page(client)
    assert _may_ask(page) == ["'self'", "https://tiles.example.org"]
    assert "Its streets come from tiles.example.org, which then sees where you look." in page.content.decode()
    assert _may_ask(client.get(reverse("find_saved"))) == ["'self'"]
    given, _ = _explored(client)
    assert given["streets"] == ELSEWHERE
    assert given["reader"].endswith("pmtiles.mjs")


@pytest.mark.parametrize("ours", ["/maps/streets.pmtiles", "https://care.example/maps/streets.pmtiles"])
def test_streets_of_our_own_server_open_nothing(client: Client, ours: str) -> None:
    with override_settings(MAP_PMTILES_URL=ours, STILLWATER_URL="https://care.example"):
        page = _page(client)
        assert _may_ask(page) == ["'self'"]
        assert "then sees where you look" not in page.content.decode()
        assert _explored(client)[0]["streets"] == ours


@pytest.mark.parametrize(
    "given",
    [
        "http://tiles.example.org/s.pmtiles", "//tiles.example.org/s.pmtiles", "tiles.example.org/s.pmtiles", "https://",
        "https://user:word@tiles.example.org/s.pmtiles", "https://tiles.example.org", "https://tiles.example.org/a b",
        "https://tiles.example.org; script-src */s", "/maps/s.pmtiles; connect-src *", "ftp://tiles.example.org/s", "https://[/s",
        "https://tiles.example.org/s.pmtiles\n",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused_at_the_start(given: str) -> None:
    assert wrong_with(given).startswith("MAP_PMTILES_URL")
    with override_settings(MAP_PMTILES_URL=given):
        (error,) = streets_can_be_read(None)
    assert error.id == "public.E001"
    assert "unset it" in (error.hint or "")


@pytest.mark.parametrize("given", ["", "/streets.pmtiles", ELSEWHERE, "https://tiles.example.org:8443/a/b-1.pmtiles"])
def test_an_address_that_can_be_is_taken(given: str) -> None:
    with override_settings(MAP_PMTILES_URL=given):
        assert streets_can_be_read(None) == []


def test_the_credits_name_what_draws_it(client: Client) -> None:
    text = client.get(reverse("credits")).content.decode()
    assert "MapLibre" in text
    assert "PMTiles" in text
