"""On one's own: Wren copies what her prescriber gave her, plans, goes through a session, and closes it (S1, S2, S3, S4)."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.audit.queries import about_person, words
from stillwater.care.models import Consent, Course, LimitSet, Order
from stillwater.care.queries import active_order, facts_unmet, own_course, written_times
from stillwater.care.rules.own import ROUTES
from stillwater.demo.own import LABEL, ORDER, copied, wren_on_her_own
from stillwater.demo.people import House
from stillwater.people.models import Clinic, Patient, Person
from stillwater.people.queries import own_site
from stillwater.treatment.actions.planning import plan
from stillwater.treatment.actions.recording import add
from stillwater.treatment.models import Entry, Session
from stillwater.web.shared.limits import PAIRS
from tests.signing_in import signed_in, with_pass

pytestmark = pytest.mark.django_db
BrowserOf = Callable[..., Client]

PRESCRIPTION = {
    "prescriber_name": "Dr. Halima Aziz", "prescriber_phone": "+1 303 555 0190", "route": "lozenge", "text": ORDER,
    "pharmacy_label": LABEL, "amount": "100", "unit": "mg", "sitter_words": "", "indication": "Depression",
}  # fmt: skip
DECLINED = {f"{measure}_{level}_declined": "on" for measure, level in PAIRS} | {"source": "Her letter of 3 November"}
TIMES = {"food": "4", "bp_now": "60", "time_since_dose": "120"}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def wrens(browser_of: BrowserOf, clock: datetime) -> Client:
    return browser_of("wren")


@pytest.fixture
def course(house: House, clock: datetime) -> Course:
    """Wren has copied everything."""
    access = house.access("wren")
    with access.inside():
        return copied(access, at=clock - timedelta(days=3))


@pytest.fixture
def session(house: House, clock: datetime) -> Session:
    """Her seeded session of tomorrow evening, with Remy."""
    return wren_on_her_own(house, at=clock)


def where(session: Session) -> str:
    with scopes_disabled():
        return str(Session.objects.get(pk=session.pk).stage)


# The plan


def test_s02_at_first_each_of_the_four_is_missing_with_its_reason(wrens: Client) -> None:
    shown = text_of(wrens.get(reverse("own")))
    for why in (
        "Write your prescriber&#x27;s name and number.", "Write the pharmacy label as it is printed.",
        "Write the number to call after hours.", "Write the limits that your prescriber gave you.",
        "Write the times that your prescriber gave you.",
    ):  # fmt: skip
        assert why in shown
    assert "5 things are still missing" in shown
    assert reverse("own_session_add") not in shown
    assert wrens.get(reverse("own_session_add")).status_code == 404


def test_s02_wren_copies_everything_and_nothing_is_missing_any_more(wrens: Client, wren: Patient) -> None:
    assert wrens.post(reverse("own_order"), PRESCRIPTION).headers["Location"] == reverse("own")
    assert wrens.post(reverse("own_limits"), DECLINED).status_code == 302
    assert wrens.post(reverse("own_times"), TIMES).status_code == 302
    assert (
        wrens.post(reverse("own_after_hours"), {"name": "The service", "number": "+1 303 555 0191"}).status_code == 302
    )
    shown = text_of(wrens.get(reverse("own")))
    assert "Everything that your prescriber has to give you is here." in shown
    assert LABEL in shown
    with scopes_disabled():
        course = own_course(wren)
        assert course is not None
        order = active_order(course)
        assert order is not None
        assert (order.text, order.pharmacy_label, order.route) == (ORDER, LABEL, "lozenge")
        assert written_times(course) == {"food": 240, "bp_now": 60, "time_since_dose": 120}
        assert "your care team" not in course.protocol.text


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(wrens: Client) -> None:
    answer = wrens.post(reverse("own_order"), {**PRESCRIPTION, "prescriber_phone": "", "unit": ""})
    shown = text_of(answer)
    assert answer.status_code == 422
    assert "This field is required" in shown
    assert "An amount needs its unit." in shown
    for kept in ("Dr. Halima Aziz", ORDER, LABEL, 'value="100"'):
        assert kept in shown
    assert wrens.post(reverse("own_order"), {}).status_code == 422
    wrens.post(reverse("own_order"), PRESCRIPTION)
    limits = {**DECLINED, "sys_hold_over": "150"}
    answer = wrens.post(reverse("own_limits"), {**limits, "source": "A letter"})
    assert answer.status_code == 422
    assert 'value="150"' in text_of(answer)
    assert "Set it or decline it, not both." in text_of(answer)
    answer = wrens.post(reverse("own_times"), {**TIMES, "food": "four"})
    assert answer.status_code == 422
    assert 'value="four"' in text_of(answer)


@pytest.mark.parametrize("route", [key for key in ROUTES if key not in ("lozenge", "tablet")])
def test_s04_what_has_no_place_at_home_is_refused_with_the_reason(wrens: Client, wren: Patient, route: str) -> None:
    answer = wrens.post(reverse("own_order"), {**PRESCRIPTION, "route": route})
    said = {"intranasal_esketamine": "It is never taken home.", "intranasal_racemic": "FDA warned in 2022"}
    assert answer.status_code == 422
    assert said.get(route, "is given in a clinic") in text_of(answer)
    assert ORDER in text_of(answer)
    with scopes_disabled():
        assert own_course(wren) is None


def test_s04_a_tablet_is_planned_like_a_lozenge_and_another_route_begins_another_course(
    wrens: Client, wren: Patient, course: Course
) -> None:
    assert wrens.post(reverse("own_order"), {**PRESCRIPTION, "route": "tablet"}).status_code == 302
    with scopes_disabled():
        now = own_course(wren)
        assert now is not None
        assert (now.protocol.route, now.protocol.setting) == ("tablet", "home")
        course.refresh_from_db()
        assert course.ended_reason == "the prescription is for another route"
    shown = text_of(wrens.get(reverse("own")))
    assert "Write the limits that your prescriber gave you." in shown, "limits are those of a course"


def test_no_amount_and_no_word_of_a_prescription_is_filled_in_beforehand(wrens: Client, course: Course) -> None:
    form = text_of(wrens.get(reverse("own_order"))).split('<form class="form"')[1]
    assert "Dr. Halima Aziz" in form
    assert 'value="100' not in form
    assert ORDER not in form


def test_each_change_is_in_the_log_and_what_stood_before_stays_readable(
    wrens: Client, house: House, wren: Patient, course: Course
) -> None:
    wrens.post(reverse("own_prescriber"), {"prescriber_name": "Dr. Halima Aziz", "prescriber_phone": "+1 303 555 0200"})
    wrens.post(reverse("own_limits"), DECLINED)
    wrens.post(reverse("own_after_hours"), {"name": "The service", "number": "+1 303 555 0201"})
    with scopes_disabled():
        assert [order.prescriber_phone for order in Order.objects.filter(course=course).order_by("signed_at")] == [
            "+1 303 555 0190", "+1 303 555 0200",
        ]  # fmt: skip
        assert LimitSet.objects.filter(course=course).count() == 2
        told = [words(event) for event in about_person(house.persons["wren"].id, [wren.id])]
        events = about_person(house.persons["wren"].id, [wren.id])
    assert told[0] == "Wren Calloway changed the number for after hours"
    assert events[0].details["before"]["after_hours_number"] == "+1 303 555 0191"
    assert "Wren Calloway created the limits of Wren Calloway" in told
    shown = text_of(wrens.get(reverse("own")))
    assert "What stood here before" in shown
    assert "+1 303 555 0190" in shown
    assert "over 150" in shown


def test_s03_limits_are_the_prescribers_set_with_their_source_or_declined_in_their_name(
    wrens: Client, course: Course
) -> None:
    page = text_of(wrens.get(reverse("own_limits")))
    assert "As written by Dr. Halima Aziz" in page
    assert "Dr. Halima Aziz wants no limit here" in page
    without = {key: value for key, value in DECLINED.items() if key != "resp_urgent_declined"}
    answer = wrens.post(reverse("own_limits"), without)
    assert answer.status_code == 422
    assert "Breaths a minute (Urgent)" in text_of(answer)
    wrens.post(reverse("own_limits"), {**without, "resp_urgent_under": "8"})
    with scopes_disabled():
        newest = LimitSet.objects.filter(course=course).order_by("-set_at", "-id").first()
        assert newest is not None
        found = {(one["measure"], one["level"]): one for one in newest.limits}
    assert found["sys", "hold"] == {"measure": "sys", "level": "hold", "declined_by": "Dr. Halima Aziz"}
    assert found["resp", "urgent"]["source"] == "Her letter of 3 November"
    assert found["resp", "urgent"]["by"] == "Dr. Halima Aziz"


@pytest.mark.parametrize("page", ["own_order", "own_limits", "own_times", "own_prescriber", "own_after_hours"])
def test_nobody_else_finds_the_pages_of_a_space(browser_of: BrowserOf, clock: datetime, page: str) -> None:
    for name in ("maya", "osei", "ana"):
        assert browser_of(name).get(reverse(page)).status_code == 404


def test_ana_opens_a_space_of_her_own_beside_her_clinic_and_has_one_however_often_she_asks(
    browser_of: BrowserOf, house: House, clock: datetime
) -> None:
    anas = browser_of("ana")
    assert "What your clinic keeps stays there." in text_of(anas.get(reverse("own")))
    for _ in range(2):
        assert anas.post(reverse("own_open")).headers["Location"] == reverse("own")
    assert "Your plan on your own" in text_of(anas.get(reverse("own")))
    with scopes_disabled():
        assert Clinic.objects.filter(kind="own", patients__person=house.persons["ana"]).count() == 1
        assert Patient.objects.filter(person=house.persons["ana"]).count() == 2


# Sessions


def test_wren_plans_a_session_on_her_own_clock_moves_it_and_calls_it_off(
    wrens: Client, course: Course, clock: datetime
) -> None:
    answer = wrens.post(reverse("own_session_add"), {"date": "2026-11-21", "start": "19:00"})
    with scopes_disabled():
        session = Session.objects.select_related("appointment__patient", "protocol").get(patient=course.patient)
    assert answer.headers["Location"] == reverse("own_session", args=[session.pk])
    assert session.appointment.starts_at.isoformat() == "2026-11-22T02:00:00+00:00"
    assert session.protocol == course.protocol
    page = reverse("own_session", args=[session.pk])
    wrong = wrens.post(page, {"date": "2026-11-19", "start": "19:00"})
    assert wrong.status_code == 422
    assert "This time has passed." in text_of(wrong)
    assert wrens.post(page, {"date": "2026-11-22", "start": "18:30"}).status_code == 302
    assert "Sunday 22 November, 18:30" in text_of(wrens.get(page))
    wrens.post(reverse("own_session_off", args=[session.pk]), {"reason": "A cold"})
    assert where(session) == "called_off"
    assert "Called off." in text_of(wrens.get(page))


def test_s01_s02_what_is_missing_blocks_the_beginning_and_says_where_it_is_mended(
    wrens: Client, house: House, course: Course, clock: datetime
) -> None:
    access = house.access("wren")
    with access.inside():
        made = plan(
            access, course, starts_at=clock + timedelta(hours=1), arrive_at=clock, site=own_site(access), at=clock
        )
        Clinic.objects.filter(id=course.clinic_id).update(after_hours_number="")
        order = active_order(course)
        assert order is not None
        order.ended_at = clock
        order.save()
        given = Consent.objects.get(patient_id=course.patient_id, kind="treatment")
    wrens.post(reverse("consent_withdraw", args=[given.id]))
    shown = text_of(wrens.get(reverse("preflight", args=[made.pk])))
    for words_, page in (
        ("Taken back on", reverse("consents")), ("No order is signed.", reverse("own_order")),
        ("Nobody is named to sit with you.", reverse("support", args=[made.pk, "sits"])),
        ("Write the number to call after hours.", reverse("own_after_hours")),
    ):  # fmt: skip
        assert words_ in shown
        assert f'href="{page}"' in shown
    with access.inside():
        receipt = add(access, made.pk, "moved", {"to": "under_way"}, at=clock)
    assert "An active order: No order is signed" in " ".join(receipt.marks.values())
    assert where(made) == "planned"


def test_times_written_later_hold_for_a_session_that_has_not_begun(
    wrens: Client, house: House, session: Session
) -> None:
    wrens.post(reverse("own_times"), {**TIMES, "food": "6"})
    with scopes_disabled():
        again = Session.objects.select_related("protocol", "appointment__course").get(pk=session.pk)
        assert again.protocol_id == again.appointment.course.protocol_id
        assert "value: 360" in again.protocol.text
    assert "13:00" in text_of(wrens.get(reverse("prepare", args=[session.pk])))


def test_s16_no_page_of_somebody_on_their_own_speaks_of_a_care_team_or_a_clinic_of_theirs(
    wrens: Client, session: Session, clock: datetime
) -> None:
    pages = [
        reverse(name)
        for name in ("today", "journal", "care", "own", "consents", "my_record", "wishes", "who_looked", "help_now")
    ]
    pages += [
        reverse(name, args=[session.pk])
        for name in ("prepare", "preflight", "session_screen", "going_home", "reflect", "morning", "own_session")
    ]  # fmt: skip
    remy = _remy(session)
    for browser, found in ((wrens, pages), (remy, [reverse(n, args=[session.pk]) for n in _SITTER_PAGES])):
        for page in found:
            shown = text_of(browser.get(page)).lower()
            for speaks in ("care team", "your clinic", "your team", "the team", "tell the clinic"):
                assert speaks not in shown, (page, speaks)


_SITTER_PAGES = ("sitter_welcome", "sitter_ready", "sitting", "tonight", "sitter_card")


def _remy(session: Session) -> Client:
    from stillwater.care.queries import support_of

    with scopes_disabled():
        held = support_of(session.appointment)["sits"].support_pass
    assert held is not None
    return with_pass(held)


def _evening(session: Session) -> datetime:
    return session.appointment.starts_at - timedelta(minutes=10)


def _checked(wrens: Client, remy: Client, session: Session) -> None:
    """Wren and Remy go through the day's list, each what is theirs."""
    for key in ("identity", "order_read", "allergies", "address_ready", "help_proved", "food"):
        wrens.post(reverse("preflight", args=[session.pk]), {"key": key})
    for key in ("sitter_phone", "sitter_sober"):
        remy.post(reverse("sitter_ready", args=[session.pk]), {"key": key})


