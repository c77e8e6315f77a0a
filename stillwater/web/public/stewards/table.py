"""All of one's listings as one sheet: take it away, change it, bring it back, see what would change, and only then change it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from stillwater.directory.actions import listings
from stillwater.directory.actions.log import actor_of
from stillwater.directory.models import Listing, Location
from stillwater.directory.queries import keeping
from stillwater.directory.rules.fields import BY_KEY, Source
from stillwater.directory.rules.sheets import NoSheet, Said, column_of, read, sheet, written
from stillwater.people.models import Person
from stillwater.web.public.find.words import FIELD, UNUSABLE
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request
from stillwater.web.shared.sending import as_made

TROUBLE = {
    "long": gettext_lazy("This file is too large. Divide it."), "rows": gettext_lazy("At most 5,000 rows at a time. Divide it."),
    "columns": gettext_lazy("This is not a sheet of listings: take one away here first, and keep its first row."),
    "empty": gettext_lazy("There is no row in it."),
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One cell that would change."""

    listing: Listing
    place: Location | None
    key: str
    before: str
    after: str
    value: Any

    @property
    def label(self) -> str:
        return str(FIELD[self.key])


@require_GET
@door(signed_in=True)
def table(request: Request) -> StreamingHttpResponse:
    """Take it away."""
    answer = as_made(request, sheet(_rows(_me(request))), media_type="text/csv")
    answer["Content-Disposition"] = 'attachment; filename="my-listings.csv"'
    return answer


@door(signed_in=True)
def table_edit(request: Request) -> HttpResponse:
    """Bring it back: first what would change, then the change."""
    person, shown, status = _me(request), {}, 200
    if request.method == "POST":
        try:
            text = _text(request)
            changes, troubles = _compared(person, read(text))
            if request.POST.get("act") == "apply":
                return _applied(request, person, changes)
            shown = {"text": text, "changes": changes, "troubles": troubles, "read": True}
        except NoSheet as wrong:
            shown, status = {"trouble": TROUBLE[wrong.why]}, 422
    return render(request, "public/stewards/table.html", shown, status=status)


def _me(request: Request) -> Person:
    if request.access.person is None:
        raise NotHere
    return request.access.person


def _text(request: Request) -> str:
    file = request.FILES.get("sheet")
    return file.read(4_000_001).decode("utf-8", "replace") if file else request.POST.get("text", "")


def _rows(person: Person) -> Any:
    for listing in keeping.kept_by(person.pk):
        own = {key: fact["value"] for key, fact in listing.facts.items()}
        places: list[Location | None] = [*keeping.places_of(listing)] or [None]
        for place in places:
            here = {key: fact["value"] for key, fact in place.facts.items()} if place else {}
            yield str(listing.pk), str(place.pk) if place else "", own | here


def _compared(person: Person, said: list[Said]) -> tuple[list[Change], list[str]]:
    """What would change, each listing's own fields once, and what cannot be used, in words."""
    mine = {str(listing.pk): listing for listing in keeping.kept_by(person.pk)}
    places = {str(place.pk): place for listing in mine.values() for place in keeping.places_of(listing)}
    changes: dict[tuple[UUID, str], Change] = {}
    troubles = []
    for row in said:
        listing, place = mine.get(row.listing), places.get(row.place)
        if listing is None or (row.place and (place is None or place.listing_id != listing.pk)):
            troubles.append(_("Row %(line)s: this is none of your listings.") % {"line": row.line})
            continue
        troubles += [_wrong(row.line, column, why) for column, why in row.wrong.items()]
        for key, value in row.says.items():
            of: Listing | Location | None = place if BY_KEY[key].at else listing
            if of is not None and of.facts.get(key, {}).get("value") != value:
                before, kind = of.facts.get(key, {}).get("value"), BY_KEY[key].kind
                change = Change(
                    listing, place if BY_KEY[key].at else None, key, written(before, kind), written(value, kind), value
                )
                changes.setdefault((of.pk, key), change)
    return list(changes.values()), troubles


def _wrong(line: int, column: str, why: str) -> str:
    key = "place" if column == column_of("place") else column
    return _("Row %(line)s, %(field)s: %(why)s") % {"line": line, "field": FIELD[key], "why": UNUSABLE[why]}


def _applied(request: Request, person: Person, changes: list[Change]) -> HttpResponse:
    together: dict[tuple[Listing, Location | None], dict[str, Any]] = {}
    for change in changes:
        together.setdefault((change.listing, change.place), {})[change.key] = change.value
    for (listing, place), says in together.items():
        listings.say(listing=listing, place=place, says=says, by=actor_of(person), source=Source.STEWARD, at=request.at)
    count = len(changes)
    messages.success(
        request, ngettext("%(count)s answer is changed.", "%(count)s answers are changed.", count) % {"count": count}
    )
    return redirect("listings_mine")
