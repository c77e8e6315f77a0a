"""A long text leaves while it is made, on either kind of server."""

import asyncio
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, StreamingHttpResponse
from django.test import AsyncRequestFactory, RequestFactory

from stillwater.web.shared.sending import PIECE, as_made

LINES = [f"{n:06}\n" for n in range(40_000)]


def _counted(made: list[int]) -> Iterator[str]:
    for number, line in enumerate(LINES):
        made.append(number)
        yield line


async def _first_and_all(answer: StreamingHttpResponse, made: list[int]) -> tuple[int, bytes]:
    pieces = answer.streaming_content
    first = await anext(pieces)  # type: ignore[arg-type]
    so_far = len(made)
    return so_far, first + b"".join([piece async for piece in pieces])  # type: ignore[union-attr]


def test_a_server_that_waits_for_many_gets_the_first_piece_before_the_last_is_made() -> None:
    made: list[int] = []
    answer = as_made(AsyncRequestFactory().get("/"), _counted(made), media_type="text/csv")
    assert (answer.is_async, answer.headers["Content-Type"]) == (True, "text/csv; charset=utf-8")
    so_far, whole = asyncio.run(_first_and_all(answer, made))
    assert PIECE // 7 <= so_far <= PIECE // 7 + 2
    assert whole.decode() == "".join(LINES)


def test_a_server_with_a_thread_a_request_gets_them_one_after_another() -> None:
    made: list[int] = []
    answer = as_made(RequestFactory().get("/"), _counted(made), media_type="text/csv")
    pieces = iter(answer)
    first = next(pieces)
    assert len(made) <= PIECE // 7 + 2
    assert (first + b"".join(pieces)).decode() == "".join(LINES)


@pytest.mark.parametrize("request_", [AsyncRequestFactory().get("/"), RequestFactory().get("/")])
def test_of_nothing_nothing_is_sent(request_: HttpRequest) -> None:
    answer = as_made(request_, iter(()), media_type="text/csv")
    sent = asyncio.run(_all(answer)) if answer.is_async else list(answer)
    assert sent == []


async def _all(answer: StreamingHttpResponse) -> list[bytes]:
    return [piece async for piece in answer.streaming_content]  # type: ignore[union-attr]
