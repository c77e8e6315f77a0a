"""A clinic on an installation that began without one: opened from the console, by whoever runs the server."""

from datetime import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.audit.models import Event
from stillwater.people.access import access_of
from stillwater.people.actions.clinics import offer_first_run
from stillwater.people.actions.own import begin_for_oneself
from stillwater.people.models import Clinic, Person
from stillwater.people.rules import Act
from tests.cast import AT
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
CODE = "ab12-cd34-ef56-0789"


@pytest.fixture
def wren_alone(clock: datetime, settings: Any) -> Person:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    offer_first_run(CODE, at=AT)
    return begin_for_oneself(
        CODE, name="Wren Calloway", email="wren@home.example", password="lantern orchard pebble", time_zone="America/Denver",
        at=AT,
    )  # fmt: skip


def test_who_began_for_themselves_owns_a_clinic_later_and_keeps_their_space(wren_alone: Person) -> None:
    space = access_of(wren_alone).own_space
    call_command("clinic", "Cedar House", "--owner", "Wren@Home.example")
    access = access_of(Person.objects.get())
    assert access.own_space == space
    assert [place.clinic.name for place in access.places] == ["Cedar House"]
    cedar = access.places[0].clinic
    assert access.may(Act.MANAGE_TEAM, cedar.id)
    assert not access.may(Act.READ_RECORD, cedar.id), "an owner runs the house; reading records takes a clinical role"
    browser = signed_in(wren_alone)
    assert browser.get(reverse("invitation_add")).status_code == 200
    assert browser.get(reverse("today")).status_code == 200
    with scopes_disabled():
        assert cedar.sites.get().time_zone == "America/Denver"


def test_the_log_says_that_the_console_opened_it(wren_alone: Person) -> None:
    call_command("clinic", "Cedar House", "--owner", wren_alone.email, "--zone", "Europe/Madrid")
    with scopes_disabled():
        cedar = Clinic.objects.get(name="Cedar House")
        event = Event.objects.get(scope_id=cedar.id)
        assert (event.verb, event.actor_kind, event.actor_name) == ("created", "system", "Whoever runs this server")
        assert cedar.sites.get().time_zone == "Europe/Madrid"


def test_it_is_opened_once_and_only_for_somebody_who_has_an_account(wren_alone: Person) -> None:
    call_command("clinic", "Cedar House", "--owner", wren_alone.email)
    for arguments, said in (
        (["Cedar House", "--owner", wren_alone.email], "is in a clinic of this name already"),
        (["Birch", "--owner", "ada@cedar.example"], "Nobody signs in here with ada@cedar.example"),
        (["Birch", "--owner", wren_alone.email, "--zone", "Mars/Olympus"], "is not a time zone"),
        ([" ", "--owner", wren_alone.email], "has a name"),
    ):
        with pytest.raises(CommandError, match=said):
            call_command("clinic", *arguments)
    Person.objects.update(closed_at=AT)
    with pytest.raises(CommandError, match="Nobody signs in here"):
        call_command("clinic", "Birch", "--owner", wren_alone.email)
    with scopes_disabled():
        assert Clinic.objects.filter(kind="clinic").count() == 1


def test_the_new_owner_is_led_to_a_second_step(wren_alone: Person) -> None:
    call_command("clinic", "Cedar House", "--owner", wren_alone.email)
    browser = signed_in(wren_alone, second_step=False)
    assert browser.get("/", follow=True).redirect_chain[-1][0] == reverse("mfa_index")
