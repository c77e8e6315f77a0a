"""The question before a review: how the series was, and what somebody would like next. Stopping is an equal answer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from stillwater.care.actions.consents import NotNow
from stillwater.care.actions.courses import say_before_review
from stillwater.care.models import Course
from stillwater.care.queries import asks_before_review, own_courses, review_answer
from stillwater.people.access import NotYours
from stillwater.treatment.queries import is_under_way
from stillwater.web.shared.http import Request

WISHES = (
    ("go_on", gettext_lazy("Go on as it is")),
    ("change", gettext_lazy("Change something")),
    ("stop", gettext_lazy("Stop")),
)


def asked(request: Request) -> list[dict[str, Any]]:
    """The courses whose review is near, with what was said so far; none while a session is under way."""
    if is_under_way(request.access):
        return []
    courses = [course for course in own_courses(request.access) if asks_before_review(course)]
    return [{"course": course, "answer": review_answer(course)} for course in courses]


def page(request: Request, course: Course, **more: Any) -> dict[str, Any]:
    if course.patient_id not in request.access.patient_ids or not asks_before_review(course):
        raise NotYours
    who = course.prescriber.shown_name if course.prescriber else course.clinic.name
    return {"course": course, "answer": review_answer(course), "wishes": WISHES, "who": who, **more}


def keep(request: Request, course: Course) -> HttpResponse:
    """Keep the answer; without one nothing is chosen for somebody."""
    wish, words = request.POST.get("wish", ""), request.POST.get("words", "").strip()
    context = page(request, course, typed=words, missing=True)
    if wish not in dict(WISHES):
        return render(request, "companion/review.html", context, status=422)
    try:
        busy = is_under_way(request.access)
        say_before_review(request.access, course, wish=wish, words=words, at=request.at, under_way=busy)
    except NotNow:
        return render(request, "companion/review.html", {**context, "missing": False, "not_now": True}, status=409)
    return redirect("today")
