"""Shared tablets: enrolled once, retired at once; PINs that open a tablet and nothing else (S13)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django_scopes import scopes_disabled

from stillwater.audit import queries as log
from stillwater.demo.people import House
from stillwater.people import queries
from stillwater.people.access import Access, NotYours
from stillwater.people.actions import tablets
from stillwater.people.actions.clinics import end_membership
from stillwater.people.actions.tablets import OfferOver, WeakPin
from stillwater.people.models import Pin, Tablet
from stillwater.people.rules import MAY, ON_TABLET, Act, Role, is_guessable, wait_after
from tests.cast import AT
from tests.together import at_once

Enter = Callable[[Access], Access]
MAYAS, THEOS, WRONG = "274159", "806392", "594027"


@pytest.fixture(autouse=True)
def cheap(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def tablet(house: House, as_osei: Access) -> Tablet:
    """Room 2's tablet, enrolled."""
    with as_osei.inside():
        made = tablets.offer(as_osei, house.site, name="Room 2", at=AT)
    found = queries.tablet_by_secret(tablets.enrol(made.tablet, at=AT))
    assert found
    return found


@pytest.fixture
def pins(house: House) -> None:
    for who, pin in (("maya", MAYAS), ("theo", THEOS)):
        access = house.access(who)
        with access.inside():
            tablets.set_pin(access, house.clinic.id, pin=pin, at=AT)


def try_pin(tablet: Tablet, house: House, who: str, pin: str, seconds: float = 0) -> tablets.Tried:
    with Access(tablet=tablet).inside():
        return tablets.take_over(tablet, house.members[who].id, pin, at=AT + timedelta(seconds=seconds))


def kept(house: House, who: str) -> Pin:
    with scopes_disabled():
        return Pin.objects.get(member=house.members[who])


# Enrolling


def test_s13_a_code_makes_one_device_the_tablet_and_then_nothing_more(
    house: House, as_osei: Access, inside: Enter
) -> None:
    made = tablets.offer(inside(as_osei), house.site, name="Room 2", at=AT)
    found = queries.tablet_by_code(made.code.lower(), AT)  # typed by hand, with its dashes
    assert found == made.tablet
    secret = tablets.enrol(found, at=AT)
    assert queries.tablet_by_secret(secret) == made.tablet
    assert queries.tablet_by_code(made.code, AT) is None
    with pytest.raises(OfferOver):
        tablets.enrol(found, at=AT)
    assert secret not in str(vars(Tablet.objects.get(id=made.tablet.id)))


def test_s13_a_code_that_nobody_opened_within_the_hour_is_over(house: House, as_osei: Access, inside: Enter) -> None:
    made = tablets.offer(inside(as_osei), house.site, name="Room 2", at=AT)
    late = AT + timedelta(minutes=61)
    assert queries.tablet_by_code(made.code, late) is None
    with pytest.raises(OfferOver):
        tablets.enrol(made.tablet, at=late)


@pytest.mark.parametrize("who", ["maya", "priya", "sam", "renner"])
def test_s13_only_an_owner_of_the_clinic_offers_and_retires(house: House, tablet: Tablet, who: str) -> None:
    access = house.access(who)
    with access.inside():
        with pytest.raises(NotYours):
            tablets.offer(access, house.site, name="Mine", at=AT)
        with pytest.raises(NotYours):
            tablets.retire(access, tablet, at=AT)


def test_s13_a_retired_tablet_is_a_stranger_at_once(house: House, as_osei: Access, inside: Enter) -> None:
    inside(as_osei)
    secret = tablets.enrol(tablets.offer(as_osei, house.site, name="Room 2", at=AT).tablet, at=AT)
    found = queries.tablet_by_secret(secret)
    assert found
    tablets.retire(as_osei, found, at=AT)
    assert queries.tablet_by_secret(secret) is None
    assert log.told(log.of_clinic(house.clinic.id)[0]).words == "Dr. Ada Osei retired the tablet Room 2"


# PINs


@pytest.mark.parametrize(
    "pin", ["000000", "123456", "654321", "890123", "135791", "121212", "123123", "112211", "411141", "140387", "031487",
            "870314", "198703", "031987", "221122"],
)  # fmt: skip
def test_s13_what_somebody_would_try_first_is_no_pin(house: House, as_maya: Access, inside: Enter, pin: str) -> None:
    assert is_guessable(pin)
    with pytest.raises(WeakPin):
        tablets.set_pin(inside(as_maya), house.clinic.id, pin=pin, at=AT)


@pytest.mark.parametrize("pin", ["27415", "2741590", "27415a", "", "٢٧٤١٥٩"])
def test_s13_a_pin_is_six_digits(house: House, as_maya: Access, inside: Enter, pin: str) -> None:
    with pytest.raises(WeakPin):
        tablets.set_pin(inside(as_maya), house.clinic.id, pin=pin, at=AT)


def test_s13_most_pins_may_be_chosen() -> None:
    assert not is_guessable(MAYAS)
    free = sum(not is_guessable(f"{n * 7919 % 1_000_000:06}") for n in range(5000))
    assert free > 4000


@pytest.mark.parametrize("who", ["sam", "noa", "gail"])
def test_s13_whoever_does_not_record_here_keeps_no_pin_here(house: House, who: str) -> None:
    access = house.access(who)
    with access.inside(), pytest.raises(NotYours):
        tablets.set_pin(access, house.clinic.id, pin=MAYAS, at=AT)


