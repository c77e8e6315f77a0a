"""An open stream holds no connection to the database: hundreds of screens stay open for minutes."""

import asyncio
from uuid import UUID

import pytest
from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.db import connection

from stillwater.kit.ids import new_id
from stillwater.live.actions import tell
from stillwater.live.hub import Hub, Subscriber
from stillwater.web.api import stream


@pytest.mark.django_db(transaction=True)
def test_an_open_screen_keeps_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, cedar, hub = new_id(), new_id(), Hub()
    tell(ana, scope_id=cedar, version=3)
    monkeypatch.setattr(stream, "hub", hub)  # one of its own, so that it can be stopped

    async def opened() -> tuple[bool, str, bool]:
        is_open = sync_to_async(lambda: connection.connection is not None)
        async with ThreadSensitiveContext():  # as the server gives each request
            await sync_to_async(lambda: connection.ensure_connection())()  # the connection of that thread
            before, events = await is_open(), stream._events(lambda topic, scope: scope == cedar)
            said = await anext(events) + await anext(events)
            after = await is_open()
            await events.aclose()  # type: ignore[attr-defined]
            await sync_to_async(hub.stop)()
            return before, said, after

    before, said, after = asyncio.run(opened())
    assert before
    assert f'"session": "{ana}", "version": 3' in said
    assert not after


def test_a_screen_that_opens_while_a_change_is_on_its_way_hears_it_once() -> None:
    async def heard() -> list[dict[UUID, int]]:
        ana, cedar = new_id(), new_id()
        screen = Subscriber(lambda topic, scope: True, asyncio.get_running_loop())
        found = []
        for version in (4, 4, 3, 5):
            screen.offer({ana: (cedar, version)})
            if screen.woken.is_set():
                found.append(list(screen.take().values()))
        return found  # type: ignore[return-value]

    assert asyncio.run(heard()) == [[4], [5]]
