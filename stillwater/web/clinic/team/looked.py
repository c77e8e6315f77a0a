"""Who looked: everything done in the clinic, newest first."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from stillwater.audit.actions import Subject, read
from stillwater.audit.queries import about_patients, of_clinic, told
from stillwater.people.access import Access
from stillwater.people.queries import patients_for
from stillwater.people.rules import Act
from stillwater.web.clinic.team.forms import Filter
from stillwater.web.clinic.team.here import clinic_for
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request

PAGE = 60


@require_GET
@door(staff=Act.READ_AUDIT)
def who_looked_clinic(request: Request) -> HttpResponse:
    """The clinic's log in words; looking at it is noted in it."""
    clinic, form = clinic_for(request, Act.READ_AUDIT), Filter(request.GET)
    if not form.is_valid():
        raise NotHere
    subject = Subject("log", clinic.id, "the list of who looked", clinic.id)
    read(subject, by=request.access.actor_in(clinic.id), at=request.at)
    events = list(_found(request.access, clinic.id, **form.cleaned_data)[: PAGE + 1])
    older = {**form.cleaned_data, "before": events[PAGE - 1].number} if len(events) > PAGE else None
    lines = [told(event) for event in events[:PAGE]]
    days = [(day, list(each)) for day, each in groupby(lines, key=lambda line: localdate(line.at))]
    context = {"form": form, "days": days, "older": older}
    return render(request, "clinic/team/looked.html", context)


def _found(access: Access, clinic_id: UUID, *, who: str, patient: str, before: int | None) -> Any:
    events = of_clinic(clinic_id)
    if who:
        events = events.filter(actor_name__icontains=who)
    if patient:
        named = patients_for(access, Act.READ_AUDIT).filter(clinic_id=clinic_id, name__icontains=patient)
        events = events.filter(about_patients(named.values_list("id", flat=True)))
    return events.filter(number__lt=before) if before else events
