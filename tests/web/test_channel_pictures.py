"""The channel's pictures: every motif in every sky, small, safe and told apart; and the cards that are painted without a browser."""

import io
import re
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils import translation
from PIL import Image, ImageChops, ImageFont

from stillwater.channel.rules import vocabulary
from stillwater.web.public.channel import drawing, lettering, palette, social
from stillwater.web.public.channel.motifs import MOTIFS
from stillwater.web.public.channel.outlines import outlines

CSS = Path(__file__).parents[2] / "stillwater/web/static/css"
HOURS = (0, 6, 9, 12, 18, 22)
LONGEST = 2500  # bytes
CARD = 60_000
SVG = "{http://www.w3.org/2000/svg}"
TEMPLATE = Template("{% load channel_pictures %}{% picture motif hour ident label %}")


def _drawn(motif: str = "chair", hour: int = 12, ident: str = "top", label: str = "") -> str:
    return TEMPLATE.render(Context({"motif": motif, "hour": hour, "ident": ident, "label": label}))


def _parsed(svg: str) -> ElementTree.Element:
    """As a browser reads it: the namespace is the page's."""
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def _card(
    title: str = "Setting an intention", kicker: str = "Before", motif: str = "cup", hour: int = 9
) -> Image.Image:
    return Image.open(io.BytesIO(social.card_png(title, kicker, motif, hour))).convert("RGB")


@pytest.mark.parametrize(("motif", "hour"), list(product(MOTIFS, HOURS)))
def test_every_motif_is_drawn_at_every_hour(motif: str, hour: int) -> None:
    svg = _drawn(motif, hour)
    root = _parsed(svg)
    assert len(svg.encode()) <= LONGEST
    assert root.get("viewBox") == "0 0 320 180"
    assert root.get("class") == f"channel-picture {drawing.sky_of(hour)}"
    assert not any(each.get("style") or each.tag in {f"{SVG}style", f"{SVG}script"} for each in root.iter())
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert sorted(ids) == ["top-glow", "top-sky"]
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) == set(ids)


def test_the_motifs_are_those_that_an_editor_can_choose() -> None:
    assert set(MOTIFS) == set(vocabulary.MOTIFS)


def test_two_pictures_on_a_page_share_no_id() -> None:
    both = _drawn(ident="one") + _drawn(ident="two")
    found = re.findall(r' id="([^"]+)"', both)
    assert len(found) == len(set(found)) == 4


def test_no_two_motifs_look_alike_and_an_unknown_one_leaves_the_bare_horizon() -> None:
    assert len(set(MOTIFS.values())) == len(MOTIFS)
    assert drawing.picture("unicorn", 12, ident="x").shapes == drawing.picture("horizon", 12, ident="x").shapes == ()
    assert "translate(160 138)" not in _drawn("unicorn")


def test_a_motif_stays_in_the_middle_so_that_a_crop_keeps_it() -> None:
    x, y = drawing.FOOT
    for motif, shapes in MOTIFS.items():
        for shape in shapes:
            for points, _ in outlines(shape.d):
                assert all(40 <= x + left <= 280 for left, _ in points), motif
                assert all(36 <= y + up <= 190 for _, up in points), motif


def test_the_sun_rises_at_the_left_stands_highest_at_noon_and_sets_at_the_right() -> None:
    suns = [drawing.picture("horizon", hour, ident="x").at for hour in range(6, 19)]
    assert suns[0] == pytest.approx((56, 132))
    assert suns[6] == pytest.approx((160, 32))
    assert suns[12] == pytest.approx((264, 132))
    assert [x for x, _ in suns] == sorted(x for x, _ in suns)


@pytest.mark.parametrize("hour", [19, 21, 0, 3, 5])
def test_at_night_the_sun_rests_below_and_a_moon_stands_on_the_path(hour: int) -> None:
    picture = drawing.picture("horizon", hour, ident="x")
    assert picture.done is None
    assert picture.glow[1] > drawing.HORIZON
    assert picture.at[1] < drawing.HORIZON
    assert picture.moon in _drawn("horizon", hour)
    assert picture.moon not in _drawn("horizon", 12)


def test_an_hour_outside_the_day_is_taken_round_the_clock() -> None:
    assert drawing.picture("cup", 30, ident="x") == drawing.picture("cup", 6, ident="x")


def test_a_picture_beside_its_words_is_hidden_and_one_alone_says_what_it_shows() -> None:
    assert _parsed(_drawn()).get("aria-hidden") == "true"
    root = _parsed(_drawn(label='A "chair" & <b>sun</b>'))
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'A "chair" & <b>sun</b>'
    assert root.get("aria-hidden") is None
    assert "<b>" not in _drawn(label="<b>")


def test_a_language_with_a_decimal_comma_draws_the_same() -> None:
    with translation.override("de"):
        german = _drawn("cup", 7)
    assert german == _drawn("cup", 7)


def test_the_stylesheet_and_the_painter_have_the_same_colours() -> None:
    css = (CSS / "pages/channel-pictures.css").read_text()
    day = css.split("@media")[0]
    for sky, tones in palette.SKIES.items():
        rule = re.search(rf"\.channel-picture\.{sky} {{([^}}]+)}}", day)
        assert rule
        said = dict(re.findall(r"--([a-z]+[0-9]?): oklch\(([^)]+)\)", rule[1]))
        assert {role: tuple(map(float, value.split())) for role, value in said.items()} == tones
    assert set(re.findall(r"\[data-sky\]\) \.channel-picture\.(\w+)", css)) == {"dawn", "day", "evening"}


