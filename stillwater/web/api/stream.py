"""Server-sent events: (session, version), nothing of what is in it."""

import json
import time
from collections.abc import AsyncIterator
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

from stillwater.kit.clock import iso, now
from stillwater.live.hub import Wanted, hub
from stillwater.people.access import Access
from stillwater.people.rules import Act
from stillwater.treatment.queries import own_session_ids
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request

LONGEST_SECONDS = 600  # then the browser comes again, and whether it may is asked anew


def _wanted(access: Access) -> Wanted:
    clinics = access.clinics_where(Act.SEE_BOARD)
    if access.tablet:  # also while nobody holds it: versions say nothing of anybody
        clinics |= {access.tablet.clinic_id}
    with access.inside():
        mine = own_session_ids(access)

    def wanted(topic: UUID, scope: UUID) -> bool:
        return scope in clinics or topic in mine

    return wanted


def _said(session: UUID, version: int) -> str:
    return f"event: version\ndata: {json.dumps({'session': str(session), 'version': version})}\n\n"


async def _events(wanted: Wanted) -> AsyncIterator[str]:
    ends = time.monotonic() + LONGEST_SECONDS
    yield "retry: 2000\n\n"
    async for versions in hub.subscribe(wanted):
        if versions:
            yield "".join(_said(session, version) for session, version in versions.items())
        if not versions:
            yield f"event: beat\ndata: {json.dumps({'server_at': iso(now())})}\n\n"
        if time.monotonic() > ends:
            return


@door(staff=Act.SEE_BOARD, patient=True, sitter=True, tablet=True, api=True)
async def stream(request: Request) -> StreamingHttpResponse:
    """Every session that the asker may watch, then each change."""
    wanted = await sync_to_async(_wanted)(request.access)
    answer = StreamingHttpResponse(_events(wanted), content_type="text/event-stream")
    answer["Cache-Control"], answer["X-Accel-Buffering"] = "no-store", "no"
    return answer
