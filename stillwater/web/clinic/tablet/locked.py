"""The locked view of a shared tablet, and how a member takes it over and hands it back."""

from math import ceil
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from stillwater.people.actions.tablets import Tried, take_over
from stillwater.people.models import Pin
from stillwater.people.queries import hands_of
from stillwater.web.clinic.pages.room import is_night
from stillwater.web.clinic.tablet.rooms import rooms_now
from stillwater.web.shared import tablets
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request


def _rooms(request: Request) -> dict[str, Any]:
    assert request.access.tablet is not None
    timezone.activate(request.access.tablet.site.zone)
    rooms, calls = rooms_now(request.access, request.at)
    return {"rooms": rooms, "calls": calls, "tablet": request.access.tablet, "night": is_night(request)}


def _page(request: Request, chosen: Pin | None = None, why: str = "", status: int = 200) -> HttpResponse:
    context = {**_rooms(request), "hands": hands_of(request.access), "chosen": chosen, "why": why}
    answer = render(request, "clinic/tablet/locked.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return tablets.renew(request, answer)


@require_GET
@door(tablet=True)
def tablet(request: Request) -> HttpResponse:
    """Rooms, clocks and who may take over. Whoever holds the tablet already goes on where they work."""
    return redirect("board") if request.access.person else _page(request)


@require_GET
@door(tablet=True)
def tablet_rooms(request: Request) -> HttpResponse:
    """The rooms again, when something has changed in one of them."""
    return render(request, "clinic/tablet/_rooms.html", _rooms(request))


@sensitive_post_parameters("pin")
@door(tablet=True)
def tablet_take(request: Request, member_id: UUID) -> HttpResponseBase:
    """The pad of one member, and what they typed on it."""
    chosen = next((pin for pin in hands_of(request.access) if pin.member_id == member_id), None)
    if chosen is None or request.access.tablet is None:
        raise NotHere
    if request.method != "POST":
        return _page(request, chosen)
    tried = take_over(request.access.tablet, member_id, request.POST.get("pin", ""), at=request.at)
    scripted = request.headers.get("Accept") == "application/json"
    if tried.member:
        to = tablets.take(request, tried.member.person)
        return JsonResponse({"to": to}) if scripted else redirect(to)
    why, status = _why(tried, chosen, request), 422 if tried.left else 429
    return JsonResponse({"why": why}, status=status) if scripted else _page(request, chosen, why, status)


def _why(tried: Tried, chosen: Pin, request: Request) -> str:
    """What became of a PIN that was not taken, in words."""
    name = {"name": chosen.member.short_name}
    if tried.locked:
        return gettext("There were too many tries. %(name)s signs in with both steps; then the PIN works again.") % name
    if tried.wait_until is not None and tried.wait_until > request.at:
        seconds = ceil((tried.wait_until - request.at).total_seconds())
        if seconds < 90:
            return gettext("Not taken. The next try is possible in %(n)s seconds.") % {"n": seconds}
        return gettext("Not taken. The next try is possible in %(n)s minutes.") % {"n": ceil(seconds / 60)}
    words = ngettext(
        "Not the PIN of %(name)s. %(n)s more try.", "Not the PIN of %(name)s. %(n)s more tries.", tried.left
    )
    return words % {**name, "n": tried.left}


@require_POST
@door(tablet=True)
def tablet_lock(request: Request) -> HttpResponse:
    """Whoever holds the tablet locks it, or hands it to somebody else."""
    tablets.lock(request, back=request.POST.get("back", ""))
    return redirect("tablet")


@require_POST
@door(tablet=True, api=True)
def tablet_here(request: Request) -> HttpResponse:
    """Somebody's hand is on the tablet, though nothing else is sent: 204, or 401 once it has locked itself."""
    return HttpResponse(status=204 if request.access.person else 401)
