"""Who comes today, for whoever sees them come in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stillwater.people.rules import Act
from stillwater.web.clinic.pages import arrivals as page
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request


@require_GET
@door(staff=Act.SEE_PATIENTS)
def arrivals(request: Request) -> HttpResponse:
    """The appointments of a day; today unless another is asked for."""
    return render(request, "clinic/arrivals.html", page.whole(request))
