"""What moderators decide. To everybody else these pages do not exist."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stillwater.directory.actions import answering, checking, judging
from stillwater.directory.actions.answering import Decision, Over
from stillwater.directory.actions.claiming import Refused
from stillwater.directory.queries import checking as checks
from stillwater.directory.queries import moderation as waiting
from stillwater.directory.queries.claiming import listing_by_slug, name_of
from stillwater.directory.rules.fields import Unusable
from stillwater.people.models import Person
from stillwater.web.public.claims import forms, words
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request, posted


@require_GET
@door(signed_in=True)
def moderation(request: Request) -> HttpResponse:
    """Everything that waits."""
    person = _moderator(request)
    context = {
        "claims": waiting.waiting_claims(request.at), "requests": waiting.waiting_requests(person),
        "hidden": waiting.hidden_listings(), "checks": checks.recent_checks(request.at.date()),
        "moderators": waiting.moderators().count(),
    }  # fmt: skip
    return render(request, "claims/moderation.html", context)


@door(signed_in=True)
def judged(request: Request, claim: UUID) -> HttpResponse:
    """One claim."""
    person, found = _moderator(request), waiting.waiting_claims(request.at).filter(id=claim).first()
    if found is None:
        raise NotHere
    form = forms.Judgement(posted(request))
    if form.is_valid():
        try:
            grants, reason = form.cleaned_data["decision"] == "yes", form.cleaned_data["reason"]
            judging.judge(claim_id=found.id, by=person, grants=grants, reason=reason, at=request.at)
            return _kept(request)
        except Refused as refused:
            form.add_error(None, str(words.REFUSED[refused.why]))
    context = {"claim": found, "form": form, "name": name_of(found.listing, request.at.date())}
    return render(request, "claims/judge.html", context, status=422 if form.errors else 200)


@door(signed_in=True)
def answered(request: Request, asked: UUID) -> HttpResponse:
    """One request."""
    person = _moderator(request)
    found = waiting.waiting_requests(person).filter(id=asked).first()
    if found is None:
        raise NotHere
    form = forms.Answer(posted(request), asked=found)
    if form.is_valid() and _decided(form, found.id, person, request):
        return _kept(request)
    context = {"asked": found, "form": form, "name": name_of(found.listing, request.at.date())}
    return render(request, "claims/answer.html", context, status=422 if form.errors else 200)


@door(signed_in=True)
def checked(request: Request) -> HttpResponse:
    """Record a check."""
    person, form = _moderator(request), forms.Checked(posted(request), initial={"on": request.at.date()})
    if form.is_valid() and _recorded(form, person, request):
        return _kept(request)
    return render(request, "claims/check.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@door(signed_in=True)
def check_withdrawn(request: Request, check: UUID) -> HttpResponse:
    """A check holds no more."""
    checking.withdraw(verification_id=check, by=_moderator(request), at=request.at)
    return _kept(request)


@require_POST
@door(signed_in=True)
def shown(request: Request, listing: UUID) -> HttpResponse:
    """What was hidden is shown again."""
    answering.show_again(listing_id=listing, by=_moderator(request), at=request.at)
    return _kept(request)


def _moderator(request: Request) -> Person:
    """Raises NotYours, which is 404."""
    return waiting.moderator_for(request.access.person).person


def _kept(request: Request) -> HttpResponse:
    messages.success(request, _("It is kept."))
    return redirect("moderation")


def _decided(form: forms.Answer, request_id: UUID, by: Person, request: Request) -> bool:
    said = form.cleaned_data
    place: Any = said.get("location")
    decision = Decision(
        said["decision"] == "yes", said["answer"], said.get("value", ""), UUID(place) if place else None,
        said.get("hides", False),
    )  # fmt: skip
    try:
        answering.decide(request_id=request_id, by=by, decision=decision, at=request.at)
    except Over:
        form.add_error(None, str(words.REFUSED["over"]))
    except Unusable as trouble:
        form.fault(trouble)
    return not form.errors


def _recorded(form: forms.Checked, by: Person, request: Request) -> bool:
    said = dict(form.cleaned_data)
    listing, place = listing_by_slug(said.pop("listing")), said.pop("location")
    if listing is None:
        form.add_error("listing", _("There is no such listing."))
        return False
    places = list(listing.locations.filter(closed_at__isnull=True))
    chosen = places[place - 1].id if place and place <= len(places) else None
    try:
        made = checking.Checked(**said, location_id=chosen)
        checking.record(listing_id=listing.id, by=by, checked=made, at=request.at)
    except Unusable as trouble:
        form.fault(trouble)
    return not form.errors
