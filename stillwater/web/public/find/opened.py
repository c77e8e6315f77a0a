"""The directory for whoever wants to use it elsewhere: CSV, JSON, and the map of the site. Whole, streamed, and the same for all."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from stillwater.directory.models import Listing
from stillwater.directory.queries.reading import everything
from stillwater.directory.rules.ages import Age, age_of
from stillwater.directory.rules.fields import FIELDS
from stillwater.web.public.channel.links import addresses
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request
from stillwater.web.shared.languages import in_english
from stillwater.web.shared.sending import as_made

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
COLUMNS = ("listing", "place_number", "address", *(field.key for field in FIELDS), "latitude", "longitude", "confirmed")


@require_safe
@door(anyone=True)
def data(request: Request) -> HttpResponse:
    """What there is to take away, and how it is made."""
    return render(request, "public/find/data.html", {"fields": FIELDS})


@require_safe
@door(anyone=True)
@in_english
def as_csv(request: Request) -> StreamingHttpResponse:
    """One row a place; several answers in one cell are separated by commas."""
    answer = as_made(request, _csv(request), media_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="listings-{request.at.date()}.csv"'
    return answer


@require_safe
@door(anyone=True)
@in_english
def as_json(request: Request) -> StreamingHttpResponse:
    """Every listing with its places, each fact with its day and where it comes from."""
    return as_made(request, _json(request), media_type="application/json")


@require_safe
@door(anyone=True)
def sitemap(request: Request) -> StreamingHttpResponse:
    """The pages that anybody may find."""
    return as_made(request, _sitemap(request), media_type="application/xml")


@require_safe
@door(anyone=True)
def robots(request: Request) -> HttpResponse:
    """What a crawler may read: the listings, and not every question that could be asked."""
    lines = [
        "User-agent: *",
        "Disallow: /find?",
        "Disallow: /find/compare",
        "Disallow: /account/",
        "Disallow: /channel/search",
        "Disallow: /language",
    ]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _csv(request: Request) -> Iterator[str]:
    yield _line(COLUMNS)
    for listing in everything(request.at.date()):
        here, address = listing.places or [None], request.build_absolute_uri(reverse("listing", args=[listing.slug]))  # type: ignore[attr-defined]
        for number, place in enumerate(here):
            facts = _fresh(listing.facts | (place.facts if place else {}), request.at.date())
            oldest = min((fact["on"] for fact in facts.values()), default="")
            point = (place.latitude, place.longitude) if place else (None, None)
            cells = [_cell(facts[f.key]["value"]) if f.key in facts else "" for f in FIELDS]
            yield _line([str(listing.pk), number, address, *cells, *("" if x is None else x for x in point), oldest])


def _line(cells: Any) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([_plain(cell) for cell in cells])
    return written.getvalue()


def _plain(cell: Any) -> Any:
    """A spreadsheet would run a cell that begins like a formula; a leading apostrophe stops it."""
    return "'" + cell if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(value) if all(isinstance(each, str) for each in value) else json.dumps(value)
    return str(value)


def _json(request: Request) -> Iterator[str]:
    today = request.at.date()
    yield f'{{"licence": "{LICENCE}", "date": "{today}", "listings": ['
    for number, listing in enumerate(everything(today)):
        yield (",\n" if number else "\n") + json.dumps(_as_data(listing, request), ensure_ascii=False)
    yield "\n]}\n"


def _as_data(listing: Listing, request: Request) -> dict[str, Any]:
    today = request.at.date()
    return {
        "id": str(listing.pk), "address": request.build_absolute_uri(reverse("listing", args=[listing.slug])),
        "facts": _fresh(listing.facts, today),
        "places": [
            {"facts": _fresh(p.facts, today), "latitude": p.latitude, "longitude": p.longitude, "time_zone": p.time_zone}
            for p in listing.places  # type: ignore[attr-defined]
        ],
        "checks": [
            {"what": c.what, "found": c.found, "looked_in": c.looked_in, "on": str(c.checked_date), "until": str(c.expires_date)}
            for c in listing.checks  # type: ignore[attr-defined]
        ],
    }  # fmt: skip


def _fresh(facts: dict[str, Any], today: date) -> dict[str, Any]:
    known = {field.key for field in FIELDS}
    return {key: fact for key, fact in facts.items() if key in known and age_of(key, fact, today) < Age.GONE}


def _sitemap(request: Request) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    pages = [reverse("front"), reverse("find"), reverse("find_how"), reverse("find_data")]
    pages_of = (reverse("listing", args=[listing.slug]) for listing in everything(request.at.date()))
    for page in chain(pages, pages_of, addresses()):
        yield f"<url><loc>{request.build_absolute_uri(page)}</loc></url>\n"
    yield "</urlset>\n"
