"""Queue a delivery, and send what is due."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q

from stillwater.notify.models import Delivery

LEASE = timedelta(minutes=2)
TRIES = 8


def queue(
    *, about: str, to_address: str, subject: str, text: str, due_at: datetime, recipient_id: UUID | None = None,
    recipient_name: str = "", channel: str = "email",
) -> None:  # fmt: skip
    """Ask for one delivery; a second request about the same thing is the same delivery."""
    row = Delivery(
        about_key=about, to_address=to_address, subject=subject, text=text, due_at=due_at, channel=channel,
        recipient_id=recipient_id, recipient_name=recipient_name,
    )  # fmt: skip
    Delivery.objects.bulk_create([row], ignore_conflicts=True)


def send_due(*, at: datetime, most: int = 20) -> int:
    """Send what is due and not leased. Killed in between, a lease runs out and the delivery is tried again."""
    sent = 0
    for delivery in _lease(at, most):
        try:
            send_mail(delivery.subject, delivery.text, None, [delivery.to_address])
        except OSError as trouble:
            delivery.trouble = type(trouble).__name__
            delivery.due_at = at + timedelta(minutes=2**delivery.tries)
            delivery.given_up_at = at if delivery.tries >= TRIES else None
        else:
            delivery.sent_at, delivery.trouble = at, ""
            sent += 1
        delivery.leased_until = None
        delivery.save()
    return sent


def _lease(at: datetime, most: int) -> list[Delivery]:
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    with transaction.atomic():
        waiting = Delivery.objects.filter(free, due_at__lte=at, sent_at__isnull=True, given_up_at__isnull=True)
        rows = list(waiting.select_for_update().order_by("due_at")[:most])
        for row in rows:
            row.leased_until, row.tried_at, row.tries = at + LEASE, at, row.tries + 1
            row.save()
    return rows
