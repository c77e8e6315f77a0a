"""Wren on her own: what she copied from her prescriber, a session tomorrow evening, and a friend who sits with her."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from stillwater.care.actions import consents, limits
from stillwater.care.actions import plan as plans
from stillwater.care.actions.own import copy_order, write_times
from stillwater.care.models import Course
from stillwater.care.rules.plan import pass_ends_at
from stillwater.demo.courses import limits_by
from stillwater.demo.people import House
from stillwater.people.access import Access, access_by_pass
from stillwater.people.actions.own import set_own_after_hours
from stillwater.people.actions.passes import issue, note_preview, open_pass
from stillwater.people.queries import own_site
from stillwater.treatment.actions.planning import plan
from stillwater.treatment.models import Session

PRESCRIBER, PHONE = "Dr. Halima Aziz", "+1 303 555 0190"
ORDER = (
    "Ketamine lozenge 100 mg, one, under the tongue, once a week in the evening, with an adult at home. Four in all."
)
LABEL = (
    "Ketamine 100 mg troche. Compounded. Dissolve one under the tongue once a week as directed. Quantity 4. Refills 0."
)
FOR_THE_SITTER = "One lozenge and no more. Call me if Wren is sick twice, or is not steady two hours after."
TIMES = {"food": 240.0, "bp_now": 60.0, "time_since_dose": 120.0}  # invented, as Dr. Aziz is
EVENING = time(19)


def copied(access: Access, *, at: datetime) -> Course:
    """Everything that a session on one's own needs from the prescriber."""
    space = access.own_space
    assert space is not None
    order = copy_order(
        access, space, route="lozenge", text=ORDER, pharmacy_label=LABEL, prescriber_name=PRESCRIBER,
        prescriber_phone=PHONE, indication="Depression that other treatment has not lifted", amount=Decimal(100),
        unit="mg", sitter_words=FOR_THE_SITTER, at=at,
    )  # fmt: skip
    source = f"As written by {PRESCRIBER}"
    limits.set_limits(access, order.course, limits=[{**one, "source": source} for one in limits_by(PRESCRIBER)], at=at)
    write_times(access, order.course, minutes=TIMES, by=PRESCRIBER, at=at)
    set_own_after_hours(access, space, name="Dr. Aziz’s answering service", number="+1 303 555 0191", at=at)
    for kind in ("treatment", "sitter"):
        consents.answer(access, space, kind=kind, given=True, at=at, under_way=False)
    consents.answer(access, space, kind="touch", given=False, at=at, under_way=False)
    return order.course


def wren_on_her_own(house: House, *, at: datetime) -> Session:
    """Her plan, copied days ago; her session tomorrow evening; Remy, who has opened the pass and said yes."""
    access = house.access("wren")
    with access.inside():
        course = copied(access, at=at - timedelta(days=5))
        zone = own_site(access).zone
        starts = datetime.combine(at.astimezone(zone).date() + timedelta(days=1), EVENING, zone)
        session = plan(
            access, course, starts_at=starts, arrive_at=starts - timedelta(minutes=30), site=own_site(access),
            at=at - timedelta(days=3),
        )  # fmt: skip
        _with_a_friend(house.access("wren"), session, at=at - timedelta(days=2))
    return session


def _with_a_friend(access: Access, session: Session, *, at: datetime) -> None:
    appointment = session.appointment
    friend = plans.name_support(access, appointment, task="sits", name="Remy Okafor", phone="+1 303 555 0192", at=at)
    issued = issue(
        access, session.patient, name=friend.name, relation="friend", phone=friend.phone, tasks=["sits"],
        session_id=session.pk, expires_at=pass_ends_at(appointment.starts_at, appointment.zone), at=at,
    )  # fmt: skip
    note_preview(access, issued.support_pass, at=at)
    plans.give_pass(access, friend, support_pass=issued.support_pass, at=at)
    open_pass(issued.support_pass, at=at + timedelta(hours=1))
    held = access_by_pass(issued.support_pass.id, at=at + timedelta(hours=1))
    with held.inside():
        plans.count_on(held, appointment, at=at + timedelta(hours=1))
