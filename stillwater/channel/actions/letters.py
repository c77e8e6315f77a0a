"""Letters about new pages: asked for, confirmed from the address itself, ended by one touch. At most one a week."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from stillwater.channel.models import Subscription
from stillwater.channel.queries.shelf import Card, shelf
from stillwater.kit.keys import digest
from stillwater.notify.actions import call_off, queue

WEEK, CONFIRM_WITHIN = timedelta(days=7), timedelta(days=3)
SALT = "a letter of the channel"


def ask(*, email: str, topics: list[str], at: datetime) -> None:
    """Note the wish and send one letter with a link to confirm it: at most one a day to an address. Whoever asks is told the same,
    whether the address has letters already or not."""
    email = email.lower()
    row, made = Subscription.objects.get_or_create(email=email, defaults={"topics": topics, "asked_at": at})
    if not made and row.confirmed_at is None:
        row.topics, row.asked_at = topics, at
        row.save(update_fields=["topics", "asked_at"])
    link = settings.STILLWATER_URL + reverse("channel_letters_confirm", args=[token_of(row, topics)])
    queue(
        about=f"once:channel-letter:{digest(f'{email} {at:%Y-%m-%d}')}", to_address=email, subject=_("The letters that you asked for"),
        text=_("Somebody asked for letters about new pages at this address. Open this within three days if you want them:")
        + f"\n\n{link}\n\n" + _("If it was not you, do nothing.") + "\n",
        due_at=at,
    )  # fmt: skip


def token_of(row: Subscription, topics: list[str] | None = None) -> str:
    """Names the subscription, signed, with the topics that were wished for."""
    return signing.dumps([str(row.pk), row.topics if topics is None else topics], salt=SALT, compress=True)


def confirm(*, token: str, at: datetime) -> Subscription | None:
    """The link of the first letter: from now on letters come. None for a link that is wrong or too old."""
    found = _found(token)
    if found is None:
        return None
    row, topics = found
    if row.confirmed_at is None and at - row.asked_at > CONFIRM_WITHIN:
        return None
    row.topics, row.confirmed_at = topics, row.confirmed_at or at
    row.told_until_at = row.told_until_at or at
    row.save(update_fields=["topics", "confirmed_at", "told_until_at"])
    return row


def end(*, token: str, at: datetime) -> bool:
    """No more letters, not even one that waits, and the address is forgotten. A link works as long as the address is known."""
    found = _found(token)
    if found is None:
        return False
    call_off(about=f"channel:{found[0].pk}:", at=at)
    found[0].delete()
    return True


def knows(token: str) -> bool:
    return _found(token) is not None


def _found(token: str) -> tuple[Subscription, list[str]] | None:
    try:
        pk, topics = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    row = Subscription.objects.filter(pk=pk).first()
    return (row, topics) if row else None


def send_due(*, at: datetime, most: int = 50) -> int:
    """Queue a letter for everybody whose last one is a week old and for whom there is something new; forget who never confirmed.
    Returns how many were queued. Safe to run again: a letter is named by its reader and its week. Asked every other second, so it
    begins to write only where there is something to do."""
    never = Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=at - CONFIRM_WITHIN)
    due = Subscription.objects.filter(confirmed_at__isnull=False, told_until_at__lte=at - WEEK)
    if never.exists():
        never.delete()
    return _send_to(due, at, most) if due.exists() else 0


@transaction.atomic
def _send_to(due: QuerySet[Subscription], at: datetime, most: int) -> int:
    sent = 0
    for row in due.order_by("told_until_at").select_for_update(skip_locked=True)[:most]:
        new = [card for card in shelf(row.language).cards if _is_new(card, row, at)]
        if new:
            _send(row, new, at)
            sent += 1
        row.told_until_at = at
        row.save(update_fields=["told_until_at"])
    return sent


def _is_new(card: Card, row: Subscription, at: datetime) -> bool:
    wanted = not row.topics or card.topic in row.topics
    return wanted and row.told_until_at is not None and row.told_until_at < card.published_at <= at


def _send(row: Subscription, new: list[Card], at: datetime) -> None:
    here = settings.STILLWATER_URL
    pages = "\n\n".join(
        f"{card.title}\n{card.summary}\n{here}{reverse('channel_article', args=[card.slug])}" for card in new
    )
    leave = here + reverse("channel_letters_end", args=[token_of(row)])
    queue(
        about=f"channel:{row.pk}:{at:%Y-%m-%d}", to_address=row.email, subject=_("New pages to read"),
        text=f"{pages}\n\n--\n" + _("You asked for these letters. No more of them:") + f"\n{leave}\n", due_at=at,
    )  # fmt: skip
