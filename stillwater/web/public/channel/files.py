"""Pictures: those that editors put in, and the card that stands for a page elsewhere."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from stillwater.channel.queries.shelf import shelf
from stillwater.web.public.channel.social import card_png
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request

# Only what was made for pages: never what was uploaded, which may carry where it was taken.
_OPEN = re.compile(r"images/[\w.-]+\.(jpg|jpeg|png|webp|avif)")
A_DAY = 86_400


@require_safe
@door(anyone=True)
def media(request: Request, file: str) -> FileResponse:
    """A picture in a size that a page asked for."""
    path = Path(settings.MEDIA_ROOT) / file
    if not _OPEN.fullmatch(file) or not path.is_file():
        raise NotHere
    answer = FileResponse(path.open("rb"))
    answer["Cache-Control"] = f"public, max-age={A_DAY}"
    return answer


@require_safe
@door(anyone=True)
def card(request: Request, slug: str) -> HttpResponse:
    """The card that other sites show for a page: drawn here, in our own style."""
    found = shelf("en").card(slug) or shelf("es").card(slug)
    if found is None:
        raise NotHere
    group = shelf(found.language).topic(found.topic)
    png = _drawn(found.title, group.title if group else "", found.motif, found.hour)
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": f"public, max-age={A_DAY}"})


@lru_cache(maxsize=64)
def _drawn(title: str, kicker: str, motif: str, hour: int) -> bytes:
    return card_png(title, kicker, motif, hour)
