"""Pages of the channel that fit where somebody stands on their path."""

from typing import Any

from django.template import Library
from django.utils.translation import get_language

from stillwater.channel.queries.fitting import fitting

register = Library()


@register.inclusion_tag("shared/_to_read.html")
def to_read(steps: str, role: str, route: str = "") -> dict[str, Any]:
    """A short list, or nothing where the channel has nothing. `steps`: one or several, parted by spaces."""
    language = (get_language() or "en").split("-")[0]
    return {"cards": fitting(steps=steps.split(), role=role, route=route, language=language)}