def test_s03_a_reading_over_a_limit_waits_for_the_prescribers_word(
    house: House, session: Session, clock: datetime
) -> None:
    with time_machine.travel(_evening(session), tick=False):
        wrens, remy = signed_in(house.persons["wren"]), _remy(session)
        _checked(wrens, remy, session)
        told = reverse("told", args=[session.pk])
        over = wrens.post(reverse("pressure", args=[session.pk]), {"sys": "168", "dia": "92", "pulse": ""})
        assert over.headers["Location"] == told
        page = text_of(wrens.get(told))
        assert "Over 150, hold limit set by Dr. Halima Aziz" in page
        assert 'href="tel:+1 303 555 0190"' in page
        standing = text_of(wrens.get(reverse("preflight", args=[session.pk])))
        assert f'href="{told}"' in standing
        assert "Taken now" not in text_of(remy.get(reverse("sitter_ready", args=[session.pk])))
        said = {"told": "Dr. Aziz", "said": "Wait an hour, measure again, call me.", "choice": "go_on"}
        assert wrens.post(told, {**said, "said": ""}).status_code == 422
        wrens.post(told, {**said, "choice": "hold"})
        assert "Taken now" not in text_of(remy.get(reverse("sitter_ready", args=[session.pk])))
        assert "Dr. Aziz decided: not now" in text_of(wrens.get(told)), "and they can be called again"
        wrens.post(told, said)
        assert "Taken now" in text_of(remy.get(reverse("sitter_ready", args=[session.pk])))


