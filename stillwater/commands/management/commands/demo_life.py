"""Keep the demonstration alive."""

import signal
import sys
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from stillwater.demo.life import turn
from stillwater.demo.people import find_house
from stillwater.kit.clock import now

EVERY_SECONDS = 10


class Command(BaseCommand):
    help = "Record, as the cast, what is due in the sessions of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.STILLWATER_DEMO:
            raise CommandError("There is nobody to play outside the demonstration.")
        ended = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: ended.set())
        while not ended.wait(EVERY_SECONDS):
            try:
                house = find_house()
                if house:
                    turn(house, now())
            except Exception as trouble:  # the database may be away; the next turn looks again
                print(f"demo_life: {type(trouble).__name__}: {trouble}", file=sys.stderr)
                close_old_connections()
