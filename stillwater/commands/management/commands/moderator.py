"""Who moderates the directory."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stillwater.directory.actions.moderators import NoModerator, appoint, dismiss
from stillwater.directory.queries.moderation import moderators
from stillwater.kit.clock import now
from stillwater.people.actions.clinics import NoAccount


class Command(BaseCommand):
    help = (
        "moderator add EMAIL: somebody with an account judges claims and requests. moderator end EMAIL. moderator list."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["add", "end", "list"])
        parser.add_argument("email", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        what, email = options["what"], options["email"].strip()
        if what != "list" and not email:
            raise CommandError(f"moderator {what} needs an e-mail address.")
        try:
            if what == "add":
                appoint(email=email, at=now())
            elif what == "end":
                dismiss(email=email, at=now())
        except NoAccount:
            raise CommandError(f"Nobody has an account here with {email}.") from None
        except NoModerator:
            raise CommandError(f"{email} is not a moderator.") from None
        found = list(moderators())
        for each in found:
            self.stdout.write(f"{each.person.email}  {each.person.name}, since {each.since_at:%d %B %Y}")
        if len(found) < 2:
            self.stderr.write("A claim that no code can settle needs two moderators; until then it waits.")
