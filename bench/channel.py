"""How fast an article is served, beside the site that `wagtail start` makes, with the same title and body, in the same run.

The longest of our articles. Each site is a process of its own and is asked through its WSGI application, so that no server and no
network hides what a page costs; one page at a time, the four interleaved, twenty pages a turn (cached: five hundred, so that the
look for news, twice a second at most, weighs what it weighs in use); nothing is compressed.

- **uncached**: ours reads the page from the database, draws its blocks and its whole frame for each request (`reading._kept` and
  `kept._kept` emptied before each); the peer as it comes. What every site has, compiled templates, is there for both; ours has its
  shelf of titles in memory as well, and its drawings.
- **cached**: ours as it comes; the peer with Django's cache of whole pages in memory before everything else.

The peer holds the body as HTML: running text as Wagtail stores it, with its links to pages; every other block as we draw it, so that it
need draw nothing. It shows no sources, no drawings and no other pages: ours does, and is three times as long.

- `channel.article_per_s`, `channel.article_p95`: cached; `uncached` and the peer's beside them.
- `channel.article_vs_stock_wagtail`: pages per second, ours by the peer's; the worse of cached and uncached.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench import _wagtail
from bench._figures import figure, percentile, say
from bench._place import progress, settle

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "40"))
PAGES, CACHED_PAGES, WARM_UP = 20, 500, 3
OURS_KEPT = ["stillwater.channel.queries.reading._kept", "stillwater.web.public.channel.kept._kept"]


class Site:
    """One of them, running."""

    def __init__(self, folder: Path, environment: dict[str, str], path: str, host: str) -> None:
        self.path, self.host = path, host
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "bench/_served.py")], cwd=folder, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdout is not None
        if self.process.stdout.readline() != "ready\n":
            raise SystemExit(f"{folder.name} cannot start; its own words stand above.")

    def ask(self, times: int = PAGES, unkept: list[str] | None = None) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        wish = {"path": self.path, "host": self.host, "times": times, "unkept": unkept or []}
        self.process.stdin.write(json.dumps(wish) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.path} of {self.process.args} failed; its own words stand above.")
        found: dict[str, Any] = json.loads(line)
        return found

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()


def longest() -> tuple[str, dict[str, Any]]:
    """The slug of our longest article, and what the peer is given of it."""
    from django.utils import translation

    from stillwater.channel.models import Article
    from stillwater.channel.queries import reading
    from stillwater.channel.queries.shelf import shelf
    from stillwater.kit.clock import now

    pages = list(Article.objects.live().filter(locale__language_code="en", kind="article"))
    with translation.override("en"):
        page = max(pages, key=lambda each: len(reading.drawn(each, now().date()).body))
        sources = reading.sources_of(page.sources)
        parts = [
            block.value["text"].source if block.block_type == "text" else reading._draw(block, place, "en")
            for place, block in enumerate(page.body)
        ]
        told = [str(reading.linked(reading._with_ids(part)[0], sources)) for part in parts]
    links = {str(card.pk): card.title for card in shelf("en").cards}
    asked = {pk: title for pk, title in links.items() if any(f'linktype="page" id="{pk}"' in part for part in told)}
    return page.slug, {"title": page.title, "parts": told, "links": asked}


def measure(ours: Site, plain: Site, cached: Site) -> None:
    turns = {
        "ours_uncached": lambda: ours.ask(unkept=OURS_KEPT), "wagtail_uncached": plain.ask,
        "ours_cached": lambda: ours.ask(CACHED_PAGES), "wagtail_cached": lambda: cached.ask(CACHED_PAGES),
    }  # fmt: skip
    rates: dict[str, list[float]] = {name: [] for name in turns}
    took: dict[str, list[float]] = {name: [] for name in turns}
    told = progress("rounds")
    for number in range(-WARM_UP, ROUNDS):
        for name, turn in turns.items():
            found = turn()["took"]
            if number >= 0:
                rates[name].append(len(found) / sum(found))
                took[name] += found
        told(max(0, number + 1), ROUNDS)
    rate = {name: statistics.median(found) for name, found in rates.items()}
    p95 = {name: percentile(found, 0.95) * 1000 for name, found in took.items()}
    for name, unit, values in (("article_per_s", "1/s", rate), ("article_p95", "ms", p95)):
        told_peers = {
            "wagtail": round(values["wagtail_cached"], 2),
            "wagtail_uncached": round(values["wagtail_uncached"], 2),
        }
        figure(f"channel.{name}", values["ours_cached"], unit, told_peers, uncached=round(values["ours_uncached"], 2))
    ratios = {kind: rate[f"ours_{kind}"] / rate[f"wagtail_{kind}"] for kind in ("uncached", "cached")}
    figure("channel.article_vs_stock_wagtail", min(ratios.values()), "x",
           **{kind: round(ratio, 3) for kind, ratio in ratios.items()},
           p95_uncached=round(p95["wagtail_uncached"] / p95["ours_uncached"], 3),
           p95_cached=round(p95["wagtail_cached"] / p95["ours_cached"], 3))  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="stillwater-bench-") as name:
        folder = Path(name)
        server = settle(folder)
        from stillwater.channel.actions.issue import lay_out
        from stillwater.kit.clock import now

        say(f"{lay_out(at=now())} pages laid out")
        slug, said = longest()
        _wagtail.make(folder / "wagtail", said)
        host = f"127.0.0.1:{server.port}"
        sites = [Site(ROOT, server.environment, f"/channel/{slug}", host)]
        sites += [
            Site(folder / "wagtail", _wagtail.environment(kind), "/", "127.0.0.1") for kind in ("production", "cached")
        ]
        try:
            bodies = [site.ask(1)["body"] for site in sites]
            assert all(said["title"] in body for body in bodies)
            say(f"{slug}: {len(said['parts'])} parts; ours {len(bodies[0])} bytes, the peer's {len(bodies[1])}")
            measure(*sites)
        finally:
            for site in sites:
                site.end()


if __name__ == "__main__":
    main()
