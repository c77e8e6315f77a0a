"""Courses, their orders and their limits."""

from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from stillwater.audit.actions import Subject
from stillwater.care.models import Appointment, Course, LimitSet, Order, ReviewAnswer, Task
from stillwater.care.rules import limits as rules
from stillwater.care.rules.limits import Limit, limit_from
from stillwater.people.access import Access, NotYours
from stillwater.people.rules import Act, ClinicKind


def within(access: Access, act: Act) -> Q:
    """Clinical rows of the asker's own, or of clinics where they may do `act`."""
    return Q(patient_id__in=access.patient_ids) | Q(clinic_id__in=access.clinics_where(act))


def course_subject(course: Course) -> Subject:
    patient = course.patient
    label = f"the course of {patient.name} for {course.indication}"
    return Subject("course", course.id, label, course.clinic_id, patient.id, patient.person_id)


def order_subject(order: Order) -> Subject:
    patient = order.patient
    return Subject("order", order.id, f"an order for {patient.name}", order.clinic_id, patient.id, patient.person_id)


def is_own_space(course: Course) -> bool:
    """Whether this is the course of somebody on their own: they keep the record themselves (S2)."""
    return course.clinic.kind == ClinicKind.OWN


def _courses() -> QuerySet[Course]:
    return Course.objects.select_related("patient__person", "protocol", "prescriber", "clinic")


def courses_of(access: Access, patient_id: UUID, act: Act = Act.READ_RECORD) -> QuerySet[Course]:
    """One patient's courses, newest first."""
    return _courses().filter(within(access, act), patient_id=patient_id).order_by("-begun_at")


def own_courses(access: Access) -> QuerySet[Course]:
    """The asker's own courses in every clinic, newest first."""
    return _courses().filter(patient_id__in=access.patient_ids).order_by("-begun_at")


def course_for(access: Access, course_id: UUID, act: Act = Act.READ_RECORD) -> Course:
    """One course. Raises NotYours."""
    found = _courses().filter(within(access, act), id=course_id).first()
    if found is None:
        raise NotYours
    return found


def at_hand(row: Model, related: str) -> list[Any] | None:
    """Rows of a relation that came with a list (`gate_facts`); None when they have to be asked for."""
    found: list[Any] | None = getattr(row, f"{related}_at_hand", None)
    return found


def active_order(course: Course) -> Order | None:
    """The order in force. There is one at most; an ended course has none."""
    if course.ended_at is not None:
        return None
    if (orders := at_hand(course, "orders")) is not None:
        return next((order for order in orders if order.ended_at is None), None)
    found = Order.objects.select_related("prescriber", "patient").filter(course_id=course.id, ended_at__isnull=True)
    return found.first()


def orders_of(course: Course) -> QuerySet[Order]:
    """Every order of a course, newest first."""
    return Order.objects.select_related("prescriber").filter(course_id=course.id).order_by("-signed_at")


def order_for(access: Access, order_id: UUID, act: Act = Act.READ_RECORD) -> Order:
    """One order. Raises NotYours."""
    orders = Order.objects.select_related("course__protocol", "course__clinic", "patient__person", "prescriber")
    found = orders.filter(within(access, act), id=order_id).first()
    if found is None:
        raise NotYours
    return found


def limit_set(course: Course) -> LimitSet | None:
    """The limits that count: the newest set."""
    if (sets := at_hand(course, "limit_sets")) is not None:
        return max(sets, key=lambda one: one.set_at, default=None)
    return LimitSet.objects.filter(course_id=course.id).order_by("-set_at").first()


def limit_sets_of(course: Course) -> QuerySet[LimitSet]:
    """Every set of limits of a course, newest first."""
    return LimitSet.objects.filter(course_id=course.id).order_by("-set_at")


def limits_of(course: Course) -> tuple[Limit, ...]:
    """The limits that were set or declined for a course."""
    found = limit_set(course)
    return tuple(limit_from(plain) for plain in found.limits) if found else ()


def missing_limits(course: Course) -> list[tuple[str, str]]:
    """(measure, level) that nobody has set or declined (S3)."""
    return rules.missing_limits(limits_of(course))


def review_done(course: Course) -> Task | None:
    """The review as it was recorded."""
    return Task.objects.filter(
        clinic_id=course.clinic_id, about_key=f"review:{course.id}", done_at__isnull=False
    ).first()


def asks_before_review(course: Course) -> bool:
    """Whether the patient is asked how the series was: from before its last session until the review is recorded (S19)."""
    planned = course.planned_sessions
    if course.series != "induction" or planned is None or course.ended_at is not None:
        return False
    held = Appointment.objects.filter(course=course, session__stage__in=("left", "closed", "transferred")).count()
    return held >= planned - 1 and review_done(course) is None


def review_answer(course: Course) -> ReviewAnswer | None:
    """What the patient said; the newest counts."""
    return ReviewAnswer.objects.filter(course=course).order_by("-said_at", "-id").first()
