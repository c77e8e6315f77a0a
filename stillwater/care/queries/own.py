"""What somebody on their own has copied, and what is still missing before a session may begin (S2)."""

from django.utils.translation import gettext

from stillwater.care.models import Course
from stillwater.care.queries.courses import active_order, limit_set
from stillwater.care.queries.protocols import protocol_of, shipped_protocols
from stillwater.care.rules.own import NOT_AT_HOME, TIMES, NotAtHome
from stillwater.care.rules.protocol import load
from stillwater.people.models import Clinic, Patient

# What a session on one's own needs besides what its protocol asks; nobody lifts any of it.
OWN_FACTS = ("prescriber_named", "pharmacy_label", "after_hours_number", "written_limits")


def own_course(patient: Patient) -> Course | None:
    """The open course in a space of one's own, the newest if there were two."""
    found = Course.objects.select_related("patient__person", "protocol", "clinic").filter(
        patient_id=patient.id, ended_at__isnull=True
    )
    return found.order_by("-begun_at").first()


def own_missing(course: Course | None, clinic: Clinic) -> dict[str, str]:
    """Of the four things the ones that are missing, each with its reason in plain words."""
    order = active_order(course) if course else None
    found = {}
    if not (order and order.prescriber_name and order.prescriber_phone):
        found["prescriber_named"] = gettext("Write your prescriber's name and number.")
    if not (order and order.pharmacy_label):
        found["pharmacy_label"] = gettext("Write the pharmacy label as it is printed.")
    if not clinic.after_hours_number:
        found["after_hours_number"] = gettext("Write the number to call after hours.")
    if not (course and limit_set(course)):
        found["written_limits"] = gettext("Write the limits that your prescriber gave you.")
    return found


def home_protocol(route: str) -> str:
    """The file of the protocol that ships for this route at home. Raises NotAtHome with the reason (S4)."""
    if route in NOT_AT_HOME:
        raise NotAtHome(gettext(NOT_AT_HOME[route]))
    for _, _, text in shipped_protocols():
        protocol = load(text)
        if (protocol.setting, protocol.route) == ("home", route):
            return text
    raise NotAtHome(gettext("There is no plan for this at home."))


def written_times(course: Course) -> dict[str, float]:
    """The times that a course's protocol holds by now, in minutes, by the key of the part that asks."""
    protocol = protocol_of(course.protocol)
    asked = {rule.key: rule.minutes_before for rule in protocol.day_of}
    for check in (*protocol.ready, *protocol.leave.checks):
        if each := check.max_age or check.minutes:
            asked[check.key] = each
    known = {key: asked[key] for key in TIMES if key in asked}
    return {key: each.value for key, each in known.items() if each is not None and each.value is not None}


def times_missing(course: Course) -> bool:
    return set(written_times(course)) != set(TIMES)
