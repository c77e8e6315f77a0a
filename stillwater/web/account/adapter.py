"""How django-allauth behaves here: accounts open by invitation or at the first run, and every word is ours."""

import base64
import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stillwater.kit.clock import now
from stillwater.kit.ids import new_id
from stillwater.kit.keys import Unreadable, master, seal, unseal
from stillwater.notify.actions import queue
from stillwater.people.access import access_of
from stillwater.people.actions.accounts import signed_in
from stillwater.people.actions.tablets import open_pins

log = logging.getLogger("stillwater.account")

PLACE = "authenticator"


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask whoever runs this place."),
        "email_password_mismatch": _("This e-mail address and this password do not belong together."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code does not match. Codes change every half minute: enter the one that shows now."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link was used, or is too old. Ask for a new one."),
        "too_many_login_attempts": _("There were too many tries. Wait for five minutes, then try again."),
        "rate_limited": _("There were too many tries. Wait for five minutes, then try again."),
        "same_as_current": _("This is what it was before. Choose another."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user names."""

    def post_login(self, request: HttpRequest, user: Any, **known: Any) -> HttpResponse:
        access, proved = access_of(user), SecondStep().is_mfa_enabled(user)
        signed_in(access, at=now())
        if proved:
            open_pins(user, access.clinic_ids)
        records = get_authentication_records(request, user)
        if records and records[-1]["method"] == "password" and not proved:
            reauthenticate_by_password(request)  # typed a moment ago: not asked for again to set up the second step
        answer: HttpResponse = super().post_login(request, user, **known)
        return answer

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By the same queue as every other delivery: a mail server that is away stops nobody."""
        known = {"email": email, "current_site": get_current_site(self.request), **context}
        letter = self.render_mail(template_prefix, email, known)
        queue(
            about=f"account:{new_id()}", to_address=email, subject=letter.subject, text=str(letter.body), due_at=now()
        )

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.warning("a sign-in was refused")
        super().authentication_failed(request, **credentials)


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": InvitedOnly.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first: the codes stand in for it."),
    }

    def encrypt(self, text: str) -> str:
        """What a code is computed from is sealed: a copied database signs nobody in."""
        return seal(master(), text.encode(), place=PLACE).hex()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return unseal(master(), bytes.fromhex(encrypted_text), place=PLACE).decode()
        except Unreadable:
            log.error("a second step cannot be opened: STILLWATER_KEYS are not those that it was sealed with")
            return base64.b32encode(secrets.token_bytes(20)).decode()  # no code matches; a passkey still does

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return gettext("This device")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        found: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**found, "name": settings.SITE_NAME}
