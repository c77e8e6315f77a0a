"""What makes the pages work without a network: the service worker, the list of files it keeps, the manifest."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext

from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request

SOURCE = Path(settings.BASE) / "web" / "static"
KEPT = ("css/**/*.css", "js/**/*.js", "vendor/**/*.woff2", "vendor/**/*.js", "sound/*.wasm", "icons/app.svg")


@lru_cache(maxsize=1)
def _files() -> tuple[str, ...]:
    """The served address of every file that a session, the sitter's page or the help page may need."""
    found = {path.relative_to(SOURCE).as_posix() for pattern in KEPT for path in SOURCE.glob(pattern)}
    return tuple(staticfiles_storage.url(name) for name in sorted(found) if not name.endswith("/sw.js"))


@door(anyone=True)
def files(request: Request) -> JsonResponse:
    """The files that the service worker keeps."""
    return JsonResponse(list(_files()), safe=False, headers={"Cache-Control": "no-cache"})


@door(anyone=True)
def worker(request: Request) -> HttpResponse:
    """The service worker, at the root so that it serves every page; it changes whenever a kept file does."""
    source = (SOURCE / "js" / "offline" / "sw.js").read_text()
    mark = hashlib.sha256(json.dumps(_files()).encode()).hexdigest()[:16]
    answer = HttpResponse(f"{source}\n// files {mark}\n", content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@door(anyone=True)
def manifest(request: Request) -> JsonResponse:
    """How the companion looks on a phone's home screen: a neutral name (S22)."""
    icons = [{"src": static("icons/app.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}]
    for size, name in (("192x192", "app-192"), ("512x512", "app-512"), ("512x512", "app-maskable-512")):
        purpose = "maskable" if "maskable" in name else "any"
        icons.append({"src": static(f"icons/{name}.png"), "sizes": size, "type": "image/png", "purpose": purpose})
    facts = {
        "name": "Stillwater", "short_name": "Stillwater", "description": gettext("Your companion"), "start_url": "/",
        "scope": "/", "display": "standalone", "background_color": "#f3f9f9", "theme_color": "#f3f9f9", "icons": icons,
    }  # fmt: skip
    return JsonResponse(facts, content_type="application/manifest+json")
