"""How accounts open: the first run of an installation, and invitations."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from stillwater.people.actions.clinics import FirstRunOver, begin_installation
from stillwater.people.actions.own import begin_for_oneself
from stillwater.people.actions.patients import (
    AddressInUse,
    AlreadyHere,
    AnotherAddress,
    InvitationOver,
    accept_as,
    accept_as_new,
)
from stillwater.people.models import Invitation, Person
from stillwater.people.queries import has_account, invitation_by_secret, is_fresh
from stillwater.web.account import forms
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request

WRONG_CODE = _("This is not the code that the console shows. Each start prints a new one.")


@sensitive_post_parameters("password", "code")
@door(anyone=True)
def first_run(request: Request) -> HttpResponse:
    """The first account and its clinic, for whoever holds the code from the console."""
    form = forms.FirstRun(request.POST if request.method == "POST" else None)
    if is_fresh() and form.is_valid():
        try:
            return enter(request, begin_installation(**form.cleaned_data, at=request.at))
        except FirstRunOver:
            form.add_error("code", WRONG_CODE)
    if not is_fresh():  # also for the second of two people who were at it at one moment
        return render(request, "arriving/first_run_over.html", status=410)
    return render(request, "arriving/first_run.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters("password", "code")
@door(anyone=True)
def first_run_own(request: Request) -> HttpResponse:
    """The same for somebody without a clinic: an account and a space of their own."""
    form = forms.FirstRunForOneself(request.POST if request.method == "POST" else None)
    if is_fresh() and form.is_valid():
        try:
            return enter(request, begin_for_oneself(**form.cleaned_data, at=request.at))
        except FirstRunOver:
            form.add_error("code", WRONG_CODE)
    if not is_fresh():
        return render(request, "arriving/first_run_over.html", status=410)
    context = {"form": form, "oneself": True}
    return render(request, "arriving/first_run.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("password")
@door(anyone=True)
def invitation(request: Request, secret: str) -> HttpResponse:
    """Accept an invitation, with a new account or with the one that somebody has."""
    found = invitation_by_secret(secret)
    if found is None:
        raise NotHere
    if found.accepted_at and request.access.person and found.accepted_by_id == request.access.person.id:
        return redirect("front")
    try:
        return _open(request, found)
    except InvitationOver:
        return _kindly(request, invitation_by_secret(secret) or found, "over", 410)
    except AlreadyHere:
        return _kindly(request, found, "already", 409)


def _open(request: Request, found: Invitation) -> HttpResponse:
    if found.accepted_at or found.revoked_at or found.expires_at <= request.at:
        raise InvitationOver
    if request.access.person:
        return _accept(request, found, request.access.person)
    if has_account(found.email):
        return render(request, "arriving/sign_in_first.html", {"invitation": found})
    return _arrive(request, found)


def _accept(request: Request, found: Invitation, person: Person) -> HttpResponse:
    if person.email != found.email:
        return _kindly(request, found, "another", 409)
    if request.method != "POST":
        return render(request, "arriving/accept.html", {"invitation": found})
    try:
        accept_as(found, person, at=request.at)
    except AnotherAddress:
        return _kindly(request, found, "another", 409)
    request.session["clinic"] = str(found.clinic_id)
    return redirect("front")


def _arrive(request: Request, found: Invitation) -> HttpResponse:
    form = forms.Arrival(request.POST if request.method == "POST" else None, initial={"name": found.shown_name})
    if form.is_valid():
        try:
            return enter(request, accept_as_new(found, **form.cleaned_data, at=request.at))
        except AddressInUse:  # opened in another window a moment ago
            return render(request, "arriving/sign_in_first.html", {"invitation": found})
    context = {"form": form, "invitation": found}
    return render(request, "arriving/arrive.html", context, status=422 if form.errors else 200)


def _kindly(request: Request, found: Invitation, why: str, status: int) -> HttpResponse:
    return render(request, "arriving/invitation_over.html", {"invitation": found, "why": why}, status=status)


def enter(request: Request, person: Person) -> HttpResponse:
    """Sign in whoever has just chosen their password."""
    record_authentication(request, person, method="password")
    return perform_login(request, Login(user=person))
