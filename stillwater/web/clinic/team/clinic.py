"""What the clinic says of itself, its sites and rooms."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stillwater.directory.actions.keeping import follow_if_listed
from stillwater.people.actions.clinics import add_room, set_clinic
from stillwater.people.queries import rooms_for
from stillwater.people.rules import Act
from stillwater.web.clinic.team.forms import AddRoom, ClinicFacts
from stillwater.web.clinic.team.here import clinic_for
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request

FACTS = tuple(ClinicFacts.base_fields)


def _page(request: Request, *, status: int = 200, **forms: Any) -> HttpResponse:
    clinic = clinic_for(request, Act.SET_CLINIC)
    sites, rooms = request.access.sites_in(clinic.id), list(rooms_for(request.access, clinic.id))
    context = {
        "form": ClinicFacts(initial={name: getattr(clinic, name) for name in FACTS}),
        "room_form": AddRoom(sites=sites),
        "sites": [(site, [room for room in rooms if room.site_id == site.id]) for site in sites],
        **forms,
    }
    return render(request, "clinic/team/clinic.html", context, status=status)


@door(staff=Act.SET_CLINIC)
def clinic_settings(request: Request) -> HttpResponse:
    """Name, who answers after hours, who reads messages."""
    if request.method != "POST":
        return _page(request)
    form = ClinicFacts(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    clinic_id, person = clinic_for(request, Act.SET_CLINIC).id, request.access.person
    set_clinic(request.access, clinic_id, **form.cleaned_data, at=request.at)
    if person is not None:
        follow_if_listed(clinic_id=clinic_id, sites=request.access.sites_in(clinic_id), person=person, at=request.at)
    messages.success(request, _("The clinic is changed."))
    return redirect("clinic_settings")


@require_POST
@door(staff=Act.SET_CLINIC)
def room_add(request: Request) -> HttpResponse:
    """One more room at a site."""
    clinic_id = clinic_for(request, Act.SET_CLINIC).id
    form = AddRoom(request.POST, sites=request.access.sites_in(clinic_id))
    if not form.is_valid():
        return _page(request, room_form=form, status=422)
    position = rooms_for(request.access, clinic_id).count() + 1
    room = add_room(request.access, **form.cleaned_data, position=position, at=request.at)
    messages.success(request, _("{name} is added.").format(name=room.name))
    return redirect("clinic_settings")
