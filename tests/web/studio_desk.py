"""The studio as an editor uses it: its addresses, its forms, and the steps of its workflow."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Page

from stillwater.channel.models import Article
from tests.channel.small import SOURCE

MADE_UP = {
    "int": "999999",
    "slug": "made-up",
    "str": "999999",
    "path": "made/up",
    "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
}
NURSE = "A nurse stays with you. [#label]"


def addresses() -> Iterator[tuple[str, bool]]:
    """Every address under /studio/, with made-up arguments, and whether it takes any."""
    (studio,) = [each for each in get_resolver().url_patterns if isinstance(each, URLResolver) and _holds_studio(each)]
    (inner,) = [each for each in studio.url_patterns if str(each.pattern) == "studio/"]
    for route in _routes(inner.url_patterns, "/studio/"):  # type: ignore[union-attr]
        filled = _without_groups(route)
        filled = re.sub(r"<(?:(\w+):)?\w+>", lambda found: MADE_UP[found.group(1) or "str"], filled)
        yield filled.replace(".*", "made/up").replace("\\.", ".").rstrip("$"), filled != route


def _without_groups(route: str) -> str:
    """A regular expression with a number in place of each group."""
    while found := re.search(r"\([^()]*\)", route):
        route = route[: found.start()] + "999999" + route[found.end() :]
    return route


def _holds_studio(each: URLResolver) -> bool:
    return any(str(inner.pattern) == "studio/" for inner in each.url_patterns)


def _routes(patterns: list[Any], before: str) -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern).removeprefix("^")
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from _routes(each.url_patterns, route)


def rich(text: str, *entities: dict[str, Any]) -> str:
    """A paragraph as the field of rich text sends it; each entity spans its first letter."""
    spans = [{"offset": 0, "length": 1, "key": key} for key in range(len(entities))]
    block = {"key": "a", "type": "unstyled", "depth": 0, "text": text, "inlineStyleRanges": [], "entityRanges": spans}
    kept = {str(key): {"mutability": "MUTABLE", **entity} for key, entity in enumerate(entities)}
    return json.dumps({"blocks": [block], "entityMap": kept})


def _stream(name: str, parts: list[tuple[str, dict[str, str]]]) -> dict[str, str]:
    found = {f"{name}-count": str(len(parts))}
    for place, (kind, values) in enumerate(parts):
        found |= {f"{name}-{place}-deleted": "", f"{name}-{place}-order": str(place), f"{name}-{place}-type": kind}
        found |= {f"{name}-{place}-value-{key}": value for key, value in values.items()}
    return found


def form(**said: Any) -> dict[str, Any]:
    """What the form of a whole article sends; `said` changes it. `body`: (block, its fields) each; `sources`: dictionaries."""
    body = said.pop("body", [("text", {"text": rich(NURSE), "valid_until": ""})])
    sources = said.pop("sources", [SOURCE])
    return {
        "title": "Who stays with you", "slug": "who-stays", "kind": "article", "summary": "A nurse does.", "answer": "",
        **_stream("body", body), **_stream("sources", [("source", each) for each in sources]), **_stream("related", []),
        **_stream("changes", []), "steps": ["session"], "routes": [], "roles": ["patient"], "motif": "chair", "hour": "12",
        "review_due_date": "", "seo_title": "", "search_description": "", "go_live_at": "", "expire_at": "",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "1000",
        **said,
    }  # fmt: skip


class Desk:
    """Somebody at work in the studio."""

    def __init__(self, browser: Client) -> None:
        self.browser = browser

    def add(self, topic: Page, act: str = "", **said: Any) -> Any:
        """Send the form of a new article under a topic; `act` is "submit" or "publish", or nothing for a draft."""
        return self._send(reverse("wagtailadmin_pages:add", args=["channel", "article", topic.pk]), act, said)

    def edit(self, page: Article, act: str = "", **said: Any) -> Any:
        return self._send(reverse("wagtailadmin_pages:edit", args=[page.pk]), act, {"slug": page.slug, **said})

    def _send(self, at: str, act: str, said: dict[str, Any]) -> Any:
        return self.browser.post(at, form(**said) | ({f"action-{act}": "1"} if act else {}))

    def act(self, page: Article, name: str, comment: str = "", **headers: str) -> Any:
        """Approve or send back what waits for this page's reviewers or publishers."""
        state = Article.objects.get(pk=page.pk).current_workflow_task_state
        at = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, name, state.pk])
        return self.browser.post(at, {"comment": comment}, headers=headers)

    def told(self, page: Article) -> str:
        """The page's form, as it stands when somebody opens it."""
        return said_in(self.browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))


def said_in(answer: Any) -> str:
    return " ".join(answer.content.decode().split())
