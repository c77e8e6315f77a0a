"""What must happen by itself: missed checks raised, deliveries sent, removals carried out, stranded jobs taken up again."""

import signal
import sys
import threading
import time
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from stillwater.channel.actions.letters import send_due as send_letters
from stillwater.channel.actions.reminding import remind
from stillwater.directory.actions.ageing import age
from stillwater.directory.actions.answering import due
from stillwater.kit.clock import now
from stillwater.kit.ids import new_id
from stillwater.kit.sqlite import statistics
from stillwater.live.actions import hold
from stillwater.notify.actions import send_due
from stillwater.soundscape.actions import take_up_again
from stillwater.treatment.actions.sweeping import sweep

EVERY_SECONDS = 2
LEASE_SECONDS = 15
STATISTICS_EVERY_SECONDS = 3600
STRANDED = timedelta(minutes=30)  # a render of three hours of sound takes about a minute


class Command(BaseCommand):
    help = "Raise missed checks, send what is due, take up stranded jobs. One process of all hosts does it at a time."

    def handle(self, *args: Any, **options: Any) -> None:
        ended, me, looked = threading.Event(), new_id(), time.monotonic()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: ended.set())
        while not ended.wait(EVERY_SECONDS):
            try:
                if hold("tend", holder=me, at=now(), seconds=LEASE_SECONDS):
                    once()
                    if time.monotonic() - looked > STATISTICS_EVERY_SECONDS:
                        looked = time.monotonic()
                        statistics.refresh()
            except Exception as trouble:  # the database may be away; the next turn looks again
                print(f"tend: {type(trouble).__name__}", file=sys.stderr)
                close_old_connections()


def once() -> None:
    """One turn."""
    at = now()
    sweep(at=at)
    send_due(at=at)
    take_up_again(at=at)
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=at - STRANDED).update(
        status=TaskResultStatus.READY, started_at=None
    )
    due(at=at)
    age(at=at)
    send_letters(at=at)
    remind(at=at)
