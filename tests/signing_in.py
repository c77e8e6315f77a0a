"""Browsers of the tests: signed in as somebody of the cast, staff with their second step done."""

from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client

from stillwater.people.access import access_of
from stillwater.people.models import Person, SupportPass

USER_KEY = "account_authentication_methods_user"


def signed_in(person: Person, *, second_step: bool = True, client: Client | None = None) -> Client:
    """A browser in which this person is signed in."""
    browser = client or Client()
    browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    if second_step and (access_of(person).is_staff or person.has_perm("wagtailadmin.access_admin")):
        found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first() or set_up_app(person)[0]
        session = browser.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "id": found.pk, "type": found.type, "at": 0}]
        session[USER_KEY] = str(person.pk)
        session.save()
    return browser


def set_up_app(person: Person) -> tuple[Authenticator, str]:
    """An authenticator app of this person, and its secret."""
    secret = generate_totp_secret()
    return TOTP.activate(person, secret).instance, secret


def with_pass(support_pass: SupportPass, client: Client | None = None) -> Client:
    """A browser that holds a sitter's pass."""
    browser = client or Client()
    session: Any = browser.session
    session["pass"] = str(support_pass.pk)
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return browser
