"""Open a clinic for somebody who has an account here."""

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stillwater.kit.clock import now
from stillwater.people.actions.clinics import NoAccount, OpenAlready, open_clinic_for


class Command(BaseCommand):
    help = "Open a clinic, and make somebody who has an account here its owner. They invite the others."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the clinic is called")
        parser.add_argument("--owner", required=True, help="the address that its owner signs in with")
        parser.add_argument("--zone", default="", help="its time zone, such as America/Denver; else the owner's own")

    def handle(self, *args: Any, **options: Any) -> None:
        name, email, zone = options["name"].strip(), options["owner"].strip(), options["zone"].strip()
        if not 0 < len(name) <= 200:
            raise CommandError("A clinic has a name, of 200 letters at most.")
        if zone and zone not in available_timezones():
            raise CommandError(f"{zone} is not a time zone. Write it like America/Denver.")
        try:
            clinic = open_clinic_for(name=name, owner_email=email, time_zone=zone, at=now())
        except NoAccount:
            said = f"Nobody signs in here with {email}. They need an account first: stillwater invite-own {email}"
            raise CommandError(said) from None
        except OpenAlready:
            raise CommandError(f"{email} is in a clinic of this name already.") from None
        steps = f"They sign in at {settings.STILLWATER_URL}, set up their second step, and invite the team."
        self.stdout.write(f"{clinic.name} is open; {email} owns it. {steps}")
