"""The bus: whoever watches hears of every change of what is theirs, and of nothing else."""

import asyncio
import threading
from datetime import timedelta
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from stillwater.kit.clock import now
from stillwater.kit.ids import new_id
from stillwater.live.actions import hold, tell
from stillwater.live.hub import Hub

pytestmark = pytest.mark.django_db(transaction=True)
CEDAR, BIRCH = new_id(), new_id()


def _elsewhere(topic: UUID, scope: UUID, version: int) -> None:
    """As another process would: over a connection of its own."""

    def work() -> None:
        tell(topic, scope_id=scope, version=version)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


async def _heard(
    hub: Hub, clinic: UUID, change: list[tuple[UUID, UUID, int]], until: dict[UUID, int]
) -> dict[UUID, int]:
    heard: dict[UUID, int] = {}
    stream = hub.subscribe(lambda topic, scope: scope == clinic)
    async with asyncio.timeout(20):
        first = await anext(stream)
        heard.update(first or {})
        for one in change:
            await sync_to_async(_elsewhere)(*one)
        while any(heard.get(topic, -1) < version for topic, version in until.items()):
            heard.update(await anext(stream) or {})
    await stream.aclose()  # type: ignore[attr-defined]
    await sync_to_async(hub.stop)()
    return heard


def test_a_watcher_hears_first_everything_and_then_each_change_of_their_own_clinic_only() -> None:
    ana, ruth, kit = new_id(), new_id(), new_id()
    tell(ana, scope_id=CEDAR, version=3)
    changes = [(ruth, CEDAR, 1), (kit, BIRCH, 7), (ana, CEDAR, 4)]
    heard = asyncio.run(_heard(Hub(), CEDAR, changes, {ana: 4, ruth: 1}))
    assert heard[ana] == 4
    assert heard[ruth] == 1
    assert kit not in heard


def test_many_changes_leave_the_newest_version_and_none_is_skipped() -> None:
    topics = [new_id() for _ in range(20)]
    changes = [(topic, CEDAR, version) for version in range(1, 4) for topic in topics]
    heard = asyncio.run(_heard(Hub(), CEDAR, changes, dict.fromkeys(topics, 3)))
    assert heard == dict.fromkeys(topics, 3)


def test_only_one_host_tends_at_a_time_and_the_next_takes_over_when_the_lease_is_over() -> None:
    one, other, at = new_id(), new_id(), now()
    assert hold("tend", holder=one, at=at, seconds=10)
    assert not hold("tend", holder=other, at=at + timedelta(seconds=5), seconds=10)
    assert hold("tend", holder=one, at=at + timedelta(seconds=5), seconds=10)
    assert hold("tend", holder=other, at=at + timedelta(seconds=16), seconds=10)
