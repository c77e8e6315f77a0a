"""A listing is mine: choose a way, give the code, see where it stands."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from stillwater.directory.actions import claiming as actions
from stillwater.directory.actions.claiming import Refused
from stillwater.directory.models import Claim, Listing
from stillwater.directory.queries import claiming as known
from stillwater.directory.queries.moderation import moderators
from stillwater.directory.rules.claiming import CODES, MARK, PAGE_PATH, TOKENS, Way, is_live
from stillwater.directory.tasks import look
from stillwater.people.models import Person
from stillwater.web.public.claims import words
from stillwater.web.public.claims.forms import Begin
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request


@sensitive_post_parameters("code")
@door(signed_in=True)
def claim(request: Request, slug: str) -> HttpResponse:
    """Begin a claim, prove it, or put it away."""
    person = request.access.person
    listing = known.claimable(slug, person.pk) if person else None
    if listing is None or person is None:
        raise NotHere
    if request.method != "POST":
        return _page(request, listing, person)
    try:
        _ACTS.get(request.POST.get("act", ""), _begin)(request, listing, person)
    except Refused as refused:
        return _page(request, listing, person, str(words.REFUSED[refused.why]))
    return redirect("listing_claim", slug=slug)


def _page(request: Request, listing: Listing, person: Person, trouble: str = "") -> HttpResponse:
    last, today = known.last_claim(listing, person.id), request.at.date()
    live = bool(last and is_live(last.proved_at, last.refused_at, last.expires_at, request.at))
    context = {
        "listing": listing, "name": known.name_of(listing, today), "trouble": trouble, "last": last, "live": live,
        "keeps": known.is_steward(listing, person.id), "kept": known.has_steward(listing),
        "reads": moderators().count(), **(_standing(last) if last and live else {}),
    }  # fmt: skip
    ways = () if live else known.offers_of(listing, today)
    context["open"] = [each for each in ways if not each.why]
    context["shut"] = [(each, words.NOT_OPEN[each.why]) for each in ways if each.why]
    return render(request, "claims/claim.html", context, status=422 if trouble else 200)


def _standing(claim: Claim) -> dict[str, Any]:
    """What a live claim waits for."""
    token = claim.way in TOKENS
    return {
        "code": claim.way in CODES, "token": f"{MARK}{actions.token_of(claim)}" if token else "", "dns": claim.way == Way.DNS,
        "file": f"https://{claim.target}{PAGE_PATH}" if token else "", "looked": words.LOOKED.get(claim.refused_why, ""),
    }  # fmt: skip


def _begin(request: Request, listing: Listing, person: Person) -> None:
    form = Begin(request.POST)
    if not form.is_valid():
        raise Refused("not_offered")
    said = form.cleaned_data
    actions.ask(
        listing_id=listing.id, person=person, way=Way(said["way"]), address=said["address"], words=said["words"],
        at=request.at,
    )  # fmt: skip


def _code(request: Request, listing: Listing, person: Person) -> None:
    actions.answer(claim_id=_mine(listing, person).id, person=person, code=request.POST.get("code", ""), at=request.at)
    messages.success(request, _("You keep this listing now."))


def _look(request: Request, listing: Listing, person: Person) -> None:
    mine = _mine(listing, person)
    with transaction.atomic():
        actions.look_again(claim_id=mine.id, person=person, at=request.at)
        look.enqueue(str(mine.id))
    messages.info(request, _("We are looking. Open this page again in a minute."))


def _withdraw(request: Request, listing: Listing, person: Person) -> None:
    actions.withdraw(claim_id=_mine(listing, person).id, person=person, at=request.at)
    messages.info(request, _("Your claim is put away."))


def _mine(listing: Listing, person: Person) -> Claim:
    found = known.last_claim(listing, person.id)
    if found is None:
        raise NotHere
    return found


_ACTS: dict[str, Callable[[Request, Listing, Person], None]] = {
    "begin": _begin, "code": _code, "look": _look, "withdraw": _withdraw,
}  # fmt: skip
