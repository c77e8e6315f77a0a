"""What a page weighs: the bytes that a first visit in Chromium moves, as the browser itself counts them."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

QUIET_MS = 1200


@dataclass
class Weight:
    """Bytes on the wire (headers included) by what they are for, and each file's, largest first."""

    by_kind: dict[str, int] = field(default_factory=dict)
    files: list[tuple[int, str, str]] = field(default_factory=list)
    kept_again: int = 0

    @property
    def kilobytes(self) -> float:
        return sum(self.by_kind.values()) / 1000

    @property
    def kilobytes_of_text(self) -> float:
        """All but photographs, which come when somebody scrolls to them."""
        return self.kilobytes - self.by_kind.get("Image", 0) / 1000

    def told(self) -> str:
        return "\n".join(f"{size:7d} {kind:10s} {path}" for size, kind, path in self.files)


def visitor(browser: Browser, signed_in: BrowserContext | list[Any], **device: Any) -> BrowserContext:
    """A browser that has never been here, which somebody's sign-in was carried into: nothing is cached."""
    cookies = signed_in if isinstance(signed_in, list) else signed_in.cookies()
    context = browser.new_context(**device)
    context.add_cookies(cookies)
    return context


def weigh(context: BrowserContext, url: str) -> Weight:
    """Open `url` once, wait until nothing more comes, and add up."""
    page: Page = context.new_page()
    cdp = context.new_cdp_session(page)
    asked: dict[str, tuple[str, str, str]] = {}
    done: dict[str, int] = {}
    cdp.on("Network.requestWillBeSent", lambda e: asked.update({e["requestId"]: _asked(e)}))
    cdp.on("Network.loadingFinished", lambda e: done.update({e["requestId"]: int(e["encodedDataLength"])}))
    cdp.send("Network.enable")
    answer = page.goto(url)
    assert answer is not None
    assert answer.ok, f"{url}: {answer.status}"
    page.wait_for_load_state("load")
    count = -1
    while count != len(done):
        count = len(done)
        page.wait_for_timeout(QUIET_MS)
    return _weight(asked, done, urlsplit(page.url).path)


def _asked(event: Any) -> tuple[str, str, str]:
    return event.get("type", "Other"), urlsplit(event["request"]["url"]).path, event["initiator"]["type"]


def _weight(asked: dict[str, tuple[str, str, str]], done: dict[str, int], here: str) -> Weight:
    found = Weight()
    for request, size in done.items():
        kind, path, _ = asked.get(request, ("Other", "?", ""))
        if kind == "Fetch" and path == here:  # the copy for a time without network, after the page has loaded
            found.kept_again += size
            continue
        found.by_kind[kind] = found.by_kind.get(kind, 0) + size
        found.files.append((size, kind, path))
    found.files.sort(reverse=True)
    return found
