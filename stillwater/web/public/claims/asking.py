"""Something about a listing is wrong, or should not be here: asked by anybody, without an account."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stillwater.directory.actions import answering, requests
from stillwater.directory.actions.requests import Asked, TooMany
from stillwater.directory.models import Listing
from stillwater.directory.queries import claiming as known
from stillwater.directory.queries.moderation import moderators
from stillwater.directory.rules.fields import Unusable
from stillwater.directory.rules.requests import ANSWERED_WITHIN, Kind, Role
from stillwater.web.public.claims import forms, words
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request, posted


@door(anyone=True)
def correct(request: Request, slug: str) -> HttpResponse:
    """A fact is wrong."""
    return _asked(request, _listing(request, slug), Kind.CORRECTION, forms.Correction)


@door(anyone=True)
def report(request: Request, slug: str) -> HttpResponse:
    """Something here should be looked at."""
    return _asked(request, _listing(request, slug), Kind.REPORT, forms.Report)


@door(anyone=True)
def removal(request: Request, slug: str) -> HttpResponse:
    """Out of the directory: asked by anybody; by whoever keeps the listing, at once."""
    listing, person = _listing(request, slug), request.access.person
    if person is None or not known.is_steward(listing, person.id):
        return _asked(request, listing, Kind.REMOVAL, forms.Removal)
    form = forms.OwnRemoval(posted(request))
    if form.is_valid():
        requests.remove_own(listing_id=listing.id, person=person, at=request.at)
        messages.success(request, _("The listing is removed, and what it said with it."))
        return redirect("directory_changes")
    context = {"asked": known.removal_asked(listing), **_about(request, listing, Kind.REMOVAL, form)}
    return render(request, "claims/own_removal.html", context, status=422 if form.errors else 200)


@require_POST
@door(signed_in=True)
def keep(request: Request, slug: str) -> HttpResponse:
    """Whoever keeps a listing declines its removal."""
    listing, person = _listing(request, slug), request.access.person
    if person is None:
        raise NotHere
    answering.keep(listing_id=listing.id, person=person, at=request.at)
    messages.success(request, _("The listing stays."))
    return redirect("listing_remove", slug=slug)


def _listing(request: Request, slug: str) -> Listing:
    person = request.access.person
    found = known.listing_to_ask_about(slug, person.id if person else None)
    if found is None:
        raise NotHere
    return found


def _asked(request: Request, listing: Listing, kind: Kind, of: type[forms.Asking]) -> HttpResponse:
    form = of(posted(request))
    if form.is_valid() and _kept(request, listing, kind, form):
        return redirect(request.path)
    context = _about(request, listing, kind, form)
    return render(request, "claims/ask.html", context, status=422 if form.errors else 200)


def _about(request: Request, listing: Listing, kind: Kind, form: Any) -> dict[str, Any]:
    name = known.name_of(listing, request.at.date())
    due = request.at + ANSWERED_WITHIN[kind]
    return {
        "listing": listing, "name": name, "kind": str(kind), "form": form, "due": due, "reads": moderators().exists(),
        "kept": known.has_steward(listing),
    }  # fmt: skip


def _kept(request: Request, listing: Listing, kind: Kind, form: forms.Asking) -> bool:
    said: dict[str, Any] = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
    try:
        made = requests.ask(
            listing_id=listing.id, asked=Asked(kind=kind, **said), sender=request.META.get("REMOTE_ADDR", ""),
            at=request.at,
        )  # fmt: skip
    except Unusable as trouble:
        form.fault(trouble)
    except TooMany as trouble:
        form.add_error(None, str(words.TOO_MANY[trouble.whose]))
    else:
        day = date_format(made.answer_due_at, "j F Y")
        messages.success(request, _("It is with the moderators, and is decided by %s.") % day)
        return True
    return False
