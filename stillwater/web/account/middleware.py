"""The second step of whoever works here: a password alone opens no page of a clinic, nor the editors' pages.

Two ways past it are shut. A member without a second step is led to set one up. And a sign-in that was made by password alone
before the second step existed (in another browser, perhaps by somebody else) ends: it must come back with both.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stillwater.web.shared import studio, tablets
from stillwater.web.shared.doors import Door
from stillwater.web.shared.http import Request

STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes stand in for one of these, never alone
SETTING_UP = "allauth.mfa."
WITHOUT = {"account", "account_logout", "account_reauthenticate", "account_change_password"}


class SecondFactor:
    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        door: Door | None = getattr(view, "door", None)
        if (
            not (request.access.is_staff or studio.works_here(request))
            or settings.STILLWATER_DEMO
            or (door and door.anyone)
        ):
            return None
        if tablets.held_by_pin(request):  # proved when the PIN was set; the tablet itself is the other thing
            return None
        if not get_adapter().is_mfa_enabled(request.access.person, STEPS):
            name = request.resolver_match.url_name if request.resolver_match else None
            if view.__module__.startswith(SETTING_UP) or name in WITHOUT:
                return None
            if request.access.tablet:  # a second step is set up on a device of one's own
                tablets.lock(request)
            return _shut(door) or redirect("tablet" if request.access.tablet else "mfa_index")
        if any(step["method"] == "mfa" for step in get_authentication_records(request, request.access.person)):
            return None
        logout(request)
        return _shut(door) or redirect_to_login(request.get_full_path())


def _shut(door: Door | None) -> HttpResponseBase | None:
    if door and door.api:
        return JsonResponse({"why": _("Sign in with your second step. What you wrote is kept here.")}, status=401)
    return None
