"""What the channel's templates ask for."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.template import Library
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext

from stillwater.channel.queries.reading import Reading, Source
from stillwater.channel.queries.shelf import Group, Shelf
from stillwater.channel.rules.vocabulary import ROUTES
from stillwater.soundscape.queries import guide
from stillwater.web.public.channel import links

register = Library()
register.simple_tag(links.channel_url, name="channel_url")
register.simple_tag(links.article_url)


class Shown(NamedTuple):
    title: str
    content: str
    minutes: int


@register.simple_tag
def absolute_url(name: str, slug: str) -> str:
    """A page's whole address, for other sites."""
    return f"{settings.STILLWATER_URL}{reverse(name, args=[slug])}"


@register.simple_tag
def absolute_article(slug: str, language: str) -> str:
    return f"{settings.STILLWATER_URL}{links.article_url(slug, language)}"


@register.simple_tag
def source_items(sources: Iterable[Source]) -> SafeString:
    """The list at the end of a page. No template: a page has twenty, which would take as long as all the rest of it."""
    second_hand = " " + gettext("Read in a secondary source.")
    return format_html_join(
        "\n",
        '<li id="source-{}"><a href="{}" rel="noopener noreferrer">{}</a>. {}. <span class="small">{}{}</span></li>',
        (
            (each.key, each.address, each.title, each.publisher, each.supports, second_hand if each.second_hand else "")
            for each in sources
        ),
    )


@register.simple_tag
def group_of(shelf: Shelf | None, reading: Reading) -> Group | None:
    """The topic that a page stands under."""
    return shelf.topic(reading.card.topic) if shelf and reading.card else None


@register.simple_tag
def overdue(reading: Reading, today: date) -> bool:
    return reading.is_overdue(today)


@register.simple_tag
def guide_of(key: str) -> Shown | None:
    """A guide of the library; None if it is no longer there."""
    found = guide(key)
    return Shown(found.title, found.content, max(1, round(found.seconds(found.versions[0]) / 60))) if found else None


@register.simple_tag
def photo(image: Any, alt: str) -> SafeString:
    """An editor's picture, small and in a modern format; made once."""
    small, large = image.get_rendition("width-720|format-webp"), image.get_rendition("width-1280|format-webp")
    return format_html(
        '<img src="{}" srcset="{} 720w, {} 1280w" sizes="(min-width: 60rem) 40rem, 92vw" width="{}" height="{}" alt="{}" loading="lazy">',
        small.url, small.url, large.url, small.width, small.height, alt,
    )  # fmt: skip


@register.filter
def route_words(key: str) -> str:
    return gettext(ROUTES.get(key, key))


@register.filter
def language_name_local(code: str) -> str:
    return str(get_language_info(code)["name_local"])
