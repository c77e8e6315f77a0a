"""Invite somebody who has no clinic to an account and a space of their own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from stillwater.kit.clock import now
from stillwater.people.actions.own import invite_own
from stillwater.people.actions.patients import AlreadyHere


class Command(BaseCommand):
    help = "Print a link by which somebody without a clinic opens an account and a space of their own. It works once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address that they will sign in with")
        parser.add_argument("--name", default="", help="what to call them on the page; they write their own name")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip()
        try:
            validate_email(email)
            sent = invite_own(email=email, name=options["name"] or email.split("@")[0], at=now())
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address.") from None
        except AlreadyHere:
            raise CommandError(f"{email} has a space of their own already.") from None
        until = f"{sent.invitation.expires_at:%d %B %Y}"
        self.stdout.write(f"Give them this link. It works once, until {until}, and is kept nowhere:\n{sent.link}")
