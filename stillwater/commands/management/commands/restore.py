"""Put a backup in place of an empty installation, and check it."""

import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stillwater.audit.actions import INSTALLATION, Subject, changed
from stillwater.audit.queries import broken, last_at
from stillwater.commands import archive, databases, replica
from stillwater.commands.progress import bar
from stillwater.kit.actor import SYSTEM
from stillwater.kit.clock import iso, now
from stillwater.kit.keys import KeysMissingError
from stillwater.soundscape.actions import render_lost


class Command(BaseCommand):
    help = "Bring back a backup, or the database from its replica. Needs the STILLWATER_KEYS and STILLWATER_SECRET of then."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="what `backup` made; it goes into an empty data folder")
        parser.add_argument("--replica", action="store_true", help="the database as STILLWATER_REPLICA has it")
        parser.add_argument(
            "--replace", action="store_true", help="move the record that is here aside, into a folder of its own"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["file"]) == options["replica"]:
            raise CommandError("Name the file of a backup, or say --replica.")
        began, at = time.monotonic(), now()
        os.umask(0o077)
        aside = settings.STILLWATER_DATA / f"replaced-{at:%Y%m%d-%H%M%S}" if options["replace"] else None
        what = self._bring_back(options["file"], aside)
        call_command("migrate", verbosity=0, interactive=False)
        found, source = broken(), "a backup" if options["file"] else "the replica"
        changed("restored", Subject("installation", INSTALLATION, source), by=SYSTEM, at=at)
        if lost := render_lost(at=at):
            self.stdout.write(f"{lost} pieces of sound are rendered again once Stillwater runs.")
        if aside is not None and aside.exists():
            self.stdout.write(f"What was here before is in {aside}.")
        if found:
            raise CommandError(
                f"{what} is in place, but its log does not hold at event {found.number}: {found.why}. Either it was so before, or "
                "STILLWATER_SECRET is not the one of then."
            )
        self.stdout.write(f"Brought back: {what}, checked whole, in {time.monotonic() - began:.1f} s.")

    def _bring_back(self, file: Path | None, aside: Path | None) -> str:
        """What it was, in words."""
        try:
            if file:
                return f"the backup of {archive.bring_back(file, replace=aside, progress=bar('Checking'))['made_at']}"
            replica.bring_back(replace=aside)
            newest = last_at()
            return f"the replica, whose last event is of {iso(newest) if newest else 'no time at all'}"
        except FileNotFoundError as why:
            raise CommandError(f"There is no file {file}.") from why
        except archive.NotEmpty as why:
            raise CommandError(
                "There is a record here already. A backup goes into an empty data folder; --replace moves what is here aside."
            ) from why
        except (archive.NotUsable, databases.Trouble, KeysMissingError, OSError) as why:
            raise CommandError(f"This backup was not brought back, and nothing was changed. {why}") from why
