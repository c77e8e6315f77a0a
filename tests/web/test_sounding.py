"""Pages that make their sound themselves."""

from csp.middleware import CSPMiddleware
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from stillwater.web.shared.sounding import kernel_files, may_run_kernel


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a page")


def _policy_of(view: object, rf: RequestFactory) -> str:
    answer = CSPMiddleware(view)(rf.get("/"))  # type: ignore[arg-type]
    return str(answer["Content-Security-Policy"])


def test_only_a_page_that_plays_may_compile_webassembly(rf: RequestFactory) -> None:
    assert "script-src 'self' 'wasm-unsafe-eval';" in _policy_of(may_run_kernel(_page), rf)
    assert "wasm-unsafe-eval" not in _policy_of(_page, rf)


def test_what_the_kernel_needs_is_there_and_kept_for_a_time_without_network(client: Client) -> None:
    kept = client.get("/offline-files.json").json()
    for address in kernel_files().values():
        assert finders.find(address.removeprefix("/static/"))
        assert address in kept
