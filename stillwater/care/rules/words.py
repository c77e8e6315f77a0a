"""Words for people, keyed by language."""

from collections.abc import Mapping

Text = Mapping[str, str]

FALLBACK = "en"


def words(text: Text, language: str = FALLBACK) -> str:
    """The words in `language`, else in its base language, else in English. A protocol always has English."""
    return text.get(language) or text.get(language.split("-")[0]) or text.get(FALLBACK, "")
