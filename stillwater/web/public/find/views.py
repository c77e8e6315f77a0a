"""Find care: search, read, compare, keep. Works without a script, and keeps nobody's question."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django_permissions_policy.decorators import permissions_policy_override

from stillwater.directory import gazetteer
from stillwater.directory.queries import reading
from stillwater.directory.queries.reading import by_slug, by_slugs, preview
from stillwater.directory.queries.searching import found
from stillwater.directory.rules.asking import RADII
from stillwater.web.public.find import keeping
from stillwater.web.public.find.asking import questions_of
from stillwater.web.public.find.cards import cards_of
from stillwater.web.public.find.comparing import MOST, table_of
from stillwater.web.public.find.maps import map_beside
from stillwater.web.public.find.page import page_of
from stillwater.web.public.find.reading import read
from stillwater.web.public.find.results import results_of
from stillwater.web.public.streets import may_ask, streets
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request

MAY_ASK_WHERE: Any = {**settings.PERMISSIONS_POLICY, "geolocation": "self"}  # of the device, when somebody touches it


@require_safe
@permissions_policy_override(MAY_ASK_WHERE)
@door(anyone=True)
def find(request: Request) -> HttpResponse:
    """The search, with a list and a map."""
    question = read(request.GET)
    answer = found(question.asked, at=request.at)
    cards = cards_of(answer.hits, request.at)
    shown = {"question": question, "answer": answer, "cards": cards, "radii": RADII, "kept": keeping.kept(request)}
    shown |= {"map": map_beside(question, answer, cards), "results": results_of(question, answer, at=request.at)}
    shown |= {"explore": question.query(box=question.box), "streets": streets()}
    return may_ask(render(request, "public/find/find.html", shown))


@require_safe
@door(anyone=True)
def suggest(request: Request) -> JsonResponse:
    """Towns and ZIPs that begin so. Only this server hears what is typed, and it keeps nothing of it."""
    places = gazetteer.suggest(request.GET.get("near", "")[:80])
    return JsonResponse({"names": [place.zip or place.name for place in places]})


@require_safe
@door(anyone=True)
def how(request: Request) -> HttpResponse:
    """How the order comes about, what the words mean, and where the facts come from."""
    return render(request, "public/find/how.html")


@require_safe
@door(anyone=True)
def listing(request: Request, slug: str) -> HttpResponse:
    """Everything that a listing says; one that nobody finds yet, to whoever keeps it."""
    person, today = request.access.person, request.at.date()
    here = by_slug(slug, today) or (preview(slug, person.pk, today) if person else None)
    if here is None:
        raise NotHere
    return render(request, "public/find/listing.html", page_of(here, request) | {"kept": keeping.kept(request)})


@require_safe
@door(anyone=True)
def questions(request: Request, slug: str) -> HttpResponse:
    """What to ask there, to print: what the listing has already said stands beside it."""
    if (here := by_slug(slug, request.at.date())) is None:
        raise NotHere
    return render(request, "public/find/questions.html", {"listing": here, "questions": questions_of(here, request.at)})


@require_safe
@door(anyone=True)
def photo(request: Request, slug: str, picture: UUID) -> HttpResponse:
    """A picture: it never changes under its address."""
    image = reading.photo(slug, picture)
    if image is None:
        raise NotHere
    return HttpResponse(
        image, content_type="image/jpeg", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


@require_safe
@door(anyone=True)
def compare(request: Request) -> HttpResponse:
    """Up to three side by side."""
    listings = by_slugs(list(dict.fromkeys(request.GET.getlist("with")))[:MOST], request.at.date())
    return render(request, "public/find/compare.html", {"listings": listings, "rows": table_of(listings, request.at)})


@require_safe
@door(anyone=True)
def saved(request: Request) -> HttpResponse:
    """What somebody keeps on this device."""
    listings = by_slugs(keeping.kept(request), request.at.date())
    return render(request, "public/find/saved.html", {"listings": listings, "most": MOST})


@require_POST
@door(anyone=True)
def save(request: Request, slug: str) -> HttpResponse:
    """Keep a listing, or no longer, and go back."""
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}) and back.startswith("/")
    return keeping.toggled(request, redirect(back if safe else "find_saved"), slug)
