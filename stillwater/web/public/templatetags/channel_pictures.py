"""The channel's pictures in a template: `{% picture page.motif page.hour "top" %}`, with a label where words do not stand beside it."""

from django.template import Library

from stillwater.web.public.channel import drawing

register = Library()


@register.inclusion_tag("channel/_picture.html", name="picture")
def picture_tag(motif: str, hour: int, ident: str, label: str = "") -> dict[str, drawing.Picture]:
    """`ident` must be unlike any other on the page: the gradients are found by it."""
    return {"picture": drawing.picture(motif, hour, ident=ident, label=label)}