def test_wren_goes_through_her_session_with_remy_and_closes_it_the_morning_after(
    house: House, session: Session, clock: datetime
) -> None:
    close = reverse("own_close", args=[session.pk])
    with time_machine.travel(_evening(session), tick=False):
        wrens, remy = signed_in(house.persons["wren"]), _remy(session)
        _checked(wrens, remy, session)
        assert wrens.post(reverse("pressure", args=[session.pk]), {"sys": "high", "dia": "78"}).status_code == 422
        wrens.post(reverse("pressure", args=[session.pk]), {"sys": "124", "dia": "78", "pulse": "70"})
        with scopes_disabled():
            assert facts_unmet(session.appointment, _evening(session)) == {}
        remy.post(reverse("sitter_ready", args=[session.pk]) + "?kind=dose", {"amount": "100"})
        assert where(session) == "under_way"
        assert wrens.get(close).status_code == 404
        assert wrens.post(reverse("own_times"), {**TIMES, "food": "6"}).status_code == 409
    with time_machine.travel(_evening(session) + timedelta(hours=4), tick=False):
        access = house.access("wren")
        with access.inside():
            for stage in ("recovering", "left"):
                add(access, session.pk, "moved", {"to": stage}, at=_evening(session) + timedelta(hours=4))
        assert "after a night’s sleep" in text_of(wrens.get(reverse("own_session", args=[session.pk])))
        assert wrens.get(close).status_code == 404
    with time_machine.travel(_evening(session) + timedelta(hours=14), tick=False):
        assert reverse("own_session", args=[session.pk]) in text_of(wrens.get(reverse("morning", args=[session.pk])))
        page = text_of(wrens.get(close))
        assert "BP 124/78, pulse 70" in page
        assert wrens.post(close, {"more": "Remy held my hand."}).status_code == 422
        assert wrens.post(close, {"more": "Remy held my hand.", "read": "on"}).status_code == 302
    assert where(session) == "closed"
    with scopes_disabled():
        done = Session.objects.get(pk=session.pk)
        assert "Signed by Wren Calloway" in done.printed
        assert "Remy held my hand." in done.printed


