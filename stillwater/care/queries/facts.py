"""Facts outside a session that its ready gate rests on. Whatever is not known to be met is unmet."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext

from stillwater.care.models import Appointment, Consent, SupportPerson
from stillwater.care.queries.appointments import order_missing, support_of
from stillwater.care.queries.consents import consents_of, treatment_consent_unmet
from stillwater.care.queries.courses import is_own_space, missing_limits, review_done
from stillwater.care.queries.enrolments import enrolment_of
from stillwater.care.queries.own import OWN_FACTS, own_missing
from stillwater.care.queries.protocols import protocol_of
from stillwater.care.rules.consents import SITTER
from stillwater.care.rules.limits import MEASURES


def facts_unmet(appointment: Appointment, at: datetime) -> dict[str, str]:
    """What is unmet, by the key of the check, with the reason in plain words.

    A check that the protocol rests on a fact and that nobody here knows how to answer is unmet too.
    """
    asked = [check.key for check in protocol_of(appointment.course.protocol).ready if check.rests_on == "fact"]
    if is_own_space(appointment.course):
        asked += OWN_FACTS
    found = {}
    for key in asked:
        answer = _FACTS.get(key)
        why = answer(appointment, at) if answer else gettext("Nothing here records this yet.")
        if why:
            found[key] = why
    return found


def _consent(appointment: Appointment, at: datetime) -> str:
    return treatment_consent_unmet(appointment.patient, appointment.course.protocol.route)


def _order(appointment: Appointment, at: datetime) -> str:
    return order_missing(appointment)


def _sitter(appointment: Appointment, at: datetime) -> str:
    """A named person who sits, who confirmed, and who said by their own pass: adult, sober, there throughout (S1)."""
    person = support_of(appointment).get("sits")
    if person is None:
        return gettext("Nobody is named to sit with you.")
    if _refused(consents_of(appointment.patient).get(SITTER)):
        return gettext("Your consent to a sitter does not stand.")
    name = {"name": person.first_name}
    if person.support_pass is None:
        return gettext("%(name)s has no pass yet.") % name
    if not person.support_pass.is_live(at):
        return gettext("The pass of %(name)s has ended.") % name
    if person.support_pass.agreed_at is None:
        return gettext("%(name)s has not said yet: an adult, sober, there throughout.") % name
    if person.confirmed_at is None:  # a pass to a whole course was agreed to once; each day is confirmed anew
        return gettext("%(name)s has not confirmed this day yet.") % name
    return ""


def _refused(consent: Consent | None) -> bool:
    return consent is not None and (consent.withdrawn_at is not None or consent.yes_given != "yes")


def _escort(appointment: Appointment, at: datetime) -> str:
    escort: SupportPerson | None = support_of(appointment).get("drives")
    return "" if escort else gettext("Nobody is named to go home with.")


def _limits(appointment: Appointment, at: datetime) -> str:
    missing = missing_limits(appointment.course)
    if not missing:
        return ""
    named = ", ".join(f"{gettext(MEASURES[measure])} ({gettext(level)})" for measure, level in missing)
    return gettext("Neither set nor declined: %(limits)s.") % {"limits": named}


def _review(appointment: Appointment, at: datetime) -> str:
    """A course's review is due when its first series is over, and the next session shows it (S19)."""
    course = appointment.course
    planned = course.planned_sessions
    if course.series != "induction" or planned is None or appointment.number_in_course <= planned:
        return ""
    if review_done(course):
        return ""
    return gettext("The first series of %(number)d sessions is over and nobody has recorded the review.") % {
        "number": planned
    }


def _site_certified(appointment: Appointment, at: datetime) -> str:
    return "" if enrolment_of(appointment.site) else gettext("Nobody has stated that this site is certified.")


def _patient_enrolled(appointment: Appointment, at: datetime) -> str:
    return "" if enrolment_of(appointment.patient) else gettext("Nobody has stated that the patient is enrolled.")


def _own(key: str) -> Callable[[Appointment, datetime], str]:
    def answer(appointment: Appointment, at: datetime) -> str:
        return own_missing(appointment.course, appointment.clinic).get(key, "")

    return answer


_FACTS: dict[str, Callable[[Appointment, datetime], str]] = {
    "consent": _consent,
    "order": _order,
    "sitter_confirmed": _sitter,
    "escort_named": _escort,
    "limits_set": _limits,
    "review_done": _review,
    "site_certified": _site_certified,
    "patient_enrolled": _patient_enrolled,
    **{key: _own(key) for key in OWN_FACTS},
}
