"""The look: enough contrast in every sky, light pages, vendored files as locked, and nothing that the browser would refuse."""

import gzip
import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.urls import path

from stillwater.people.access import NOBODY
from stillwater.people.rules import Act
from stillwater.web.public.channel.palette import linear
from stillwater.web.shared import icons
from stillwater.web.shared.doors import door
from stillwater.web.shared.drawing import Arc
from stillwater.web.shared.templatetags.look import ROOM, SESSION, SITTER, STAGE
from stillwater.web.shared.ways import ways_of

HOUSE = Path(__file__).parents[2]
STATIC = HOUSE / "stillwater/web/static"
CSS = STATIC / "css"
SHARED_CSS = ["tokens.css", "base.css", "parts.css", "forms.css"]
FRAMES = {"companion": ("today", "journal", "prepare"), "clinic": ("board",), "public": ("front", "account")}
Rgb = tuple[float, float, float]

# Ground: what is written on it. Each pair is used by a part or a page.
PAIRS = {
    "ground": "ink ink-2 ink-3 high tide tide-ink alarm-ink dawn-ink good",
    "surface": "ink ink-2 ink-3 high tide tide-ink alarm-ink dawn-ink good",
    "sunk": "ink ink-2 high tide tide-ink",
    "tide-soft": "tide-ink",
    "dawn-soft": "ink ink-2 dawn-ink",
    "good-soft": "good",
    "alarm-soft": "ink ink-2 high alarm-ink",
    "iris-soft": "iris-ink",
    "act": "on-act",
    "deep": "on-deep on-deep-2",
    "help-1": "help-ink help-ink-2",
    "help-2": "help-ink help-ink-2",
    "help-act": "on-help-act",
}
OUTLINES = {"ground": "edge tide", "surface": "edge tide alarm"}  # what a control is known by: 3 to 1


def _tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", css))


def _skies() -> dict[str, dict[str, str]]:
    css = (CSS / "tokens.css").read_text()
    day, dusk = css.split("@media (prefers-color-scheme: dark)")
    dusk, night = dusk.split(':root[data-sky="night"]')
    return {"day": _tokens(day), "dusk": _tokens(day) | _tokens(dusk), "night": _tokens(day) | _tokens(night)}


def _oklch(value: str) -> tuple[float, float, float]:
    found = re.fullmatch(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)(?: / [\d.]+)?\)", value.strip())
    assert found, f"not a colour that the tests can read: {value}"
    lightness, chroma, hue = map(float, found.groups())
    return lightness, chroma, hue


def _linear_rgb(value: str) -> Rgb:
    return linear(*_oklch(value))


def _contrast(one: str, other: str) -> float:
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (_linear_rgb(one), _linear_rgb(other))]
    return (max(light) + 0.05) / (min(light) + 0.05)


def _templates() -> Iterator[Path]:
    yield from sorted((HOUSE / "stillwater").rglob("*.html"))


def test_the_conversion_knows_black_white_and_a_known_colour() -> None:
    assert _contrast("oklch(0 0 0)", "oklch(1 0 0)") == pytest.approx(21, abs=0.01)
    red, green, blue = _linear_rgb("oklch(0.627955 0.257683 29.2339)")  # #f00
    assert (red, green, blue) == pytest.approx((1, 0, 0), abs=0.001)


@pytest.mark.parametrize(("sky", "least"), [("day", 4.5), ("dusk", 4.5), ("night", 7)])
def test_every_text_is_readable_on_its_ground(sky: str, least: float) -> None:
    tokens = _skies()[sky]
    pairs = {
        (ground, text): _contrast(tokens[ground], tokens[text]) for ground in PAIRS for text in PAIRS[ground].split()
    }
    assert {pair: round(found, 2) for pair, found in pairs.items() if found < least} == {}


@pytest.mark.parametrize("sky", ["day", "dusk", "night"])
def test_every_control_has_an_outline_that_can_be_seen(sky: str) -> None:
    tokens = _skies()[sky]
    pairs = {(g, t): _contrast(tokens[g], tokens[t]) for g in OUTLINES for t in OUTLINES[g].split()}
    assert {pair: round(found, 2) for pair, found in pairs.items() if found < 3} == {}


def test_body_text_of_the_day_reaches_the_higher_grade() -> None:
    for sky in ("day", "dusk"):
        tokens = _skies()[sky]
        for ground in ("ground", "surface", "sunk"):
            assert _contrast(tokens[ground], tokens["ink"]) >= 7