def test_a_session_that_nobody_ended_is_ended_by_closing_it_and_the_record_says_what_was_unmet(
    house: House, session: Session, clock: datetime
) -> None:
    access, at = house.access("wren"), session.appointment.starts_at
    with time_machine.travel(at, tick=False), access.inside():
        add(access, session.pk, "dose", {"event": "begun", "amount": 100, "unit": "mg"}, at=at)
    with time_machine.travel(at + timedelta(hours=14), tick=False):
        wrens = signed_in(house.persons["wren"])
        wrens.post(reverse("own_close", args=[session.pk]), {"more": "", "read": "on"})
    assert where(session) == "closed"
    with scopes_disabled():
        assert Entry.objects.filter(session=session, kind="moved").count() == 3
        assert "Still unmet" in Session.objects.get(pk=session.pk).printed


def test_a_sitter_who_gives_their_word_has_confirmed_the_day(house: House, course: Course, clock: datetime) -> None:
    wrens, starts = signed_in(house.persons["wren"]), {"date": "2026-11-21", "start": "19:00"}
    session_id = wrens.post(reverse("own_session_add"), starts).headers["Location"].split("/")[-1]
    named = wrens.post(reverse("support", args=[session_id, "sits"]), {"name": "Remy Okafor", "phone": ""})
    shown = text_of(wrens.post(named.headers["Location"]))
    remy = Client()
    remy.get(re.findall(r"/with/[\w-]+/", shown)[0])
    welcome = reverse("sitter_welcome", args=[session_id])
    refused = remy.post(welcome, {"adult": "on", "sober": "on"})
    assert refused.status_code == 422
    assert "tell Wren: another person can be named" in text_of(refused)
    assert "Not confirmed yet" in text_of(wrens.get(reverse("prepare", args=[session_id])))
    remy.post(welcome, {"adult": "on", "sober": "on", "stays": "on"})
    shown = text_of(wrens.get(reverse("prepare", args=[session_id])))
    assert "Not confirmed yet" not in shown
    assert "Confirmed at 10:00, 20 November" in shown
    assert "Nothing is left of what can be done beforehand" in text_of(
        wrens.get(reverse("own_session", args=[session_id]))
    )


