"""The first run: opened by the code from the console, for one person."""

from typing import Any

import pytest
from django.contrib.auth import get_user
from django.test import Client

from stillwater.people.actions.clinics import offer_first_run
from stillwater.people.models import Clinic, Person
from tests.cast import AT
from tests.together import at_once

CODE = "ab12-cd34-ef56-0789"
FORM = {
    "code": CODE, "name": "Ada Osei", "email": "ada@cedar.example", "password": "lantern orchard pebble",
    "clinic_name": "Cedar House", "time_zone": "America/Denver",
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh() -> None:
    offer_first_run(CODE, at=AT)


def posted(**changed: str) -> Any:
    return Client().post("/first-run/", {**FORM, **changed})


def test_the_front_page_of_an_empty_installation_leads_to_it(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/first-run/"


@pytest.mark.usefixtures("fresh")
def test_whoever_has_the_code_begins_and_is_led_to_the_second_step() -> None:
    browser = Client()
    answer = browser.post("/first-run/", FORM)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    person = Person.objects.get()
    assert get_user(browser) == person  # type: ignore[arg-type]
    first = browser.get("/", follow=True)
    assert [where for where, _ in first.redirect_chain][-1] == "/account/2fa/"
    assert "Set up one of these now" in first.content.decode()
    setting_up = browser.get("/account/2fa/totp/activate/")
    assert setting_up.status_code == 200, "the password was typed a moment ago and is not asked for again"


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("code", "wrong", "This is not the code that the console shows"),
        ("code", "", "required"),
        ("email", "not an address", "valid email"),
        ("password", "short", "at least 12 characters"),
        ("password", "ada@cedar.example", "too similar"),
        ("time_zone", "Mars/Olympus", "Select a valid choice"),
        ("time_zone", "", "required"),
        ("clinic_name", " ", "required"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_the_rest_is_kept(field: str, value: str, said: str) -> None:
    answer = posted(**{field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'id="id_{field}_error"' in page
    assert ("Cedar House" in page) == (field != "clinic_name")
    assert FORM["password"] not in page
    assert not Person.objects.exists()


@pytest.mark.usefixtures("fresh")
def test_the_second_of_two_is_told_that_somebody_was_first() -> None:
    opened = Client()
    opened.get("/first-run/")
    posted()
    late = opened.post("/first-run/", {**FORM, "email": "late@cedar.example"})
    assert late.status_code == 410
    assert "somebody used it before you" in late.content.decode()
    assert Person.objects.count() == 1
    assert opened.get("/first-run/").status_code == 410


@pytest.mark.usefixtures("lasting")
def test_of_two_who_send_it_at_one_moment_one_begins_and_the_other_is_told() -> None:
    offer_first_run(CODE, at=AT)
    answers: list[int] = []
    troubles = at_once(
        *(lambda n=n: answers.append(posted(email=f"person{n}@cedar.example").status_code) for n in range(3))
    )
    assert troubles == [None] * 3
    assert sorted(answers) == [302, 410, 410]
    assert (Person.objects.count(), Clinic.objects.count()) == (1, 1)


def test_without_a_code_from_the_console_no_code_is_right() -> None:
    assert posted().status_code == 422
    assert not Person.objects.exists()


@pytest.mark.usefixtures("house")
def test_where_people_are_it_is_over(client: Client) -> None:
    assert client.get("/first-run/").status_code == 410
    assert client.get("/").status_code == 200
