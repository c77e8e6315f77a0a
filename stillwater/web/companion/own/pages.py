"""What the pages of somebody on their own hold: the four things that a session needs (S2), met or missing, and why."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from stillwater.care.models import Course, LimitSet, Order
from stillwater.care.queries import (
    active_order,
    limit_sets_of,
    limits_of,
    missing_limits,
    orders_of,
    own_course,
    own_missing,
    times_missing,
    written_times,
)
from stillwater.care.rules.limits import Limit, limit_from
from stillwater.people.models import Patient
from stillwater.treatment.queries import own_sessions
from stillwater.web.companion.own.forms import OrderForm, PrescriberForm
from stillwater.web.shared.http import NotHere, Request, posted
from stillwater.web.shared.limits import LEVEL_NAMES, MEASURE_NAMES


@dataclass(frozen=True)
class Part:
    """One of the things that a session on one's own needs."""

    key: str
    title: str
    met: bool
    why: str  # what is missing, in plain words
    said: tuple[str, ...]  # what stands there
    url: str
    action: str


def space(request: Request) -> Patient:
    """The asker's own record without a clinic. Raises NotHere."""
    if request.access.own_space is None:
        raise NotHere
    return request.access.own_space


def course_here(request: Request) -> tuple[Course, Order]:
    """The course and the order that were copied. Raises NotHere before there are any."""
    course = own_course(space(request))
    order = active_order(course) if course else None
    if course is None or order is None:
        raise NotHere
    return course, order


def whole(request: Request) -> dict[str, Any]:
    """The plan on one's own."""
    patient = space(request)
    course = own_course(patient)
    found, sessions = parts(patient, course), [s for s in own_sessions(request.access) if s.patient_id == patient.id]
    left = sum(not part.met for part in found)
    return {
        "parts": found, "left": left, "course": course, "lead": _lead(left),
        "may_plan": course is not None and active_order(course) is not None and not times_missing(course),
        "ahead": [s for s in reversed(sessions) if s.stage in ("planned", "arrived", "ready", "under_way", "recovering")],
        "past": [s for s in sessions if s.stage in ("left", "closed", "called_off", "transferred")],
        "orders": [one for one in orders_of(course) if one.ended_at] if course else [],
        "limit_sets": [_set(one) for one in limit_sets_of(course)[1:]] if course else [],
    }  # fmt: skip


def _lead(left: int) -> str:
    if not left:
        return gettext("Everything that your prescriber has to give you is here.")
    words = ngettext("One thing is still missing.", "%(n)d things are still missing. One at a time is enough.", left)
    return words % {"n": left}


def parts(patient: Patient, course: Course | None) -> list[Part]:
    """Each thing, met or missing with its reason."""
    missing, order = own_missing(course, patient.clinic), active_order(course) if course else None
    copied = (order.text, gettext("On the label: %(label)s") % {"label": order.pharmacy_label}) if order else ()
    reach = f"{order.prescriber_name}, {order.prescriber_phone}" if order else ""
    clinic = patient.clinic
    after = f"{clinic.after_hours_name}, {clinic.after_hours_number}"
    change, copy = gettext("Change it"), gettext("Copy it")
    first = gettext("First copy the prescription.")
    return [
        _part("prescriber_named", gettext("Your prescriber"), missing, (reach,), "own_prescriber" if order else "own_order",
              change if order else gettext("Write it")),
        _part("pharmacy_label", gettext("The prescription and its label"), missing, copied, "own_order",
              gettext("Copy a new one") if order else copy),
        _part("after_hours_number", gettext("Whom to call after hours"), missing, (after,), "own_after_hours",
              change if clinic.after_hours_number else gettext("Write it")),
        _limits(course if order else None, missing, first),
        _times(course if order else None, first),
    ]  # fmt: skip


def _part(key: str, title: str, missing: dict[str, str], said: tuple[str, ...], name: str, action: str) -> Part:
    met = key not in missing
    return Part(key, title, met, missing.get(key, ""), said if met else (), reverse(name) if name else "", action)


def _limits(course: Course | None, missing: dict[str, str], first: str) -> Part:
    title, why = gettext("Your prescriber’s limits"), missing.get("written_limits", "")
    if course is None:
        return Part("written_limits", title, False, f"{why} {first}", (), "", "")
    still = ", ".join(f"{MEASURE_NAMES[measure]} ({LEVEL_NAMES[level]})" for measure, level in missing_limits(course))
    if not why and still:
        why = gettext("Neither set nor declined: %(limits)s.") % {"limits": still}
    said, action = tuple(limit_lines(limits_of(course))), gettext("Copy them") if why else gettext("Change them")
    return Part("written_limits", title, not why, why, said, reverse("own_limits"), action)


def _times(course: Course | None, first: str) -> Part:
    title, why = gettext("Your prescriber’s times"), gettext("Write the times that your prescriber gave you.")
    if course is None:
        return Part("times", title, False, f"{why} {first}", (), "", "")
    if times_missing(course):
        return Part("times", title, False, why, (), reverse("own_times"), gettext("Copy them"))
    return Part("times", title, True, "", tuple(time_lines(course)), reverse("own_times"), gettext("Change them"))


def time_lines(course: Course) -> list[str]:
    known = written_times(course)
    return [
        gettext("No food for %(hours)s hours before") % {"hours": f"{known['food'] / 60:g}"},
        gettext("Blood pressure at most %(n)s minutes old") % {"n": f"{known['bp_now']:g}"},
        gettext("Over %(n)s minutes after the last dose at the earliest") % {"n": f"{known['time_since_dose']:g}"},
    ]


def limit_lines(limits: tuple[Limit, ...]) -> list[str]:
    """Each limit as it was copied: "Pulse a minute, hold: over 110. As written by Dr. Aziz"."""
    return [f"{MEASURE_NAMES.get(one.measure, one.measure)}, {_level(one)}" for one in limits]


def _level(limit: Limit) -> str:
    level = str(LEVEL_NAMES.get(limit.level, limit.level)).lower()
    if limit.is_declined:
        return gettext("%(level)s: %(name)s wants no limit") % {"level": level, "name": limit.declined_by}
    sides = [("over", limit.over, gettext("over %(n)s")), ("under", limit.under, gettext("under %(n)s"))]
    numbers = ", ".join(words % {"n": f"{value:g}"} for _, value, words in sides if value is not None)
    return f"{level}: {numbers}. {limit.source}"


def _set(row: LimitSet) -> dict[str, Any]:
    return {"row": row, "lines": limit_lines(tuple(limit_from(plain) for plain in row.limits))}


def order_form(request: Request) -> OrderForm:
    """Empty for each prescription, but for who prescribes and what for: amounts and words are copied anew."""
    course = own_course(space(request))
    order = active_order(course) if course else None
    known = {"prescriber_name": order.prescriber_name, "prescriber_phone": order.prescriber_phone} if order else {}
    known |= {"indication": course.indication} if course else {}
    return OrderForm(posted(request), initial=known)


def prescriber_form(request: Request, order: Order) -> PrescriberForm:
    known = {"prescriber_name": order.prescriber_name, "prescriber_phone": order.prescriber_phone}
    return PrescriberForm(posted(request), initial=known)