# Settings


ABOUT = {
    "called": "Birdie", "pronouns": "they, them", "time_zone": "Asia/Tokyo", "language": "en", "reading_size": "larger",
    "motion": "still",
}  # fmt: skip


def test_what_somebody_is_called_and_their_clock_reach_every_record_and_its_log(
    browser_of: BrowserOf, house: House, clock: datetime
) -> None:
    jonahs = browser_of("jonah")  # the patient of two clinics
    assert jonahs.post(reverse("about_me"), {**ABOUT, "time_zone": "Nowhere"}).status_code == 422
    assert jonahs.post(reverse("about_me"), ABOUT).status_code == 302
    with scopes_disabled():
        records = list(Patient.objects.filter(person=house.persons["jonah"]))
        assert [(one.called, one.pronouns, one.time_zone) for one in records] == [
            ("Birdie", "they, them", "Asia/Tokyo")
        ] * 2
        events = about_person(house.persons["jonah"].id, [one.id for one in records])
        told = [event for event in events if event.verb == "changed"]
    assert len(told) == 2
    assert told[0].details["before"]["time_zone"] == "America/Denver"
    jonahs.post(reverse("about_me"), ABOUT)
    with scopes_disabled():
        again = about_person(house.persons["jonah"].id, [one.id for one in records])
        assert len([event for event in again if event.verb == "changed"]) == 2


