"""Orders, limits, courses and what somebody on their own brings themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from stillwater.audit.queries import of_clinic, words
from stillwater.care.actions import courses, enrolments, limits, orders, protocols, tasks
from stillwater.care.models import Course, LimitSet, Order, ProtocolVersion
from stillwater.care.queries import (
    active_order,
    course_for,
    enrolment_of,
    facts_unmet,
    limits_of,
    missing_limits,
    order_for,
    protocol_for,
    protocols_for,
    shipped_protocols,
    tasks_for,
)
from stillwater.care.queries.enrolments import ESKETAMINE
from stillwater.demo.courses import IV, LOZENGE, NASAL, filled_in, limits_by
from stillwater.demo.people import House
from stillwater.people.access import Access, NotYours
from stillwater.people.actions.own import set_own_after_hours
from stillwater.people.models import Patient
from stillwater.treatment.actions.planning import plan
from stillwater.treatment.models import Session

pytestmark = pytest.mark.django_db
Inside = Callable[[Access], Access]
Courses = Callable[..., Course]
Sessions = Callable[..., Session]
SHIPPED = {slug: text for slug, _, text in shipped_protocols()}


def test_a_new_order_ends_the_one_before_and_keeps_every_word(
    course_of: Courses, as_osei: Access, inside: Inside, at: datetime
) -> None:
    course = course_of("ana")
    inside(as_osei)
    before = active_order(course)
    new = orders.sign(
        as_osei, course, text="Ketamine 40 mg IV over 40 min, once.", amount=Decimal("40"), unit="mg", at=at
    )
    assert active_order(course) == new
    assert before is not None
    before.refresh_from_db()
    assert (before.ended_at, before.ended_by_name) == (at, "Dr. Ada Osei")
    assert before.text.startswith("Ketamine 35 mg IV in 50 mL saline")
    told = [words(event) for event in of_clinic(course.clinic_id)[:2]]
    assert told[0] == "Dr. Ada Osei signed an order for Ana Marlow"


def test_only_a_prescriber_orders_and_sets_limits(course_of: Courses, house: House, at: datetime) -> None:
    course = course_of("ana")
    for name in ("maya", "theo", "priya", "sam", "noa", "ana", "ruth", "renner", "kit"):
        access = house.access(name)
        with access.inside():
            with pytest.raises(NotYours):
                orders.sign(access, course, text="Ketamine 100 mg", at=at)
            with pytest.raises(NotYours):
                limits.set_limits(access, course, limits=[], at=at)
            with pytest.raises(NotYours):
                courses.end(access, course, reason="", at=at)


def test_s01_without_an_order_in_force_nobody_begins(
    session_of: Sessions, as_osei: Access, inside: Inside, at: datetime
) -> None:
    appointment = session_of("ana").appointment
    inside(as_osei)
    order = active_order(appointment.course)
    assert order is not None
    orders.end(as_osei, order, reason="Other treatment", at=at)
    assert facts_unmet(appointment, at)["order"] == "No order is signed."


def test_s01_an_ended_course_has_no_order(session_of: Sessions, as_osei: Access, inside: Inside, at: datetime) -> None:
    appointment = session_of("ana").appointment
    inside(as_osei)
    appointment.course = courses.end(as_osei, appointment.course, reason="Well enough", at=at)
    assert active_order(appointment.course) is None
    assert facts_unmet(appointment, at)["order"] == "The course has ended."


def test_s01_an_order_for_another_route_is_no_order(
    session_of: Sessions, as_osei: Access, inside: Inside, at: datetime
) -> None:
    appointment = session_of("ana").appointment
    inside(as_osei)
    Order.objects.filter(course=appointment.course).update(route="im")
    assert facts_unmet(appointment, at)["order"] == "The order is for another route than the protocol."


def test_s03_limits_carry_the_name_of_whoever_sets_them(
    course_of: Courses, as_osei: Access, inside: Inside, at: datetime
) -> None:
    course = course_of("ana")
    inside(as_osei)
    sent = [
        {"measure": "sys", "level": "hold", "over": 150, "by": "Dr. Somebody Else", "source": "My judgement"},
        {"measure": "temp", "level": "hold", "declined_by": "Dr. Somebody Else"},
    ]
    limits.set_limits(as_osei, course, limits=sent, at=at)
    assert [(one.by, one.declined_by) for one in limits_of(course)] == [("Dr. Ada Osei", ""), ("", "Dr. Ada Osei")]


def test_s03_each_limit_that_nobody_set_or_declined_is_named(
    session_of: Sessions, as_osei: Access, inside: Inside, at: datetime
) -> None:
    appointment = session_of("ana").appointment
    inside(as_osei)
    assert missing_limits(appointment.course) == []
    most = [one for one in limits_by("Dr. Ada Osei") if one["measure"] != "sedation"]
    limits.set_limits(as_osei, appointment.course, limits=most, at=at)
    assert missing_limits(appointment.course) == [("sedation", "hold"), ("sedation", "urgent")]
    why = facts_unmet(appointment, at)["limits_set"]
    assert why == "Neither set nor declined: Sedation (hold), Sedation (urgent)."


def test_s03_the_sets_before_stay_readable(course_of: Courses, as_osei: Access, inside: Inside, at: datetime) -> None:
    course = course_of("ana")
    inside(as_osei)
    limits.set_limits(as_osei, course, limits=[], at=at)
    assert LimitSet.objects.filter(course=course).count() == 2
    assert len(missing_limits(course)) == 12


def test_s19_after_the_first_series_the_review_stands_in_the_way_until_it_is_recorded(
    session_of: Sessions, as_osei: Access, inside: Inside, at: datetime
) -> None:
    appointment = session_of("ana").appointment
    inside(as_osei)
    appointment.number_in_course = 7
    assert facts_unmet(appointment, at)["review_done"].startswith("The first series of 6 sessions is over")
    courses.record_review(as_osei, appointment.course, said="Go on with one a month. Ana wants that.", at=at)
    assert "review_done" not in facts_unmet(appointment, at)


def test_s04_esketamine_asks_for_site_and_patient_in_the_programme(
    session_of: Sessions, house: House, as_osei: Access, as_maya: Access, inside: Inside, at: datetime
) -> None:
    appointment = session_of("ruth", NASAL).appointment
    inside(as_osei)
    enrolled = enrolment_of(house.patients["ruth"])
    assert enrolled is not None
    enrolled.ended_at = at
    enrolled.save()
    assert facts_unmet(appointment, at)["patient_enrolled"] == "Nobody has stated that the patient is enrolled."
    assert "site_certified" not in facts_unmet(appointment, at)
    with pytest.raises(NotYours):
        enrolments.enrol(as_maya, programme=ESKETAMINE, number="P-2", patient=house.patients["ruth"], at=at)
    enrolments.enrol(as_osei, programme=ESKETAMINE, number="P-2", patient=house.patients["ruth"], at=at)
    assert "patient_enrolled" not in facts_unmet(appointment, at)


def test_a_course_needs_a_prescriber_and_a_protocol_of_its_own_clinic(
    house: House, protocols: dict[str, ProtocolVersion], as_osei: Access, as_renner: Access, at: datetime
) -> None:
    iv, ana, kit = protocols[IV], house.patients["ana"], house.patients["kit"]
    with as_osei.inside():
        for member in (house.members["renner"], house.members["maya"]):
            with pytest.raises(NotYours):
                courses.begin(as_osei, ana, protocol=iv, prescriber=member, indication="Depression", at=at)
    with as_renner.inside(), pytest.raises(NotYours):
        courses.begin(as_renner, kit, protocol=iv, prescriber=house.members["renner"], indication="Depression", at=at)


def test_strangers_find_no_course_order_or_protocol(
    course_of: Courses, house: House, protocols: dict[str, ProtocolVersion]
) -> None:
    course = course_of("ana")
    with house.access("osei").inside():
        order = active_order(course)
    assert order is not None
    for name in ("renner", "gail", "kit", "ruth", "wren", "sam", "noa"):
        access = house.access(name)
        with access.inside():
            with pytest.raises(NotYours):
                course_for(access, course.id)
            with pytest.raises(NotYours):
                order_for(access, order.id)
            with pytest.raises(NotYours):
                protocol_for(access, protocols[IV].id)


def test_the_same_file_again_is_the_same_version_and_another_file_the_next(
    house: House, protocols: dict[str, ProtocolVersion], as_osei: Access, inside: Inside, at: datetime
) -> None:
    from stillwater.care.actions.protocols import adopt

    inside(as_osei)
    first = protocols[IV]
    assert adopt(as_osei, house.clinic.id, text=first.text, at=at) == first
    second = adopt(as_osei, house.clinic.id, text=first.text.replace("value: 90", "value: 120"), at=at)
    first.refresh_from_db()
    assert (second.version, first.retired_at) == (2, at)
    assert list(protocols_for(as_osei, house.clinic.id).filter(slug=first.slug)) == [second, first]


def test_a_task_is_for_carers_and_is_done_once(
    house: House, as_priya: Access, as_sam: Access, as_maya: Access, as_renner: Access, at: datetime
) -> None:
    noor, evening = house.patients["noor"], at + timedelta(hours=8)
    with as_sam.inside(), pytest.raises(NotYours):
        tasks.add(as_sam, noor, about="call", words="Call Noor", due_at=evening, at=at)
    with as_priya.inside():
        task = tasks.add(as_priya, noor, about="call", words="Call Noor", due_at=evening, at=at)
        assert tasks.add(as_priya, noor, about="call", words="Call Noor", due_at=evening, at=at) == task
    with as_renner.inside(), pytest.raises(NotYours):
        tasks.done(as_renner, task, at=at)
    with as_maya.inside():
        tasks.done(as_maya, task, at=at)
    with as_priya.inside():
        assert tasks.done(as_priya, task, at=at).done_by_name == "Maya Lindqvist"
        assert not tasks_for(as_priya, house.clinic.id, at).exists()


def _wrens_course(as_wren: Access, wren: Patient, at: datetime) -> Course:
    version = protocols.adopt(as_wren, wren.clinic_id, text=filled_in(SHIPPED[LOZENGE], "Dr. Halima Aziz"), at=at)
    return courses.begin(as_wren, wren, protocol=version, indication="Depression", at=at)


def test_s02_on_their_own_each_missing_thing_is_named(
    as_wren: Access, wren: Patient, inside: Inside, at: datetime
) -> None:
    inside(as_wren)
    course = _wrens_course(as_wren, wren, at)
    session = plan(
        as_wren, course, starts_at=at + timedelta(hours=3), arrive_at=at + timedelta(hours=2),
        site=wren.clinic.sites.get(), at=at,
    )  # fmt: skip
    assert set(facts_unmet(session.appointment, at)) == {
        "consent", "order", "sitter_confirmed", "limits_set", "prescriber_named", "pharmacy_label",
        "after_hours_number", "written_limits",
    }  # fmt: skip


def test_s02_wren_copies_what_her_prescriber_wrote_and_nothing_is_missing_but_consent_and_sitter(
    as_wren: Access, wren: Patient, inside: Inside, at: datetime
) -> None:
    inside(as_wren)
    course = _wrens_course(as_wren, wren, at)
    order = orders.sign(
        as_wren, course, text="One 100 mg troche under the tongue, once a week.", prescriber_name="Dr. Halima Aziz",
        prescriber_phone="+1 303 555 0190", pharmacy_label="Ketamine 100 mg troche. Quantity 4.", at=at,
    )  # fmt: skip
    limits.set_limits(as_wren, course, limits=limits_by("Dr. Halima Aziz"), at=at)
    wren.clinic = set_own_after_hours(as_wren, wren, name="Dr. Aziz", number="+1 303 555 0191", at=at)
    session = plan(
        as_wren, course, starts_at=at + timedelta(hours=3), arrive_at=at + timedelta(hours=2),
        site=wren.clinic.sites.get(), at=at,
    )  # fmt: skip
    session.appointment.refresh_from_db()
    assert set(facts_unmet(session.appointment, at)) == {"consent", "sitter_confirmed"}
    assert (order.prescriber, order.prescriber_name) == (None, "Dr. Halima Aziz")
    assert {one.by for one in limits_of(course)} == {"Dr. Halima Aziz"}


def test_s02_nobody_else_keeps_the_record_of_somebody_on_their_own(
    as_wren: Access, wren: Patient, as_osei: Access, as_ana: Access, at: datetime
) -> None:
    with as_wren.inside():
        course = _wrens_course(as_wren, wren, at)
    for stranger in (as_osei, as_ana):
        with stranger.inside(), pytest.raises(NotYours):
            orders.sign(stranger, course, text="Ketamine", at=at)