def test_the_fonts_of_a_card_hold_what_the_stylesheet_says() -> None:
    ranges = re.findall(r"unicode-range: ([^;]+);", (CSS / "tokens.css").read_text())
    for ours in (lettering.BASIC, lettering.MORE):
        assert lettering.codes(ours) in [lettering.codes(each.replace("U+", "").replace(",", "")) for each in ranges]


def test_path_data_becomes_points_as_a_browser_reads_it() -> None:
    assert outlines("M1 2h3v4l-1-1Z") == ((((1, 2), (4, 2), (4, 6), (3, 5)), True),)
    assert outlines("M0 0H2M5 5V6") == ((((0, 0), (2, 0)), False), (((5, 5), (5, 6)), False))
    (half, _), *_ = outlines("M-10 0A10 10 0 0 1 10 0")
    assert half[-1] == pytest.approx((10, 0))
    assert min(y for _, y in half) == pytest.approx(-10, abs=0.1)
    (stretched, _), *_ = outlines("M0 0a1 1 0 1 0 20 0")  # radii too small to reach are made larger
    assert max(y for _, y in stretched) == pytest.approx(10, abs=0.1)
    (curve, _), *_ = outlines("M0 0C0 10 10 10 10 0S20-10 20 0")
    assert curve[-1] == pytest.approx((20, 0))
    assert max(y for _, y in curve) == pytest.approx(-min(y for _, y in curve), abs=0.01)


@pytest.mark.parametrize(("motif", "hour"), [("two", 9), ("scale", 17), ("lamp", 20), ("spray", 23), ("hands", 6)])
def test_a_card_has_its_size_and_is_light(motif: str, hour: int) -> None:
    data = social.card_png("What a session feels like", "Before", motif, hour)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.mode, image.size) == ("PNG", "P", (1200, 630))
    assert len(data) < CARD
    assert data == social.card_png("What a session feels like", "Before", motif, hour)


@pytest.mark.parametrize("hour", [7, 9, 17, 20, 23])
def test_every_motif_can_be_painted_in_the_tones_of_its_sky(hour: int) -> None:
    tones = palette.colours(drawing.sky_of(hour))
    for motif in list(MOTIFS)[hour % 4 :: 4]:
        seen = [colour for _, colour in _card(motif=motif, hour=hour).getcolors(1 << 20) or ()]
        for role in ("near", "fore", "sun", *{shape.tone for shape in MOTIFS[motif]} - {"h"}):
            off = min(max(abs(a - b) for a, b in zip(tones[role], colour, strict=True)) for colour in seen)
            assert off <= 6, (motif, role)


def test_cards_differ_by_title_kicker_motif_and_hour() -> None:
    cards = [
        social.card_png(*each)
        for each in (
            ("One", "Before", "cup", 9),
            ("Two", "Before", "cup", 9),
            ("One", "After", "cup", 9),
            ("One", "Before", "door", 9),
            ("One", "Before", "cup", 10),
        )
    ]
    assert len(set(cards)) == len(cards)


@pytest.mark.parametrize("hour", [6, 12, 20])
def test_a_title_of_140_letters_is_whole_and_beside_the_path(hour: int) -> None:
    title = "How blood pressure is watched before, during and after a session, who decides that you can leave, and what is done when somebody is not well."
    assert len(title) >= 140
    size, lines = lettering.fitted(
        title, lettering.TITLE, wide=social.COLUMN, high=300, sizes=social.SIZES, leading=social.LEADING
    )
    assert " ".join(lines) == title
    assert len(lines) * size * social.LEADING <= 300
    assert all(lettering.width(line, lettering.TITLE, size) <= social.COLUMN for line in lines)
    where = (
        ImageChops.difference(_card(title, hour=hour), _card("", hour=hour))
        .point(lambda part: 255 * (part > 90))
        .getbbox()
    )
    assert where
    left, top, right, below = where
    assert left >= social.LEFT - 8
    assert top > 60
    assert right <= social.LEFT + social.COLUMN
    assert below <= social.LOWEST + 4


def test_a_word_wider_than_the_place_goes_on_in_the_next_line() -> None:
    word = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 2
    size, lines = lettering.fitted(word, lettering.TITLE, wide=520, high=300, sizes=social.SIZES, leading=1.14)
    assert "".join(lines) == word
    assert size == social.SIZES[-1]


def test_a_long_word_is_made_smaller_before_it_is_broken() -> None:
    size, lines = lettering.fitted(
        "Electroencephalographically speaking: sleep",
        lettering.TITLE,
        wide=520,
        high=300,
        sizes=social.SIZES,
        leading=1.14,
    )
    assert size in social.SIZES
    assert lines[0].split()[0] == "Electroencephalographically"


def test_a_short_line_is_not_left_alone_when_a_smaller_size_evens_it() -> None:
    _, lines = lettering.fitted(
        "What a ketamine session feels like", lettering.TITLE, wide=520, high=300, sizes=social.SIZES, leading=1.14
    )
    assert lines == ["What a ketamine", "session feels like"]


@pytest.mark.parametrize("letter", "ñáéíóúü¿¡ÑÇß€")
@pytest.mark.parametrize("name", [lettering.TITLE, lettering.PLAIN])
def test_letters_of_spanish_and_its_neighbours_are_drawn_and_are_no_boxes(letter: str, name: str) -> None:
    assert lettering.drawable(letter) == letter
    font = lettering.font(name, "more", 40)
    assert isinstance(font, ImageFont.FreeTypeFont)
    assert bytes(font.getmask(letter)) != bytes(font.getmask("\ue000"))


def test_an_accent_that_no_font_has_is_left_out_sooner_than_its_letter() -> None:
    assert lettering.drawable("Ángel  Kőrösi\nžena") == "Ángel Korösi zena"
    assert _card("La mañana").tobytes() != _card("La manana").tobytes()
