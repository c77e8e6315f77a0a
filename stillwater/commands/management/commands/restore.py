"""Put a backup in place of an empty installation, and check it."""

import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stillwater.audit.actions import INSTALLATION, Subject, changed
from stillwater.audit.queries import broken
from stillwater.commands import archive, databases
from stillwater.commands.progress import bar
from stillwater.kit.actor import SYSTEM
from stillwater.kit.clock import now
from stillwater.kit.keys import KeysMissingError
from stillwater.soundscape.actions import render_lost


class Command(BaseCommand):
    help = "Bring back a backup into an empty data folder. Needs the STILLWATER_KEYS and STILLWATER_SECRET it was made with."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="move the record that is here aside, into a folder of its own"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began, at = time.monotonic(), now()
        os.umask(0o077)
        aside = settings.STILLWATER_DATA / f"replaced-{at:%Y%m%d-%H%M%S}" if options["replace"] else None
        try:
            manifest = archive.bring_back(options["file"], replace=aside, progress=bar("Checking"))
        except FileNotFoundError as why:
            raise CommandError(f"There is no file {options['file']}.") from why
        except archive.NotEmpty as why:
            raise CommandError(
                "There is a record here already. A backup goes into an empty data folder; --replace moves what is here aside."
            ) from why
        except (archive.NotUsable, databases.Trouble, KeysMissingError, OSError) as why:
            raise CommandError(f"This backup was not brought back, and nothing was changed. {why}") from why
        call_command("migrate", verbosity=0, interactive=False)
        found = broken()
        changed("restored", Subject("installation", INSTALLATION, "a backup"), by=SYSTEM, at=at)
        if lost := render_lost(at=at):
            self.stdout.write(f"{lost} pieces of sound are rendered again once Stillwater runs.")
        if aside is not None and aside.exists():
            self.stdout.write(f"What was here before is in {aside}.")
        if found:
            raise CommandError(
                f"The backup of {manifest['made_at']} is in place, but its log does not hold at event {found.number}: "
                f"{found.why}. It was so when the backup was made."
            )
        took = time.monotonic() - began
        self.stdout.write(f"Brought back the backup of {manifest['made_at']}, checked whole, in {took:.1f} s.")
