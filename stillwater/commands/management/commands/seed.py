"""Fill the demonstration."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stillwater.commands.progress import bar
from stillwater.demo.seed import seed
from stillwater.kit.clock import now


class Command(BaseCommand):
    help = "Fill an empty demonstration with Cedar House and its people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="use the demonstration's own data folder")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.STILLWATER_DEMO:
            raise CommandError("Only the demonstration is filled with invented people: stillwater seed --demo")
        began = time.monotonic()
        if seed(at=now(), progress=bar("Inviting Cedar House")):
            self.stdout.write(f"Cedar House is here: {time.monotonic() - began:.1f} s")
