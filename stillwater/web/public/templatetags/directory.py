"""What the directory's templates draw."""

from typing import Any

from django.template import Library
from django.utils.html import json_script
from django.utils.safestring import SafeString

register = Library()


@register.simple_tag
def linked_data(facts: dict[str, Any]) -> SafeString:
    """Structured data for whoever reads pages by program. It is data: nothing in it runs, and `<` is escaped in it."""
    return SafeString(json_script(facts).replace("application/json", "application/ld+json", 1))
