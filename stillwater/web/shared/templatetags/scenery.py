"""The small pictures of the scenes: skies over a horizon."""

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from stillwater.web.shared import icons

register = Library()


@register.simple_tag
def scenery(scene: str) -> SafeString:
    """The picture of a scene, from static/icons/scenes.svg; its words stand beside it, so it is hidden from readers."""
    box, drawn = icons.shape(scene, icons.SCENES)
    begin = '<svg class="scenery {}" viewBox="{}" preserveAspectRatio="xMidYMax slice" aria-hidden="true">'
    return format_html(begin + drawn + "</svg>", scene, box)
