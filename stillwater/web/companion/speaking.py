"""Whether a guide speaks in one's session, and which: none, unless somebody chooses it (S14)."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from django.utils.functional import Promise

from stillwater.soundscape import queries
from stillwater.soundscape.rules.cueing import PLACES, never_words_in
from stillwater.soundscape.rules.guides import Guide
from stillwater.treatment.models import Session
from stillwater.treatment.queries import own_sessions
from stillwater.treatment.queries.voices import Chosen, room_in, version_of, versions_of
from stillwater.web.shared.http import Request
from stillwater.web.shared.speaking import PLACES_SAID, short_of

LATE = timedelta(hours=12)  # a session that was to begin so long ago may still


class Version(NamedTuple):
    """One way to hear a guide: as the page sends it, for open eyes or not, whether it is chosen."""

    value: str
    eyes_open: bool
    chosen: bool


class Offer(NamedTuple):
    """One guide at its place. Without versions it is not offered: it is on the never list, or `short` of time."""

    guide: Guide
    eyes: str
    minutes: int
    versions: list[Version]
    on_list: list[str]
    short: str


class Place(NamedTuple):
    """The beginning or the way back, with the guides that were written for it; `none`: nobody speaks there."""

    key: str
    name: Promise
    offers: list[Offer]
    none: bool


def places(request: Request, asked: Mapping[str, object], never: Iterable[str]) -> list[Place]:
    """Everything that may speak in one's next session, or the reason why it may not."""
    near, never = _next_session(request), list(never)
    chosen = {one.place: one.value for one in versions_of(asked)}
    found = []
    for place in PLACES:
        guides = [guide for guide in queries.guides() if guide.purpose == place]
        offers = [_offer(place, guide, chosen.get(place, ""), never, near) for guide in guides]
        some = any(version.chosen for offer in offers for version in offer.versions)
        found.append(Place(place, PLACES_SAID[place], offers, not some))
    return found


def typed(post: Mapping[str, str]) -> dict[str, str]:
    """What was chosen on the page, by place; what no guide is written for is left out."""
    found = (version_of(place, post.get(f"guide-{place}", "")) for place in PLACES)
    return {one.place: one.value for one in found if one}


def on_list(asked: Mapping[str, str], never: Iterable[str]) -> list[tuple[Guide, list[str]]]:
    """The chosen guides that speak of what is never to be heard, with its words."""
    never = list(never)
    return [(one.guide, words) for one in versions_of(asked) if (words := never_words_in(one.guide, never))]


def _offer(place: str, guide: Guide, chosen: str, never: list[str], near: Session | None) -> Offer:
    words = never_words_in(guide, never)
    ways = [Chosen(place, guide, eyes_open) for eyes_open in guide.versions]
    shorts = [short_of(place, room_in(near, way)) if near else "" for way in ways]
    versions = [
        Version(way.value, way.eyes_open, way.value == chosen)
        for way, short in zip(ways, shorts, strict=True) if not short and not words
    ]  # fmt: skip
    minutes = max(1, round(guide.seconds(guide.versions[0]) / 60))
    eyes = "open" if guide.versions[0] else "closed"
    return Offer(guide, eyes, minutes, versions, words, "" if versions or words else shorts[0])


def _next_session(request: Request) -> Session | None:
    ahead = own_sessions(request.access).filter(stage="planned", appointment__starts_at__gt=request.at - LATE)
    return ahead.order_by("appointment__starts_at").first()
