"""Who asks, for how long, and through which door."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from stillwater.kit.clock import now
from stillwater.people.access import NOBODY, Access, NotYours, access_by_pass, access_of, clinic_of
from stillwater.people.models import Person
from stillwater.web.shared import studio, tablets
from stillwater.web.shared.doors import Door
from stillwater.web.shared.http import NotHere, Request

Answer = Callable[[HttpRequest], HttpResponseBase]
THEIR_DOORS = ("allauth.", "django.views.static", "django.conf.urls.static")  # packages that keep their own doors


def quiet_health(answer: Answer) -> Answer:
    """`/health` before anything else: no session, no database, no log."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return HttpResponse("ok", content_type="text/plain") if request.path == "/health" else answer(request)

    return middleware


class Sessions(SessionMiddleware):
    """A piece of a page, on its way while a sign-in ended, must not take the cookie of the next one away: a page may."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer = super().process_response(request, response)
        is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"
        if not is_page and request.session.is_empty():
            answer.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return answer


def _access(request: HttpRequest, at: datetime) -> Access:
    person = request.user if isinstance(request.user, Person) else None
    found = access_of(person) if person else NOBODY
    if pass_id := request.session.get("pass"):
        held = access_by_pass(UUID(pass_id), at=at)
        found = replace(found, support_pass=held.support_pass) if person else held
    return tablets.narrowed(request, found)


def access(answer: Answer) -> Answer:
    """Read the clock and who asks, once; run everything inside what they may reach."""

    def middleware(request: Request) -> HttpResponseBase:
        request.at = now()
        request.access = _access(request, request.at)
        chosen = request.session.get("clinic")
        request.clinic = clinic_of(request.access, UUID(chosen) if chosen else None)
        asker, tablet = request.access.person, request.access.tablet
        request.zone = ZoneInfo(asker.time_zone if asker else tablet.site.time_zone if tablet else "UTC")
        with request.access.inside(), timezone.override(request.zone):
            return answer(request)

    return middleware  # type: ignore[return-value]


def time_limits(answer: Answer) -> Answer:
    """End a sign-in that was left alone: staff after a quarter of an hour, everybody after the longest time. A shared tablet
    locks instead, as soon as its clinic says."""

    def middleware(request: Request) -> HttpResponseBase:
        if request.access.person is None:
            return answer(request)
        at, session = int(request.at.timestamp()), request.session
        began, last = session.setdefault("began", at), session.get("last", at)
        longest = settings.STAFF_LONGEST_SECONDS if request.access.is_staff else settings.PATIENT_LONGEST_SECONDS
        idle = request.access.is_staff and not settings.STILLWATER_DEMO and at - last > settings.STAFF_IDLE_SECONDS
        if request.access.tablet and (tablets.is_left_alone(request.access, at - last) or at - began > longest):
            tablets.lock(request, back=request.path)
        elif idle or at - began > longest:
            logout(request)
            request.access, request.clinic = NOBODY, None
        elif request.access.tablet:
            session["last"] = at if at - last > 10 and not tablets.by_itself(request) else last
        elif at - last > 60 and not request.path.startswith("/stream"):
            session["last"] = at
        else:
            session.setdefault("last", at)
        return answer(request)

    return middleware  # type: ignore[return-value]


class Doors:
    """Closed by default: a view of ours without a door opens to nobody."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if request.path.startswith(studio.AT):
            return studio.answer(request)
        found: Door | None = getattr(view, "door", None)
        if found is None:
            if view.__module__.startswith(THEIR_DOORS) and not (request.access.tablet and request.access.person):
                return None  # but nobody's account is opened on a shared tablet
            raise NotHere("this view has no door")
        if found.opens_to(request.access):
            request.asker, request.access = request.access, found.admit(request.access)
            return None
        if not request.access.identity:
            if found.api:
                return JsonResponse({"why": "Your sign-in has ended. What you wrote is kept here."}, status=401)
            if request.access.tablet:
                return tablets.locked(request)
            if request.session.get("pass"):  # a pass that has ended
                return redirect("pass_over")
            return redirect_to_login(request.get_full_path())
        raise NotHere

    def process_exception(self, request: Request, trouble: Exception) -> HttpResponseBase | None:
        if isinstance(trouble, NotYours):
            raise NotHere from trouble
        return studio.refused(request, trouble) if request.path.startswith(studio.AT) else None
