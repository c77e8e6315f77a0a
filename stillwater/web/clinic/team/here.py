"""Where the asker works now, if they may do there what the page is for.

A door opens to whoever may do something in any of their clinics; the page is about the one in which they work now.
"""

from typing import Any

from django.http import QueryDict

from stillwater.people.rules import Act
from stillwater.web.shared.http import Request, clinic_at_work


def clinic_for(request: Request, act: Act) -> Any:
    """The clinic at work. Raises NotHere, NotYours."""
    clinic = clinic_at_work(request)
    request.access.require(act, clinic.id)
    return clinic


def posted(request: Request) -> QueryDict | None:
    """What a form is filled with: an empty form that was sent is still a form that was sent."""
    return request.POST if request.method == "POST" else None
