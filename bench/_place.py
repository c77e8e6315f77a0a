"""A Stillwater for a bench: a folder and keys of its own, and the web process as `serve` starts it, on loopback.

Call `settle` before anything of Django is imported: the settings read the environment once.
"""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench._figures import say
from tests.serving import Served


def settle(folder: Path) -> Served:
    """A prepared database and the pages' files, hashed and compressed; this process speaks to them as the server will."""
    from stillwater.kit.keys import new_master

    for name in ("STILLWATER_TESTING", "STILLWATER_DEMO", "DATABASE_URL"):
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "stillwater.settings"
    os.environ["STILLWATER_SECRET"], os.environ["STILLWATER_KEYS"] = secrets.token_urlsafe(32), new_master()
    server = Served(folder / "data")
    server.data.mkdir()
    for name in ("STILLWATER_DATA", "STILLWATER_STATIC", "STILLWATER_URL"):
        os.environ[name] = server.environment[name]
    server.environment = dict(os.environ) | {"PYTHONUNBUFFERED": "1"}
    for command in (["migrate", "-v0"], ["createcachetable", "-v0"], ["collectstatic", "-v0", "--no-input"]):
        say(f"{command[0]} …")
        subprocess.run([sys.executable, "-m", "stillwater", *command], env=server.environment, check=True)
    import django

    django.setup()
    return server


def progress(words: str) -> Callable[[int, int], None]:
    """Says how far it is, at most once in two seconds."""
    last = [time.monotonic()]

    def told(done: int, of: int) -> None:
        if done == of or time.monotonic() - last[0] > 2:
            last[0] = time.monotonic()
            say(f"{words}: {done} of {of}")

    return told


def cookies_of(browser: Any) -> str:
    """The Cookie header of a Django test browser that was signed in."""
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())


def rss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


def open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
