"""The team, the clinic's own facts, and who looked."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django_scopes import scopes_disabled

from stillwater.audit import queries as log
from stillwater.audit.actions import read
from stillwater.demo.people import House
from stillwater.kit.clock import now
from stillwater.kit.words import forbidden_in
from stillwater.notify.models import Delivery
from stillwater.people.actions import patients
from stillwater.people.actions.patients import patient_subject
from stillwater.people.models import Invitation, Member
from stillwater.people.queries import invitation_by_secret
from stillwater.people.rules import MAY, ROLE_NAMES, Act, Role
from stillwater.web.clinic.team.words import ACT_WORDS, ROLE_WORDS, table

Browser = Callable[..., Client]


def page(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, address
    return re.sub(r"\s+", " ", answer.content.decode())


# Seeing the team


@pytest.mark.parametrize("who", ["osei", "maya", "theo", "priya", "noa", "sam"])
def test_everybody_on_the_team_sees_the_team(browser_of: Browser, who: str) -> None:
    seen = page(browser_of(who), "/team")
    assert "Maya Lindqvist" in seen
    assert "Dr. Paul Renner" not in seen


def test_only_an_owner_sees_addresses_and_ways_to_change(browser_of: Browser) -> None:
    owner, nurse = page(browser_of("osei"), "/team"), page(browser_of("maya"), "/team")
    for words in ("theo@cedar.example", "Invite somebody", "What each role may do"):
        assert words in owner
    assert "theo@cedar.example" not in nurse
    assert "Invite somebody" not in nurse
    assert "What each role may do" in nurse


def test_the_table_of_roles_is_the_rule_itself() -> None:
    rows = table()
    assert [row.words for row in rows] == [str(ACT_WORDS[act]) for act in Act]
    for act, row in zip(Act, rows, strict=True):
        assert {role for role, allowed in row.may if allowed} == {ROLE_NAMES[role] for role in MAY[act]}
    assert set(ROLE_WORDS) == set(Role)
    assert not forbidden_in(" ".join(map(str, [*ACT_WORDS.values(), *ROLE_WORDS.values()])))


@pytest.mark.parametrize("who", ["maya", "priya", "noa", "sam", "ana", "wren", "renner"])
def test_nobody_but_an_owner_of_this_clinic_comes_to_what_changes_it(
    browser_of: Browser, house: House, who: str
) -> None:
    browser, theo = browser_of(who), house.members["theo"].id
    before = page(browser_of("osei"), "/team")
    addresses = [f"/team/{theo}", f"/team/{theo}/end", f"/team/invitations/{theo}/take-back"]
    if who != "renner":  # an owner elsewhere has these pages, of their own clinic
        addresses += ["/team/invite", "/clinic", "/clinic/rooms", "/who-looked"]
    for address in addresses:
        for answer in (browser.get(address), browser.post(address, {"roles": ["owner"]})):
            assert answer.status_code in (404, 405), (address, answer.status_code)
    assert len(page(browser_of("osei"), "/team")) == len(before)


# Changing it


def test_an_owner_changes_roles(browser_of: Browser, house: House) -> None:
    browser, noa = browser_of("osei"), house.members["noa"]
    assert 'value="coach"' in page(browser, f"/team/{noa.id}")
    answer = browser.post(f"/team/{noa.id}", {"roles": ["coach", "therapist"]}, follow=True)
    assert "The roles of Noa Berg are changed." in answer.content.decode()
    assert house.access("noa").may(Act.READ_RECORD, house.clinic.id)


@pytest.mark.parametrize("roles", [[], ["king"]])
def test_roles_that_are_none_are_refused(browser_of: Browser, house: House, roles: list[str]) -> None:
    answer = browser_of("osei").post(f"/team/{house.members['noa'].id}", {"roles": roles})
    assert answer.status_code == 422
    assert house.access("noa").roles_in(house.clinic.id) == {Role.COACH}


def test_the_last_owner_reads_why_not(browser_of: Browser, house: House) -> None:
    browser, me = browser_of("osei"), house.members["osei"].id
    for address, form, status in ((f"/team/{me}", {"roles": ["nurse"]}, 422), (f"/team/{me}/end", {}, 409)):
        answer = browser.post(address, form)
        assert answer.status_code == status
        assert "A clinic keeps at least one owner." in answer.content.decode()
    assert house.access("osei").may(Act.MANAGE_TEAM, house.clinic.id)


def test_somebody_who_leaves_loses_every_page_at_once(browser_of: Browser, house: House) -> None:
    theirs = browser_of("theo")
    page(theirs, "/team")
    answer = browser_of("osei").post(f"/team/{house.members['theo'].id}/end", follow=True)
    assert "Theo Park is no longer on the team." in answer.content.decode()
    assert theirs.get("/team").status_code == 404


def test_no_member_ends_by_a_link(browser_of: Browser, house: House) -> None:
    assert browser_of("osei").get(f"/team/{house.members['theo'].id}/end").status_code == 405


# Inviting


def test_an_owner_invites_and_the_link_is_shown_once(browser_of: Browser, house: House) -> None:
    browser = browser_of("osei")
    form = {"shown_name": "Hana Ito", "email": "hana@cedar.example", "roles": ["nurse"]}
    answer = browser.post("/team/invite", form)
    link = re.search(r"/invitation/([\w-]+)/", answer.content.decode())
    assert answer.status_code == 201
    assert link
    assert Delivery.objects.get().to_address == "hana@cedar.example"
    team = page(browser, "/team")
    assert "hana@cedar.example" in team
    assert link[1] not in team
    found = invitation_by_secret(link[1])
    assert found
    assert found.roles == ["nurse"]


def test_somebody_here_already_is_not_invited(browser_of: Browser) -> None:
    form = {"shown_name": "Maya", "email": "MAYA@cedar.example", "roles": ["nurse"]}
    answer = browser_of("osei").post("/team/invite", form)
    assert answer.status_code == 422
    assert "has this address already" in answer.content.decode()
    assert 'value="MAYA@cedar.example"' in answer.content.decode()


def test_an_invitation_is_taken_back(browser_of: Browser, house: House) -> None:
    browser = browser_of("osei")
    browser.post("/team/invite", {"shown_name": "Hana Ito", "email": "hana@cedar.example", "roles": ["nurse"]})
    with scopes_disabled():
        invitation = Invitation.objects.get()
    answer = browser.post(f"/team/invitations/{invitation.id}/take-back", follow=True)
    assert "The invitation of Hana Ito is taken back." in answer.content.decode()
    assert browser.post(f"/team/invitations/{invitation.id}/take-back").status_code == 404


def test_an_old_invitation_says_that_it_is_old(browser_of: Browser, house: House) -> None:
    access = house.access("osei")
    with access.inside():
        patients.invite_member(
            access, house.clinic.id, email="old@cedar.example", shown_name="Old", roles=[Role.NURSE],
            at=now() - timedelta(days=20),
        )  # fmt: skip
    assert "It is too old now." in page(browser_of("osei"), "/team")


def test_patients_invitations_are_not_on_the_teams_page(browser_of: Browser, house: House) -> None:
    """An owner may hold no role that sees patients."""
    access = house.access("sam")
    with access.inside():
        lena = patients.add_patient(access, house.clinic.id, name="Lena Moss", record_number="CH-3001", at=now())
        sent = patients.invite_patient(access, lena, email="lena@home.example", at=now())
    browser = browser_of("osei")
    assert "Lena" not in page(browser, "/team")
    assert browser.post(f"/team/invitations/{sent.invitation.id}/take-back").status_code == 404


# The clinic


FACTS = {
    "name": "Cedar House", "after_hours_name": "Dr. Osei, on call", "after_hours_number": "+1 303 555 0199",
    "watched_words": "Maya reads this on weekdays from 8 to 5.",
}  # fmt: skip


def test_the_clinics_facts_change(browser_of: Browser, house: House) -> None:
    browser = browser_of("osei")
    assert "+1 303 555 0142" in page(browser, "/clinic")
    assert browser.post("/clinic", FACTS).status_code == 302
    house.clinic.refresh_from_db()
    assert {name: getattr(house.clinic, name) for name in FACTS} == FACTS


def test_a_clinic_keeps_a_name(browser_of: Browser, house: House) -> None:
    answer = browser_of("osei").post("/clinic", {**FACTS, "name": ""})
    assert answer.status_code == 422
    assert "Maya reads this on weekdays" in answer.content.decode(), "what was typed is kept"
    house.clinic.refresh_from_db()
    assert house.clinic.name == "Cedar House"


def test_a_room_is_added(browser_of: Browser, house: House) -> None:
    browser = browser_of("osei")
    answer = browser.post("/clinic/rooms", {"name": "Room 5", "site": str(house.site.id)}, follow=True)
    assert "Room 5 is added." in answer.content.decode()
    assert "Room 5" in page(browser, "/clinic")


def test_a_room_at_another_clinics_site_is_refused(browser_of: Browser, house: House) -> None:
    answer = browser_of("osei").post("/clinic/rooms", {"name": "Room 5", "site": str(house.birch_site.id)})
    assert answer.status_code == 422
    with scopes_disabled():
        assert house.birch_site.rooms.count() == 0


# Who looked


@pytest.fixture
def looked(house: House) -> None:
    for name, patient in (("maya", "ana"), ("theo", "ruth")):
        access = house.access(name)
        subject = patient_subject(house.patients[patient])
        read(subject, by=access.actor_in(house.clinic.id), at=now() - timedelta(days=1))
    at_birch = house.access("gail").actor_in(house.birch.id)
    read(patient_subject(house.patients["kit"]), by=at_birch, at=now())


@pytest.mark.usefixtures("looked")
def test_an_owner_reads_who_looked_and_is_in_the_list(browser_of: Browser, house: House) -> None:
    seen = page(browser_of("osei"), "/who-looked")
    for words in ("Maya Lindqvist read the record of Ana Marlow", "Theo Park read the record of Ruth Bellamy"):
        assert words in seen
    assert "Dr. Ada Osei read the list of who looked" in seen
    assert "Kit Navarro" not in seen
    newest = log.of_clinic(house.clinic.id).first()
    assert newest is not None
    assert newest.verb == "read"


@pytest.mark.usefixtures("looked")
@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ({"who": "maya"}, "Ana Marlow", "Ruth Bellamy"),
        ({"patient": "ruth"}, "Theo Park", "Maya Lindqvist"),
        ({"who": "maya", "patient": "ruth"}, "Nothing like that.", "Theo Park read"),
        ({"patient": "Kit"}, "Nothing like that.", "Navarro"),
    ],
)
def test_the_list_is_narrowed_by_person_and_patient(
    browser_of: Browser, asked: dict[str, str], there: str, not_there: str
) -> None:
    seen = page(browser_of("osei"), "/who-looked?" + "&".join(f"{k}={v}" for k, v in asked.items()))
    assert there in seen
    assert not_there not in seen


def test_a_long_list_comes_in_pages(browser_of: Browser, house: House) -> None:
    by = house.access("maya").actor_in(house.clinic.id)
    for hours in range(70):
        read(patient_subject(house.patients["ana"]), by=by, at=now() - timedelta(hours=hours + 1))
    browser = browser_of("osei")
    first = page(browser, "/who-looked?who=maya")
    older = re.search(r'href="(\?[^"]*before=\d+[^"]*)"', first)
    assert older
    second = page(browser, "/who-looked" + older[1].replace("&amp;", "&"))
    assert first.count("read the record of Ana Marlow") == 60
    assert second.count("read the record of Ana Marlow") == 10
    assert "Older" not in second


@pytest.mark.parametrize("before", ["0", "x", "-3"])
def test_a_page_that_cannot_be_is_not_there(browser_of: Browser, before: str) -> None:
    assert browser_of("osei").get(f"/who-looked?before={before}").status_code == 404


def test_an_owner_of_one_clinic_who_works_in_another_reads_no_list_there(browser_of: Browser, house: House) -> None:
    with scopes_disabled():
        Member.objects.create(
            clinic=house.clinic,
            person=house.persons["renner"],
            shown_name="Dr. Renner",
            roles=["nurse"],
            joined_at=now(),
        )
    browser = browser_of("renner")
    browser.post("/choose-clinic/", {"clinic": str(house.clinic.id)})
    theo: Any = house.members["theo"].id
    for address in ("/who-looked", "/clinic", f"/team/{theo}", "/team/invite"):
        assert browser.get(address).status_code == 404, address
    assert (
        browser.post("/team/invite", {"shown_name": "X", "email": "x@x.example", "roles": ["nurse"]}).status_code == 404
    )
    assert browser.post("/clinic", FACTS).status_code == 404
    assert browser.post("/clinic/rooms", {"name": "X", "site": str(house.site.id)}).status_code == 404
