"""What is new, for feed readers: RSS and Atom, everything or one topic."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.views.decorators.http import require_safe

from stillwater.channel.queries.shelf import Card, shelf
from stillwater.web.public.channel.links import article_url
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request
from stillwater.web.shared.languages import in_english

FORMS = {
    "rss": (Rss201rev2Feed, "application/rss+xml; charset=utf-8"),
    "atom": (Atom1Feed, "application/atom+xml; charset=utf-8"),
}
A_FEED = 30


@require_safe
@door(anyone=True)
@in_english
def feed(request: Request, form: str) -> HttpResponse:
    """Everything, newest first."""
    here = shelf("en")
    return _told(request, form, here.title, here.summary, reverse("channel_hub"), here.cards)


@require_safe
@door(anyone=True)
@in_english
def topic_feed(request: Request, slug: str, form: str) -> HttpResponse:
    """One topic, newest first."""
    topic = shelf("en").topic(slug)
    if topic is None:
        raise NotHere
    return _told(request, form, topic.title, topic.summary, reverse("channel_topic", args=[slug]), topic.cards)


def _told(request: Request, form: str, title: str, summary: str, address: str, cards: Iterable[Card]) -> HttpResponse:
    if form not in FORMS or not title:
        raise NotHere
    generator, kind = FORMS[form]
    here = request.build_absolute_uri
    told = generator(title=title, link=here(address), description=summary, feed_url=here(request.path), language="en")
    for card in sorted(cards, key=lambda card: card.published_at, reverse=True)[:A_FEED]:
        link = here(article_url(card.slug))
        told.add_item(
            card.title,
            link,
            description=card.summary,
            unique_id=link,
            pubdate=card.published_at,
            updateddate=card.changed_at,
        )
    return HttpResponse(told.writeString("utf-8"), content_type=kind)
