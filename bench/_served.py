"""A site in a process of its own, asked for pages through its WSGI application: no server and no network stands between.

`python bench/_served.py` in the site's folder, with DJANGO_SETTINGS_MODULE set, answers each JSON line
`{"path": …, "host": …, "times": 20, "unkept": ["module.name", …]}` with `{"took": [seconds, …], "bytes": …, "body": …}`. What is named
as `unkept` is emptied before each page.
"""

import gc
import importlib
import io
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

sys.path.insert(0, os.getcwd())

Page = tuple[float, bytes]


def asked(application: Callable[..., Any], path: str, host: str) -> Page:
    """One page, as a browser that takes it as it is: seconds, and the whole body. Raises RuntimeError unless it is a 200."""
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": host, "HTTP_ACCEPT": "text/html", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.version": (1, 0), "wsgi.multithread": False,
        "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    said: list[str] = []
    before = time.perf_counter()
    answer = application(environ, lambda status, headers: said.append(status))
    body = b"".join(answer)
    answer.close()
    took = time.perf_counter() - before
    if not said[0].startswith("200"):
        raise RuntimeError(f"{path}: {said[0]}")
    return took, body


def main() -> None:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    gc.collect()
    gc.freeze()  # as Stillwater's own process does; for whoever is measured here
    print("ready", flush=True)
    for line in sys.stdin:
        wish = json.loads(line)
        kept = [
            getattr(importlib.import_module(name.rpartition(".")[0]), name.rpartition(".")[2])
            for name in wish["unkept"]
        ]
        took, body = list[float](), b""
        for _ in range(wish["times"]):
            for each in kept:
                each.clear()
            seconds, body = asked(application, wish["path"], wish["host"])
            took.append(seconds)
        print(
            json.dumps({"took": took, "bytes": len(body), "body": body.decode() if wish["times"] == 1 else ""}),
            flush=True,
        )


if __name__ == "__main__":
    main()
