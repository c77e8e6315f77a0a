"""The editors' place, Wagtail's own pages: who comes in, and what those pages may load."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from stillwater.web.shared.http import NotHere, Request

AT = "/studio/"
# Wagtail starts its fields by small scripts in the page, and its editor of rich text sets styles. Only editors come here.
MAY_LOAD: dict[str, Any] = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
}
# Accounts are opened by invitation and kept elsewhere: nothing here shows who has one.
SHUT = (
    "/studio/users",
    "/studio/groups",
    "/studio/login",
    "/studio/logout",
    "/studio/password",
    "/studio/account",
    "/studio/api",
)


def answer(request: Request) -> HttpResponseBase | None:
    """None for an editor, who goes on; the way to sign-in for nobody; as if nothing were here for everybody else."""
    person = request.access.person
    if person is None or request.access.tablet:
        if request.access.identity:
            raise NotHere
        return redirect_to_login(request.get_full_path())
    if not person.has_perm("wagtailadmin.access_admin") or request.path.startswith(SHUT):
        raise NotHere
    return None


def may_load(get_response: Any) -> Any:
    """The policy of the editors' pages, and of nothing else."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        found: HttpResponseBase = get_response(request)
        if request.path.startswith(AT):
            found._csp_replace = MAY_LOAD  # type: ignore[attr-defined]
            found.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        return found

    return middleware
