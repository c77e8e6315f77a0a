"""A member's PIN for the clinic's tablets: set where they have signed in with both steps, never on a tablet."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from stillwater.people.actions.tablets import WeakPin, forget_pin, set_pin
from stillwater.people.queries import own_pin
from stillwater.people.rules import Act
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request, clinic_at_work


def _digits(label: Any, help_text: Any = "") -> forms.CharField:
    look = {"inputmode": "numeric", "autocomplete": "off", "class": "short", "maxlength": "6"}
    return forms.CharField(label=label, help_text=help_text, max_length=6, widget=forms.PasswordInput(attrs=look))


class NewPin(forms.Form):
    pin = _digits(_("Six digits"), _("No date, no row like 345678, no pattern: somebody would try those first."))
    again = _digits(_("The same once more"))

    def clean(self) -> dict[str, Any] | None:
        known = super().clean() or {}
        if known.get("pin") and known.get("again") and known["pin"] != known["again"]:
            self.add_error("again", gettext("These are two different PINs."))
        return known


@sensitive_post_parameters("pin", "again")
@door(staff=Act.HOLD_TABLET)
def pin(request: Request) -> HttpResponse:
    """Choose a PIN, or another one."""
    clinic, form = clinic_at_work(request), NewPin(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            set_pin(request.access, clinic.id, pin=form.cleaned_data["pin"], at=request.at)
            messages.success(request, gettext("Your PIN is set. It works on the tablets of %s.") % clinic.name)
            return redirect("pin")
        except WeakPin:
            form.add_error("pin", gettext("Six digits that nobody would guess: no date, no row, no pattern."))
    context = {"form": form, "kept": own_pin(request.access, clinic.id)}
    return render(request, "account/pin.html", context, status=422 if form.errors else 200)


@require_POST
@door(staff=Act.HOLD_TABLET)
def pin_forget(request: Request) -> HttpResponse:
    """Without a PIN a member takes a tablet over by signing in."""
    forget_pin(request.access, clinic_at_work(request).id, at=request.at)
    messages.success(request, gettext("Your PIN is gone."))
    return redirect("pin")
