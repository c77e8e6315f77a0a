"""Make a sealed backup of database and private files."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stillwater.audit.actions import INSTALLATION, Subject, changed
from stillwater.commands import archive, databases
from stillwater.commands.progress import bar
from stillwater.kit.actor import SYSTEM
from stillwater.kit.clock import now
from stillwater.kit.keys import KeysMissingError, master


class Command(BaseCommand):
    help = "Write database and private files into one sealed file. It opens only with STILLWATER_KEYS, kept apart."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"].resolve()
        if target.exists():
            raise CommandError(f"{target} is there already. Give another name.")
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}.")
        if not databases.has_record():
            raise CommandError("There is no record here yet. Is STILLWATER_DATA, or DATABASE_URL, the right one?")
        began, at = time.monotonic(), now()
        try:
            master()
            changed("backed_up", Subject("installation", INSTALLATION, "a backup"), by=SYSTEM, at=at)
            manifest = archive.make(target, at=at, progress=bar("Copying"))
        except (KeysMissingError, databases.Trouble, OSError) as why:
            raise CommandError(f"No backup was made. {why}") from why
        size, took = target.stat().st_size / 1e6, time.monotonic() - began
        self.stdout.write(f"{target}: database and {len(manifest['sums']) - 1} files, {size:.1f} MB, {took:.1f} s")
        self.stdout.write("Keep STILLWATER_KEYS and STILLWATER_SECRET apart from it: it opens with nothing else.")
