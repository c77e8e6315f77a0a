"""One course: its order, its limits, its sessions."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy

from stillwater.audit.actions import read
from stillwater.care.models import Course, ReviewAnswer
from stillwater.care.queries import (
    active_order,
    asks_before_review,
    course_for,
    course_subject,
    enrolment_of,
    limit_set,
    limits_of,
    missing_limits,
    orders_of,
    protocols_for,
    review_answer,
    review_done,
)
from stillwater.people.models import Member
from stillwater.people.queries import members_for
from stillwater.people.rules import Act
from stillwater.treatment.queries import sessions_of
from stillwater.web.clinic.forms.courses import CourseForm
from stillwater.web.clinic.presenters.said import stage_words
from stillwater.web.shared.http import Request
from stillwater.web.shared.limits import LEVEL_NAMES, MEASURE_NAMES

WISH_WORDS = {
    "go_on": gettext_lazy("Wishes to go on as it is"), "change": gettext_lazy("Wishes to change something"),
    "stop": gettext_lazy("Wishes to stop"),
}  # fmt: skip


def one(request: Request, course_id: UUID) -> dict[str, Any]:
    """A course as its clinic sees it."""
    course = course_for(request.access, course_id)
    read(course_subject(course), by=request.access.actor_in(course.clinic_id), at=request.at)
    site = course.clinic.sites.first()
    if site:
        timezone.activate(site.zone)
    sessions = [one for one in sessions_of(request.access, course.patient_id) if one.appointment.course_id == course.pk]
    return {
        "course": course, "patient": course.patient, "order": active_order(course), "orders": orders_of(course),
        "limits": limit_lines(course), "limits_by": limit_set(course),
        "enrolled": enrolled(course), "missing": missing_words(course),
        "review": review_done(course), "answer": answer_words(review_answer(course)),
        "review_near": asks_before_review(course), "sessions": [{"session": one, "words": stage_words(one.stage, one.state)} for one in sessions],
        "may": {act.value: request.access.may(act, course.clinic_id) for act in Act},
    }  # fmt: skip


def answer_words(answer: ReviewAnswer | None) -> str:
    """ "Stop: “the nausea is too much” (18 November)": what the patient said before the review, for the prescriber."""
    if answer is None:
        return ""
    day = timezone.localtime(answer.said_at)
    said = f"{WISH_WORDS[answer.wish]}: “{answer.words}”" if answer.words else str(WISH_WORDS[answer.wish])
    return f"{said} ({day.day} {day:%B})"


def enrolled(course: Course) -> list[dict[str, Any]] | None:
    """Who has a place in the safety programme; None where the medicine has none (S4)."""
    if course.protocol.route != "intranasal_esketamine":
        return None
    site = course.clinic.sites.first()
    return [{"whose": str(whose), "row": enrolment_of(whose)} for whose in (site, course.patient) if whose]


def limit_lines(course: Course) -> list[dict[str, Any]]:
    return [
        {
            "limit": limit,
            "measure": MEASURE_NAMES.get(limit.measure, limit.measure),
            "level": LEVEL_NAMES.get(limit.level, limit.level),
        }
        for limit in limits_of(course)
    ]


def missing_words(course: Course) -> str:
    return ", ".join(f"{MEASURE_NAMES[measure]} ({LEVEL_NAMES[level]})" for measure, level in missing_limits(course))


def course_form(request: Request, clinic_id: UUID) -> CourseForm:
    protocols = [one for one in protocols_for(request.access, clinic_id) if one.retired_at is None]
    return CourseForm(
        request.POST or None, protocols=_newest(protocols),
        prescribers=[member for member in team(request, clinic_id) if "prescriber" in member.roles],
    )  # fmt: skip


def _newest(protocols: list[Any]) -> list[Any]:
    """Of each protocol the newest version: a new course begins with it."""
    found: dict[str, Any] = {}
    for protocol in protocols:
        if protocol.slug not in found or protocol.version > found[protocol.slug].version:
            found[protocol.slug] = protocol
    return list(found.values())


def team(request: Request, clinic_id: UUID) -> list[Member]:
    return list(members_for(request.access, clinic_id))
