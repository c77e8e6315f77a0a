"""The request as our views see it, and the answer to whoever may not."""

from datetime import datetime, tzinfo
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django_htmx.middleware import HtmxDetails

from stillwater.people.access import Access
from stillwater.people.models import Clinic


class Request(HttpRequest):
    """A request that has passed the middleware: who asks, when, and in which clinic they work now.

    `access` is the asker as the view's door let them in; `asker` all that they are, for the bars and the account.
    """

    at: datetime
    access: Access
    asker: Access
    clinic: Clinic | None
    zone: tzinfo
    htmx: HtmxDetails


class NotHere(Http404):
    """What a stranger gets: as if it did not exist."""


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None when it is only looked at. An empty form that was sent is still one that was sent."""
    return request.POST if request.method == "POST" else None


def clinic_at_work(request: Request) -> Any:
    """The clinic in which a member works now, if the door opened to them for what they may do there and not for a place of
    theirs elsewhere. Raises NotHere, NotYours.
    """
    if request.clinic is None:
        raise NotHere
    request.access.place_in(request.clinic.id)
    return request.clinic
