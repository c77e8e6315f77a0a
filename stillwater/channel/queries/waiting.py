"""What waits for the channel's editors: reviews that are due, parts whose day is over, pages that nobody has reviewed."""

from dataclasses import dataclass
from datetime import date, timedelta

from stillwater.channel.models import Article
from stillwater.channel.queries.reading import is_valid

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Waiting:
    """Published pages, by what they wait for. A page may stand in several."""

    overdue: tuple[Article, ...]
    soon: tuple[Article, ...]
    ended: tuple[Article, ...]  # a part of it has hidden itself
    unreviewed: tuple[Article, ...]


def waiting(today: date) -> Waiting:
    """Every published page that needs somebody, the most urgent first."""
    pages = list(Article.objects.live().select_related("locale").order_by("review_due_date", "title"))
    due = [page for page in pages if page.review_due_date and page.review_due_date <= today + SOON]
    return Waiting(
        tuple(page for page in due if page.review_due_date < today),
        tuple(page for page in due if page.review_due_date >= today),
        tuple(page for page in pages if any(not is_valid(block.value, today) for block in page.body)),
        tuple(page for page in pages if page.reviewer_id is None),
    )
