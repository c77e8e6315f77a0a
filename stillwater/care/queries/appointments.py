"""Appointments, who comes along, and the plan of the day."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import get_language, gettext, override

from stillwater.audit.actions import Subject
from stillwater.care.models import Appointment, Consent, LimitSet, Order, Preparation, SupportPerson
from stillwater.care.queries.consents import consents_of, treatment_consent_unmet
from stillwater.care.queries.courses import active_order, at_hand, within
from stillwater.care.queries.protocols import protocol_of
from stillwater.care.rules.consents import TREATMENT
from stillwater.care.rules.plan import Day, Done, Helper, Plan, plan_day
from stillwater.people.access import Access, NotYours
from stillwater.people.rules import Act, ClinicKind

# Stages of the session of an appointment after which there is nothing to prepare.
_OVER = ("called_off", "closed", "left", "transferred")
_STILL_TODAY = timedelta(hours=12)


def set_limits(prefix: str) -> Any:
    """The limits in force for a whole list, in one query. `prefix` leads to the appointment ("appointment__")."""
    return Prefetch(f"{prefix}course__limit_sets", LimitSet.objects.all(), "limit_sets_at_hand")


def set_support(prefix: str) -> Any:
    """Who sits and who drives for a whole list, in one query. `prefix` leads to the appointment."""
    return Prefetch(f"{prefix}support", SupportPerson.objects.select_related("support_pass"), "support_at_hand")


def gate_facts(prefix: str) -> tuple[Any, ...]:
    """What else the gates of a whole list rest on, a query each for all of it. `prefix` leads to the appointment."""
    found = {
        "course__orders": Order.objects.select_related("prescriber"),
        "patient__consents": Consent.objects.all(),
    }
    ways = (Prefetch(f"{prefix}{way}", rows, f"{way.split('__')[-1]}_at_hand") for way, rows in found.items())
    return (*ways, set_support(prefix))


def appointment_subject(appointment: Appointment) -> Subject:
    day, patient = appointment.local_start, appointment.patient
    label = f"the plan of {day.day} {day:%B %Y} for {patient.name}"
    return Subject("appointment", appointment.id, label, appointment.clinic_id, patient.id, patient.person_id)


def _whole() -> QuerySet[Appointment]:
    return Appointment.objects.select_related(
        "patient__person",
        "course__protocol",
        "course__prescriber",
        "course__clinic",
        "site",
        "room",
        "watcher",
        "clinic",
    )


def appointment_for(access: Access, appointment_id: UUID, act: Act = Act.SEE_PATIENTS) -> Appointment:
    """One appointment. Raises NotYours."""
    found = _whole().filter(within(access, act), id=appointment_id).first()
    if found is None:
        raise NotYours
    return found


def appointments_of(access: Access, patient_id: UUID, act: Act = Act.SEE_PATIENTS) -> QuerySet[Appointment]:
    """One patient's appointments, newest first."""
    return _whole().filter(within(access, act), patient_id=patient_id).order_by("-starts_at")


def own_appointments(access: Access) -> QuerySet[Appointment]:
    """The asker's own appointments in every clinic, newest first."""
    return _whole().filter(patient_id__in=access.patient_ids).order_by("-starts_at")


def next_appointment(access: Access, at: datetime) -> Appointment | None:
    """The asker's own next appointment: the one of today until its session is over, else the first to come."""
    ahead = own_appointments(access).filter(starts_at__gt=at - _STILL_TODAY)
    return ahead.exclude(session__stage__in=_OVER).order_by("starts_at").first()


def support_of(appointment: Appointment) -> dict[str, SupportPerson]:
    """Who "sits" and who "drives"; whoever was removed is not here."""
    if (named := at_hand(appointment, "support")) is not None:
        return {person.task: person for person in named if person.removed_at is None}
    people = SupportPerson.objects.select_related("support_pass").filter(appointment_id=appointment.id)
    return {person.task: person for person in people.filter(removed_at__isnull=True)}


def support_for(access: Access, support_id: UUID, appointment_id: UUID | None = None) -> SupportPerson:
    """Somebody who was named for an appointment that the asker reaches, or for that one alone. Raises NotYours."""
    own = Q(appointment__patient_id__in=access.patient_ids)
    staff = Q(clinic_id__in=access.clinics_where(Act.ISSUE_PASS))
    people = SupportPerson.objects.select_related("appointment__patient__person", "appointment__site", "support_pass")
    people = people.filter(appointment_id=appointment_id) if appointment_id else people
    found = people.filter(own | staff, id=support_id, removed_at__isnull=True).first()
    if found is None:
        raise NotYours
    return found


def plan_of(appointment: Appointment, at: datetime) -> Plan:
    """How the day will go, and what is done and left before it."""
    with override("en"):
        return plan_day(_day(appointment), gettext)


def _day(appointment: Appointment) -> Day:
    course, site, room = appointment.course, appointment.site, appointment.room
    return Day(
        starts_at=appointment.starts_at, arrive_at=appointment.arrive_at, zone=appointment.zone,
        setting=appointment.setting, protocol=protocol_of(course.protocol), clinic=appointment.clinic.name,
        place=site.name, room=room.name if room else "", team=_team(appointment), helper=_helper(appointment),
        consent=_consent(appointment), done=_done(appointment),
        is_own=appointment.clinic.kind == ClinicKind.OWN, language=get_language() or "en",
    )  # fmt: skip


def _team(appointment: Appointment) -> tuple[str, ...]:
    """The prescriber and whoever watches, once each: "Dr. Osei", "Maya"."""
    members = (appointment.course.prescriber, appointment.watcher)
    return tuple(dict.fromkeys(member.short_name for member in members if member))


def _helper(appointment: Appointment) -> Helper | None:
    person = support_of(appointment).get("drives" if appointment.setting == "clinic" else "sits")
    if person is None:
        return None
    said = Done(person.confirmed_at, person.confirmed_by_name) if person.confirmed_at else None
    return Helper(person.first_name, said)


def _consent(appointment: Appointment) -> Done | None:
    if treatment_consent_unmet(appointment.patient, appointment.course.protocol.route):
        return None
    given = consents_of(appointment.patient)[TREATMENT]
    return Done(given.answered_at, given.answered_by_name)


def _done(appointment: Appointment) -> dict[str, Done]:
    rows = Preparation.objects.filter(appointment_id=appointment.id, done_at__isnull=False)
    return {row.key: Done(row.done_at, row.by_name, row.note) for row in rows if row.done_at}


def order_missing(appointment: Appointment) -> str:
    """Why there is no order to treat by, in words; empty when there is one (S1)."""
    course = appointment.course
    if course.ended_at is not None:
        return gettext("The course has ended.")
    order = active_order(course)
    if order is None:
        return gettext("No order is signed.")
    if order.route != course.protocol.route:
        return gettext("The order is for another route than the protocol.")
    return ""
