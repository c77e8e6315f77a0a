"""The shapes of the icons, from one sprite. They stand in the page itself: a page asks for the few that it shows, not for all."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.BASE) / "web" / "static" / "icons"
SPRITE, SCENES = FOLDER / "icons.svg", FOLDER / "scenes.svg"
NONE = ("0 0 24 24", "")


@cache
def _shapes(sprite: Path) -> dict[str, tuple[str, str]]:
    found = re.findall(r'<symbol id="([\w-]+)" viewBox="([\d ]+)">(.*?)</symbol>', sprite.read_text(), re.DOTALL)
    return {name: (box, shape) for name, box, shape in found}


def shape(name: str, sprite: Path = SPRITE) -> tuple[str, str]:
    """An icon's view box and its drawing; an empty drawing for a name that is not there: words stand beside it."""
    return _shapes(sprite).get(name, NONE)
