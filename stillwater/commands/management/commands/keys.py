"""Make and rotate the keys that seal private words."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from stillwater.kit import keys


class Command(BaseCommand):
    help = "keys new: a fresh keyset for STILLWATER_KEYS. keys rotate: the present one with a new first key."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["new", "rotate"])

    def handle(self, *args: Any, **options: Any) -> None:
        text = keys.new_master() if options["what"] == "new" else keys.rotated(os.environ["STILLWATER_KEYS"])
        self.stdout.write(f"STILLWATER_KEYS={text}")
        self.stderr.write(
            "Keep this apart from the backups. Whoever loses it keeps the clinical record, and loses every private\n"
            "word, drawing and recording for good: nobody can open them again, not even their author."
        )
