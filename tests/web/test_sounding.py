"""Pages that make their sound themselves."""

from csp.middleware import CSPMiddleware
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from stillwater.web.shared.sounding import kernel_files, may_run_kernel


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a page")


def _scripts_of(view: object, rf: RequestFactory) -> list[str]:
    """What the page's policy lets it run; the policy's directives come in no fixed order."""
    answer = CSPMiddleware(view)(rf.get("/"))  # type: ignore[arg-type]
    directives = (part.split() for part in str(answer["Content-Security-Policy"]).split(";"))
    return next(rest for name, *rest in directives if name == "script-src")


def test_only_a_page_that_plays_may_compile_webassembly(rf: RequestFactory) -> None:
    assert _scripts_of(may_run_kernel(_page), rf) == ["'self'", "'wasm-unsafe-eval'"]
    assert _scripts_of(_page, rf) == ["'self'"]


def test_what_the_kernel_needs_is_there_and_kept_for_a_time_without_network(client: Client) -> None:
    kept = client.get("/offline-files.json").json()
    for address in kernel_files().values():
        assert finders.find(address.removeprefix("/static/"))
        assert address in kept
