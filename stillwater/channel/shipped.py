"""The pages that come with the program: YAML files, read and turned into what the blocks keep."""

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

FOLDER = Path(__file__).parent / "first_issue"
LANGUAGES = ("en", "es")
_LINK = re.compile(r'<a href="([a-z0-9-]+)">(.*?)</a>', re.S)
LISTS = {
    "do_dont": ("do", "dont"), "steps": ("steps",), "timeline": ("moments",), "routes": ("columns", "rows"),
    "ask": ("questions",),
}  # fmt: skip
RICH = (("text", "text"), ("callout", "text"))
_markdown = MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=1)
def issue() -> dict[str, dict[str, Any]]:
    """Every file by language and name."""
    return {
        language: {path.stem: yaml.safe_load(path.read_text()) for path in sorted((FOLDER / language).glob("*.yaml"))}
        for language in LANGUAGES
    }


@lru_cache(maxsize=1)
def edition() -> str:
    """The hash of all files: changes with any of them."""
    whole = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*.yaml")):
        whole.update(str(path.relative_to(FOLDER)).encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def articles(language: str) -> dict[str, dict[str, Any]]:
    """The articles and questions, by slug, in the order of their topics."""
    files = issue()[language]
    return {slug: files[slug] for topic in topics(language) for slug in topic["pages"]}


def topics(language: str) -> list[dict[str, Any]]:
    return list(issue()[language].get("topics", {}).get("topics", []))


def rich(text: str, page_of: Callable[[str], int | None]) -> str:
    """Markdown as the editor's rich text keeps it: links name pages by their ids. A link to a page that is not there is left
    as plain words."""

    def link(match: re.Match[str]) -> str:
        found = page_of(match.group(1))
        return f'<a linktype="page" id="{found}">{match.group(2)}</a>' if found else match.group(2)

    # Lines are wrapped in the file for whoever edits it there, not for the page.
    return " ".join(_LINK.sub(link, _markdown.render(text)).split())


def stream(body: list[dict[str, Any]], page_of: Callable[[str], int | None]) -> list[dict[str, Any]]:
    """The blocks of a file as a StreamField keeps them."""
    found = []
    for place, block in enumerate(body):
        kind = next(key for key in block if key != "valid_until")
        said = block[kind] if isinstance(block[kind], dict) else {kind: block[kind]}
        value = {name: _kept(kind, name, part, page_of) for name, part in said.items()}
        until = block.get("valid_until")
        found.append(
            {"type": kind, "value": {**value, "valid_until": str(until) if until else None}, "id": _id(place, kind)}
        )
    return found


def _kept(kind: str, name: str, part: Any, page_of: Callable[[str], int | None]) -> Any:
    if (kind, name) in RICH:
        return rich(part, page_of)
    if name in LISTS.get(kind, ()):
        return [_item(each) for each in part]
    return " ".join(part.split()) if isinstance(part, str) else part


def _item(each: Any) -> Any:
    if isinstance(each, dict):
        return {
            name: [_item(cell) for cell in part] if isinstance(part, list) else _item(part)
            for name, part in each.items()
        }
    return (
        " ".join(each.split()) if isinstance(each, str) else str(each) if isinstance(each, bool | int | float) else each
    )


def _id(place: int, kind: str) -> str:
    """The same id for the same block in every installation: what was listened to or linked stays where it was."""
    digest = hashlib.sha256(f"{place}-{kind}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
