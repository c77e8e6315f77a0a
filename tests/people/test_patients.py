"""Patients of a clinic, and the invitations by which patients and colleagues come in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django_scopes import scope, scopes_disabled

from stillwater.audit import queries as log
from stillwater.demo.people import House, build_house
from stillwater.notify.models import Delivery
from stillwater.people import queries
from stillwater.people.access import Access, NotYours, access_of
from stillwater.people.actions import clinics, patients
from stillwater.people.actions.patients import AlreadyHere, AnotherAddress, InvitationOver, Sent
from stillwater.people.models import Invitation, Member, Patient
from stillwater.people.rules import Act, Role
from tests.cast import AT
from tests.together import at_once

Enter = Callable[[Access], Access]
NEW = {"name": "Hana Ito", "password": "lantern orchard pebble", "time_zone": "America/Denver"}


@pytest.fixture
def lena(house: House, as_sam: Access, inside: Enter) -> Patient:
    """A patient whom the front desk has just added: no account yet."""
    inside(as_sam)
    return patients.add_patient(as_sam, house.clinic.id, name="Lena Moss", record_number="CH-3001", at=AT)


def invited(house: House, email: str = "Hana@Cedar.example", **known: object) -> Sent:
    access = house.access("osei")
    with access.inside():
        return patients.invite_member(
            access,
            house.clinic.id,
            **{"email": email, "shown_name": "Hana Ito", "roles": [Role.NURSE], "at": AT, **known},
        )


def again(sent: Sent) -> Invitation:
    found = queries.invitation_by_secret(sent.link.rstrip("/").rsplit("/", 1)[-1])
    assert found is not None
    return found


# Patients


def test_a_new_patient_belongs_to_the_clinic_and_nothing_is_assumed_of_them(lena: Patient, house: House) -> None:
    assert (lena.clinic_id, lena.person_id, lena.allergies, lena.born_date) == (house.clinic.id, None, "", None)
    event = log.of_clinic(house.clinic.id).first()
    assert event is not None
    assert (log.told(event).words, event.patient_id) == ("Sam Whitlow created the record of Lena Moss", lena.id)


def test_a_record_number_is_given_once_in_a_clinic(
    house: House, lena: Patient, as_sam: Access, as_gail: Access
) -> None:
    with pytest.raises(patients.NumberTaken):
        patients.add_patient(as_sam, house.clinic.id, name="Another", record_number="CH-3001", at=AT)
    with pytest.raises(patients.NumberTaken):
        patients.set_patient(as_sam, lena, record_number="CH-2041", at=AT)
    with as_gail.inside():
        assert patients.add_patient(as_gail, house.birch.id, name="Another", record_number="CH-3001", at=AT)


def test_what_a_record_said_before_is_kept(house: House, lena: Patient, as_sam: Access) -> None:
    patients.set_patient(as_sam, lena, called="Len", email="Lena@Home.example", at=AT)
    event = log.of_clinic(house.clinic.id).first()
    assert event is not None
    assert event.details["before"] == {"called": "", "email": ""}
    assert event.details["after"] == {"called": "Len", "email": "lena@home.example"}
    assert (lena.first_name, lena.email) == ("Len", "lena@home.example")


@pytest.mark.parametrize("who", ["priya", "noa", "gail", "ana", "wren"])
def test_only_who_may_adds_and_changes_patients(house: House, inside: Enter, lena: Patient, who: str) -> None:
    access = inside(house.access(who))
    with pytest.raises(NotYours):
        patients.add_patient(access, house.clinic.id, name="X", record_number="X", at=AT)
    with pytest.raises(NotYours):
        patients.set_patient(access, lena, name="X", at=AT)
    with pytest.raises(NotYours):
        patients.invite_patient(access, lena, email="x@home.example", at=AT)


# Invitations to the team


def test_an_invitation_is_sent_by_letter_and_its_secret_is_kept_nowhere_else(house: House) -> None:
    sent = invited(house)
    secret = sent.link.rstrip("/").rsplit("/", 1)[-1]
    assert secret not in sent.invitation.secret_digest
    letter = Delivery.objects.get()
    assert (letter.to_address, letter.due_at) == ("Hana@Cedar.example", AT)
    assert sent.link in letter.text
    assert not [event for event in log.of_clinic(house.clinic.id) if secret in str(event.facts())]


def test_s22_the_letter_does_not_say_what_the_clinic_treats(house: House) -> None:
    invited(house)
    letter = Delivery.objects.get()
    for word in ("Cedar", "ketamine", "clinic", "patient", "session"):
        assert word.lower() not in f"{letter.subject} {letter.text.split('http')[0]}".lower()


def test_whoever_accepts_is_on_the_team_with_those_roles_alone(house: House) -> None:
    person = patients.accept_as_new(again(invited(house)), **NEW, at=AT)
    access = access_of(person)
    assert person.email == "hana@cedar.example"
    assert access.roles_in(house.clinic.id) == {Role.NURSE}
    assert access.clinic_ids == {house.clinic.id}
    event = log.of_clinic(house.clinic.id).first()
    assert event is not None
    assert (log.told(event).words, event.person_id) == ("Hana Ito accepted an invitation", person.id)


@pytest.mark.parametrize("how", ["used", "taken back", "too old"])
def test_an_invitation_that_is_over_opens_nothing(house: House, how: str, as_osei: Access) -> None:
    sent, at = invited(house), AT
    if how == "used":
        patients.accept_as_new(again(sent), **NEW, at=AT)
    elif how == "taken back":
        with as_osei.inside():
            patients.revoke_invitation(as_osei, sent.invitation, at=AT)
    else:
        at = sent.invitation.expires_at
    with pytest.raises(InvitationOver):
        patients.accept_as_new(again(sent), **NEW, at=at)
    with pytest.raises(InvitationOver):
        patients.accept_as_new(sent.invitation, **NEW, at=at)  # by a page that was open since before


def test_an_invitation_that_was_accepted_cannot_be_taken_back(house: House, as_osei: Access) -> None:
    sent = invited(house)
    patients.accept_as_new(again(sent), **NEW, at=AT)
    with as_osei.inside(), pytest.raises(InvitationOver):
        patients.revoke_invitation(as_osei, sent.invitation, at=AT)


def test_inviting_again_takes_the_older_link_back(house: House, as_osei: Access) -> None:
    older, newer = invited(house), invited(house)
    with pytest.raises(InvitationOver):
        patients.accept_as_new(again(older), **NEW, at=AT)
    with as_osei.inside():
        assert [each.id for each in queries.invitations_for(as_osei, house.clinic.id)] == [newer.invitation.id]
    assert patients.accept_as_new(again(newer), **NEW, at=AT)


def test_somebody_on_the_team_is_not_invited_again(house: House) -> None:
    with pytest.raises(AlreadyHere):
        invited(house, email="MAYA@cedar.example")


def test_whoever_left_may_come_back(house: House, as_osei: Access) -> None:
    with as_osei.inside():
        clinics.end_membership(as_osei, house.members["maya"], at=AT)
    sent = invited(house, email="maya@cedar.example")
    patients.accept_as(again(sent), house.persons["maya"], at=AT)
    assert house.access("maya").may(Act.SEE_BOARD, house.clinic.id)


def test_somebody_with_an_account_accepts_with_it_and_works_in_two_clinics(house: House) -> None:
    sent = invited(house, email="gail@birch.example")
    with pytest.raises(patients.AddressInUse):
        patients.accept_as_new(again(sent), **NEW, at=AT)
    patients.accept_as(again(sent), house.persons["gail"], at=AT)
    assert house.access("gail").clinics_where(Act.SEE_BOARD) == {house.clinic.id, house.birch.id}


def test_a_nurse_who_opens_a_patients_link_does_not_become_that_patient(house: House, lena: Patient) -> None:
    sent = patients.invite_patient(house.access("sam"), lena, email="lena@home.example", at=AT)
    with pytest.raises(AnotherAddress):
        patients.accept_as(again(sent), house.persons["maya"], at=AT)
    assert not house.access("maya").records
    assert again(sent).accepted_at is None


# Invitations to patients


def test_a_patient_accepts_and_finds_their_record(house: House, lena: Patient, as_sam: Access) -> None:
    sent = patients.invite_patient(as_sam, lena, email="lena@home.example", at=AT)
    person = patients.accept_as_new(again(sent), **NEW, at=AT)
    access = access_of(person)
    assert access.patient_ids == {lena.id}
    assert not access.is_staff
    with scope(clinic=[house.clinic.id]), pytest.raises(AlreadyHere):
        patients.invite_patient(as_sam, Patient.objects.get(id=lena.id), email="lena@home.example", at=AT)


def test_a_patient_of_another_clinic_keeps_one_account(house: House, lena: Patient, as_sam: Access) -> None:
    kit = house.persons["kit"]
    sent = patients.invite_patient(as_sam, lena, email=kit.email, at=AT)
    patients.accept_as(again(sent), kit, at=AT)
    assert access_of(kit).clinic_ids == {house.clinic.id, house.birch.id}


def test_one_person_cannot_take_two_records_of_one_clinic(house: House, lena: Patient, as_sam: Access) -> None:
    sent = patients.invite_patient(as_sam, lena, email=house.persons["ana"].email, at=AT)
    with pytest.raises(AlreadyHere):
        patients.accept_as(again(sent), house.persons["ana"], at=AT)
    assert again(sent).accepted_at is None, "nothing of it was kept"
    with scopes_disabled():
        assert Patient.objects.get(id=lena.id).person_id is None


def test_an_owner_who_is_nothing_else_takes_back_no_patients_invitation(
    house: House, lena: Patient, as_sam: Access
) -> None:
    sent = patients.invite_patient(as_sam, lena, email="lena@home.example", at=AT)
    with scopes_disabled():
        Member.objects.filter(id=house.members["noa"].id).update(roles=[Role.OWNER])
    with pytest.raises(NotYours):
        patients.revoke_invitation(house.access("noa"), sent.invitation, at=AT)
    patients.revoke_invitation(as_sam, sent.invitation, at=AT)


@pytest.mark.usefixtures("lasting")
def test_two_windows_that_accept_at_one_moment_open_one_account() -> None:
    house = build_house(AT - timedelta(days=1))
    sent = invited(house)
    found = at_once(*[lambda: patients.accept_as_new(again(sent), **NEW, at=AT)] * 3)
    assert [each for each in found if each is None] == [None]
    assert all(isinstance(each, InvitationOver | patients.AddressInUse) for each in found if each)
    with scopes_disabled():
        assert Member.objects.filter(shown_name="Hana Ito").count() == 1
