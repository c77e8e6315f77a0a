"""Where a page of the channel stands."""

from collections.abc import Iterator

from stillwater.channel.addresses import address_of as channel_url
from stillwater.channel.queries.shelf import languages, shelf


def article_url(slug: str, language: str = "en") -> str:
    return channel_url("article", language, slug)


def addresses() -> Iterator[str]:
    """Every page of the channel that anybody may find, for the map of the site."""
    for language in languages():
        here = shelf(language)
        yield channel_url("hub", language)
        yield from (channel_url("topic", language, topic.slug) for topic in here.topics)
        yield from (channel_url("series", language, series.slug) for series in here.series)
        yield from (article_url(card.slug, language) for card in here.cards)
        if here.has_glossary:
            yield channel_url("glossary", language)


__all__ = ["addresses", "article_url", "channel_url"]
