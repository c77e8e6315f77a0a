"""Patients, courses, orders, limits, consents, the plan of a session, and a sitter's pass."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.care.models import Consent, Course, Order, ProtocolVersion, SupportPerson
from stillwater.care.queries import active_order, limits_of, missing_limits
from stillwater.demo.courses import LOZENGE, NASAL, ORDERS
from stillwater.demo.people import House
from stillwater.people.models import Patient, SupportPass
from stillwater.treatment.models import Session
from stillwater.web.shared.limits import PAIRS, LimitsForm
from tests.web.session_room import Beside

BrowserOf = Callable[..., Client]
Come = Callable[..., Beside]


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def declined_but(**numbers: str) -> dict[str, str]:
    """A form of limits in which every pair is declined but those given."""
    form = {f"{measure}_{level}_declined": "on" for measure, level in PAIRS}
    for name, value in numbers.items():
        form[name] = value
        form.pop(f"{name.rsplit('_', 1)[0]}_declined", None)
    return form


# The list and the record


def test_a_patient_is_found_by_part_of_the_name_or_by_number(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    sam = browser_of("sam")
    for words in ("marl", "CH-2041"):
        shown = text_of(sam.get(reverse("patients"), {"q": words}))
        assert "Ana Marlow" in shown
        assert "Ruth Bellamy" not in shown
    assert "Nobody found for “zzz”" in text_of(sam.get(reverse("patients"), {"q": "zzz"}))


def test_a_patient_is_added_and_a_taken_number_is_said_beside_its_field(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    facts = {"name": "Ida Blom", "record_number": "CH-2041", "time_zone": "America/Denver", "born_date": "1990-02-03"}
    sam = browser_of("sam")
    answer = sam.post(reverse("patient_add"), facts)
    assert answer.status_code == 422
    assert "Another patient has this number." in text_of(answer)
    assert 'value="Ida Blom"' in text_of(answer)
    made = sam.post(reverse("patient_add"), {**facts, "record_number": "CH-3000"})
    assert "Ida Blom" in text_of(sam.get(made.headers["Location"]))


def test_the_front_desk_sees_name_and_contact_and_nothing_clinical(
    ana: Patient, course_of: Callable[..., Course], browser_of: BrowserOf, clock: datetime
) -> None:
    course_of("ana")
    shown = text_of(browser_of("sam").get(reverse("patient", args=[ana.pk])))
    assert "Ana Marlow" in shown
    for words in ("Courses", "Consents", "Depression", "Medicines"):
        assert words not in shown
    assert browser_of("sam").get(reverse("consent_record", args=[ana.pk])).status_code == 404


def test_the_record_says_what_was_never_asked(
    ana: Patient, course_of: Callable[..., Course], browser_of: BrowserOf, clock: datetime
) -> None:
    course_of("ana")
    shown = text_of(browser_of("maya").get(reverse("patient", args=[ana.pk])))
    assert "Never asked" in shown
    assert "Order signed" in shown
    assert "Limits set or declined" in shown


def test_s26_the_name_used_pronouns_and_sex_for_a_form_are_kept_apart(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    facts = {"name": "Ida Blom", "called": "Bo", "pronouns": "they", "sex_for_forms": "F", "record_number": "CH-3001"}
    maya = browser_of("maya")
    made = maya.post(reverse("patient_add"), {**facts, "time_zone": "America/Denver"})
    shown = text_of(maya.get(made.headers["Location"]))
    assert '<small class="soft">Bo</small>' in shown
    assert ", they" in shown
    assert "Sex, for forms</dt><dd>F</dd>" in shown.replace("</dt> <dd>", "</dt><dd>")


@pytest.mark.parametrize("name", ["patient", "patient_edit", "consent_record", "course_add", "patient_invite"])
def test_a_patient_of_another_clinic_does_not_exist_here(
    name: str, kit: Patient, browser_of: BrowserOf, clock: datetime
) -> None:
    assert browser_of("osei").get(reverse(name, args=[kit.pk])).status_code == 404


# Courses, orders, limits


def test_a_course_begins_with_the_newest_protocol_and_its_prescriber(
    house: House, ana: Patient, protocols: dict[str, ProtocolVersion], browser_of: BrowserOf, clock: datetime
) -> None:
    osei = browser_of("osei")
    form = {
        "protocol": str(protocols["iv-infusion-clinic"].pk), "prescriber": str(house.members["osei"].pk),
        "indication": "Depression", "series": "induction", "planned_sessions": "6",
    }  # fmt: skip
    answer = osei.post(reverse("course_add", args=[ana.pk]), form)
    shown = text_of(osei.get(answer.headers["Location"]))
    assert "There is no active order." in shown
    assert "Neither set nor declined:" in shown
    assert browser_of("maya").get(reverse("course_add", args=[ana.pk])).status_code == 404


def test_an_order_is_kept_word_for_word_and_ends_the_one_before(
    course_of: Callable[..., Course], browser_of: BrowserOf, clock: datetime
) -> None:
    course, osei = course_of("ana"), browser_of("osei")
    words = "Ketamine 30 mg IV over 40 min, once."
    assert osei.post(reverse("order_add", args=[course.pk]), {"text": words, "amount": "30"}).status_code == 422
    osei.post(reverse("order_add", args=[course.pk]), {"text": words, "amount": "30", "unit": "mg"})
    with scopes_disabled():
        order = active_order(course)
        assert order is not None
        assert order.text == words
        assert Order.objects.filter(course=course).count() == 2
        assert Order.objects.get(ended_at__isnull=False).text == ORDERS["iv-infusion-clinic"][0]


def test_s03_every_measure_is_set_with_its_source_or_declined_by_name() -> None:
    empty = LimitsForm({})
    assert not empty.is_valid()
    assert len(empty.missing) == len(PAIRS) == 12
    assert "SpO2, % (Hold)" in empty.missing
    unsourced = LimitsForm(declined_but(sys_hold_over="150"))
    assert not unsourced.is_valid()
    assert unsourced.errors == {"sys_hold_source": ["Where does this number come from?"]}
    both = LimitsForm({**declined_but(), "sys_hold_over": "150", "source": "x"})
    assert both.errors == {"sys_hold_declined": ["Set it or decline it, not both."]}


def test_s03_the_page_says_what_is_missing_and_keeps_what_was_typed(
    course_of: Callable[..., Course], browser_of: BrowserOf, clock: datetime
) -> None:
    course, osei = course_of("ana"), browser_of("osei")
    form = declined_but(sys_hold_over="150")
    form.pop("resp_urgent_declined")
    answer = osei.post(reverse("limits_set", args=[course.pk]), {**form, "source": "My judgement for Ana"})
    shown = text_of(answer)
    assert answer.status_code == 422
    assert "Breaths a minute (Urgent)" in shown
    assert 'value="150"' in shown
    osei.post(
        reverse("limits_set", args=[course.pk]), {**form, "source": "My judgement for Ana", "resp_urgent_under": "8"}
    )
    with scopes_disabled():
        assert missing_limits(course) == []
        set_now = {(limit.measure, limit.level): limit for limit in limits_of(course)}
    assert (set_now["sys", "hold"].over, set_now["sys", "hold"].by) == (150, "Dr. Ada Osei")
    assert set_now["sys", "hold"].source == "My judgement for Ana"
    assert set_now["pulse", "hold"].declined_by == "Dr. Ada Osei"


def test_s04_a_place_in_the_safety_programme_is_stated_by_name(
    course_of: Callable[..., Course], browser_of: BrowserOf, clock: datetime
) -> None:
    course = course_of("ruth", NASAL)
    shown = text_of(browser_of("osei").get(reverse("course", args=[course.pk])))
    assert "REMS-CH-01, stated by Dr. Ada Osei" in shown


# Consents


def test_s11_each_consent_is_a_question_of_its_own_and_none_is_chosen_beforehand(
    ana: Patient, course_of: Callable[..., Course], browser_of: BrowserOf, clock: datetime
) -> None:
    course_of("ana")
    maya = browser_of("maya")
    shown = text_of(maya.get(reverse("consent_record", args=[ana.pk])))
    assert shown.count("<fieldset") == 6
    assert "checked" not in shown
    assert "Not yet reviewed by a clinician." in shown
    before = _consents(ana)
    maya.post(reverse("consent_record", args=[ana.pk]), {"consent_sitter": "yes", "consent_contact": "no"})
    assert _consents(ana) == before + 2


def test_s11_no_yes_is_taken_while_a_session_is_under_way(beside: Come, browser_of: BrowserOf) -> None:
    ana = beside("ana")
    ana.begun()
    with scopes_disabled():
        patient = ana.session.patient
    maya = browser_of("maya")
    before = _consents(patient)
    shown = text_of(maya.post(reverse("consent_record", args=[patient.pk]), {"consent_touch": "yes"}))
    assert "Not while a session is under way." in shown
    assert _consents(patient) == before
    maya.post(reverse("consent_record", args=[patient.pk]), {"consent_touch": "no"})
    assert _consents(patient) == before + 1


def _consents(patient: Patient) -> int:
    with scopes_disabled():
        return Consent.objects.filter(patient=patient).count()


# The plan of a session


def test_a_session_is_planned_on_the_clock_of_the_site(
    house: House, course_of: Callable[..., Course], browser_of: BrowserOf, clock: datetime
) -> None:
    course, sam = course_of("ana"), browser_of("sam")
    form = {
        "site": str(house.site.pk), "date": "2026-11-27", "arrive": "09:00", "start": "09:30",
        "room": str(house.rooms[1].pk), "watcher": str(house.members["maya"].pk),
    }  # fmt: skip
    late = sam.post(reverse("session_add", args=[course.pk]), {**form, "arrive": "10:00"})
    assert late.status_code == 422
    answer = browser_of("maya").post(reverse("session_add", args=[course.pk]), form)
    shown = text_of(browser_of("maya").get(answer.headers["Location"]))
    assert "Friday 27 November, 09:30" in shown
    assert "Room 2" in shown
    with scopes_disabled():
        assert f"{Session.objects.get().appointment.starts_at:%H:%M}" == "16:30"


def test_a_nurse_says_that_the_medicines_were_gone_through(beside: Come, browser_of: BrowserOf) -> None:
    planned, maya = beside("ana").session, browser_of("maya")
    plan = reverse("session_plan", args=[planned.pk])
    assert "Nobody has gone through them for this session yet." in text_of(maya.get(plan))
    assert "Done: Medicines reviewed" not in re.sub("<[^>]+>", "", text_of(browser_of("sam").get(plan)))
    maya.post(reverse("session_medicines", args=[planned.pk]), {"done": "1"})
    assert re.search(r"Medicines reviewed</b><p class=\"small\">Maya Lindqvist", text_of(maya.get(plan)))
    assert browser_of("sam").post(reverse("session_medicines", args=[planned.pk])).status_code == 404


def test_tomorrow_is_the_sites_tomorrow(course_of: Callable[..., Course], browser_of: BrowserOf, at: datetime) -> None:
    add = reverse("session_add", args=[course_of("ana").pk])
    with time_machine.travel(
        at.replace(hour=1) + timedelta(days=1), tick=False
    ):  # Friday, six in the evening in Denver
        assert 'value="2026-11-21"' in browser_of("sam").get(add).content.decode()


def test_the_front_desk_reaches_the_sessions_that_it_plans(ana: Patient, beside: Come, browser_of: BrowserOf) -> None:
    planned, sam = beside("ana").session, browser_of("sam")
    record = sam.get(reverse("patient", args=[ana.pk])).content.decode()
    add = reverse("session_add", args=[planned.appointment.course_id])
    assert f'href="{add}"' in record
    assert f'href="{reverse("session_plan", args=[planned.pk])}"' in record
    assert f'href="{reverse("patient", args=[ana.pk])}"' in sam.get(add).content.decode()  # the way back is theirs too
    move = sam.get(reverse("session_move", args=[planned.pk])).content.decode()
    assert f'href="{reverse("session_plan", args=[planned.pk])}"' in move


def test_the_front_desk_says_who_is_here_and_calls_off_with_a_reason(beside: Come, browser_of: BrowserOf) -> None:
    ana, mo, sam = beside("ana"), beside("mo"), browser_of("sam")
    sam.post(reverse("session_arrived", args=[ana.session.pk]))
    assert "Say why it is called off." in text_of(
        sam.post(reverse("session_call_off", args=[mo.session.pk]), {"reason": " "}, follow=True)
    )
    sam.post(reverse("session_call_off", args=[mo.session.pk]), {"reason": "a cold"})
    with scopes_disabled():
        assert Session.objects.get(pk=ana.session.pk).stage == "arrived"
        assert Session.objects.get(pk=mo.session.pk).stage == "called_off"


def test_a_session_that_has_begun_keeps_its_time(beside: Come, browser_of: BrowserOf) -> None:
    ana = beside("ana")
    ana.begun()
    form = {"date": "2026-11-28", "arrive": "09:00", "start": "09:30"}
    answer = browser_of("maya").post(reverse("session_move", args=[ana.session.pk]), form)
    assert answer.status_code == 422
    assert "This session has begun" in text_of(answer)


# Who sits


def test_a_sitter_s_pass_is_a_link_and_a_code_shown_once_and_names_who_sits(
    session_of: Callable[..., Session], browser_of: BrowserOf, clock: datetime
) -> None:
    session, maya = session_of("iris", LOZENGE), browser_of("maya")
    answer = maya.post(reverse("passes", args=[session.pk]), {"name": "June Tan", "called": "June"})
    shown = text_of(answer)
    link = re.search(r"https?://[^<]*/with/[\w-]+/", shown)
    assert link is not None
    assert 'class="qr"' in shown
    assert answer.headers["Cache-Control"] == "no-store"
    assert link.group() not in text_of(maya.get(reverse("passes", args=[session.pk])))
    with scopes_disabled():
        sits = SupportPerson.objects.get(appointment_id=session.pk, removed_at__isnull=True)
        held = SupportPass.objects.get()
        assert (sits.name, sits.support_pass) == ("June Tan", held)
        assert held.expires_at.astimezone(session.appointment.zone).date() == (clock + timedelta(days=1)).date()


def test_s23_whoever_is_removed_is_removed_quietly_and_their_pass_ends(
    session_of: Callable[..., Session], browser_of: BrowserOf, clock: datetime
) -> None:
    session, maya = session_of("iris", LOZENGE), browser_of("maya")
    maya.post(reverse("passes", args=[session.pk]), {"name": "June Tan"})
    with scopes_disabled():
        sits = SupportPerson.objects.get(appointment_id=session.pk)
    maya.post(reverse("support_change", args=[sits.pk]), {"act": "remove"})
    with scopes_disabled():
        assert SupportPass.objects.get().revoked_at == clock
        assert not SupportPerson.objects.filter(appointment_id=session.pk, removed_at__isnull=True).exists()
