"""A place as the list of what was found shows it. A tick stands only before what somebody checked; all else is what they say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stillwater.directory.index.searching import Hit
from stillwater.directory.models import Listing, Location
from stillwater.directory.queries.reading import by_ids
from stillwater.directory.rules.ages import Age, age_of, shown
from stillwater.web.public.find import facts
from stillwater.web.public.find.words import CHECKED

KINDS = ("routes",)
TAGS = ("present", "company", "integration", "room")
SAYS = ("emergency", "monitored")


@dataclass(frozen=True)
class Check:
    words: str
    on: date


@dataclass(frozen=True)
class Card:
    """One place found. `sky` picks its picture."""

    id: UUID
    slug: str
    name: str
    where: str
    miles: float | None
    accepting: str
    is_accepting: bool
    opening: str
    kinds: tuple[str, ...]
    tags: tuple[str, ...]
    checks: tuple[Check, ...]
    says: tuple[str, ...]
    is_old: bool
    sky: int
    latitude: float | None
    longitude: float | None

    @property
    def far(self) -> str:
        """Miles in words; near by is no further told apart than the places are."""
        if self.miles is None:
            return ""
        return _("%(miles)s mi") % {"miles": f"{self.miles:.1f}" if self.miles < 10 else f"{self.miles:.0f}"}

    @property
    def anchor(self) -> str:
        return f"p-{self.slug}"


def cards_of(hits: Sequence[Hit], at: datetime) -> list[Card]:
    """The places found, in their order. One that was taken out a moment ago is left out."""
    listings = by_ids({hit.listing for hit in hits}, at.date())
    return [card_of(listings[hit.listing], hit, at) for hit in hits if hit.listing in listings]


def card_of(listing: Listing, hit: Hit, at: datetime) -> Card:
    """One place of a listing."""
    today = at.date()
    place = next((each for each in listing.places if each.pk == hit.place), None)  # type: ignore[attr-defined]
    here = place.facts if place else {}
    says = shown(listing.facts, today) | shown(here, today)
    return Card(
        id=listing.pk, slug=listing.slug, name=str(listing), where=facts.where(here) or _telehealth(says), miles=hit.miles,
        accepting=facts.accepting(says["accepting"], says.get("accepting_from")) if "accepting" in says else "",
        is_accepting=says.get("accepting") in ("yes", "from"), opening=opening(place, says, at),
        kinds=tuple(facts.choice("routes", each) for each in says.get("routes", ())), tags=tuple(_tags(says)),
        checks=tuple(Check(str(CHECKED[each.what]), each.checked_date) for each in listing.checks),  # type: ignore[attr-defined]
        says=tuple(_says(says)),
        is_old=any(age_of(key, fact, today) in (Age.OLD, Age.ASKED) for key, fact in (listing.facts | here).items()),
        sky=listing.pk.int % 5, latitude=hit.latitude, longitude=hit.longitude,
    )  # fmt: skip


def opening(place: Location | None, says: dict[str, Any], at: datetime) -> str:
    """Until when it is open now, by the clock on its own wall; nothing when it is not, or nobody knows."""
    if place is None or not says.get("hours"):
        return ""
    local = at.astimezone(ZoneInfo(place.time_zone))
    if local.date().isoformat() in says.get("closed_on", ()):
        return _("Closed today")
    now = local.hour * 60 + local.minute
    for opens, closes in says["hours"][local.weekday()]:
        if opens <= now < closes:
            return _("Open until %(hour)s") % {"hour": facts.clock(closes)}
    return ""


def _telehealth(says: dict[str, Any]) -> str:
    states = says.get("licensed_in", ())
    if "telehealth" not in says.get("settings", ()) or not states:
        return ""
    return _("Telehealth to %(states)s") % {"states": ", ".join(states[:6]) + (" …" if len(states) > 6 else "")}


def _tags(says: dict[str, Any]) -> Iterable[str]:
    for key in TAGS:
        value = says.get(key)
        wanted = ("therapist", "throughout", "included", "group")
        yield from (
            facts.choice(key, each) for each in (value if isinstance(value, list) else [value]) if each in wanted
        )
    if conditions := says.get("conditions"):
        yield ", ".join(facts.choice("conditions", each) for each in conditions[:3])
    if says.get("sliding") == "yes":
        yield facts.choice("sliding", "yes")
    if "price_low" in says:
        yield facts.price(says["price_low"], says.get("price_high"))


def _says(says: dict[str, Any]) -> Iterable[str]:
    for key in SAYS:
        if value := says.get(key):
            yield ", ".join(facts.choice(key, each) for each in value[:3])
    if says.get("rems") == "yes":
        yield _("REMS certified")
    if says.get("outcomes") == "published":
        yield facts.choice("outcomes", "published")


def checked_on(day: date) -> str:
    return date_format(day, "j M")
