"""Whole pages of the channel for visitors who bring no cookie: one drawing serves them all, until something is published or the day
changes. Whoever is signed in, or has chosen anything here, gets a page of their own.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from stillwater.channel.queries.shelf import edition
from stillwater.kit.clock import now

MOST_KEPT = 400  # at about ten kilobytes each, compressed
_kept: OrderedDict[tuple[Any, ...], tuple[bytes, dict[str, str]]] = OrderedDict()
_lock = Lock()


def may_be_kept(answer: HttpResponse) -> HttpResponse:
    """Mark a page that is the same for every visitor."""
    answer.is_same_for_all = True  # type: ignore[attr-defined]
    return answer


def pages(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stands before everything that asks who comes. A page that sets a cookie is never kept."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not _may_ask(request):
            return get_response(request)
        key = _key(request)
        if (found := _kept.get(key)) is None:
            answer = get_response(request)
            if getattr(answer, "is_same_for_all", False) and answer.status_code == 200 and not answer.cookies:
                _keep(key, answer)
            return answer
        again = HttpResponse(found[0], headers=found[1])
        if "HTTP_IF_NONE_MATCH" in request.META:
            return get_conditional_response(request, etag=again.headers.get("ETag"), response=again) or again
        return again

    return middleware


def _may_ask(request: HttpRequest) -> bool:
    """Whether this is a stranger who asks for a page of the channel as it is. An editor's preview has the address of its page."""
    asked, is_preview = request.META, getattr(request, "is_dummy", False)
    return (
        request.method == "GET" and "/channel" in request.path and not is_preview
        and not asked.get("HTTP_COOKIE") and not asked.get("QUERY_STRING")
    )  # fmt: skip


def _key(request: HttpRequest) -> tuple[Any, ...]:
    asked = request.META
    packed = "gzip" in asked.get("HTTP_ACCEPT_ENCODING", "")
    return request.path, asked.get("HTTP_HOST", ""), request.scheme, packed, now().date(), edition()


def _keep(key: tuple[Any, ...], answer: Any) -> None:
    with _lock:
        _kept[key] = answer.content, dict(answer.headers)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
