"""What templates draw: icons, the sun's path in its several places, and the ways through the house.

Nothing here uses a style attribute: the content security policy refuses them. What moves is placed by presentation attributes,
which scripts may change: an `<svg data-arc data-cx data-cy data-rx data-ry>` holds `[data-arc-done]` (a path of length
100, drawn as far as its stroke-dasharray says) and `[data-arc-sun]` (drawn round 0,0, placed by its transform).
"""

from functools import lru_cache
from typing import Any

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from stillwater.web.shared import drawing, icons, ways
from stillwater.web.shared.drawing import Arc, n

register = Library()

SOLID = {"over", "under"}
MARKS = {"logo": 0.72, "empty": 0.5, "chapter": 0.3, "morning": 0.06}
MARK, STAGE, SESSION, SITTER = (
    Arc(21, 25, 17, 17),
    Arc(70, 73, 50, 50),
    Arc(195, 312, 150, 150),
    Arc(195, 122, 100, 100),
)
ROOM = Arc(242, 112, 190, 84)


@register.simple_tag
def kept_english() -> SafeString:
    """For the element that holds words which are not reviewed in the page's language (S24), and so stand in English."""
    return SafeString("") if get_language() in (None, "en") else SafeString(' lang="en"')


@register.simple_tag
@lru_cache(maxsize=1024)
def icon(name: str, label: str = "", cls: str = "") -> SafeString:
    """`{% icon "phone" %}` beside words; `{% icon "phone" label=… %}` where it stands alone. Names: static/icons/icons.svg."""
    classes = " ".join(filter(None, ("ico", "solid" if name in SOLID else "", cls)))
    box, drawn = icons.shape(name)  # part of the markup, as if it were written here: it comes from our own file
    if label:
        said = '<svg class="{}" viewBox="{}" role="img" aria-label="{}">' + drawn + "</svg>"
        return format_html(said, classes, box, label)
    return format_html('<svg class="{}" viewBox="{}" aria-hidden="true">' + drawn + "</svg>", classes, box)


def _sun(arc: Arc, along: float, halo: float, core: float) -> SafeString:
    x, y = arc.sun_at(along)
    drawn = '<g class="arc-sun" data-arc-sun transform="translate({} {})"><circle r="{}" opacity=".28"/><circle r="{}"/></g>'
    return format_html(drawn, n(x), n(y), n(halo), n(core))


def _hooks(arc: Arc) -> SafeString:
    return format_html(
        'data-arc data-cx="{}" data-cy="{}" data-rx="{}" data-ry="{}"', *map(n, (arc.cx, arc.cy, arc.rx, arc.ry))
    )


@register.simple_tag
@lru_cache(maxsize=256)
def arc(kind: str = "logo", along: float | None = None) -> SafeString:
    """The mark: arc, sun and horizon. `logo`, `empty`, `chapter`, `morning`, or any place of the sun by `along`."""
    at = MARKS.get(kind, 0.5) if along is None else drawing.within(float(along))
    x, y = MARK.sun_at(at)
    drawn = (
        '<svg class="arc arc-{}" viewBox="0 0 42 30" aria-hidden="true"><path d="{}" stroke-width="2.5" stroke-linecap="round"'
        ' pathLength="100" stroke-dasharray="{} 200"/><path d="{}" stroke-width="2.5" stroke-linecap="round" opacity=".4"'
        ' pathLength="100" stroke-dasharray="0 {} 200"/><path d="M1 28.5h40" stroke-width="2" stroke-linecap="round"/>'
        '<circle class="arc-sun" cx="{}" cy="{}" r="4.6"/></svg>'
    )
    before, beyond = max(0.0, at * 100 - 11), at * 100 + 11
    return format_html(drawn, kind, MARK.path, n(before), MARK.path, n(beyond), n(x), n(y))