def test_s13_a_stolen_table_does_not_say_what_the_pins_are(house: House, pins: None) -> None:
    from django.contrib.auth.hashers import check_password

    assert not check_password(MAYAS, kept(house, "maya").hashed)  # the installation's secret is part of it


def test_s13_maya_takes_over_and_the_log_says_so(house: House, tablet: Tablet, pins: None) -> None:
    tried = try_pin(tablet, house, "maya", MAYAS)
    assert tried.member == house.members["maya"]
    assert log.told(log.of_clinic(house.clinic.id)[0]).words == "Maya Lindqvist took over the tablet Room 2"


def test_s13_mayas_pin_does_not_make_anybody_theo(house: House, tablet: Tablet, pins: None) -> None:
    assert try_pin(tablet, house, "theo", MAYAS).member is None


def test_s13_a_pin_of_one_clinic_opens_no_tablet_of_another(house: House, pins: None) -> None:
    renner = house.access("renner")
    with renner.inside():
        other = tablets.offer(renner, house.birch_site, name="Hall", at=AT).tablet
    with pytest.raises(NotYours):
        try_pin(other, house, "maya", MAYAS)


def test_s13_the_pin_ends_with_the_place_in_the_team(house: House, tablet: Tablet, pins: None, as_osei: Access) -> None:
    with as_osei.inside():
        end_membership(as_osei, house.members["maya"], at=AT)
    with Access(tablet=tablet).inside():
        assert [pin.member.shown_name for pin in queries.hands_of(Access(tablet=tablet))] == ["Theo Park"]
    with pytest.raises(NotYours):
        try_pin(tablet, house, "maya", MAYAS)


# Wrong PINs


def test_s13_after_five_wrong_pins_even_the_right_one_waits(house: House, tablet: Tablet, pins: None) -> None:
    left = [try_pin(tablet, house, "maya", WRONG).left for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    refused = try_pin(tablet, house, "maya", MAYAS, seconds=29)
    assert refused.member is None
    assert refused.wait_until == AT + timedelta(seconds=30)
    assert try_pin(tablet, house, "maya", MAYAS, seconds=30).member == house.members["maya"]
    assert kept(house, "maya").wrong_pins == 0


def test_s13_the_wait_grows() -> None:
    waits = [wait_after(wrong).total_seconds() for wrong in range(4, 12)]
    assert waits == [0, 30, 60, 120, 240, 480, 480, 480]


def test_s13_after_ten_the_pin_is_locked_until_both_factors_are_shown(house: House, tablet: Tablet, pins: None) -> None:
    seconds = 0.0
    for wrong in range(1, 11):
        tried = try_pin(tablet, house, "maya", WRONG, seconds)
        seconds += wait_after(wrong).total_seconds()
    assert tried.locked
    assert try_pin(tablet, house, "maya", MAYAS, seconds + 7 * 24 * 3600).locked
    tablets.open_pins(house.persons["maya"], house.access("maya").clinic_ids)
    assert try_pin(tablet, house, "maya", MAYAS, seconds + 7 * 24 * 3600).member == house.members["maya"]


def test_s13_a_tablet_counts_too_whoever_is_tried(house: House, tablet: Tablet, pins: None) -> None:
    for who in ("maya", "theo", "maya", "theo", "maya"):
        try_pin(tablet, house, who, WRONG)
    assert try_pin(tablet, house, "theo", THEOS).wait_until == AT + timedelta(seconds=30)


def test_s13_each_wrong_pin_is_in_the_log(house: House, tablet: Tablet, pins: None) -> None:
    try_pin(tablet, house, "maya", WRONG)
    said = log.told(log.of_clinic(house.clinic.id)[0]).words
    assert said == "The tablet Room 2 was given a wrong PIN for the PIN of Maya Lindqvist"
    assert WRONG not in str(log.of_clinic(house.clinic.id)[0].details)


def test_s13_many_tries_at_one_moment_are_many_tries(lasting: None, house: House, tablet: Tablet, pins: None) -> None:
    guesses = ("594027", "594028", "594029", "594020", "594021", "594022", "594023", MAYAS)
    found = at_once(*(lambda pin=pin: _raise_if_taken(tablet, house, pin) for pin in guesses[:7]))
    assert found == [None] * 7
    assert kept(house, "maya").wrong_pins == 5  # the sixth and seventh were not looked at
    assert try_pin(tablet, house, "maya", MAYAS).member is None


def _raise_if_taken(tablet: Tablet, house: House, pin: str) -> None:
    if try_pin(tablet, house, "maya", pin).member:
        raise AssertionError(pin)


# What may be done on a tablet


def test_s13_on_a_tablet_a_prescriber_records_and_orders_nothing(house: House, tablet: Tablet, as_osei: Access) -> None:
    here = as_osei.on(tablet)
    may = {act for act in Act if here.may(act, house.clinic.id)}
    assert may == ON_TABLET
    for shut in (Act.ORDER, Act.MANAGE_TEAM, Act.SET_CLINIC, Act.READ_AUDIT, Act.HOLD_TABLET, Act.ISSUE_PASS):
        assert shut not in may
    assert all(Role.PRESCRIBER in MAY[act] for act in may)


def test_s13_a_tablet_opens_only_its_own_clinic_and_nobodys_own_record(house: House, tablet: Tablet) -> None:
    jonah = house.access("jonah").on(tablet)
    assert (jonah.records, jonah.places, jonah.clinic_ids) == ((), (), {house.clinic.id})
    renner = house.access("renner").on(tablet)
    assert not renner.is_staff
