"""Where a page of the channel stands: the language, what it is, its slug."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=1024)
def address_of(place: str, language: str = "en", slug: str = "") -> str:
    """The path of a kind of page ("hub", "article", "topic", "series", "glossary", "search") in a language."""
    said = {"slug": slug} if slug else {}
    if language == "en":
        return reverse(f"channel_{place}", kwargs=said)
    return reverse(f"channel_{place}_in", kwargs={**said, "language": language})
