"""An open stream holds no thread and no connection to the database: hundreds of screens stay open for minutes."""

import asyncio
from uuid import UUID

import pytest
from asgiref.sync import ThreadSensitiveContext, sync_to_async

from stillwater.kit.ids import new_id
from stillwater.kit.lanes import Lane
from stillwater.live.actions import tell
from stillwater.live.hub import Hub, Subscriber
from stillwater.web.api import stream


@pytest.mark.django_db(transaction=True)
def test_an_open_screen_keeps_no_thread_and_so_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, cedar, hub, lane = new_id(), new_id(), Hub(), Lane()
    tell(ana, scope_id=cedar, version=3)
    monkeypatch.setattr(stream, "hub", hub)  # one of its own, so that it can be stopped

    async def opened() -> tuple[str, int]:
        async with ThreadSensitiveContext(executor=lane):  # as the server gives each request
            events = stream._events(lambda topic, scope: scope == cedar)
            said = await anext(events) + await anext(events)
            waiting = lane.waiting
            await events.aclose()  # type: ignore[attr-defined]
            await sync_to_async(hub.stop)()
            return said, waiting

    said, waiting = asyncio.run(opened())
    assert f'"session": "{ana}", "version": 3' in said
    assert waiting == 0


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
