"""How long a page takes, and what it weighs: 500 patients with histories in one clinic, a full board, the real program.

- `pages.today_p95`, `pages.board_p95`, `pages.room_p95`: signed-in requests over HTTP, one at a time over a kept connection,
  the three interleaved, by several people in turn; from the request to the last byte. `cpu_ms` is what the server spent on one.
- `pages.weight_session`, `pages.weight_today`, `pages.weight_directory`, `pages.weight_article` (the longest of the channel, without
  photographs): kilobytes that a first visit in Chromium moves, headers included, as the browser counts them, with nothing
  cached. `offline_copy_kb` is the page fetched again to be kept for a time without network,
  `precache_kb` what the service worker then keeps of everything else; the session's sound is neither.
"""

import http.client
import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench._figures import figure, percentile, say
from bench._place import progress, rss_mb, settle

PATIENTS = int(os.environ.get("BENCH_PATIENTS", "500"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "250"))
MORE_UNDER_WAY = 6
WARM_UP = 5
Asked = dict[str, tuple[Iterator[str], Iterator[str]]]


class Visitor:
    """Somebody's browser, as far as a server can tell: one kept connection, and text that may be compressed."""

    def __init__(self, port: int) -> None:
        self.wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str, cookie: str = "") -> bytes:
        headers = {"Accept-Encoding": "br, gzip", "Accept": "text/html", **({"Cookie": cookie} if cookie else {})}
        self.wire.request("GET", path, headers=headers)
        answer = self.wire.getresponse()
        found = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {answer.headers.get('Location', '')}")
        return found


def cpu_clock(pid: int) -> Callable[[], float]:
    """Seconds of CPU that a process has spent so far, to the microsecond (Linux: the clock of another process)."""
    clock = (~pid << 3) | 2
    return lambda: time.clock_gettime(clock)


def times(port: int, pid: int, clinic: Any) -> None:
    asked: Asked = {
        "today": (itertools.cycle(["/today"]), itertools.cycle(clinic.patients)),
        "board": (itertools.cycle(["/board"]), itertools.cycle(clinic.staff)),
        "room": (itertools.cycle(clinic.rooms), itertools.cycle(clinic.staff)),
    }
    visitor, spent, told = Visitor(port), cpu_clock(pid), progress("rounds")
    took: dict[str, list[float]] = {name: [] for name in asked}
    cpu, sizes = dict.fromkeys(asked, 0.0), dict.fromkeys(asked, 0)
    for number in range(-WARM_UP, ROUNDS):
        for name, (paths, cookies) in asked.items():
            path, cookie, cpu_before, before = next(paths), next(cookies), spent(), time.perf_counter()
            body = visitor.get(path, cookie)
            if number >= 0:
                took[name].append(time.perf_counter() - before)
                cpu[name] += spent() - cpu_before
                sizes[name] = max(sizes[name], len(body))
        told(number + 1, ROUNDS)
    for name, found in took.items():
        figure(f"pages.{name}_p95", percentile(found, 0.95) * 1000, "ms", p50=round(percentile(found, 0.5) * 1000, 1),
               max=round(max(found) * 1000, 1), cpu_ms=round(cpu[name] / ROUNDS * 1000, 1), requests=len(found),
               largest_bytes=sizes[name], patients=PATIENTS)  # fmt: skip
    say(f"the web process holds {rss_mb(pid)} MB")


def weights(url: str, port: int, clinic: Any) -> None:
    from playwright.sync_api import sync_playwright

    from stillwater.channel.actions.issue import lay_out
    from stillwater.kit.clock import now
    from tests.browser.conftest import CHROMIUM, FLAGS, PHONE
    from tests.weighing import visitor, weigh

    cookies = [
        dict(zip(("name", "value"), one.split("=", 1), strict=True)) | {"url": url} for one in clinic.ana.split("; ")
    ]
    kept = precache(port)
    lay_out(at=now())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, path in (
            ("session", clinic.session_of_ana), ("today", "/today"), ("directory", "/find?near=denver"),
            ("article", "/channel/comparing-the-routes"),
        ):  # fmt: skip
            visit = visitor(browser, cookies, **PHONE)
            found = weigh(visit, url + path)
            visit.close()
            by_kind = {kind.lower(): round(size / 1000, 1) for kind, size in found.by_kind.items()}
            say(found.told())
            weight = found.kilobytes_of_text if name == "article" else found.kilobytes
            figure(f"pages.weight_{name}", weight, "KB", **by_kind,
                   offline_copy_kb=round(found.kept_again / 1000, 1), precache_kb=round(kept, 1))  # fmt: skip
        browser.close()


def precache(port: int) -> float:
    """Kilobytes of the bodies of every file that the service worker keeps."""
    visitor = Visitor(port)
    files = Visitor(port).get("/offline-files.json")
    listed = json.loads(_unpacked(files))
    return sum(len(visitor.get(path)) for path in listed) / 1000


def _unpacked(body: bytes) -> bytes:
    import gzip

    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="stillwater-bench-") as name:
        folder, began = Path(name), time.monotonic()
        server = settle(folder)
        from bench._clinic import gather

        clinic = gather(PATIENTS, MORE_UNDER_WAY)
        say(f"{clinic.said}, after {time.monotonic() - began:.0f} s")
        try:
            server.start()
            assert server.process is not None
            times(server.port, server.process.pid, clinic)
            weights(server.url, server.port, clinic)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