def test_today_is_theirs_and_pages_look_as_they_asked(wrens: Client, session: Session, clock: datetime) -> None:
    assert "Tomorrow is your first session, Wren." in text_of(wrens.get(reverse("today")))
    assert "data-motion" not in text_of(wrens.get(reverse("today")))
    wrens.post(reverse("about_me"), ABOUT)
    page = text_of(wrens.get(reverse("today")))
    assert "Tomorrow is your first session, Birdie." in page
    assert 'data-motion="still"' in page
    assert 'data-size="larger"' in page
    with scopes_disabled():
        assert own_site_zone(session) == "Asia/Tokyo"


def own_site_zone(session: Session) -> str:
    return str(session.clinic.sites.get().time_zone)


# Coming


def test_whoever_runs_the_server_invites_somebody_on_their_own_and_they_move_in(
    client: Client, capsys: pytest.CaptureFixture[str], settings: Any, clock: datetime, db: None
) -> None:
    from django.core.management import CommandError, call_command

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("invite_own", "lou@home.example", name="Lou")
    call_command("invite_own", "lou@home.example", name="Lou")
    links = [line for line in capsys.readouterr().out.split() if "/invitation/" in line]
    first, link = ("/invitation/" + each.split("/invitation/")[1] for each in links)
    assert client.get(first).status_code == 410, "a newer link takes the place of the older one"
    assert "without a clinic" in text_of(client.get(link))
    client.post(link, {"name": "Lou Marsh", "password": "lantern orchard pebble", "time_zone": "America/Chicago"})
    assert client.get(reverse("own")).status_code == 200
    with scopes_disabled():
        space = Patient.objects.select_related("clinic").get(person=Person.objects.get(email="lou@home.example"))
        assert (space.name, space.clinic.name, space.clinic.kind) == ("Lou Marsh", "Lou Marsh", "own")
        assert space.clinic.sites.get().time_zone == space.time_zone == "America/Chicago"
        assert Clinic.objects.count() == 1
    with pytest.raises(CommandError, match="has a space of their own already"):
        call_command("invite_own", "lou@home.example")
    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command("invite_own", "lou")


def test_the_first_run_opens_a_space_for_oneself(client: Client, settings: Any, db: None) -> None:
    from stillwater.kit.clock import now
    from stillwater.people.actions.clinics import offer_first_run

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    offer_first_run("ab12", at=now())
    facts = {"code": "ab12", "name": "Lou Marsh", "email": "lou@home.example", "password": "lantern orchard pebble",
             "time_zone": "America/Chicago"}  # fmt: skip
    assert reverse("first_run_own") in text_of(client.get(reverse("first_run")))
    assert client.post(reverse("first_run_own"), {**facts, "code": "wrong"}).status_code == 422
    assert client.post(reverse("first_run_own"), facts).status_code == 302
    assert client.get("/").headers["Location"] == reverse("today")
    assert client.post(reverse("first_run_own"), facts).status_code == 410
    with scopes_disabled():
        assert [clinic.kind for clinic in Clinic.objects.all()] == ["own"]
