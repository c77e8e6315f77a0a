"""In which language a page is shown.

Spanish is there for patients and readers alone. What staff and sitters see, and what only a reviewed translation may say
(help, consent, the day of a session), stays English, whole: a page is never half in one language by accident.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from stillwater.web.shared import studio
from stillwater.web.shared.doors import Door
from stillwater.web.shared.http import Request

ENGLISH = "en"
OWN_PLAN = "stillwater.web.companion.own."  # somebody's copy of a prescription, its limits, and the day of a session
READERS = ("stillwater.web.public.", "stillwater.web.account.", "stillwater.web.companion.", "allauth.")
View = TypeVar("View", bound=Callable[..., Any])


def in_english(view: View) -> View:
    """For a view whose words nobody has reviewed in another language (S24), or which a program reads."""
    view.in_english = True  # type: ignore[attr-defined]
    return view


def of_reader(request: Request) -> str:
    """What was chosen on this device, else the person's own choice, else, for somebody unknown, what the browser asks for."""
    offered, person = dict(settings.LANGUAGES), request.access.person
    if person and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) not in offered:
        return person.language if person.language in offered else ENGLISH
    return translation.get_language_from_request(request)


def is_for_readers(view: Any, path: str) -> bool:
    """Whether patients and readers alone come to this page, and all of it may be in their language."""
    found: Door | None = getattr(view, "door", None)
    if path.startswith(studio.AT) or getattr(view, "in_english", False) or view.__module__.startswith(OWN_PLAN):
        return False
    if not view.__module__.startswith(READERS):
        return False
    return found is None or not (found.staff or found.sitter or found.tablet or found.api)


class Languages:
    """Choose once the page is known. Before, and for what is no page: English for staff, sitters and a shared tablet."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponseBase:
        asks = request.access
        apart = asks.is_staff or asks.tablet or (asks.support_pass and not asks.person)
        with translation.override(ENGLISH if apart else of_reader(request)):
            request.LANGUAGE_CODE = translation.get_language() or ENGLISH
            answer = self.answer(request)
        answer.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(answer, ("Accept-Language", "Cookie"))
        return answer

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        language = of_reader(request) if is_for_readers(view, request.path) else ENGLISH
        translation.activate(language)
        request.LANGUAGE_CODE = language
        return None
