"""The record of a session: read, printed, corrected."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from stillwater.kit.clock import iso
from stillwater.people.rules import Act
from stillwater.treatment.actions.recording import Receipt, add
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.permissions import CLINICIANS
from stillwater.web.clinic.forms.records import CorrectionForm
from stillwater.web.clinic.pages import records as page
from stillwater.web.clinic.pages.room import Room, is_night, room_of
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
    entry = page.entry_of(room, entry_id)
    may_hide = bool(CLINICIANS & room.roles)
    form = CorrectionForm(request.POST or None, kind=entry.kind, data=dict(entry.data), may_hide=may_hide)
    if request.method == "POST" and form.is_valid():
        receipt = add(request.access, session_id, "amendment", _data(form, entry, room), at=request.at)
        if not receipt.refused:
            return _done(request, session_id, receipt)
        form.add_error(None, receipt.refused[0]["why"])
    context = {**page.correction(room, entry, form), "night": is_night(request)}
    return render(request, "clinic/room/correct.html", context, status=422 if form.errors else 200)


def _data(form: CorrectionForm, entry: Entry, room: Room) -> dict[str, Any]:
    said = form.cleaned_data
    data: dict[str, Any] = {"of": str(entry.id), "how": said["how"], "reason": said["reason"]}
    if said["how"] != "replaced":
        return data
    corrected = form.corrected()
    if {k: str(v) for k, v in corrected.items()} != {k: str(v) for k, v in entry.data.items()}:
        data["data"] = corrected
    if said["observed_time"]:
        data["observed_at"] = iso(_moved(entry, said["observed_time"], room))
    return data


def _moved(entry: Entry, clock: Any, room: Room) -> datetime:
    """That time of the entry's own day; the day before when it would lie after the recording."""
    zone = room.seat.zone
    seen = datetime.combine(entry.observed_at.astimezone(zone).date(), clock, zone)
    return seen if seen <= entry.recorded_at + timedelta(minutes=1) else seen - timedelta(days=1)


def _done(request: Request, session_id: UUID, receipt: Receipt) -> HttpResponse:
    for words in receipt.marks.values():
        messages.warning(request, words)
    return redirect("room", session_id=session_id)