def test_the_words_over_each_sky_are_readable_at_every_height() -> None:
    """axe cannot judge a gradient, so each of its stops is tried."""
    tried = 0
    for name in ("companion", "front"):
        for rule in re.findall(r"\{([^{}]*linear-gradient[^{}]*)\}", (CSS / f"pages/{name}.css").read_text()):
            stops = re.findall(r"oklch\([\d. ]+\)", rule.split("linear-gradient(180deg")[1].split(";")[0])
            ink = re.search(r"(?:--on-sky|(?<!-)color): (oklch\([\d. ]+\))", rule)
            dark = _oklch(stops[0])[0] < 0.5
            text = ink.group(1) if ink else "oklch(.945 .018 85)" if dark else "oklch(.24 .05 250)"
            tried += 1
            assert min(_contrast(text, stop) for stop in stops) >= 4.5, rule
    assert tried >= 8


def test_ember_night_is_red_shifted_and_never_bright() -> None:
    """Hue 38 to 70 and no lightness over .83: a screen in a dark room must not wake the eye."""
    css = (CSS / "tokens.css").read_text().split(':root[data-sky="night"]')[1]
    css += "".join((CSS / f"pages/{name}.css").read_text() for name in ("session", "sitter", "room"))
    for colour in re.findall(r"oklch\([^)]*\)", css):
        lightness, chroma, hue = _oklch(colour)
        assert lightness <= 0.83, colour
        assert chroma == 0 or 38 <= hue <= 70, colour
    assert not re.search(r"#f{3,6}\b|\bwhite\b", css)


def test_no_stylesheet_asks_anybody_else() -> None:
    for sheet in CSS.rglob("*.css"):
        css = sheet.read_text()
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", css), sheet
        assert "@import" not in css, sheet
        for address in re.findall(r"url\([\"']?([^\"')#][^\"')]*)", css):
            assert (sheet.parent / address).resolve().is_file(), f"{sheet}: {address}"


def test_no_page_carries_more_than_fifteen_kilobytes_of_style() -> None:
    shared = sum(len(gzip.compress((CSS / name).read_bytes())) for name in SHARED_CSS)
    for sheet in (CSS / "pages").glob("*.css"):
        frame = next((f for f, pages in FRAMES.items() if sheet.stem in pages), None)
        sheets = [sheet] + ([CSS / f"pages/{frame}.css"] if frame else [])
        weight = shared + sum(len(gzip.compress(each.read_bytes())) for each in sheets)
        assert weight <= 15 * 1024, f"{sheet.stem}: {weight}"


def test_the_three_fonts_together_stay_light() -> None:
    fonts = list((STATIC / "vendor").rglob("*.woff2"))
    basic = [font for font in fonts if font.stem.endswith("-basic")]
    assert (len(basic), len(fonts)) == (3, 6)
    assert sum(font.stat().st_size for font in fonts) <= 72 * 1024
    assert sum(font.stat().st_size for font in basic) <= 42 * 1024


def test_each_font_says_which_letters_are_in_it() -> None:
    """A range that the file does not hold, or the other way round, would show a letter in another font."""
    vendor, css = _vendor(), (CSS / "tokens.css").read_text()
    faces = re.findall(r'-(basic|more)\.woff2"\).*?unicode-range: ([^;]+);', css, re.DOTALL)
    assert len(faces) == 6
    basic = vendor.codes(vendor.BASIC)
    wanted = {"basic": basic, "more": vendor.codes(vendor.LATIN) - basic}
    for part, ranges in faces:
        assert vendor.codes(ranges.replace(", ", ",")) == wanted[part]


def _vendor() -> Any:
    spec = importlib.util.spec_from_file_location("vendor", HOUSE / "scripts/vendor.py")
    assert spec
    assert spec.loader
    vendor = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(vendor)
    return vendor


def test_vendored_files_are_those_of_the_lock() -> None:
    vendor = _vendor()
    lock = json.loads(vendor.LOCK.read_text())
    assert vendor.check(lock) == []
    assert "resolved" not in vendor.LOCK.read_text()
    assert "://" not in vendor.LOCK.read_text()
    assert all(package["licence"] and (vendor.home(package) / "LICENSE").exists() for package in lock["packages"])


def test_every_icon_that_a_template_asks_for_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons/icons.svg").read_text()))
    asked = {name for page in _templates() for name in re.findall(r'{% icon "([\w-]+)"', page.read_text())}
    asked |= {way[1] for ways in importlib.import_module("stillwater.web.shared.ways").WAYS.values() for way in ways}
    assert asked - sprite == set()


