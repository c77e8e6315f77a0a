"""The peer of the channel's bench: what `wagtail start` makes, with a StreamField that holds the same title and the same body.

Its settings are the ones that it makes for production (DEBUG off, SQLite, hashed static files); its template is its own, with
the heading and the body. `peer.settings.cached` adds Django's cache of whole pages in the process's memory, as its documentation says.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

MODEL = """\
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page


class HomePage(Page):
    body = StreamField([("part", blocks.RichTextBlock())], blank=True)
    content_panels = [*Page.content_panels, FieldPanel("body")]
"""
TEMPLATE = """\
{% extends "base.html" %}
{% load wagtailcore_tags %}
{% block body_class %}template-homepage{% endblock %}
{% block content %}
<h1>{{ page.title }}</h1>
{% for block in page.body %}{% include_block block %}{% endfor %}
{% endblock %}
"""
LOCAL = 'SECRET_KEY = "only for a bench, on loopback, for a minute or two"\nALLOWED_HOSTS = ["127.0.0.1"]\n'
CACHED = """\
from .production import *

MIDDLEWARE = [
    "django.middleware.cache.UpdateCacheMiddleware", *MIDDLEWARE, "django.middleware.cache.FetchFromCacheMiddleware",
]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
"""
FILL = """\
import json, re, sys
import django
django.setup()
from home.models import HomePage
said = json.load(sys.stdin)
page = HomePage.objects.get()
made = {}
for old, title in said["links"].items():
    other = page.add_child(instance=HomePage(title=title))
    other.save_revision().publish()
    made[old] = other.pk
linked = lambda found: f'linktype="page" id="{made[found[1]]}"'
parts = [re.sub(r'linktype="page" id="([0-9]+)"', linked, part) for part in said["parts"]]
page.refresh_from_db()
page.title, page.body = said["title"], json.dumps([{"type": "part", "value": part} for part in parts])
page.save_revision().publish()
"""


def make(folder: Path, said: dict[str, Any]) -> None:
    """A site in `folder` with the article `said`: title, parts (HTML as Wagtail stores it) and the pages that it links to.
    Ends the bench with what went wrong when it cannot be made."""
    folder.mkdir()
    _run([str(Path(sys.executable).parent / "wagtail"), "start", "peer", "."], folder, {})
    for name, text in {
        "home/models.py": MODEL, "home/templates/home/home_page.html": TEMPLATE,
        "peer/settings/local.py": LOCAL, "peer/settings/cached.py": CACHED,
    }.items():  # fmt: skip
        (folder / name).write_text(text)
    for command in (["makemigrations", "home", "-v0"], ["migrate", "-v0"], ["collectstatic", "-v0", "--no-input"]):
        _run([sys.executable, "manage.py", *command], folder, environment("production"))
    _run([sys.executable, "-c", FILL], folder, environment("production"), json.dumps(said))


def environment(settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STILLWATER", "DATABASE"))}
    return kept | {"DJANGO_SETTINGS_MODULE": f"peer.settings.{settings}"}


def _run(command: list[str], folder: Path, more: dict[str, str], given: str = "") -> None:
    done = subprocess.run(
        command, cwd=folder, env=more or environment("production"), input=given, text=True, capture_output=True, check=False
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(
            f"The peer cannot be made: {' '.join(command[:3])} ended with {done.returncode}.\n{done.stderr[-2000:]}"
        )
