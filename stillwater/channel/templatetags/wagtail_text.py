"""Wagtail's rich text in the web's templates."""

from typing import Any

from django.template import Library
from django.utils.safestring import SafeString
from wagtail.rich_text import expand_db_html

register = Library()


@register.simple_tag
def rich(value: Any) -> SafeString:
    """Rich text as HTML: links to pages become their addresses; what an editor may not use was taken out when it was saved."""
    return SafeString(expand_db_html(value.source))
