"""Threads that stay. Django gives each request a thread of its own, and with it a new database connection: made, warmed and
thrown away, which costs as much as a small page. Here a few threads keep theirs, and a request takes the one with least to do.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# More than there are processors: a thread that waits for its turn to write, or hashes a password, holds nobody else up.
LANES = 8
Found = TypeVar("Found")


class Lane(ThreadPoolExecutor):
    """One thread, and how much is waiting for it."""

    def __init__(self) -> None:
        super().__init__(max_workers=1, thread_name_prefix="lane")
        self.waiting, self._count = 0, Lock()

    def submit(self, fn: Callable[..., Found], /, *args: Any, **kwargs: Any) -> Future[Found]:
        self._add(1)
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(lambda _: self._add(-1))
        return future

    def _add(self, number: int) -> None:
        with self._count:
            self.waiting += number


class Application(ASGIHandler):
    """Django's own, with lanes."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware()  # all of it for one thread, where Django would weave each request between two
        self.lanes = [Lane() for _ in range(LANES)]

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """A whole request in its lane: each change between the loop and a thread costs more than most middleware does."""
        return await sync_to_async(self.get_response)(request)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            raise ValueError(f"{scope['type']} is not served here")
        async with ThreadSensitiveContext(executor=min(self.lanes, key=lambda lane: lane.waiting)):
            await self.handle(scope, receive, send)
