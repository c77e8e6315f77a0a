"""Who comes on a day: the front desk's list."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from stillwater.audit.actions import Subject
from stillwater.audit.actions import listed as note_list
from stillwater.people.rules import Act
from stillwater.treatment.models import Session
from stillwater.treatment.queries import sessions_expected
from stillwater.web.clinic.pages.board import day_of
from stillwater.web.clinic.presenters.arrival import arrival
from stillwater.web.shared.http import Request, clinic_at_work


def whole(request: Request) -> dict[str, Any]:
    """The appointments of a day; today's also with whoever is still here from before. One event of the log names them."""
    clinic, day = clinic_at_work(request), day_of(request)
    today, sites = request.at.astimezone(timezone.get_current_timezone()).date(), request.access.sites_in(clinic.id)
    found = sessions_expected(request.access, clinic.id, day)
    found = [one for one in found if day == today or one.appointment.local_start.date() == day]
    found.sort(key=lambda one: (one.appointment.arrive_at, one.patient.name))
    _note_list(request, clinic.id, day, found)
    lines = [arrival(one, request.at, sites=len(sites)) for one in found]
    return {
        "coming": [line for line in lines if not line.home], "at_home": [line for line in lines if line.home],
        "day": day, "is_today": day == today, "before": day - timedelta(days=1), "after": day + timedelta(days=1),
        "site": sites[0] if sites else None, "may_plan": request.access.may(Act.PLAN_SESSION, clinic.id),
    }  # fmt: skip


def _note_list(request: Request, clinic_id: UUID, day: date, found: list[Session]) -> None:
    subject = Subject("list", uuid5(clinic_id, "arrivals"), f"who comes on {day.day} {day:%B %Y}", clinic_id)
    patients = [one.patient_id for one in found]
    note_list(subject, patients, by=request.access.actor_in(clinic_id), at=request.at)
