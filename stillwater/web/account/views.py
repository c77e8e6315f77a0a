"""Signing out, choosing a clinic, putting a pass away."""

from uuid import UUID

from allauth.account.views import logout
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stillwater.people.actions.accounts import set_about_me
from stillwater.people.rules import Act
from stillwater.web.account.forms import AboutMe
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request

# What the browser drops: pages that were kept, and storage. Never while entries wait there, whoever they belong to.
CLEAR = '"cache", "storage"'


def _cleared(request: Request, answer: HttpResponse) -> HttpResponse:
    """Only when the page has looked and said that nothing waits; a page without a script cannot look."""
    if request.method == "POST" and request.POST.get("outbox") == "empty":
        answer["Clear-Site-Data"] = CLEAR
    return answer


@require_GET
@door(signed_in=True)
def account(request: Request) -> HttpResponse:
    """What belongs to an account: password, second step, devices."""
    holds = request.clinic is not None and request.access.may(Act.HOLD_TABLET, request.clinic.id)
    return render(request, "account/overview.html", {"holds_tablets": holds})


@door(signed_in=True)
def about_me(request: Request) -> HttpResponse:
    """What somebody is called, their clock, and how pages look to them."""
    if request.access.person is None:
        raise NotHere
    form = AboutMe(request.POST) if request.method == "POST" else AboutMe.of(request.access.person)
    if request.method == "POST" and form.is_valid():
        set_about_me(request.access, **form.cleaned_data, at=request.at)
        messages.success(request, _("It is kept."))
        answer = redirect("about_me")
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)  # what they say here counts, on this device too
        return answer
    return render(request, "account/about_me.html", {"form": form}, status=422 if form.errors else 200)


@door(anyone=True)
def sign_out(request: Request) -> HttpResponse:
    """Sign out, leaving what waits in the outbox on the device."""
    return _cleared(request, logout(request))


@require_POST
@door(sitter=True)
def leave_pass(request: Request) -> HttpResponse:
    """A sitter is done with this device; the link opens the pass again until it ends."""
    del request.session["pass"]
    return _cleared(request, redirect("front"))


@door(staff=Act.SEE_TEAM)
def choose_clinic(request: Request) -> HttpResponse:
    """A member of several clinics says where they work now."""
    if request.method == "POST":
        chosen = request.POST.get("clinic", "")
        if chosen not in {str(place.clinic_id) for place in request.access.places}:
            raise NotHere
        request.session["clinic"] = str(UUID(chosen))
        return redirect("front")
    return render(request, "account/choose_clinic.html")


@door(anyone=True)
def not_here(request: Request, **known: str) -> HttpResponse:
    """Pages of django-allauth that this place does without: addresses are changed by a clinic, accounts open by invitation."""
    raise NotHere
