"""The front page, and what Stillwater is made with."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from stillwater.people.queries import is_fresh
from stillwater.web.public.libraries import libraries
from stillwater.web.shared.credits import SOURCES, credits_list
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request
from stillwater.web.shared.ways import ways_of


@require_GET
@door(anyone=True)
def front(request: Request) -> HttpResponse:
    """For a visitor what this is; for everybody else the way to their own first page."""
    if is_fresh():
        return redirect("first_run")
    first = _first_page(request)
    return redirect(first) if first else render(request, "public/front.html")


@require_GET
@door(anyone=True)
def credits(request: Request) -> HttpResponse:
    """Fonts, icons, places and libraries, with their licences."""
    known = {"credits": credits_list(), "sources": SOURCES, "libraries": libraries()}
    return render(request, "public/credits.html", known)


@require_GET
@door(anyone=True)
def language(request: Request) -> HttpResponse:
    """Another language for this device, until its reader says otherwise, here or in their account."""
    back = request.GET.get("back", "")
    here = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    answer = redirect(back if here else "front")
    if (asked := request.GET.get("in")) in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, asked, max_age=365 * 24 * 3600, samesite="Lax", httponly=True,
            secure=request.is_secure(),
        )  # fmt: skip
    return answer


def _first_page(request: Request) -> str:
    access = request.access
    if access.is_staff:
        return ways_of("clinic", request, access)[0].url
    if access.tablet:
        return resolve_url("tablet")
    if access.records:
        return resolve_url("today")
    if access.support_pass and access.support_pass.session_id:
        return resolve_url("sitting", session_id=access.support_pass.session_id)
    return ""
