"""What the day is to one person: before, on the day, after."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from stillwater.care.models import Appointment
from stillwater.care.queries import next_appointment, plan_of
from stillwater.journal.queries import latest_intention, notes_of
from stillwater.journal.rules import MOODS
from stillwater.treatment import queries
from stillwater.treatment.models import Session
from stillwater.web.companion import going, offering, preparing, reviewing
from stillwater.web.companion.resting import is_held
from stillwater.web.shared.http import Request

MOOD_WORDS = {
    "very_low": gettext_lazy("Very low"), "low": gettext_lazy("Low"), "middling": gettext_lazy("Middling"), "good": gettext_lazy("Good"),
    "very_good": gettext_lazy("Very good"),
}  # fmt: skip
ORDINALS = (
    "", gettext_lazy("first"), gettext_lazy("second"), gettext_lazy("third"), gettext_lazy("fourth"), gettext_lazy("fifth"),
    gettext_lazy("sixth"), gettext_lazy("seventh"), gettext_lazy("eighth"), gettext_lazy("ninth"), gettext_lazy("tenth"),
)  # fmt: skip

MISSED_LATELY = timedelta(days=14)


def hour_of(hour: int) -> str:
    """Which sky stands over the page."""
    if 5 <= hour < 9:
        return "dawn"
    return "day" if 9 <= hour < 17 else "evening" if 17 <= hour < 22 else "night"


def part_of_day(hour: int) -> str:
    return {
        "dawn": gettext("morning"),
        "day": gettext("morning") if hour < 12 else gettext("afternoon"),
        "evening": gettext("evening"),
        "night": gettext("night"),
    }[hour_of(hour)]


def today(request: Request) -> dict[str, Any]:
    """Everything on the page."""
    local = request.at.astimezone(request.zone)
    current, ahead = queries.current_session(request.access, request.at), next_appointment(request.access, request.at)
    context: dict[str, Any] = {"hour": hour_of(local.hour), "part": part_of_day(local.hour), "local": local}
    context |= {"held": is_held(request), "review": reviewing.asked(request), "missed": _missed(request)}
    context |= {"moods": [(number, key, MOOD_WORDS[key]) for number, key in enumerate(MOODS, 1)]}
    checked = [
        n for n in notes_of(request.access, "check_in") if n.made_at.astimezone(request.zone).date() == local.date()
    ]
    mood = checked[0].mood if checked else ""
    context["mood"] = MOOD_WORDS.get(mood, "")
    context["offered"] = offering.on_today(
        request, mood=mood, current=current, starts_at=ahead.starts_at if ahead else None
    )
    if current and current.stage not in ("planned",):
        return {**context, **_now(request, current)}
    if ahead:
        return {**context, **_ahead(request, ahead)}
    return {**context, "heading": gettext("Nothing is planned, %(name)s.") % {"name": _name(request)}, "empty": True}


def _missed(request: Request) -> Session | None:
    """The session that did not take place lately, until somebody has been to a later one (S19)."""
    lately = queries.own_sessions(request.access).filter(
        appointment__starts_at__gt=request.at - MISSED_LATELY, appointment__starts_at__lt=request.at
    )
    if lately.values_list("stage", flat=True).first() != "called_off":
        return None
    newest = lately.first()
    stages = (newest.state.get("stages") or [{}]) if newest else [{}]
    return newest if stages[-1].get("how") == "missed" else None


def _name(request: Request) -> str:
    return request.access.person.first_name if request.access.person else ""


def _now(request: Request, session: Session) -> dict[str, Any]:
    """During the session, on the way home, the morning after."""
    page = going.where(session, request.at)
    headings = {
        "session_screen": gettext("Your session is here, %(name)s."),
        "going_home": gettext("Be gentle with today, %(name)s."),
        "morning": gettext("Good morning, %(name)s."),
    }
    to = reverse(page, args=[session.pk])
    at_home = session.appointment.setting == "home"
    buttons = {
        "session_screen": gettext("To the session screen"),
        "going_home": gettext("Rest, and the evening") if at_home else gettext("Rest and going home"),
        "morning": gettext("The morning after"),
    }  # fmt: skip
    return {
        "heading": headings.get(page, "%(name)s") % {"name": _name(request)}, "session": session, "to": to,
        "button": buttons.get(page, ""), "intention": latest_intention(request.access, session),
    }  # fmt: skip


def _ahead(request: Request, appointment: Appointment) -> dict[str, Any]:
    plan, days = plan_of(appointment, request.at), _days_until(request, appointment)
    number = ORDINALS[appointment.number_in_course] if appointment.number_in_course < len(ORDINALS) else ""
    when = {
        0: gettext("Today is your %(nth)s session, %(name)s."),
        1: gettext("Tomorrow is your %(nth)s session, %(name)s."),
    }
    heading = when.get(days, gettext("Your %(nth)s session is in %(days)d days, %(name)s."))
    (rows, more), left = preparing.nearest(appointment.session, plan), len(plan.left)
    lead = (
        gettext("Everything on the list is done.")
        if left == 0
        else ngettext(
            "You are nearly ready. One thing is left.", "%(n)d things are left. One at a time is enough.", left
        )
        % {"n": left}
    )
    return {
        "heading": heading % {"nth": number, "days": days, "name": _name(request)}, "lead": lead, "plan": plan,
        "rows": rows, "more": more,
        "appointment": appointment, "session": appointment.session,
        "intention": latest_intention(request.access, appointment.session),
        "near": appointment.starts_at - request.at < timedelta(hours=2),
    }  # fmt: skip


def _days_until(request: Request, appointment: Appointment) -> int:
    return (appointment.local_start.date() - request.at.astimezone(appointment.zone).date()).days
