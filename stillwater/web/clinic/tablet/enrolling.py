"""How a device becomes a tablet of the clinic: an owner offers a code, the device opens it, once."""

from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stillwater.people.actions.clinics import set_clinic
from stillwater.people.actions.tablets import Offer, OfferOver, enrol, offer, retire
from stillwater.people.queries import tablet_by_code, tablets_for
from stillwater.people.rules import Act
from stillwater.web.clinic.tablet.forms import AddTablet, Code, LocksAfter
from stillwater.web.clinic.team.here import clinic_for
from stillwater.web.shared import tablets
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request


def _page(request: Request, *, status: int = 200, **forms: Any) -> HttpResponse:
    clinic = clinic_for(request, Act.SET_CLINIC)
    found = [one for one in tablets_for(request.access, clinic.id) if one.enrolled_at or one.offer_ends_at > request.at]
    context = {
        "form": AddTablet(sites=request.access.sites_in(clinic.id)),
        "lock_form": LocksAfter(initial={"tablets_lock_seconds": clinic.tablets_lock_seconds}),
        "tablets": found, **forms,
    }  # fmt: skip
    return render(request, "clinic/tablet/tablets.html", context, status=status)


@require_GET
@door(staff=Act.SET_CLINIC)
def tablet_list(request: Request) -> HttpResponse:
    """The clinic's tablets, and when they lock themselves."""
    return _page(request)


@require_POST
@door(staff=Act.SET_CLINIC)
def tablet_add(request: Request) -> HttpResponse:
    """A code for one more tablet: shown once, for an hour."""
    clinic = clinic_for(request, Act.SET_CLINIC)
    form = AddTablet(request.POST, sites=request.access.sites_in(clinic.id))
    if not form.is_valid():
        return _page(request, form=form, status=422)
    return _offered(request, offer(request.access, **form.cleaned_data, at=request.at))


def _offered(request: Request, made: Offer) -> HttpResponse:
    """The code in letters, and to photograph; drawn here, so that nobody else learns it."""
    rows = segno.make(made.link, error="m").matrix
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, bit in enumerate(row) if bit & 1)
    answer = render(request, "clinic/tablet/offered.html", {"made": made, "dark": dark, "size": len(rows)}, status=201)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@door(staff=Act.SET_CLINIC)
def tablet_retire(request: Request, tablet_id: UUID) -> HttpResponse:
    """This tablet opens nothing from now on."""
    clinic = clinic_for(request, Act.SET_CLINIC)
    found = tablets_for(request.access, clinic.id).filter(id=tablet_id).first()
    if found is None:
        raise NotHere
    retire(request.access, found, at=request.at)
    messages.success(request, _("The tablet {name} is retired.").format(name=found.name))
    return redirect("tablet_list")


@require_POST
@door(staff=Act.SET_CLINIC)
def tablet_locks(request: Request) -> HttpResponse:
    """How long a tablet stays open that nobody touches."""
    form = LocksAfter(request.POST)
    if not form.is_valid():
        return _page(request, lock_form=form, status=422)
    set_clinic(request.access, clinic_for(request, Act.SET_CLINIC).id, **form.cleaned_data, at=request.at)
    messages.success(request, _("The clinic is changed."))
    return redirect("tablet_list")


@door(anyone=True)
def tablet_enrol(request: Request, code: str = "") -> HttpResponse:
    """On the device itself: which tablet it would become, and the touch that makes it so."""
    form = Code(request.POST if request.method == "POST" and not code else None)
    code = code or (form.cleaned_data["code"] if form.is_valid() else "")
    found = tablet_by_code(code, request.at) if code else None
    try:
        if found and request.POST.get("be") == "tablet":
            secret = enrol(found, at=request.at)
            logout(request)  # whoever was signed in here: the device is everybody's now
            return tablets.keep(redirect("tablet"), secret)
    except OfferOver:
        found = None
    context = {"form": form, "found": found, "code": code, "over": bool(code) and not found}
    return render(request, "clinic/tablet/enrol.html", context, status=410 if context["over"] else 200)
