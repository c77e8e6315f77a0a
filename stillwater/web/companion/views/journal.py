"""The journal: private words and voice notes, shared one by one, deleted for good."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from stillwater.journal import actions
from stillwater.journal.queries import note_for, note_row, notes_of, recording_for, recording_range
from stillwater.people.queries import own_record
from stillwater.web.companion import keeping, offering
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request
from stillwater.web.shared.ranges import ranged


@door(patient=True)
def journal(request: Request) -> HttpResponse:
    """What you have kept, newest first; and a place for new words."""
    if request.method == "POST":
        return keeping.new_note(request)
    context = {"notes": notes_of(request.access), "offered": offering.on_journal(request)}
    return render(request, "companion/journal.html", context)


@door(patient=True)
def note(request: Request, note_id: UUID) -> HttpResponse:
    """One note: read, write on, share, delete."""
    if request.method == "POST":
        return keeping.write_on(request, note_row(request.access, note_id))
    return render(request, "companion/note.html", keeping.one(request, note_for(request.access, note_id)))


@require_POST
@door(patient=True)
def note_share(request: Request, note_id: UUID, patient_id: UUID) -> HttpResponse:
    """Show one note to one clinic, or stop showing it."""
    row, record = note_row(request.access, note_id), own_record(request.access, patient_id)
    try:
        if "stop" in request.POST:
            actions.unshare(request.access, row, record, at=request.at)
        else:
            actions.share(request.access, row, record, at=request.at)
    except actions.NotNow:
        return keeping.not_now(request, note_id)
    return redirect("note", note_id=note_id)


@require_POST
@door(patient=True)
def note_delete(request: Request, note_id: UUID) -> HttpResponse:
    """Delete for good; asked on the page itself, with what happens to backups."""
    try:
        actions.delete(request.access, note_row(request.access, note_id), at=request.at)
    except actions.NotNow:
        return keeping.not_now(request, note_id)
    except actions.Kept:
        return keeping.kept(request, note_id)
    return redirect("journal")


@require_POST
@door(patient=True)
def voice(request: Request) -> HttpResponse:
    """A voice note as the phone sends it; sent twice, it is kept once."""
    return keeping.voice_note(request)


@require_GET
@door(patient=True)
def recording(request: Request, recording_id: UUID) -> HttpResponseBase:
    """One's own recording, whole or a range."""
    found = recording_for(request.access, recording_id)

    def read(start: int, end: int) -> keeping.Bytes:
        return recording_range(request.access, recording_id, start, end)

    return ranged(request, size=found.size, read=read, media_type=found.media_type)


@require_GET
@door(patient=True)
def journal_download(request: Request) -> JsonResponse:
    """Everything you wrote, as a file of your own."""
    notes = [keeping.as_plain(each) for each in notes_of(request.access)]
    answer = JsonResponse({"notes": notes}, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="journal.json"'
    return answer
