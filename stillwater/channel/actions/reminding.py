"""Letters to the channel's editors: a review is due, a part of a page has hidden itself. Once for each page and day that it is about."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from stillwater.channel.models import Article
from stillwater.channel.queries.waiting import waiting
from stillwater.channel.rules.vocabulary import EDITORS, PUBLISHERS
from stillwater.notify.actions import queue
from stillwater.people.models import Person

HOUR = 7  # UTC; once a day is enough
_told: dict[str, str] = {}  # the day on which this process looked last


def remind(*, at: datetime) -> int:
    """Queue what an editor should know today; a letter that was queued before is not queued again. Returns how many pages."""
    today = str(at.date())
    if at.hour < HOUR or _told.get("day") == today:
        return 0
    found = waiting(at.date())
    pages = {
        page.pk: (page, _("Its review is due on %s.") % page.review_due_date) for page in (*found.soon, *found.overdue)
    }
    ended = {
        page.pk: (page, _("A part of it was valid until a day that is over, and has hidden itself."))
        for page in found.ended
    }
    people: Any = Person.objects.filter(groups__name__in=(EDITORS, PUBLISHERS), closed_at__isnull=True).distinct()
    for person in people if pages or ended else ():
        for page, why in pages.values():
            _tell(person, page, why, f"due:{page.review_due_date}", at)
        for page, why in ended.values():
            _tell(person, page, why, "ended", at)
    _told["day"] = today
    return len(pages) + len(ended)


def _tell(person: Person, page: Article, why: str, what: str, at: datetime) -> None:
    about = f"duty:channel:{page.pk}:{page.latest_revision_id}:{what}:{person.pk}"
    address = settings.STILLWATER_URL + reverse("wagtailadmin_pages:edit", args=[page.pk])
    queue(
        about=about, to_address=person.email, recipient_id=person.pk, recipient_name=person.name,
        subject=_("A page waits for you"), text=f"{page.title}\n{why}\n\n{address}\n", due_at=at,
    )  # fmt: skip
