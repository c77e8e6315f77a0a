"""The channel's pictures in a template: `{% picture page.motif page.hour "top" %}`, with a label where words do not stand beside it."""

from functools import lru_cache

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from stillwater.web.public.channel import drawing

register = Library()


@register.simple_tag(name="picture")
def picture_tag(motif: str, hour: int, ident: str, label: str = "") -> SafeString:
    """`ident` must be unlike any other on the page: the gradients are found by it."""
    return _drawn(motif, hour, ident, label)


@lru_cache(maxsize=1024)  # each is two kilobytes, and hangs on nothing but what it is asked for
def _drawn(motif: str, hour: int, ident: str, label: str) -> SafeString:
    picture = drawing.picture(motif, hour, ident=ident, label=label)
    return render_to_string("channel/_picture.html", {"picture": picture})
