"""A session's entries in, its state and its sound out."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from stillwater.audit.actions import read
from stillwater.kit.clock import from_iso, iso
from stillwater.people.rules import Act
from stillwater.soundscape.rules.sheet import sheet_of
from stillwater.treatment import queries
from stillwater.treatment.actions.recording import MOST_ENTRIES, record
from stillwater.treatment.queries.screen import screen_of
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request
from stillwater.web.shared.ranges import ranged, reader


class BadPost(ValueError):
    """A body that is not what the outbox sends."""


def _body(request: Request) -> tuple[list[Any], UUID, Any]:
    try:
        body = json.loads(request.body)
        return body["entries"], UUID(body["device"]), from_iso(body["sent_at"])
    except (ValueError, KeyError, TypeError, AttributeError) as why:
        raise BadPost("This is not a list of entries with a device and the time of sending.") from why


@require_POST
@door(staff=Act.RECORD_SESSION, patient=True, sitter=True, api=True)
def entries(request: Request, session_id: UUID) -> JsonResponse:
    """Record what a device sends; answer what became of each entry."""
    if request.headers.get("X-Identity", request.access.identity) != request.access.identity:
        return JsonResponse({"why": "Somebody else is signed in here now. What you wrote is kept here."}, status=401)
    try:
        sent, device, sent_at = _body(request)
    except BadPost as why:
        return JsonResponse({"why": str(why)}, status=400)
    if not isinstance(sent, list) or len(sent) > MOST_ENTRIES:
        return JsonResponse({"why": f"At most {MOST_ENTRIES} entries at a time."}, status=413)
    receipt = record(request.access, session_id, wire_entries=sent, device=device, sent_at=sent_at, at=request.at)
    return JsonResponse(receipt.as_json())


@require_GET
@door(staff=Act.READ_RECORD, patient=True, sitter=True, api=True)
def state(request: Request, session_id: UUID) -> JsonResponse:
    """What the asker's screen shows: everything for staff; for a patient or sitter, no readings and no notes."""
    session = queries.session_for(request.access, session_id)
    actor = request.access.actor_for(session.patient)
    if actor.kind == "staff":
        read(queries.session_subject(session), by=actor, at=request.at)
    answer = {"id": str(session.pk), "version": session.version, "server_at": iso(request.at)}
    return JsonResponse({**answer, **screen_of(session, actor)}, headers={"Cache-Control": "no-store"})


@require_GET
@door(staff=Act.RECORD_SESSION, patient=True, sitter=True, api=True)
def sound(request: Request, session_id: UUID, which: str) -> HttpResponseBase:
    """The session's rendered sound, whole or a range."""
    session = queries.session_for(request.access, session_id, Act.RECORD_SESSION)
    path: Path | None = queries.sound_file(session, which)
    if path is None or not path.exists():
        raise NotHere

    return ranged(request, size=path.stat().st_size, read=reader(path), media_type="audio/mp4")


@require_GET
@door(patient=True, api=True)
def score(request: Request, session_id: UUID, scene: str) -> JsonResponse:
    """What the patient's phone plays from when it makes the sound itself: the session's score, in this scene."""
    found = queries.score_of(queries.session_for(request.access, session_id), scene)
    if found is None:
        raise NotHere
    return JsonResponse(sheet_of(found), headers={"Cache-Control": "private, no-store"})
