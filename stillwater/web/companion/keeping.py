"""From forms to private words, and back to pages."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from stillwater.journal import actions
from stillwater.journal.models import Note
from stillwater.journal.queries import NoteView, has_recording, note_for
from stillwater.kit.clock import iso
from stillwater.people.rules import ClinicKind
from stillwater.treatment.queries import session_for
from stillwater.web.companion.resting import is_held
from stillwater.web.shared.http import Request

Bytes = Iterator[bytes]
AUDIO = ("audio/webm", "audio/mp4", "audio/ogg", "audio/mpeg")


def new_note(request: Request) -> HttpResponse:
    """A new note from the journal's own form."""
    text = request.POST.get("text", "").strip()
    if not text:
        return redirect("journal")
    try:
        row = actions.write(request.access, kind="reflection", text=text, at=request.at)
    except actions.TooLong:
        return render(request, "companion/journal.html", {"text": text, "too_long": True, "notes": []}, status=422)
    return redirect("note", note_id=row.id)


def write_on(request: Request, row: Note) -> HttpResponse:
    """New words in place of the old ones; a script that saves by itself gets no page."""
    text = request.POST.get("text", "")
    try:
        actions.write(request.access, kind=row.kind, text=text, note=row, at=request.at)
    except actions.TooLong:
        context = {**one(request, note_for(request.access, row.id)), "text": text, "too_long": True}
        return render(request, "companion/note.html", context, status=422)
    return HttpResponse(status=204) if "X-Autosave" in request.headers else redirect("note", note_id=row.id)


def one(request: Request, view: NoteView) -> dict[str, Any]:
    """One note with the clinics that it could be shown to."""
    shown = {share.patient_id: share for share in view.shares}
    clinics = [r for r in request.access.records if r.clinic.kind == ClinicKind.CLINIC]
    return {"note": view, "held": is_held(request), "places": [(record, shown.get(record.id)) for record in clinics]}


def not_now(request: Request, note_id: UUID) -> HttpResponse:
    """Nothing is shared or deleted while a session is under way (S11)."""
    context = {**one(request, note_for(request.access, note_id)), "not_now": True}
    return render(request, "companion/note.html", context, status=409)


def kept(request: Request, note_id: UUID) -> HttpResponse:
    """Nothing is deleted while something serious is looked into (S17)."""
    context = {**one(request, note_for(request.access, note_id)), "kept": True}
    return render(request, "companion/note.html", context, status=409)


def voice_note(request: Request) -> HttpResponse:
    """Keep a recording: with the reflection of its session, or as a note of its own."""
    audio = request.FILES.get("audio")
    media_type = (audio.content_type or "").split(";")[0] if audio else ""
    if audio is None or media_type not in AUDIO or (audio.size or 0) > settings.MAX_PRIVATE_FILE_BYTES:
        return HttpResponse("This is not a voice note that can be kept.", status=422, content_type="text/plain")
    try:
        recording_id = UUID(request.POST.get("id", ""))
        session_id = request.GET.get("session")
        session = session_for(request.access, UUID(session_id)) if session_id else None
    except ValueError:
        return HttpResponse("This voice note has no id.", status=422, content_type="text/plain")
    if has_recording(request.access, recording_id):
        return HttpResponse(status=409)
    row = actions.write(request.access, kind="reflection", text="", session=session, at=request.at)
    actions.add_recording(
        request.access, row, pieces=audio.chunks(), media_type=media_type, recording_id=recording_id, at=request.at
    )
    return HttpResponse(status=201)


def as_plain(view: NoteView) -> dict[str, Any]:
    """A note as a file of one's own holds it."""
    return {
        "kind": view.kind, "text": view.text, "mood": view.mood, "made_at": iso(view.made_at),
        "recordings": [{"id": str(r.id), "media_type": r.media_type, "bytes": r.size} for r in view.recordings],
    }  # fmt: skip
