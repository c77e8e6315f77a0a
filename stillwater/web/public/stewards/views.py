"""Keep a listing: say what it says, confirm it, show it. Only whoever keeps it finds it here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stillwater.directory.actions import keeping as actions
from stillwater.directory.actions import listings
from stillwater.directory.actions.listings import Unfinished
from stillwater.directory.actions.log import actor_of
from stillwater.directory.models import Listing, Location
from stillwater.directory.queries import keeping
from stillwater.directory.rules.fields import GROUPS, Source, Unusable
from stillwater.people.models import Person
from stillwater.people.rules import Act
from stillwater.web.public.find.words import UNUSABLE
from stillwater.web.public.stewards import editing
from stillwater.web.public.stewards.forms import ListingForm, fields_of
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request, clinic_at_work


@require_GET
@door(signed_in=True)
def mine(request: Request) -> HttpResponse:
    """The listings that I keep."""
    return render(request, "public/stewards/mine.html", editing.mine_of(request, _me(request)))


@require_POST
@door(signed_in=True)
def add(request: Request) -> HttpResponse:
    """Begin one. Nobody finds it before it is proved to be theirs."""
    try:
        listing = actions.begin_draft(name=request.POST.get("name", ""), person=_me(request), at=request.at)
    except Unusable as wrong:
        shown = editing.mine_of(request, _me(request)) | {"trouble": UNUSABLE[wrong.why]}
        return render(request, "public/stewards/mine.html", shown, status=422)
    return redirect("listing_edit", which=listing.pk)


@require_POST
@door(staff=Act.SET_CLINIC)
def add_clinic(request: Request) -> HttpResponse:
    """The clinic in which I work as its owner, from its own settings."""
    clinic = clinic_at_work(request)
    sites = request.access.sites_in(clinic.id)
    listing = actions.follow_clinic(clinic=clinic, sites=sites, person=_me(request), at=request.at)
    return redirect("listing_edit", which=listing.pk)


@door(signed_in=True)
def edit(request: Request, which: UUID) -> HttpResponse:
    """One group of what it says."""
    listing = _kept(request, which)
    group = request.GET.get("group", GROUPS[0])
    form = ListingForm(fields_of(group if group in GROUPS else GROUPS[0]), listing.facts, editing.posted_to(request))
    if request.method == "POST" and form.is_valid():
        listings.say(listing=listing, says=form.says, **_as(request))
        messages.success(request, _("Kept, and confirmed as of today."))
        return redirect(editing.next_of(listing, group))
    return render(
        request,
        "public/stewards/edit.html",
        editing.page_of(listing, _me(request), form, group),
        status=editing.status(form),
    )


@door(signed_in=True)
def place(request: Request, which: UUID, where: UUID | None = None) -> HttpResponse:
    """One address, or a new one."""
    listing = _kept(request, which)
    there = keeping.place_of(listing, where) if where else None
    if where and there is None:
        raise NotHere
    form = ListingForm(fields_of("where", at=True), there.facts if there else {}, editing.posted_to(request))
    if request.method == "POST" and form.is_valid():
        actions.set_place(listing=listing, place=there, says=form.says, person=_me(request), at=request.at)
        messages.success(request, _("The address is kept."))
        return redirect("listing_edit", which=listing.pk)
    shown = editing.page_of(listing, _me(request), form, "place") | {"edited": there}
    return render(request, "public/stewards/edit.html", shown, status=editing.status(form))


@require_POST
@door(signed_in=True)
def close(request: Request, which: UUID, where: UUID) -> HttpResponse:
    """An address that is no more."""
    there: Location | None = keeping.place_of(_kept(request, which), where)
    if there is None:
        raise NotHere
    listings.close_place(place=there, **_as(request))
    messages.info(request, _("The address is gone from your listing."))
    return redirect("listing_edit", which=which)


@require_POST
@door(signed_in=True)
def confirm(request: Request, which: UUID) -> HttpResponse:
    """All that it says still holds."""
    listings.confirm(listing=_kept(request, which), keys=None, **_as(request))
    messages.success(request, _("All of it is confirmed as of today."))
    return redirect("listing_edit", which=which)


@require_POST
@door(signed_in=True)
def show(request: Request, which: UUID) -> HttpResponse:
    """Let people find it, or no longer."""
    listing = _kept(request, which)
    if not keeping.is_proved(listing, _me(request).pk):
        raise NotHere
    if request.POST.get("act") == "hide":
        listings.hide(listing=listing, why="steward", **_as(request))
        return redirect("listing_edit", which=which)
    try:
        listings.publish(listing=listing, **_as(request))
    except Unfinished as unfinished:
        messages.warning(request, editing.still_missing(unfinished.missing))
        return redirect("listing_edit", which=which)
    return redirect(reverse("listing", args=[listing.slug]))


def _me(request: Request) -> Person:
    if request.access.person is None:
        raise NotHere
    return request.access.person


def _kept(request: Request, which: UUID) -> Listing:
    found = keeping.one_kept_by(_me(request).pk, which)
    if found is None:
        raise NotHere
    return found


def _as(request: Request) -> dict[str, Any]:
    return {"by": actor_of(_me(request)), "source": Source.STEWARD, "at": request.at}
