"""A session in the plan, for whoever plans it."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from stillwater.audit.actions import read
from stillwater.care.models import Course
from stillwater.care.queries import plan_of, support_of
from stillwater.care.rules.plan import MEDICINES
from stillwater.care.rules.words import words
from stillwater.people.models import Member
from stillwater.people.queries import members_for, passes_of, rooms_for
from stillwater.people.rules import Act
from stillwater.treatment.queries import facts_now, session_for, session_subject, settings_of
from stillwater.web.clinic.forms.courses import PlaceForm, SessionForm, usual_times
from stillwater.web.clinic.presenters.said import stage_words
from stillwater.web.shared.http import Request

WATCHERS = {"prescriber", "nurse", "therapist"}


def plan_page(request: Request, session_id: UUID) -> dict[str, Any]:
    """When, where, who, and what is left before it. Names and times: nothing that was recorded in the session."""
    session = session_for(request.access, session_id, Act.PLAN_SESSION)
    timezone.activate(session.appointment.zone)
    read(session_subject(session), by=request.access.actor_in(session.clinic_id), at=request.at)
    appointment, protocol = session.appointment, settings_of(session).protocol
    reasons = facts_now(session, request.at)
    unmet = [(words(check.title), reasons[check.key]) for check in protocol.ready if check.key in reasons]
    return {
        "session": session, "patient": session.patient, "appointment": appointment, "support": support_of(appointment),
        "medicines": plan_of(appointment, request.at).item(MEDICINES), "unmet": unmet,
        "stage_words": stage_words(session.stage, session.state),
        "may_be_missed": session.stage == "planned" and request.at >= appointment.starts_at,
        "before": session.stage in ("planned", "arrived", "ready"), "protocol_title": words(protocol.title),
        "passes": [one for one in passes_of(request.access, session.patient_id) if one.session_id == session.pk],
        "may": {act.value: request.access.may(act, session.clinic_id) for act in Act},
    }  # fmt: skip


def session_form(request: Request, course: Course) -> SessionForm:
    clinic_id = course.clinic_id
    sites = request.access.sites_in(clinic_id)
    return SessionForm(
        request.POST or None, initial=usual_times(request.at, sites[0].zone if sites else request.zone), sites=sites,
        rooms=list(rooms_for(request.access, clinic_id)), watchers=_watchers(request, clinic_id),
    )  # fmt: skip


def place_form(request: Request, session: Any) -> PlaceForm:
    appointment = session.appointment
    initial = {"room": str(appointment.room_id or ""), "watcher": str(appointment.watcher_id or "")}
    return PlaceForm(
        request.POST or None, initial=initial, rooms=list(rooms_for(request.access, session.clinic_id)),
        watchers=_watchers(request, session.clinic_id),
    )  # fmt: skip


def _watchers(request: Request, clinic_id: UUID) -> list[Member]:
    return [member for member in members_for(request.access, clinic_id) if WATCHERS & set(member.roles)]


def where(course: Course) -> str:
    return gettext("in a clinic") if course.protocol.setting == "clinic" else gettext("at home")
