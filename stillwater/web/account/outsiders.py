"""An account for somebody outside every clinic here, who keeps a listing of the directory."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from stillwater.people.actions.outsiders import address_in, ask_for_account, open_account
from stillwater.people.actions.patients import AddressInUse
from stillwater.web.account.arriving import enter
from stillwater.web.account.forms import EMAIL, Arrival
from stillwater.web.shared.doors import door
from stillwater.web.shared.households import asked_too_much
from stillwater.web.shared.http import NotHere, Request, posted


class Address(forms.Form):
    email = forms.EmailField(label=EMAIL, max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))


@door(anyone=True)
def listing_account(request: Request) -> HttpResponse:
    """Ask for one. The answer says nothing about who has one."""
    if request.access.person:
        return redirect("listings_mine")
    form = Address(posted(request))
    if form.is_valid() and not asked_too_much(request, "accounts"):
        ask_for_account(email=form.cleaned_data["email"], at=request.at)
        return render(request, "arriving/listing_account.html", {"sent": True})
    if form.is_valid():
        form.add_error("email", _("Too many were asked for from here today. Try again tomorrow."))
    return render(request, "arriving/listing_account.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters("password")
@door(anyone=True)
def listing_account_open(request: Request, token: str) -> HttpResponse:
    """The letter's link: a name and a password, and the account is there."""
    email = address_in(token, at=request.at)
    if email is None or request.access.person:
        raise NotHere
    form = Arrival(posted(request))
    if form.is_valid():
        try:
            enter(request, open_account(**form.cleaned_data, email=email, at=request.at))
            return redirect("listings_mine")
        except AddressInUse:
            return redirect("account_login")
    return render(
        request, "arriving/listing_account.html", {"arrival": form, "email": email}, status=422 if form.errors else 200
    )
