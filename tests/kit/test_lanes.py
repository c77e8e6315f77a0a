"""Requests share a few threads that keep their database connections; one that waits holds nobody else up."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from stillwater.kit.lanes import LANES, Application

HTTP = {"type": "http"}
Handle = Callable[[Any, Any, Any], Awaitable[None]]


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> Application:
    made = Application.__new__(Application)  # without the middleware, which is not what is looked at
    monkeypatch.setattr("django.core.handlers.asgi.ASGIHandler.__init__", lambda self: None)
    made.__init__()  # type: ignore[misc]
    return made


def _ask(application: Application) -> Awaitable[None]:
    return application(HTTP, None, None)


@pytest.mark.django_db(transaction=True)
def test_requests_that_follow_each_other_find_the_connection_open(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[int, int]] = []

    def look() -> None:
        connection.ensure_connection()
        opened.append((threading.get_ident(), id(connection.connection)))

    async def handle(*_: Any) -> None:
        await sync_to_async(look)()

    async def whole() -> None:
        for _ in range(3):
            await _ask(application)
        await asyncio.wrap_future(application.lanes[0].submit(lambda: connection.close()))

    monkeypatch.setattr(application, "handle", handle)
    asyncio.run(whole())
    assert len(opened) == 3
    assert len(set(opened)) == 1
    assert opened[0][0] != threading.get_ident()


def test_a_request_that_waits_holds_no_other_up_and_all_share_a_few_threads(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, threads, done = threading.Event(), set[int](), list[int]()

    def work(number: int) -> None:
        threads.add(threading.get_ident())
        if number == 0:
            gate.wait(20)
        done.append(number)

    numbers = iter(range(4 * LANES))

    async def handle(*_: Any) -> None:
        await sync_to_async(work)(next(numbers))

    async def whole() -> None:
        first = asyncio.ensure_future(_ask(application))
        await asyncio.sleep(0)
        for _ in range(4 * LANES - 1):
            await _ask(application)
        assert not first.done()
        gate.set()
        await first

    monkeypatch.setattr(application, "handle", handle)
    asyncio.run(whole())
    assert done[-1] == 0
    assert len(done) == 4 * LANES
    assert len(threads) <= LANES
    assert all(lane.waiting == 0 for lane in application.lanes)


def test_anything_but_http_is_refused(application: Application) -> None:
    with pytest.raises(ValueError, match="lifespan"):
        asyncio.run(application({"type": "lifespan"}, None, None))
