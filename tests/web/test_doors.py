"""What a door lets in: a nurse as a nurse, a sitter as a sitter, and an owner only where they own."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django_scopes import scopes_disabled

from stillwater.care.actions.protocols import adopt
from stillwater.care.queries import shipped_protocols
from stillwater.demo.courses import IV, filled_in, give_course
from stillwater.demo.people import House
from stillwater.kit.clock import iso
from stillwater.kit.ids import new_id
from stillwater.people.access import NotYours
from stillwater.people.actions.passes import issue, revoke
from stillwater.people.models import Member, Patient, SupportPass
from stillwater.treatment.actions.planning import plan, set_place
from stillwater.treatment.models import Entry, Session, SetAside
from tests.signing_in import with_pass

Sessions = Callable[..., Session]
Browsers = Callable[..., Client]


def _pass(house: House, session: Session, at: datetime, ends: timedelta = timedelta(days=1)) -> SupportPass:
    access = house.access("ana")
    with access.inside():
        facts = {"name": "Gail Soto", "tasks": ["drives"], "session_id": session.pk}
        return issue(access, house.patients["ana"], **facts, expires_at=at + ends, at=at).support_pass


def _work_in(house: House, name: str, clinic: object, *roles: str, at: datetime) -> None:
    facts = {"person": house.persons[name], "shown_name": name.title(), "roles": list(roles), "joined_at": at}
    with scopes_disabled():
        house.members[f"{name} too"] = Member.objects.create(clinic=clinic, **facts)


def _kits_session(house: House, at: datetime) -> Session:
    """A session at Birch Street."""
    access, text = house.access("renner"), next(text for slug, _, text in shipped_protocols() if slug == IV)
    with access.inside():
        version = adopt(access, house.birch.id, text=filled_in(text, "Dr. Paul Renner"), at=at)
        course = give_course(house, house.patients["kit"], version, at=at, by="renner")
        return plan(access, course, starts_at=at, arrive_at=at, site=house.birch_site, at=at)


def test_s23_a_nurse_of_another_clinic_who_drives_ana_home_sees_what_a_driver_sees(
    house: House, session_of: Sessions, browser_of: Browsers, clock: datetime
) -> None:
    session = session_of("ana")
    gail = with_pass(_pass(house, session, clock), browser_of("gail"))
    assert gail.get(f"/sitting/{session.pk}/tonight").status_code == 200
    for page in (
        f"/rooms/{session.pk}", f"/rooms/{session.pk}/dose", f"/sessions/{session.pk}/record", f"/board/{session.pk}",
    ):  # fmt: skip
        assert gail.get(page).status_code == 404, page


def test_a_nurse_who_is_a_patient_elsewhere_opens_her_record_as_a_patient_and_not_as_staff(
    house: House, session_of: Sessions, browser_of: Browsers, clock: datetime
) -> None:
    _work_in(house, "ana", house.birch, "nurse", at=clock)
    session, ana = session_of("ana"), browser_of("ana")
    assert ana.get(f"/session/{session.pk}").status_code == 200
    assert ana.get(f"/rooms/{session.pk}").status_code == 404
    assert ana.get(f"/courses/{session.appointment.course_id}").status_code == 404


def test_who_owns_one_clinic_and_nurses_in_another_is_shown_the_ways_of_where_they_work(
    house: House, browser_of: Browsers, clock: datetime
) -> None:
    _work_in(house, "maya", house.birch, "owner", at=clock)
    maya = browser_of("maya")
    assert maya.get("/").headers["Location"] == "/board"
    assert b'href="/who-looked"' not in maya.get("/board").content
    assert maya.get("/who-looked").status_code == 404
    maya.post("/choose-clinic/", {"clinic": str(house.birch.id)})
    assert maya.get("/").headers["Location"] == "/team"
    assert b'href="/who-looked"' in maya.get("/team").content
    assert [maya.get(page).status_code for page in ("/who-looked", "/board", "/patients", "/patients/add")] == [
        200, 404, 404, 404,
    ]  # fmt: skip


def test_a_pass_that_has_ended_gets_no_new_link_and_says_why(
    house: House, session_of: Sessions, browser_of: Browsers, clock: datetime
) -> None:
    session = session_of("ana")
    over, back = _pass(house, session, clock, -timedelta(hours=1)), _pass(house, session, clock)
    with house.access("ana").inside():
        revoke(house.access("ana"), back, at=clock)
    for held in (over, back):
        answer = browser_of("sam").post(f"/passes/{held.id}", {"act": "link"}, follow=True)
        assert b"This pass has ended. Make a new one." in answer.content


def test_a_consent_that_nobody_asks_for_is_not_written_down(
    house: House, browser_of: Browsers, clock: datetime
) -> None:
    ana: Patient = house.patients["ana"]
    answer = browser_of("maya").post(f"/patients/{ana.id}/consents", {"consent_everything": "yes"})
    assert answer.status_code == 302
    with scopes_disabled():
        assert not ana.consents.exists()


def test_a_helper_of_another_session_is_not_found_under_this_one_and_no_pass_is_made(
    house: House, session_of: Sessions, browser_of: Browsers, clock: datetime
) -> None:
    mine, other = session_of("ana"), session_of("ana", starts_at=clock + timedelta(days=7))
    ana = browser_of("ana")
    named = ana.post(f"/prepare/{other.pk}/support/drives", {"name": "Dan Marlow"}).headers["Location"]
    helper = named.rsplit("/")[-1]
    for page in (f"/prepare/{mine.pk}/preview/{helper}", f"/prepare/{mine.pk}/remove/{helper}"):
        assert ana.post(page).status_code == 404
    with scopes_disabled():
        assert not SupportPass.objects.exists()
    assert ana.get(named).status_code == 200


def test_an_entry_under_an_id_that_another_clinic_has_is_set_aside_and_no_fault(
    house: House, session_of: Sessions, browser_of: Browsers, clock: datetime
) -> None:
    theirs, mine = session_of("ana"), _kits_session(house, clock)
    sent = {"id": str(new_id()), "kind": "note", "observed_at": iso(clock), "offset": 0, "data": {"text": "Hers."}}
    body = {"device": str(new_id()), "sent_at": iso(clock), "entries": [sent]}
    for who, session in (("ana", theirs), ("kit", mine)):
        answer = browser_of(who).post(f"/sessions/{session.pk}/entries", body, content_type="application/json")
        assert answer.status_code == 200
    assert answer.json()["aside"][0]["id"] == sent["id"]
    with scopes_disabled():
        assert Entry.objects.get(id=sent["id"]).session_id == theirs.pk
        assert [row.session_id for row in SetAside.objects.all()] == [mine.pk]


def test_a_session_is_planned_with_the_site_room_and_watcher_of_its_own_clinic(
    house: House, session_of: Sessions, clock: datetime
) -> None:
    session, access = session_of("ana"), house.access("maya")
    times = {"starts_at": clock, "arrive_at": clock, "at": clock}
    with access.inside():
        for facts in (
            {"site": house.birch_site}, {"site": house.site, "watcher": house.members["gail"]},
        ):  # fmt: skip
            with pytest.raises(NotYours):
                plan(access, session.appointment.course, **times, **facts)
        with pytest.raises(NotYours):
            set_place(access, session, watcher=house.members["gail"], at=clock)
