"""Where a page of the channel stands."""

from django.urls import reverse


def channel_url(name: str, language: str = "en", slug: str = "") -> str:
    """The address of a kind of page ("hub", "article", "topic", "series", "glossary", "search") in a language."""
    said = {"slug": slug} if slug else {}
    if language == "en":
        return reverse(f"channel_{name}", kwargs=said)
    return reverse(f"channel_{name}_in", kwargs={**said, "language": language})


def article_url(slug: str, language: str = "en") -> str:
    return channel_url("article", language, slug)
