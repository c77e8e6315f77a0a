"""The map of the directory, drawn here as SVG: the ground, what was found as links, names. It asks nobody for anything."""

from collections.abc import Callable, Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from stillwater.web.public.drawing.box import Box
from stillwater.web.public.drawing.ground import codes, ground, names
from stillwater.web.public.drawing.lines import spots
from stillwater.web.public.drawing.names import Rect, codes_placed
from stillwater.web.public.drawing.names import placed as names_placed
from stillwater.web.public.drawing.pins import Pin, Placed
from stillwater.web.public.drawing.pins import placed as pins_placed
from stillwater.web.public.drawing.projection import Size, projection

# A link each; the one that was chosen, or that holds the chosen one, says so.
PIN = '<a href="{}" aria-label="{}"><title>{}</title><circle cx="{}" cy="{}" r="8"/></a>'
THE_PIN = '<a href="{}" aria-label="{}" aria-current="true"><title>{}</title><circle cx="{}" cy="{}" r="10"/></a>'
MANY = '<a class="many" href="{}" aria-label="{}"><circle cx="{}" cy="{}" r="13"/><text x="{}" y="{}">{}</text></a>'
THE_MANY = MANY.replace("><circle", ' aria-current="true"><circle')


def map_of(
    view: Box,
    *,
    size: Size,
    pins: Sequence[Pin],
    link: Callable[[Box], str],
    label: str,
    dots: Iterable[tuple[float, float]] = (),
    chosen: str = "",
) -> SafeString:
    """`size` in units of the drawing; `pins` are links; `dots` others, as (latitude, longitude), that are only seen; `link` gives
    the address of a closer box, for pins that lie over one another; `label` says what the map shows to whoever cannot see it.
    """
    to = projection(view, size)
    here = pins_placed(pins, to, size, chosen)
    taken = [each.rect for each in here]
    return format_html(
        '<svg class="smap" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMid slice" role="group" aria-label="{}">'
        '<radialGradient id="smap-tint"><stop class="in"/><stop offset="1"/></radialGradient>'
        '<g aria-hidden="true">{}{}{}</g>{}</svg>',
        *size,
        label,
        ground(view, size),
        _dots(dots, to, size),
        _names(view, size, taken),
        _pins(here, link, chosen),
    )


def _ways(size: Size) -> list[Rect]:
    """What the ways of a map and its sources lie over; no name stands there."""
    (wide, high), half = size, 22
    middle, side = wide / 2, high / 2
    return [
        (0, 0, 190, 62), (wide - 60, 0, wide, 106), (wide - 150, high - 22, wide, high), (0, high - 60, 150, high),
        (middle - half, 0, middle + half, 34), (middle - half, high - 34, middle + half, high),
        (0, side - half, 34, side + half), (wide - 34, side - half, wide, side + half),
    ]  # fmt: skip


def _dots(
    dots: Iterable[tuple[float, float]], to: Callable[[float, float], tuple[float, float]], size: Size
) -> SafeString:
    seen = [(x, y) for x, y in (to(*dot) for dot in dots) if 0 < x < size[0] and 0 < y < size[1]]
    return format_html('<path class="others" d="{}"/>', spots(seen))


def _names(view: Box, size: Size, pins: list[Rect]) -> SafeString:
    labels = list(names_placed(names(view, size), size, pins, _ways(size), far=view.is_whole))
    letters = codes_placed(codes(view, size), [*pins, *(each.rect for each in labels)])
    return format_html(
        '{}<path class="towns" d="{}"/>{}',
        format_html_join("", '<text class="code" x="{1}" y="{2}">{0}</text>', letters),
        spots(each.dot for each in labels),
        format_html_join(
            "",
            '<text class="{} {}" x="{}" y="{}">{}</text>',
            ((each.kind, each.anchor, round(each.x), round(each.y), each.text) for each in labels),
        ),
    )


def _pins(here: list[Placed], link: Callable[[Box], str], chosen: str) -> SafeString:
    ones, many = ([(each.x, each.y) for each in here if bool(each.closer) is kind] for kind in (False, True))
    halo = format_html('<path class="halo" d="{}"/><path class="halo wide" d="{}"/>', spots(ones), spots(many))
    return halo + format_html_join("", "{}", ((_pin(each, link, chosen),) for each in here))


def _pin(each: Placed, link: Callable[[Box], str], chosen: str) -> SafeString:
    x, y, here = round(each.x), round(each.y), each.holds(chosen)
    if each.closer is None:
        pin = each.pins[0]
        return format_html(THE_PIN if here else PIN, pin.url, pin.name, pin.name, x, y)
    count = len(each.pins)
    said = ngettext(
        "%(count)d place close together: look closer", "%(count)d places close together: look closer", count
    )
    parts = (link(each.closer), said % {"count": count}, x, y, x, y + 4, count)
    return format_html(THE_MANY if here else MANY, *parts)
