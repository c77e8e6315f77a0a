"""The channel's pages and who works on them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stillwater.channel.actions.editors import appoint, dismiss
from stillwater.channel.actions.issue import lay_out
from stillwater.channel.queries.editors import whoever_works
from stillwater.channel.rules.vocabulary import GROUPS
from stillwater.commands.progress import bar
from stillwater.kit.clock import now
from stillwater.people.models import Person


class Command(BaseCommand):
    help = (
        "channel lay-out: put the pages that come with Stillwater on the channel. channel add EMAIL --as editor|reviewer|publisher: "
        "somebody with an account works on it. channel end EMAIL. channel list."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["lay-out", "add", "end", "list"])
        parser.add_argument("email", nargs="?", default="")
        parser.add_argument("--as", dest="role", choices=sorted(GROUPS), default="editor")
        parser.add_argument("--credentials", default="", help='what they are, as readers see it: "MD, psychiatrist"')

    def handle(self, *args: Any, **options: Any) -> None:
        what = options["what"]
        if what == "lay-out":
            written = lay_out(at=now(), progress=bar("Laying out the channel"))
            self.stdout.write(f"{written} pages were laid out." if written else "The channel has these pages already.")
            return
        if what != "list":
            person = Person.objects.filter(email=options["email"].strip().lower(), closed_at__isnull=True).first()
            if person is None:
                raise CommandError(f"Nobody has an account here with {options['email'] or 'no address'}.")
            if what == "add":
                appoint(person=person, role=options["role"], credentials=options["credentials"])
            elif not dismiss(person=person):
                raise CommandError(f"{person.email} does not work on the channel.")
        for each, groups in whoever_works():
            self.stdout.write(f"{each.email}  {each.name}: {', '.join(groups)}")
