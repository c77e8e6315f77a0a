"""Run with a server's environment: build the house, one session under way, and sign in three devices. Prints JSON."""

import json
import os
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillwater.settings")

import django

django.setup()

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore

from stillwater.care.actions.plan import name_support
from stillwater.demo.recording import Scribe
from stillwater.kit.clock import now
from stillwater.people.access import access_of
from stillwater.people.actions.passes import issue, open_pass
from stillwater.people.models import Person
from tests.faults.house import begin


def cookie(person: Person) -> str:
    store = SessionStore()
    store["_auth_user_id"] = str(person.pk)
    store["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    store["_auth_user_hash"] = person.get_session_auth_hash()
    if access_of(person).is_staff:
        step, _ = Authenticator.objects.get_or_create(
            user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
        )
        store[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "id": step.pk, "type": step.type, "at": 0}]
        store["account_authentication_methods_user"] = str(person.pk)
    store.create()
    return str(store.session_key)


def main() -> None:
    at = now()
    house, session = begin(at)
    maya = house.access("maya")
    with maya.inside():
        name_support(maya, session.appointment, task="drives", name="Dan Marlow", at=at)
        issued = issue(
            maya, house.patients["ana"], name="Dan Marlow", tasks=["drives"], session_id=session.pk,
            expires_at=at + timedelta(days=1), at=at,
        )  # fmt: skip
    open_pass(issued.support_pass, at=at)
    scribe = Scribe(house, session, at)
    scribe.arrive(20)
    scribe.begin(5)
    held = SessionStore()
    held["pass"] = str(issued.support_pass.id)
    held.create()
    cookies = {
        "patient": cookie(house.persons["ana"]),
        "nurse": cookie(house.persons["maya"]),
        "sitter": held.session_key,
    }
    print(json.dumps({"session": str(session.pk), "cookies": cookies}))


main()