@register.simple_tag
def stage(fraction: float, sky: str, label: str) -> SafeString:
    """One session on a board: the sky says before, during or after, the sun how far. `label` says it in words."""
    drawn = (
        '<div class="stage {}"><svg viewBox="0 0 140 96" preserveAspectRatio="xMidYMid slice" role="img" aria-label="{}" {}>'
        '<path class="arc-all" d="{}" stroke-width="1.5" stroke-dasharray=".5 5" opacity=".8"/>'
        '<path class="arc-done" data-arc-done pathLength="100" d="{}" stroke-width="2.25" stroke-dasharray="{}"/>{}'
        '<path class="arc-hill" d="M0 75C40 71 84 78 140 73V96H0Z"/></svg></div>'
    )
    done, sun = STAGE.dashes(float(fraction)), _sun(STAGE, float(fraction), 13, 6.5)
    return format_html(drawn, sky, label, _hooks(STAGE), STAGE.path, STAGE.path, done, sun)


@register.inclusion_tag("shared/sky_session.svg.html")
def session_sky(along: float = 0.0) -> dict[str, Any]:
    """The patient's ember night. No clock: only the sun's place. Scripts move it by `setSun(svg, along)`."""
    x, y = SESSION.sun_at(float(along))
    return {"arc": SESSION, "hooks": _hooks(SESSION), "done": SESSION.dashes(float(along)), "x": n(x), "y": n(y)}


@register.inclusion_tag("shared/sky_sitter.svg.html")
def sitter_sky(along: float = 0.0) -> dict[str, Any]:
    """The sitter's: the same sun, lower and wider, over the one sentence of what to do next."""
    x, y = SITTER.sun_at(float(along))
    return {"arc": SITTER, "hooks": _hooks(SITTER), "done": SITTER.dashes(float(along)), "x": n(x), "y": n(y)}


@register.inclusion_tag("shared/sky_room.svg.html")
def room_sky(minutes: float | None, phases: list[tuple[str, float, float]], said: str = "") -> dict[str, Any]:
    """The room's: the path with each phase named. `phases`: (title, from, to) in minutes since the dose began."""
    along = drawing.along_minutes(minutes or 0, phases)
    whole = phases[-1][2] if phases else 1
    names, ticks, here = [], [], ""
    for title, begins, ends in phases:
        x, y = ROOM.sun_at((begins + ends) / 2 / whole)
        if minutes is not None and begins <= minutes < ends:
            here = title
        elif not begins or ends == whole:  # the first and last part: under the horizon, where there is room
            names.append((title, n(14 if x < ROOM.cx else 472), n(ROOM.cy + 21), "start" if x < ROOM.cx else "end"))
        else:
            left = x < ROOM.cx
            names.append((title, n(x + (-16 if left else 16)), n(y - 6), "end" if left else "start"))
        if begins:
            ticks.append(tuple(map(n, ROOM.tick_at(begins / whole, 12))))
    x, y = ROOM.sun_at(along)
    known = {"arc": ROOM, "hooks": _hooks(ROOM), "done": ROOM.dashes(along), "x": n(x), "y": n(y)}
    return known | {"names": names, "ticks": ticks, "here": here, "said": said, "begun": minutes is not None}


@register.inclusion_tag("shared/hills.svg.html")
def hills() -> dict[str, Any]:
    """The land under a sky: three hills, coloured by the page's sky."""
    return {}


@register.simple_tag
def mood_sun(level: int) -> SafeString:
    """A mood from 1 (very low) to 5 (very good) as a sun's height over the water. Always beside its word."""
    height = {1: 57, 2: 45, 3: 35, 4: 26, 5: 19}[int(level)]
    drawn = (
        '<svg class="pic mood-{}" viewBox="0 0 56 56" aria-hidden="true"><rect class="mood-sky" width="56" height="56"/>'
        '<circle class="mood-sun" cx="28" cy="{}" r="11"/><rect class="mood-sea" y="42" width="56" height="14"/></svg>'
    )
    return format_html(drawn, level, height)


@register.simple_tag(takes_context=True)
def ways_of(context: dict[str, Any], audience: str) -> list[ways.Way]:
    """The ways that open to whoever asks: `{% ways_of "companion" as tabs %}`, each with url, icon, label, here."""
    return ways.ways_of(audience, context.get("request"), context.get("access"))
