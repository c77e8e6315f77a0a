"""Orders, word for word, and their end."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from stillwater.audit.actions import changed
from stillwater.care.actions.courses import keeper
from stillwater.care.models import Course, Order
from stillwater.care.queries import is_own_space, order_subject
from stillwater.kit.actor import Actor
from stillwater.people.access import Access
from stillwater.people.rules import Act


def sign(
    access: Access, course: Course, *, text: str, at: datetime, amount: Decimal | None = None, unit: str = "",
    pharmacy_label: str = "", sitter_words: str = "", prescriber_name: str = "", prescriber_phone: str = "",
) -> Order:  # fmt: skip
    """The prescriber's order, word for word; the one before it ends. On their own, a person copies theirs. Raises NotYours."""
    by = keeper(access, course.patient, Act.ORDER)
    own = is_own_space(course)
    member = None if own else access.place_in(course.clinic_id)
    with transaction.atomic():
        _end_active(course, by=by, reason="replaced by a newer order", at=at)
        order = Order.objects.create(
            clinic_id=course.clinic_id, patient_id=course.patient_id, course=course, text=text,
            route=course.protocol.route, amount=amount, unit=unit, pharmacy_label=pharmacy_label,
            sitter_words=sitter_words, prescriber=member, prescriber_name=prescriber_name if own else by.name,
            prescriber_phone=prescriber_phone, signed_at=at,
        )  # fmt: skip
        changed("created" if own else "ordered", order_subject(order), by=by, at=at)
    return order


def end(access: Access, order: Order, *, reason: str, at: datetime) -> None:
    """An order no longer holds. Raises NotYours."""
    by = keeper(access, order.course.patient, Act.ORDER)
    with transaction.atomic():
        _end_active(order.course, by=by, reason=reason, at=at)


def _end_active(course: Course, *, by: Actor, reason: str, at: datetime) -> None:
    for order in Order.objects.select_for_update().filter(course=course, ended_at__isnull=True):
        order.ended_at, order.ended_by_name, order.ended_reason = at, by.name, reason
        order.save(update_fields=["ended_at", "ended_by_name", "ended_reason"])
        changed("ended", order_subject(order), by=by, at=at, details={"detail": reason})