def test_the_sun_stands_on_its_path() -> None:
    arc = Arc(70, 73, 50, 50)
    assert arc.sun_at(0) == pytest.approx((20, 73))
    assert arc.sun_at(0.5) == pytest.approx((70, 23))
    assert arc.sun_at(1) == pytest.approx((120, 73))
    assert arc.sun_at(-3) == arc.sun_at(0)
    assert arc.sun_at(9) == arc.sun_at(1)
    for drawn in (SESSION, SITTER, STAGE, ROOM):
        x, y = drawn.sun_at(0.37)
        assert ((x - drawn.cx) / drawn.rx) ** 2 + ((y - drawn.cy) / drawn.ry) ** 2 == pytest.approx(1)


def test_the_drawn_path_ends_under_the_sun() -> None:
    """On a circle length is angle; on the room's ellipse it is not, and the line once ran past the sun."""
    assert Arc(0, 0, 10, 10).dashes(0.3) == "30.00 200"
    drawn = float(ROOM.dashes(0.3).split()[0])
    assert 15 < drawn < 30
    assert ROOM.dashes(0.5) == "50.00 200"


def test_the_session_sky_can_be_moved_by_scripts_and_holds_no_style() -> None:
    svg = Template("{% load look %}{% session_sky 0.5 %}").render(Context())
    for hook in (
        'data-cx="195"',
        'data-cy="312"',
        'data-rx="150"',
        "data-arc-sun",
        "data-arc-done",
        'pathLength="100"',
    ):
        assert hook in svg
    assert 'transform="translate(195 162)"' in svg
    assert "style=" not in svg
    assert not re.search(r"\d:\d\d|%|min\b", re.sub(r"<[^>]*>", "", svg)), "a clock or a percentage while dissociated"


def test_a_label_cannot_break_out_of_the_stage() -> None:
    svg = Template("{% load look %}{% stage 0.4 'during' label %}").render(Context({"label": '"><script>'}))
    assert "<script>" not in svg
    assert 'class="stage during"' in svg


def test_a_value_that_was_not_taken_is_said_and_never_a_nought() -> None:
    html = render_to_string("shared/reading.html", {"title": "Pulse", "value": None, "state": "missing"})
    assert "not taken" in html
    assert not re.search(r">\s*0\s*<", html)


def test_a_reading_over_its_limit_differs_in_shape_and_words_and_not_by_colour_alone() -> None:
    facts = {"title": "Blood pressure", "value": "155/92", "state": "over", "limit": "Over 150, hold (Dr. Osei)"}
    html = render_to_string("shared/reading.html", facts)
    assert icons.shape("over")[1] in html
    assert "Over 150, hold (Dr. Osei)" in html


def test_an_error_stands_beside_its_field_and_what_was_typed_is_kept() -> None:
    class Born(forms.Form):
        born = forms.DateField(label="Born", help_text="As on the order.")

    html = render_to_string("shared/form.html", {"form": Born({"born": "in spring"}), "action": "Add"})
    assert 'value="in spring"' in html
    field = html[html.index('<div class="field">') :]
    assert "Enter a valid date." in field[: field.index("</div>")]
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described
    assert all(f'id="{each}"' in html for each in described.group(1).split())


def test_s16_the_crisis_strip_names_the_lines_and_says_that_nobody_watches() -> None:
    html = render_to_string("shared/crisis.html")
    for need in ("tel:911", "tel:988", "sms:988", "988lifeline.org/chat", "not an emergency service", "nobody watches"):
        assert need in html


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_no_context(page: str) -> None:
    with override_settings(ROOT_URLCONF=type("NoUrls", (), {"urlpatterns": []})):
        html = render_to_string(f"{page}.html")
    assert '<main id="main"' in html
    assert "Traceback" not in html


def test_the_bar_shows_only_ways_whose_door_opens_to_the_asker() -> None:
    class Urls:
        urlpatterns = [
            path("today", door(patient=True)(lambda request: None), name="today"),
            path("care", door(anyone=True)(lambda request: None), name="care"),
            path("board", door(staff=Act.SEE_BOARD)(lambda request: None), name="board"),
        ]

    request = RequestFactory().get("/care")
    request.resolver_match = SimpleNamespace(url_name="consents")  # type: ignore[assignment]
    with override_settings(ROOT_URLCONF=Urls):
        assert [(way.name, way.here) for way in ways_of("companion", request, NOBODY)] == [("care", True)]
        assert ways_of("clinic", request, NOBODY) == []
