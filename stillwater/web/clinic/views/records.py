"""The record of a session: read, printed, corrected."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from stillwater.people.rules import Act
from stillwater.treatment.actions.recording import Receipt
from stillwater.web.clinic.pages import correcting
from stillwater.web.clinic.pages import records as page
from stillwater.web.clinic.pages.room import is_night, room_of
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request


@require_GET
@door(staff=Act.READ_RECORD)
def session_record(request: Request, session_id: UUID) -> HttpResponse:
    """The whole record of a session, to read and to print."""
    return render(request, "clinic/record.html", page.record(room_of(request, session_id)))


@door(staff=Act.RECORD_SESSION)
def entry_correct(request: Request, session_id: UUID, entry_id: UUID) -> HttpResponse:
    """A correction is an entry of its own; the old one stays, struck, with who corrected it and why."""
    room = room_of(request, session_id, Act.RECORD_SESSION)
    entry = correcting.entry_of(room, entry_id)
    form = correcting.correction_form(request, room, entry)
    if request.method == "POST" and form is not None and form.is_valid():
        receipt = correcting.correct(room, entry, form)
        if not receipt.refused:
            return _done(request, session_id, receipt)
        form.add_error(None, receipt.refused[0]["why"])
    context = {**correcting.correction(room, entry, form), "night": is_night(request)}
    return render(request, "clinic/room/correct.html", context, status=422 if form and form.errors else 200)


def _done(request: Request, session_id: UUID, receipt: Receipt) -> HttpResponse:
    for words in receipt.marks.values():
        messages.warning(request, words)
    return redirect("room", session_id=session_id)
