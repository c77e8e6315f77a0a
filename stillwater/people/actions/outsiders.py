"""Accounts of people who belong to no clinic here: they keep a listing of the directory. Opened by a letter to their own address."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse

from stillwater.audit.actions import Subject, changed
from stillwater.kit.actor import Actor, ActorKind
from stillwater.kit.keys import digest
from stillwater.notify.actions import queue
from stillwater.people.actions.patients import AddressInUse
from stillwater.people.models import Person

LASTS = timedelta(days=1)
SALT = "an account for a listing"


def ask_for_account(*, email: str, at: datetime) -> None:
    """Send a way to an account, or to sign-in where there is one: at most one letter a day to an address. Whoever asks is told
    the same either way, and so learns nothing about whose address is known here.
    """
    email = email.lower()
    if Person.objects.filter(email=email).exists():
        address, words = reverse("account_login"), "You have an account here already. Sign in with it:"
    else:
        address, words = (
            reverse("listing_account_open", args=[token_of(email, at)]),
            "Open your account here, within a day:",
        )
    queue(
        about=f"once:listing-account:{digest(f'{email} {at:%Y-%m-%d}')}", to_address=email, subject="The account that you asked for",
        text=f"Somebody asked for an account with this address, to keep a listing. {words}\n\n{settings.STILLWATER_URL}{address}\n\n"
        "If it was not you, do nothing.\n",
        due_at=at,
    )  # fmt: skip


def token_of(email: str, at: datetime) -> str:
    """Names the address and the moment, signed: nothing is stored before somebody opens the letter."""
    return signing.dumps([email, int(at.timestamp())], salt=SALT)


def address_in(token: str, *, at: datetime) -> str | None:
    """The address that a letter went to, while its link works."""
    try:
        email, sent = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(email) if 0 <= at.timestamp() - int(sent) < LASTS.total_seconds() else None


def open_account(*, email: str, name: str, password: str, time_zone: str, at: datetime) -> Person:
    """An account without a place, a record or a space. Raises AddressInUse."""
    try:
        with transaction.atomic():
            person = Person.objects.create_user(email, password, name=name, time_zone=time_zone, joined_at=at)
            by = Actor(ActorKind.STAFF, person.id, person.name)
            changed("created", Subject("person", person.id, "an account", person_id=person.id), by=by, at=at)
    except IntegrityError as why:
        raise AddressInUse from why
    return person
