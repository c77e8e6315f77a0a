"""A shared tablet as the browser keeps it: a cookie of its own, apart from any sign-in. See docs/decisions/0012.

Whoever signs in on it, by PIN or with both factors, is narrowed to it; a sign-in by PIN is worth nothing without it.
"""

from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from stillwater.people.access import Access
from stillwater.people.actions.tablets import hand_back
from stillwater.people.models import Person, Tablet
from stillwater.people.queries import tablet_by_secret
from stillwater.web.shared.http import Request

COOKIE, SALT = "stillwater-tablet", "tablet"
LONGEST = 400 * 24 * 3600  # what browsers keep at most; renewed whenever the locked view is shown
HELD, BACK = "tablet", "tablet_back"  # keys of the session: by PIN on which tablet; where the tablet was
GRACE_SECONDS = 45  # the page locks itself; the server waits a little longer, for one that cannot

Answer = TypeVar("Answer", bound=HttpResponseBase)


def _enrolled(request: HttpRequest) -> Tablet | None:
    secret = request.get_signed_cookie(COOKIE, default="", salt=SALT) if COOKIE in request.COOKIES else ""
    return tablet_by_secret(secret) if secret else None


def keep(answer: Answer, secret: str) -> Answer:
    """This browser is the tablet, for as long as browsers remember."""
    answer.set_signed_cookie(
        COOKIE, secret, salt=SALT, max_age=LONGEST, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer


def renew(request: HttpRequest, answer: Answer) -> Answer:
    """Count the cookie's days anew: the tablet is in use."""
    return keep(answer, request.get_signed_cookie(COOKIE, default="", salt=SALT) or "")


def put_away(answer: Answer) -> Answer:
    """This browser is nobody's tablet any more."""
    answer.delete_cookie(COOKIE, samesite="Lax")
    return answer


def narrowed(request: HttpRequest, found: Access) -> Access:
    """The asker as this device allows. Ends a sign-in by PIN off its tablet, and one of somebody with no place here."""
    tablet, held = _enrolled(request), request.session.get(HELD)
    if held and (tablet is None or UUID(held) != tablet.id):
        logout(request)
        found = Access()
    if tablet is None:
        return found
    here = found.on(tablet)
    if here.person and not here.places:
        logout(request)
        return Access(tablet=tablet)
    return here


def held_by_pin(request: HttpRequest) -> bool:
    return HELD in request.session


def is_left_alone(access: Access, seconds: int) -> bool:
    """Nobody has touched this tablet for longer than its clinic lets it stay open."""
    return access.tablet is not None and seconds > access.tablet.clinic.tablets_lock_seconds + GRACE_SECONDS


def by_itself(request: HttpRequest) -> bool:
    """What a page of a tablet asks for without anybody's hand: that keeps nothing open."""
    return request.path.startswith("/stream") or "HX-Request" in request.headers or request.path.endswith("/state")


def lock(request: Request, *, back: str = "") -> None:
    """The tablet is nobody's again; what was open stays where it was for whoever comes."""
    hand_back(request.access, at=request.at)
    kept = _inside(back) or request.session.get(BACK, "")
    logout(request)
    request.access = Access(tablet=request.access.tablet)
    if kept:
        request.session[BACK] = kept


def locked(request: Request) -> HttpResponseBase:
    """Somebody must take over first; then the tablet goes where it was asked to."""
    if request.method == "GET" and not by_itself(request) and (back := _inside(request.path)):
        request.session[BACK] = back
    return redirect("tablet")


def take(request: Request, person: Person) -> str:
    """This member holds the tablet now; the answer is where it was."""
    assert request.access.tablet is not None
    back = request.session.get(BACK, "")
    hand_back(request.access, at=request.at)
    logout(request)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[HELD] = str(request.access.tablet.id)
    return back or reverse("board")


def _inside(path: str) -> str:
    """An address of our own that a tablet may come back to, or nothing."""
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if ours and path.startswith(("/board", "/rooms/")) else ""
