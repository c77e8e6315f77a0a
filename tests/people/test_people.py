"""Clinics, teams, patients and invitations: who may do what, and what is kept of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django_scopes import ScopeError, scopes_disabled

from stillwater.audit import queries as log
from stillwater.demo.people import House
from stillwater.kit.keys import digest
from stillwater.notify.models import Delivery
from stillwater.people import queries
from stillwater.people.access import NOBODY, Access, NotYours, access_of
from stillwater.people.actions import accounts, clinics, patients
from stillwater.people.models import Clinic, FirstRun, Invitation, Member, Patient, Person
from stillwater.people.rules import MAY, Act, ClinicKind, Role, may
from tests.cast import AT
from tests.together import at_once

FIRST = {
    "name": "Ada Osei", "email": "Ada@Cedar.example", "password": "lantern orchard pebble",
    "clinic_name": "Cedar House", "time_zone": "America/Denver",
}  # fmt: skip
Enter = Callable[[Access], Access]


def words_of(clinic: Clinic) -> list[str]:
    return [log.told(event).words for event in log.of_clinic(clinic.id)]


# The first run


@pytest.mark.django_db
def test_the_first_run_makes_an_owner_and_a_clinic_with_one_site() -> None:
    clinics.offer_first_run("ab-cd", at=AT)
    person = clinics.begin_installation(" ab-cd ", **FIRST, at=AT)
    access = access_of(person)
    assert person.email == "ada@cedar.example"
    assert person.check_password(FIRST["password"])
    assert access.roles_in(access.places[0].clinic_id) == {Role.OWNER}
    with access.inside():
        assert [site.time_zone for site in access.sites_in(access.places[0].clinic_id)] == ["America/Denver"]
    assert words_of(access.places[0].clinic) == ["Ada Osei created Cedar House"]
    assert not queries.is_fresh()


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "wrong", "AB-CD"])
def test_a_wrong_code_opens_nothing_and_leaves_the_right_one_good(code: str) -> None:
    clinics.offer_first_run("ab-cd", at=AT)
    with pytest.raises(clinics.FirstRunOver):
        clinics.begin_installation(code, **FIRST, at=AT)
    assert queries.is_fresh()
    assert clinics.begin_installation("ab-cd", **FIRST, at=AT)


@pytest.mark.django_db
def test_the_code_works_once() -> None:
    clinics.offer_first_run("ab-cd", at=AT)
    clinics.begin_installation("ab-cd", **FIRST, at=AT)
    with pytest.raises(clinics.FirstRunOver):
        clinics.begin_installation("ab-cd", **{**FIRST, "email": "b@cedar.example"}, at=AT)
    assert not clinics.offer_first_run("ef-gh", at=AT), "no further code is printed"


@pytest.mark.django_db
def test_each_start_of_an_unused_installation_prints_a_new_code() -> None:
    assert clinics.offer_first_run("one", at=AT)
    assert clinics.offer_first_run("two", at=AT)
    with pytest.raises(clinics.FirstRunOver):
        clinics.begin_installation("one", **FIRST, at=AT)
    assert clinics.begin_installation("two", **FIRST, at=AT)


@pytest.mark.usefixtures("lasting")
def test_of_two_people_with_the_code_one_is_first_and_the_other_is_told() -> None:
    clinics.offer_first_run("ab-cd", at=AT)
    found = at_once(
        *(
            lambda n=n: clinics.begin_installation("ab-cd", **{**FIRST, "email": f"{n}@cedar.example"}, at=AT)
            for n in range(4)
        )
    )
    assert sorted(type(each).__name__ for each in found) == ["FirstRunOver"] * 3 + ["NoneType"]
    assert (Person.objects.count(), Clinic.objects.count(), FirstRun.objects.count()) == (1, 1, 1)
    assert log.broken() is None


def test_where_somebody_has_an_account_no_code_makes_a_second_owner(house: House) -> None:
    FirstRun.objects.create(code_digest=digest("left over"), made_at=AT)
    with pytest.raises(clinics.FirstRunOver):
        clinics.begin_installation("left over", **FIRST, at=AT)
    assert FirstRun.objects.get().used_at is None


# The clinic


def test_a_clinics_facts_change_and_the_log_keeps_what_they_were(house: House, as_osei: Access, inside: Enter) -> None:
    inside(as_osei)
    clinics.set_clinic(as_osei, house.clinic.id, after_hours_number="+1 303 555 0199", name="Cedar House", at=AT)
    event = log.of_clinic(house.clinic.id).first()
    assert event is not None
    assert event.details == {
        "before": {"after_hours_number": "+1 303 555 0142"}, "after": {"after_hours_number": "+1 303 555 0199"},
    }  # fmt: skip
    clinics.set_clinic(as_osei, house.clinic.id, name="Cedar House", at=AT)
    assert log.of_clinic(house.clinic.id).first() == event, "nothing changed, nothing noted"


def test_a_room_more(house: House, as_osei: Access, inside: Enter) -> None:
    inside(as_osei)
    clinics.add_room(as_osei, house.site, name="Room 5", position=5, at=AT)
    assert [room.name for room in queries.rooms_for(as_osei, house.clinic.id)][-1] == "Room 5"
    assert words_of(house.clinic)[0] == "Dr. Ada Osei created Room 5"


@pytest.mark.parametrize("who", ["maya", "priya", "sam", "noa", "renner", "ana", "wren"])
def test_only_an_owner_of_this_clinic_changes_it(house: House, inside: Enter, who: str) -> None:
    access = inside(house.access(who))
    tries: list[Callable[[], object]] = [
        lambda: clinics.set_clinic(access, house.clinic.id, name="Mine", at=AT),
        lambda: clinics.add_room(access, house.site, name="Mine", position=9, at=AT),
        lambda: clinics.set_roles(access, house.members["maya"], roles=[Role.OWNER], at=AT),
        lambda: clinics.end_membership(access, house.members["maya"], at=AT),
        lambda: patients.invite_member(
            access, house.clinic.id, email="x@cedar.example", shown_name="X", roles=[Role.NURSE], at=AT
        ),
        lambda: queries.invitations_for(access, house.clinic.id),
    ]
    for attempt in tries:
        with pytest.raises(NotYours):
            attempt()


# The team


def test_roles_change_at_once_and_in_the_log(house: House, as_osei: Access, inside: Enter) -> None:
    inside(as_osei)
    clinics.set_roles(as_osei, house.members["noa"], roles=[Role.THERAPIST, Role.COACH], at=AT)
    assert house.access("noa").may(Act.READ_RECORD, house.clinic.id)
    event = log.of_clinic(house.clinic.id).first()
    assert event is not None
    assert event.details == {"before": ["coach"], "after": ["therapist", "coach"]}
    assert words_of(house.clinic)[0] == "Dr. Ada Osei changed the roles of Noa Berg"


def test_a_member_without_any_role_is_refused(house: House, as_osei: Access, inside: Enter) -> None:
    inside(as_osei)
    with pytest.raises(clinics.NoRole):
        clinics.set_roles(as_osei, house.members["maya"], roles=[], at=AT)
    with pytest.raises(clinics.NoRole):
        patients.invite_member(as_osei, house.clinic.id, email="x@c.example", shown_name="X", roles=[], at=AT)


def test_the_last_owner_stays_an_owner(house: House, as_osei: Access, inside: Enter) -> None:
    inside(as_osei)
    with pytest.raises(clinics.LastOwner):
        clinics.set_roles(as_osei, house.members["osei"], roles=[Role.PRESCRIBER], at=AT)
    with pytest.raises(clinics.LastOwner):
        clinics.end_membership(as_osei, house.members["osei"], at=AT)
    assert house.access("osei").may(Act.MANAGE_TEAM, house.clinic.id)
    clinics.set_roles(as_osei, house.members["maya"], roles=[Role.OWNER, Role.NURSE], at=AT)
    clinics.end_membership(as_osei, house.members["osei"], at=AT)
    assert not house.access("osei").is_staff


@pytest.mark.usefixtures("lasting")
def test_two_owners_who_step_down_at_one_moment_leave_one_owner() -> None:
    from stillwater.demo.people import build_house

    house = build_house(AT)
    with scopes_disabled():
        Member.objects.filter(id=house.members["maya"].id).update(roles=[Role.OWNER])

    def step_down(name: str) -> None:
        access = house.access(name)
        with access.inside():
            clinics.set_roles(access, house.members[name], roles=[Role.NURSE], at=AT)

    found = at_once(lambda: step_down("osei"), lambda: step_down("maya"))
    assert sorted(type(each).__name__ for each in found) == ["LastOwner", "NoneType"]


def test_whoever_has_left_reaches_nothing_and_what_they_did_stays(house: House, as_osei: Access, inside: Enter) -> None:
    inside(as_osei)
    clinics.end_membership(as_osei, house.members["theo"], at=AT)
    access = house.access("theo")
    assert (access.is_staff, access.clinic_ids) == (False, frozenset())
    assert "Theo Park" not in [member.shown_name for member in queries.members_for(as_osei, house.clinic.id)]
    assert words_of(house.clinic)[0] == "Dr. Ada Osei ended the place of Theo Park"
    with pytest.raises(NotYours):  # a page that was open since before
        clinics.set_roles(as_osei, house.members["theo"], roles=[Role.OWNER], at=AT)
    with pytest.raises(NotYours):
        clinics.end_membership(as_osei, house.members["theo"], at=AT + timedelta(days=1))


def test_one_place_a_person_in_a_clinic_and_a_new_one_after_they_left(
    house: House, as_osei: Access, inside: Enter
) -> None:
    inside(as_osei)
    theo = {"clinic": house.clinic, "person": house.persons["theo"], "shown_name": "Theo Park", "joined_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(**theo, roles=["nurse"])
    clinics.end_membership(as_osei, house.members["theo"], at=AT)
    Member.objects.create(**theo, roles=["nurse"])


# Access


def test_nobody_reaches_nothing() -> None:
    assert not any(NOBODY.clinics_where(act) for act in Act)
    assert NOBODY.identity == ""


@pytest.mark.django_db
def test_a_query_outside_a_scope_is_refused_and_an_empty_scope_is_empty(house: House) -> None:
    with pytest.raises(ScopeError):
        Patient.objects.count()
    with NOBODY.inside():
        assert Patient.objects.count() == 0


@pytest.mark.parametrize("act", Act)
def test_every_act_has_its_roles_and_a_member_only_their_own(act: Act) -> None:
    assert MAY[act]
    assert not may(frozenset(), act)
    for role in Role:
        assert may(frozenset({role}), act) == (role in MAY[act])


def test_an_owner_who_is_nothing_else_reads_no_record(house: House, as_osei: Access, inside: Enter) -> None:
    inside(as_osei)
    clinics.set_roles(as_osei, house.members["noa"], roles=[Role.OWNER], at=AT)
    noa = house.access("noa")
    assert not noa.may(Act.READ_RECORD, house.clinic.id)
    assert noa.may(Act.MANAGE_TEAM, house.clinic.id)


def test_jonah_has_two_records_and_each_clinic_sees_its_own(house: House, as_jonah: Access, as_gail: Access) -> None:
    assert {record.clinic_id for record in as_jonah.records} == {house.clinic.id, house.birch.id}
    with as_gail.inside():
        assert {patient.record_number for patient in queries.patients_for(as_gail)} == {"B-7", "B-8"}
        with pytest.raises(NotYours):
            queries.patient_for(as_gail, house.patients["jonah"].id)


def test_wren_has_a_space_of_her_own_that_no_clinic_sees(house: House, as_wren: Access, as_osei: Access) -> None:
    assert [record.clinic.kind for record in as_wren.records] == [ClinicKind.OWN]
    assert not as_wren.is_staff
    with as_osei.inside():
        assert house.wren not in queries.patients_for(as_osei)


def test_a_closed_clinic_opens_nothing_more_to_its_team(house: House) -> None:
    Clinic.objects.filter(id=house.clinic.id).update(closed_at=AT)
    assert not house.access("maya").is_staff
    assert house.access("ana").records, "a patient still reaches their record"


# Signing in is noted


def test_a_members_sign_in_is_noted_with_their_clinic_and_a_patients_with_them(house: House) -> None:
    accounts.signed_in(house.access("maya"), at=AT)
    accounts.signed_in(house.access("ana"), at=AT)
    accounts.signed_in(NOBODY, at=AT)
    assert words_of(house.clinic)[0] == "Maya Lindqvist signed in"
    told = [log.told(event).words for event in log.about_person(house.persons["ana"].id, [])]
    assert told == ["Ana Marlow signed in"]


def test_invitations_are_kept_apart_from_accounts(house: House) -> None:
    assert queries.has_account("ADA@cedar.example")
    assert not queries.has_account("somebody@cedar.example")
    with scopes_disabled():
        assert not Invitation.objects.exists()
    assert not Delivery.objects.exists()
