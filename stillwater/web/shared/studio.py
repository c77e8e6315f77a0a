"""The editors' place, Wagtail's own pages: who comes in, and what those pages may load."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

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
    "/studio/password",
    "/studio/api",
    "/studio/failwhale",  # breaks on purpose
)

# Wagtail's links to what belongs to an account lead to our own pages.
INSTEAD = {"/studio/account/": "account", "/studio/logout/": "account_logout"}


def works_here(request: Request) -> bool:
    """Whether this is an editor, on the editors' pages."""
    person = request.access.person
    return request.path.startswith(AT) and person is not None and person.has_perm("wagtailadmin.access_admin")


def answer(request: Request) -> HttpResponseBase | None:
    """None for an editor, who goes on; the way to sign-in for nobody; as if nothing were here for everybody else."""
    person = request.access.person
    if person is None or request.access.tablet:
        if request.access.identity:
            raise NotHere
        return redirect_to_login(request.get_full_path())
    if not works_here(request) or request.path.startswith(SHUT):
        raise NotHere
    if request.path in INSTEAD:
        return redirect(INSTEAD[request.path])
    return None


def refused(request: Request, trouble: Exception) -> HttpResponseBase | None:
    """Why an approval or a publication was refused, said on the page that it was for. None for any other trouble."""
    known = request.resolver_match.kwargs if request.resolver_match else {}
    if isinstance(trouble, ValueError) and not str(known.get("pk", "0")).isdigit():
        raise NotHere from trouble  # Wagtail takes letters for a number in some addresses
    if not isinstance(trouble, ValidationError):
        return None
    for words in trouble.messages:
        messages.error(request, words)
    page = known.get("page_id")
    back = reverse("wagtailadmin_pages:edit", args=[page]) if page else reverse("wagtailadmin_home")
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":  # Wagtail's window for a comment
        return JsonResponse({"step": "success", "redirect": back})
    return redirect(back)


def may_load(get_response: Any) -> Any:
    """The policy of the editors' pages, and of nothing else."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        found: HttpResponseBase = get_response(request)
        if request.path.startswith(AT):
            found._csp_replace = MAY_LOAD  # type: ignore[attr-defined]
            found.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
            if policy := found.headers.get(
                "Content-Security-Policy"
            ):  # a preview has passed all this as the page that it shows
                found.headers["Content-Security-Policy"] = policy.replace("ancestors 'none'", "ancestors 'self'")
        return found

    return middleware
