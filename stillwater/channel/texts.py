"""The texts of a page, out of its blocks: for the checklist, for search and for reading aloud."""

import hashlib
import html
import json
import re
from collections.abc import Iterator
from typing import Any

from stillwater.channel.rules.checklist import Draft
from stillwater.channel.rules.marks import without_marks

_HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.S)
_ENDS = re.compile(r"</(?:p|h[1-6]|li)>|<br\s*/?>")
_KEYS = re.compile(r' data-block-key="[^"]*"')
_TAG = re.compile(r"<[^>]+>")
NOT_READ = {"key", "motif", "tone", "columns", "hour", "image", "valid_until", "language"}


def plain(source: str) -> str:
    """The text of some HTML, a paragraph a line."""
    whole = " ".join(source.split())  # a line's end in the source is none on the page
    lines = html.unescape(_TAG.sub("", _ENDS.sub("\n", whole))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def texts_in(body: Any) -> Iterator[str]:
    """Every text that a reader meets, in order, with its marks. `body` is the value of a stream of blocks."""
    for block in body:
        yield from _texts(block.value)


def _texts(value: Any) -> Iterator[str]:
    if hasattr(value, "source"):  # rich text
        yield from (line for line in plain(value.source).split("\n") if line.strip())
    elif isinstance(value, str):
        if value.strip():
            yield value
    elif hasattr(value, "items"):
        for name, part in value.items():
            if name not in NOT_READ:
                yield from _texts(part)
    elif isinstance(value, list | tuple) or hasattr(value, "__iter__"):
        for part in value:
            yield from _texts(part)


def headings_in(body: Any) -> list[tuple[int, str]]:
    """Levels and words of the headings of a page, in order: those in texts, and the titles of blocks (level 2)."""
    found: list[tuple[int, str]] = []
    for block in body:
        if block.block_type == "text":
            found += [(int(level), plain(words)) for level, words in _HEADING.findall(block.value["text"].source)]
        elif "title" in block.value:
            found.append((2, str(block.value["title"])))
    return found


def undescribed_in(body: Any) -> list[str]:
    """Figures without a text for whoever cannot see them, by their caption or place."""
    return [
        str(block.value.get("caption") or f"{place + 1}.")
        for place, block in enumerate(body)
        if block.block_type == "figure" and not str(block.value.get("alt") or "").strip()
    ]


def said_in(stream: Any) -> Any:
    """What a stream of blocks says, without the marks by which Wagtail knows its parts."""
    return _without_ids(stream.get_prep_value())


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_ids(part) for name, part in value.items() if name != "id"}
    if isinstance(value, list):
        return [_without_ids(part) for part in value]
    return _KEYS.sub("", value) if isinstance(value, str) else value


def digest_of(page: Any) -> str:
    """Sixty-four letters that change with anything that a reader reads in an article: what a review holds for."""
    said = [page.title, page.summary, page.kind, page.answer, said_in(page.body), said_in(page.sources)]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def draft_of(page: Any) -> Draft:
    """An article as the checklist reads it."""
    return Draft(
        texts=list(texts_in(page.body)),
        sources=[source.value["key"] for source in page.sources],
        language=page.locale.language_code,
        kind=page.kind,
        answer=page.answer,
        headings=headings_in(page.body),
        undescribed=undescribed_in(page.body),
        reviewed=page.reviewed_date if page.reviewer_id else None,
        as_reviewed=page.reviewed_text == digest_of(page),
        due=page.review_due_date,
        seen=[page.title, page.summary],
    )


def speech_of(page: Any) -> str:
    """What is read aloud and searched, a line a paragraph, without the marks of sources."""
    return "\n".join(without_marks(text) for text in [page.answer, *texts_in(page.body)] if text)
