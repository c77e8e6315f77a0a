"""Help now: the same place on every page, and it works without a network."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stillwater.web.companion import offering
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request
from stillwater.web.shared.languages import in_english


@require_GET
@door(anyone=True)
@in_english
def help_now(request: Request) -> HttpResponse:
    """Crisis lines first; then the asker's own clinics, and what happens if nobody answers."""
    clinics = [record.clinic for record in request.access.records]
    if request.access.support_pass:
        clinics.append(request.access.support_pass.clinic)
    context = {"clinics": dict.fromkeys(clinics), "offered": offering.on_help(request)}
    return render(request, "companion/help.html", context)
