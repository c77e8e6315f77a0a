"""The room of one session, its pieces and small pages, and its two gates."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from stillwater.people.rules import Act
from stillwater.treatment.queries import session_for
from stillwater.web.clinic.pages import gates, posting
from stillwater.web.clinic.pages.room import LIGHT, identity, is_night, room_of
from stillwater.web.clinic.pages.room_parts import PAGES, PIECES, whole
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request

ONE_YEAR = 365 * 24 * 3600
GATE_PIECES = {name: f"clinic/room/_gate_{name}.html" for name in ("list", "begin", "left", "decided")}


def _show(request: Request, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, {**context, "night": is_night(request)}, status=status)


@require_GET
@door(staff=Act.READ_RECORD)
def room(request: Request, session_id: UUID) -> HttpResponse:
    """One session beside the bed. The same session whichever way somebody comes to it."""
    return _show(request, "clinic/room/room.html", whole(room_of(request, session_id)))


@require_GET
@door(staff=Act.READ_RECORD)
def room_part(request: Request, session_id: UUID, part: str) -> HttpResponse:
    """A piece of the room that has changed, or one of its small pages."""
    template, gather = PIECES.get(part) or PAGES.get(part) or (None, None)
    if template is None or gather is None:
        raise NotHere
    one = room_of(request, session_id)
    return _show(request, template, {**identity(one), **gather(one)})


@require_POST
@door(staff=Act.RECORD_SESSION)
def room_record(request: Request, session_id: UUID, kind: str) -> HttpResponse:
    """One entry from a form without a script. What could not be taken comes back beside its field."""
    receipt, wrong = posting.take(request, session_id, kind)
    if wrong or receipt is None:
        return _again(request, session_id, wrong)
    for said in receipt.marks.values():
        messages.warning(request, said)
    return HttpResponseRedirect(posting.back(request, session_id))


def _again(request: Request, session_id: UUID, wrong: dict[str, str]) -> HttpResponse:
    """The page that the form stood on, with what was typed and why it was not taken."""
    one, part = room_of(request, session_id), request.GET.get("back", "room")
    for why in wrong.values():
        messages.error(request, why)
    typed = {"typed": request.POST.dict(), "wrong": wrong}
    if part in PAGES:
        template, gather = PAGES[part]
        return _show(request, template, {**identity(one), **gather(one), **typed}, 422)
    if part in ("ready", "leave"):
        context = gates.ready(one) if part == "ready" else gates.leave(one)
        return _show(request, f"clinic/room/gate_{part}.html", {**context, **typed}, 422)
    return _show(request, "clinic/room/room.html", {**whole(one), **typed}, 422)


@require_GET
@door(staff=Act.READ_RECORD)
def gate_ready(request: Request, session_id: UUID) -> HttpResponse:
    """Before a dose: each check met or unmet, why, and who may lift it."""
    template = GATE_PIECES.get(request.GET.get("piece", ""), "clinic/room/gate_ready.html")
    return _show(request, template, gates.ready(room_of(request, session_id)))


@require_GET
@door(staff=Act.READ_RECORD)
def gate_leave(request: Request, session_id: UUID) -> HttpResponse:
    """Before leaving: what is unmet, and the decision of a named clinician."""
    template = GATE_PIECES.get(request.GET.get("piece", ""), "clinic/room/gate_leave.html")
    return _show(request, template, gates.leave(room_of(request, session_id)))


@require_POST
@door(staff=Act.READ_RECORD)
def room_light(request: Request, session_id: UUID) -> HttpResponse:
    """Ember night or daylight, remembered by this browser; the next page comes in it at once."""
    session, to = session_for(request.access, session_id), request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(to, allowed_hosts=None) or not to.startswith("/"):
        to = reverse("room", args=[session.pk])
    answer = redirect(to)
    light = "day" if request.POST.get("light") == "day" else "night"
    answer.set_cookie(LIGHT, light, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return answer
