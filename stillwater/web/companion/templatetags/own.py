"""Ways from what is unmet to where it is mended."""

from django.template import Library

from stillwater.treatment.models import Session
from stillwater.web.companion.own import going

register = Library()


@register.simple_tag
def mend(session: Session, key: str) -> tuple[str, str] | None:
    """`{% mend session check.key as way %}`: the address and its words, or nothing."""
    return going.mend(session, key)
