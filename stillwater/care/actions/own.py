"""What somebody on their own copies from the paper that their prescriber gave them (S2). Nothing is worked out from it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from stillwater.audit.actions import changed
from stillwater.care.actions import courses, orders, protocols
from stillwater.care.actions.courses import keeper
from stillwater.care.models import Course, Order
from stillwater.care.queries import active_order, course_subject
from stillwater.care.queries.own import home_protocol, own_course
from stillwater.care.rules.own import TIMES, without_a_team, written_into
from stillwater.kit.actor import Actor
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Patient
from stillwater.people.rules import Act, ClinicKind


def copy_order(
    access: Access, patient: Patient, *, route: str, text: str, pharmacy_label: str, prescriber_name: str,
    prescriber_phone: str, indication: str, at: datetime, sitter_words: str = "", amount: Decimal | None = None,
    unit: str = "",
) -> Order:  # fmt: skip
    """The prescription, word for word; the course begins with the first. Raises NotYours, NotAtHome."""
    _own(access, patient)
    shipped = home_protocol(route)
    with transaction.atomic():
        course = own_course(patient)
        if course and course.protocol.route != route:
            courses.end(access, course, reason="the prescription is for another route", at=at)
            course = None
        if course is None:
            version = protocols.adopt(access, patient.clinic_id, text=without_a_team(shipped), at=at)
            course = courses.begin(access, patient, protocol=version, indication=indication, at=at)
        return orders.sign(
            access, course, text=text, amount=amount, unit=unit, pharmacy_label=pharmacy_label,
            sitter_words=sitter_words, prescriber_name=prescriber_name, prescriber_phone=prescriber_phone, at=at,
        )  # fmt: skip


def correct_prescriber(access: Access, course: Course, *, name: str, phone: str, at: datetime) -> Order:
    """Another name or number under the same words; what stood before stays readable. Raises NotYours."""
    _own(access, course.patient)
    with transaction.atomic():
        order = active_order(course)
        if order is None:
            raise NotYours
        return orders.sign(
            access, course, text=order.text, amount=order.amount, unit=order.unit, at=at,
            pharmacy_label=order.pharmacy_label, sitter_words=order.sitter_words, prescriber_name=name,
            prescriber_phone=phone,
        )  # fmt: skip


def write_times(access: Access, course: Course, *, minutes: Mapping[str, float], by: str, at: datetime) -> Course:
    """The times that the prescriber wrote, in the next version of the protocol. Raises NotYours, ProtocolErrors."""
    who = _own(access, course.patient)
    if set(minutes) != set(TIMES):
        raise ValueError("all of the times are written, or none")
    with transaction.atomic():
        text = written_into(
            without_a_team(home_protocol(course.protocol.route)), minutes, f"{by}, copied by {who.name}"
        )
        version = protocols.adopt(access, course.clinic_id, text=text, at=at)
        if version.id != course.protocol_id:
            course.protocol = version
            course.save(update_fields=["protocol"])
            details = {"detail": f"protocol, version {version.version}"}
            changed("changed", course_subject(course), by=who, at=at, details=details)
    return course


def _own(access: Access, patient: Patient) -> Actor:
    """Only somebody's own space is kept in this way. Raises NotYours."""
    if patient.clinic.kind != ClinicKind.OWN:
        raise NotYours
    return keeper(access, patient, Act.ORDER)
