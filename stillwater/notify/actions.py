"""Queue a delivery, send what is due, and fall silent towards somebody."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q

from stillwater.notify import phone
from stillwater.notify.models import Delivery, Silence

LEASE = timedelta(minutes=2)
TRIES = 8
CALLED_OFF = "called off"
# What somebody asked for themselves, and what is their duty at work, is sent all the same.
STILL_SENT = ("account:", "duty:", "once:")
# A code, or an answer or letter to somebody who gave an address for it alone: once it is sent, or given up, nothing of it is kept.
FORGOTTEN = ("once:", "channel:")
PHONE, A_TURN = "phone", 1  # each may take seconds, and whoever sends has more to do


def queue(
    *, about: str, to_address: str, subject: str, text: str, due_at: datetime, recipient_id: UUID | None = None,
    recipient_name: str = "", channel: str = "email",
) -> None:  # fmt: skip
    """Ask for one delivery; a second request about the same thing is the same delivery. Towards somebody for whom a
    silence stands it is kept, called off.
    """
    row = Delivery(
        about_key=about, to_address=to_address, subject=subject, text=text, due_at=due_at, channel=channel,
        recipient_id=recipient_id, recipient_name=recipient_name,
    )  # fmt: skip
    if not about.startswith(STILL_SENT) and _silenced(recipient_id, to_address):
        row.given_up_at, row.trouble = due_at, CALLED_OFF
    Delivery.objects.bulk_create([row], ignore_conflicts=True)


def send_due(*, at: datetime, most: int = 20) -> int:
    """Send what is due and not leased. Killed in between, a lease runs out and the delivery is tried again."""
    sent = 0
    for delivery in [*_lease(at, most), *_lease(at, A_TURN, by_phone=True)]:
        try:
            _send(delivery)
        except OSError as trouble:
            delivery.trouble = type(trouble).__name__
            delivery.due_at = at + timedelta(minutes=2**delivery.tries)
            delivery.given_up_at = at if delivery.tries >= TRIES else None
        else:
            delivery.sent_at, delivery.trouble = at, ""
            sent += 1
        delivery.leased_until = None
        if delivery.about_key.startswith(FORGOTTEN) and (delivery.sent_at or delivery.given_up_at):
            delivery.to_address = delivery.subject = delivery.text = ""
        delivery.save()
    return sent


def _send(delivery: Delivery) -> None:
    if delivery.channel == PHONE:
        phone.send(delivery.to_address, delivery.text)
    else:
        send_mail(delivery.subject, delivery.text, None, [delivery.to_address])


def _lease(at: datetime, most: int, *, by_phone: bool = False) -> list[Delivery]:
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    with transaction.atomic():
        waiting = Delivery.objects.filter(free, due_at__lte=at, sent_at__isnull=True, given_up_at__isnull=True)
        waiting = waiting.filter(channel=PHONE) if by_phone else waiting.exclude(channel=PHONE)
        rows = list(waiting.select_for_update().order_by("due_at")[:most])
        for row in rows:
            row.leased_until, row.tried_at, row.tries = at + LEASE, at, row.tries + 1
            row.save()
    return rows


def fall_silent(*, about: str, recipients: Iterable[UUID], addresses: Iterable[str], at: datetime) -> int:
    """Send nothing more to these, and call off what waits; returns how many deliveries were called off."""
    ids, to = {each for each in recipients if each}, {each.lower() for each in addresses if each}
    with transaction.atomic():
        rows = [Silence(about_key=about, recipient_id=each, begun_at=at) for each in sorted(ids)]
        rows += [Silence(about_key=about, to_address=each, begun_at=at) for each in sorted(to)]
        Silence.objects.bulk_create(rows)
        theirs = Q(recipient_id__in=ids)
        for address in to:
            theirs |= Q(to_address__iexact=address)
        waiting = Delivery.objects.filter(theirs, sent_at__isnull=True, given_up_at__isnull=True)
        for prefix in STILL_SENT:
            waiting = waiting.exclude(about_key__startswith=prefix)
        return waiting.update(given_up_at=at, trouble=CALLED_OFF, leased_until=None)


def call_off(*, about: str, at: datetime) -> int:
    """Send nothing more of what begins so and waits, and keep nothing of it. Returns how many deliveries there were."""
    waiting = Delivery.objects.filter(about_key__startswith=about, sent_at__isnull=True, given_up_at__isnull=True)
    return waiting.update(
        given_up_at=at, trouble=CALLED_OFF, leased_until=None, to_address="", subject="", text="", recipient_name=""
    )


def end_silence(*, about: str, at: datetime) -> None:
    """Deliveries may go out again; what was called off stays called off."""
    Silence.objects.filter(about_key=about, ended_at__isnull=True).update(ended_at=at)


def _silenced(recipient_id: UUID | None, address: str) -> bool:
    standing = Silence.objects.filter(ended_at__isnull=True)
    theirs = Q(to_address=address.lower()) if address else Q(pk__in=())
    return standing.filter(theirs | Q(recipient_id=recipient_id) if recipient_id else theirs).exists()
