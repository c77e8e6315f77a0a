"""Limits are somebody's: set, or declined by name (S3)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from stillwater.audit.actions import Subject, changed
from stillwater.care.actions.courses import keeper
from stillwater.care.models import Course, LimitSet
from stillwater.care.queries import is_own_space
from stillwater.care.rules.limits import limit_from
from stillwater.people.access import Access
from stillwater.people.rules import Act


def set_limits(access: Access, course: Course, *, limits: list[dict[str, Any]], at: datetime) -> LimitSet:
    """All limits of a course, each set or declined by name. In a clinic the name is that of the prescriber who sets
    them, whatever was sent; on their own a person copies the name with the numbers that their prescriber wrote.

    Raises NotYours, ValueError with the reason in words.
    """
    by = keeper(access, course.patient, Act.ORDER)
    if not is_own_space(course):
        limits = [{**plain, "declined_by" if plain.get("declined_by") else "by": by.name} for plain in limits]
    for plain in limits:
        limit_from(plain)
    with transaction.atomic():
        row = LimitSet.objects.create(
            clinic_id=course.clinic_id, course=course, limits=limits, set_at=at, set_by_id=by.id, set_by_name=by.name
        )
        subject = Subject(
            "limits", row.id, f"the limits of {course.patient.name}", course.clinic_id, course.patient_id,
            course.patient.person_id,
        )  # fmt: skip
        changed("created", subject, by=by, at=at)
    return row
