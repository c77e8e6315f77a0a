"""Put a backup in place of an empty installation, and check it."""

import time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stillwater.audit.actions import INSTALLATION, Subject, changed
from stillwater.audit.queries import broken
from stillwater.commands import archive
from stillwater.commands.progress import bar
from stillwater.kit.actor import SYSTEM
from stillwater.kit.clock import now
from stillwater.kit.keys import KeysMissingError


class Command(BaseCommand):
    help = "Bring back a backup into an empty data folder. Needs the STILLWATER_KEYS and STILLWATER_SECRET it was made with."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            manifest = archive.bring_back(options["file"], progress=bar("Checking"))
        except FileNotFoundError as why:
            raise CommandError(f"There is no file {options['file']}.") from why
        except archive.NotEmpty as why:
            raise CommandError("There is a record here already. A backup goes into an empty data folder.") from why
        except (archive.NotWhole, KeysMissingError) as why:
            raise CommandError(f"This backup cannot be used. {why}") from why
        call_command("migrate", verbosity=0, interactive=False)
        if found := broken():
            raise CommandError(
                f"The log does not hold at event {found.number}: {found.why}. Is STILLWATER_SECRET the same?"
            )
        changed("restored", Subject("installation", INSTALLATION, "a backup"), by=SYSTEM, at=now())
        took = time.monotonic() - began
        self.stdout.write(f"Brought back the backup of {manifest['made_at']}, checked whole, in {took:.1f} s.")
