"""Accounts: signing in with two steps, invitations, signing out, time limits, the demonstration's door."""

import json
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import get_user
from django.test import Client

from stillwater.demo.people import House
from stillwater.kit.clock import now
from stillwater.kit.ids import new_id
from stillwater.notify.models import Delivery
from stillwater.people.actions import clinics, passes, patients
from stillwater.people.models import Person, SupportPass
from stillwater.people.queries import invitation_by_secret
from stillwater.people.rules import Role
from tests.signing_in import set_up_app, signed_in, with_pass

PASSWORD = "lantern orchard pebble"
Browser = Callable[..., Client]


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def with_password(person: Person) -> Person:
    if not person.check_password(PASSWORD):
        person.set_password(PASSWORD)
        person.save()
    return person


def types_password(person: Person, client: Client | None = None) -> Client:
    """A browser in which somebody has typed their address and password, and no more."""
    browser = client or Client()
    answer = browser.post("/account/login/", {"login": with_password(person).email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    return browser


def where(answer: Any) -> str:
    return str(answer.headers.get("Location", answer.status_code))


# Two steps


def staff_pages(house: House) -> list[str]:
    member = house.members["theo"].id
    return [
        "/board",
        "/patients",
        "/team",
        f"/team/{member}",
        "/clinic",
        "/who-looked",
        "/protocols",
        "/choose-clinic/",
    ]


def test_a_password_alone_opens_no_page_of_a_clinic(house: House) -> None:
    """Field note: a second factor that an upgrade silently skipped. Whoever has one set up must give it."""
    set_up_app(house.persons["osei"])
    browser = types_password(house.persons["osei"])
    assert get_user(browser).is_anonymous  # type: ignore[arg-type]
    for page in staff_pages(house):
        assert where(browser.get(page)).startswith("/account/login/?next="), page
        assert where(browser.post(page)).startswith("/account/login/?next="), page
    assert browser.get(f"/sessions/{new_id()}/state").status_code == 401


def test_with_the_code_of_the_app_every_page_opens(house: House) -> None:
    _, secret = set_up_app(house.persons["osei"])
    browser = types_password(house.persons["osei"])
    assert where(browser.post("/account/2fa/authenticate/", {"code": "000000"})) == "200"
    assert where(browser.post("/account/2fa/authenticate/", {"code": code_for(secret)})) == "/"
    for page in ("/team", "/clinic", "/who-looked"):
        assert browser.get(page).status_code == 200, page


def test_a_code_works_once(house: House) -> None:
    _, secret = set_up_app(house.persons["osei"])
    with time_machine.travel(now(), tick=False):
        for expected in ("/", "200"):
            browser = types_password(house.persons["osei"])
            assert where(browser.post("/account/2fa/authenticate/", {"code": code_for(secret)})) == expected


def test_whoever_has_no_second_step_is_led_to_set_one_up(house: House) -> None:
    browser = types_password(house.persons["maya"])
    for page in staff_pages(house):
        assert where(browser.get(page)) == "/account/2fa/", page
        assert where(browser.post(page)) == "/account/2fa/", page
    refused = browser.get(f"/sessions/{new_id()}/state")
    assert (refused.status_code, refused.json()["why"][:7]) == (401, "Sign in")
    for page in ("/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/", "/account/logout/"):
        assert browser.get(page).status_code == 200, page


def test_setting_up_the_app_opens_the_pages(lasting: None, house: House) -> None:
    browser = types_password(house.persons["maya"])
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret
    assert browser.post("/account/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    done = browser.post("/account/2fa/totp/activate/", {"code": code_for(secret[1])})
    assert where(done) == "/account/2fa/recovery-codes/"
    codes = re.findall(r"<li>(\d{8})</li>", browser.get("/account/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    assert browser.get("/team").status_code == 200
    other = types_password(house.persons["maya"])
    assert where(other.post("/account/2fa/authenticate/", {"code": codes[0]})) == "/"
    third = types_password(house.persons["maya"])
    assert where(third.post("/account/2fa/authenticate/", {"code": codes[0]})) == "200", "a recovery code works once"


def test_a_sign_in_by_password_from_before_the_second_step_ends(house: House) -> None:
    """Somebody who knew the password came first; the second step that its owner then sets up must shut them out."""
    early = types_password(house.persons["maya"])
    set_up_app(house.persons["maya"])
    assert where(early.get("/account/2fa/recovery-codes/generate/")).startswith("/account/login/")
    assert get_user(early).is_anonymous  # type: ignore[arg-type]
    assert where(early.get("/board")).startswith("/account/login/")


def test_recovery_codes_alone_are_no_second_step(house: House) -> None:
    Authenticator.objects.create(user=house.persons["maya"], type=Authenticator.Type.RECOVERY_CODES, data={})
    browser = signed_in(house.persons["maya"], second_step=False)
    assert where(browser.get("/team")) == "/account/2fa/"


def test_whoever_takes_their_second_step_away_is_led_to_a_new_one(browser_of: Browser, house: House) -> None:
    browser = browser_of("maya")
    assert browser.get("/team").status_code == 200
    Authenticator.objects.filter(user=house.persons["maya"]).delete()
    assert where(browser.get("/team")) == "/account/2fa/"


def test_a_patient_may_sign_in_with_a_password(house: House) -> None:
    browser = types_password(house.persons["ana"])
    assert get_user(browser) == house.persons["ana"]  # type: ignore[arg-type]
    assert where(browser.get("/")) == "/today"


def test_a_patient_who_has_set_up_a_second_step_must_give_it(house: House) -> None:
    set_up_app(house.persons["ana"])
    assert get_user(types_password(house.persons["ana"])).is_anonymous  # type: ignore[arg-type]


def test_what_codes_are_made_from_is_sealed_in_the_database(house: House) -> None:
    row, secret = set_up_app(house.persons["maya"])
    assert secret not in json.dumps(Authenticator.objects.get(pk=row.pk).data)


def test_with_other_keys_no_code_is_right_and_nothing_breaks(house: House, settings: Any) -> None:
    from stillwater.kit.keys import new_master

    _, secret = set_up_app(house.persons["maya"])
    settings.STILLWATER_KEYS = new_master()
    browser = types_password(house.persons["maya"])
    assert where(browser.post("/account/2fa/authenticate/", {"code": code_for(secret)})) == "200"


# Signing in


def test_a_wrong_password_is_said_without_saying_whether_there_is_an_account(house: House) -> None:
    with_password(house.persons["ana"])
    answers = [
        Client().post("/account/login/", {"login": email, "password": "wrong wrong wrong"}).content.decode()
        for email in (house.persons["ana"].email, "nobody@home.example")
    ]
    for page in answers:
        assert "do not belong together" in page


def test_tries_are_limited(house: House) -> None:
    email = with_password(house.persons["ana"]).email
    pages = [
        Client().post("/account/login/", {"login": email, "password": "wrong"}).content.decode() for _ in range(11)
    ]
    assert "do not belong together" in pages[0]
    assert "too many tries" in pages[10].lower()
    refused = Client().post("/account/login/", {"login": email, "password": PASSWORD})
    assert refused.status_code != 302, "even with the right password, for a while"


def test_a_closed_account_opens_nothing(house: House) -> None:
    browser = signed_in(house.persons["ana"])
    Person.objects.filter(id=house.persons["ana"].id).update(closed_at=now())
    assert where(browser.get("/account/")).startswith("/account/login/")
    house.persons["ana"].refresh_from_db()
    refused = Client().post(
        "/account/login/", {"login": with_password(house.persons["ana"]).email, "password": PASSWORD}
    )
    assert where(refused) == "/account/inactive/"


@pytest.mark.parametrize("page", ["signup/", "email/", "confirm-email/", "password/set/", "login/code/confirm/"])
def test_nobody_opens_an_account_or_another_address_by_themselves(page: str, browser_of: Browser) -> None:
    for browser in (Client(), browser_of("ana")):
        for answer in (browser.get(f"/account/{page}"), browser.post(f"/account/{page}", {"email": "x@x.example"})):
            assert answer.status_code == 404


def test_after_signing_in_the_page_that_was_asked_for_opens(house: House) -> None:
    email = with_password(house.persons["ana"]).email
    answer = Client().post("/account/login/?next=/account/sessions/", {"login": email, "password": PASSWORD})
    assert where(answer) == "/account/sessions/"
    elsewhere = Client().post("/account/login/?next=https://evil.example/", {"login": email, "password": PASSWORD})
    assert where(elsewhere) == "/"


def test_a_forgotten_password_is_chosen_anew_by_a_letter(house: House) -> None:
    email = with_password(house.persons["ana"]).email
    for address in (email, "nobody@home.example"):
        assert where(Client().post("/account/password/reset/", {"email": address})) == "/account/password/reset/done/"
    letter = Delivery.objects.get()
    assert (letter.to_address, letter.subject) == (email, "A new password")
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", letter.text)
    assert link
    browser = Client()
    form = browser.get(link[1], follow=True)
    new = {"password1": "umbrella violin quarry", "password2": "umbrella violin quarry"}
    assert where(browser.post(form.redirect_chain[-1][0], new)) == "/account/password/reset/key/done/"
    assert "no longer works" in Client().get(link[1], follow=True).content.decode()
    assert Client().post("/account/login/", {"login": email, "password": PASSWORD}).status_code == 200
    assert Client().post("/account/login/", {"login": email, "password": new["password1"]}).status_code == 302


def test_s22_letters_about_an_account_say_nothing_of_what_it_is_for(house: House) -> None:
    Client().post("/account/password/reset/", {"email": house.persons["ana"].email})
    letter = Delivery.objects.get()
    for word in ("ketamine", "clinic", "Cedar", "patient", "session", "Ana"):
        assert word.lower() not in f"{letter.subject} {letter.text.split('http')[0]}".lower()


def test_a_password_that_was_changed_is_told_by_letter(house: House) -> None:
    browser = types_password(house.persons["ana"])
    new = {"oldpassword": PASSWORD, "password1": "umbrella violin quarry", "password2": "umbrella violin quarry"}
    assert browser.post("/account/password/change/", new).status_code == 302
    assert "was changed" in Delivery.objects.get().text


def test_somebody_sees_where_they_are_signed_in_and_ends_the_others(house: House) -> None:
    here, there = types_password(house.persons["ana"]), types_password(house.persons["ana"])
    assert "Another device" in here.get("/account/sessions/").content.decode()
    here.post("/account/sessions/")
    assert get_user(there).is_anonymous  # type: ignore[arg-type]
    assert get_user(here) == house.persons["ana"]  # type: ignore[arg-type]


# Time limits


@pytest.mark.parametrize(("minutes", "still"), [(14, True), (16, False)])
def test_a_member_who_leaves_the_screen_alone_is_signed_out(browser_of: Browser, minutes: int, still: bool) -> None:
    begin = now()
    with time_machine.travel(begin, tick=False) as clock:
        browser = browser_of("maya")
        browser.get("/team")
        clock.move_to(begin + timedelta(minutes=minutes))
        assert (browser.get("/team").status_code == 200) == still


def test_a_member_who_goes_on_working_stays_until_the_longest_time(browser_of: Browser) -> None:
    begin = now()
    with time_machine.travel(begin, tick=False) as clock:
        browser = browser_of("maya")
        for quarter in range(49):
            clock.move_to(begin + timedelta(minutes=10 * quarter))
            assert browser.get("/team").status_code == 200
        for ten in range(49, 73):
            clock.move_to(begin + timedelta(minutes=10 * ten))
            browser.get("/team")
        clock.move_to(begin + timedelta(hours=12, minutes=1))
        assert where(browser.get("/team")).startswith("/account/login/")


def test_a_patient_stays_signed_in_for_a_month_and_not_for_ever(browser_of: Browser) -> None:
    begin = now()
    with time_machine.travel(begin, tick=False) as clock:
        browser = browser_of("ana")
        browser.get("/account/")
        clock.move_to(begin + timedelta(days=20))
        assert browser.get("/account/").status_code == 200
        clock.move_to(begin + timedelta(days=30, minutes=1))
        assert where(browser.get("/account/")).startswith("/account/login/")


@pytest.fixture
def dan(house: House) -> SupportPass:
    access = house.access("ana")
    facts = {"name": "Dan Marlow", "tasks": ["sits"], "expires_at": now() + timedelta(hours=20), "session_id": new_id()}
    with access.inside():
        return passes.issue(access, house.patients["ana"], **facts, at=now()).support_pass


def test_a_pass_leads_to_the_sitters_screen_and_ends_with_its_time(dan: SupportPass) -> None:
    browser = with_pass(dan)
    sitting = f"/sitting/{dan.session_id}"
    assert where(browser.get("/")) == sitting
    with time_machine.travel(now() + timedelta(hours=21), tick=False):
        assert where(browser.get(sitting)) == "/pass-over"
        assert browser.get("/").status_code == 200


def test_a_sitter_who_is_done_leaves_nothing_in_the_browser(dan: SupportPass) -> None:
    browser = with_pass(dan)
    assert where(browser.post("/leave-pass/")) == "/"
    assert "pass" not in browser.session
    assert browser.get("/").status_code == 200


# Signing out


def test_signing_out_clears_the_device_only_when_it_says_that_nothing_waits(browser_of: Browser) -> None:
    quiet = browser_of("ana").post("/account/logout/", {"outbox": "empty"})
    assert quiet.headers["Clear-Site-Data"] == '"cache", "storage"'
    for said in ({}, {"outbox": ""}, {"outbox": "2"}):
        browser = browser_of("ana")
        assert "Clear-Site-Data" not in browser.post("/account/logout/", said).headers
        assert get_user(browser).is_anonymous  # type: ignore[arg-type]
    assert "Clear-Site-Data" not in browser_of("ana").get("/account/logout/?outbox=empty").headers


def test_nobody_is_signed_out_by_a_link(browser_of: Browser) -> None:
    browser = browser_of("ana")
    browser.get("/account/logout/")
    assert not get_user(browser).is_anonymous  # type: ignore[arg-type]


# Invitations


def invited(house: House, email: str = "hana@cedar.example") -> str:
    access = house.access("osei")
    with access.inside():
        link = patients.invite_member(
            access, house.clinic.id, email=email, shown_name="Hana Ito", roles=[Role.NURSE], at=now()
        ).link
    return "/invitation/" + link.split("/invitation/")[1]


NEW = {"name": "Hana Ito", "password": PASSWORD, "time_zone": "America/Denver"}


def test_somebody_new_opens_an_account_and_sets_up_the_second_step(house: House) -> None:
    link, browser = invited(house), Client()
    page = browser.get(link).content.decode()
    assert "Dr. Ada Osei invites you to the team of Cedar House" in page
    assert "data-zone" in page
    assert where(browser.post(link, NEW)) == "/"
    assert browser.get("/", follow=True).redirect_chain[-1][0] == "/account/2fa/"
    assert Person.objects.get(email="hana@cedar.example").time_zone == "America/Denver"
    assert where(browser.get(link)) == "/", "its own owner is led on"
    assert "has been used" in Client().get(link).content.decode()


def test_a_patient_opens_an_account_and_comes_to_today(house: House) -> None:
    access = house.access("sam")
    with access.inside():
        lena = patients.add_patient(access, house.clinic.id, name="Lena Moss", record_number="CH-3001", at=now())
        sent = patients.invite_patient(access, lena, email="lena@home.example", at=now())
    link, browser = "/invitation/" + sent.link.split("/invitation/")[1], Client()
    assert "keep a journal that is yours" in browser.get(link).content.decode()
    browser.post(link, {**NEW, "name": "Lena Moss"})
    assert where(browser.get("/")) == "/today"


def test_a_short_password_is_said_beside_the_field(house: House) -> None:
    answer = Client().post(invited(house), {**NEW, "password": "short"})
    assert answer.status_code == 422
    assert 'id="id_password_error"' in answer.content.decode()
    assert not Person.objects.filter(email="hana@cedar.example").exists()


def test_somebody_with_an_account_signs_in_and_accepts(house: House) -> None:
    link = invited(house, house.persons["gail"].email)
    page = Client().get(link).content.decode()
    assert "You have an account already" in page
    assert f"/account/login/?next={link}" in page
    browser = signed_in(house.persons["gail"])
    assert "Accept" in browser.get(link).content.decode()
    assert where(browser.post(link)) == "/"
    assert browser.session["clinic"] == str(house.clinic.id)
    assert len(house.access("gail").places) == 2


def test_a_link_for_another_address_says_whom_to_ask(house: House) -> None:
    browser = signed_in(house.persons["gail"])
    link = invited(house)
    for answer in (browser.get(link), browser.post(link)):
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "for another address" in page
        assert "hana@cedar.example" not in page, "whose address it is, is not told to whoever found the link"
    assert len(house.access("gail").places) == 1


@pytest.mark.parametrize(
    ("how", "said"), [("back", "was taken back"), ("old", "is too old"), ("used", "has been used")]
)
def test_an_invitation_that_is_over_says_so_kindly_and_whom_to_ask(house: House, how: str, said: str) -> None:
    link, later = invited(house), timedelta(0)
    if how == "used":
        Client().post(link, NEW)
    elif how == "back":
        found, access = invitation_by_secret(link.split("/")[2]), house.access("osei")
        assert found
        with access.inside():
            patients.revoke_invitation(access, found, at=now())
    else:
        later = timedelta(days=15)
    with time_machine.travel(now() + later, tick=False):
        answers = [Client().get(link), Client().post(link, {**NEW, "name": "Somebody"})]
    for answer in answers:
        page = answer.content.decode()
        assert answer.status_code == 410
        assert said in page
        assert "ask Dr. Ada Osei at Cedar House" in page


@pytest.mark.usefixtures("house")
def test_a_guessed_link_is_nothing(client: Client) -> None:
    assert client.get("/invitation/guessed/").status_code == 404


# Several clinics


def test_a_member_of_two_clinics_says_where_they_work_now(house: House) -> None:
    browser = signed_in(house.persons["gail"])
    link = invited(house, house.persons["gail"].email)
    browser.post(link)
    page = browser.get("/choose-clinic/").content.decode()
    assert "Birch Street Clinic" in page
    assert "Cedar House" in page
    browser.post("/choose-clinic/", {"clinic": str(house.birch.id)})
    assert "Dr. Paul Renner" in browser.get("/team").content.decode()
    browser.post("/choose-clinic/", {"clinic": str(house.clinic.id)})
    assert "Dr. Ada Osei" in browser.get("/team").content.decode()


@pytest.mark.parametrize("clinic", ["", "not an id", "00000000-0000-0000-0000-000000000000"])
def test_nobody_chooses_a_clinic_that_is_not_theirs(browser_of: Browser, house: House, clinic: str) -> None:
    browser = browser_of("gail")
    assert browser.post("/choose-clinic/", {"clinic": clinic}).status_code == 404
    assert browser.post("/choose-clinic/", {"clinic": str(house.clinic.id)}).status_code == 404


def test_whoever_left_the_team_is_told_where_they_stand(house: House, browser_of: Browser) -> None:
    browser, access = browser_of("theo"), house.access("osei")
    with access.inside():
        clinics.end_membership(access, house.members["theo"], at=now())
    assert browser.get("/team").status_code == 404
    assert "No clinic here has a place or a record for you" in browser.get("/").content.decode()


# The first page of each


@pytest.mark.parametrize(
    ("who", "first"),
    [
        ("osei", "/board"),
        ("maya", "/board"),
        ("sam", "/arrivals"),
        ("noa", "/arrivals"),
        ("ana", "/today"),
        ("wren", "/today"),
    ],
)
def test_everybody_comes_to_their_own_first_page(browser_of: Browser, who: str, first: str) -> None:
    assert where(browser_of(who).get("/")) == first


# The demonstration


def test_outside_the_demonstration_its_door_does_not_exist(house: House, client: Client) -> None:
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"person": str(house.persons["osei"].id)}).status_code == 404
    assert get_user(client).is_anonymous  # type: ignore[arg-type]
    assert "/demo/" not in client.get("/").content.decode()


def test_in_the_demonstration_one_touch_is_anybody(
    house: House, client: Client, settings: Any, dan: SupportPass
) -> None:
    settings.STILLWATER_DEMO = True
    page = client.get("/demo/").content.decode()
    for name in ("Dr. Ada Osei", "Maya Lindqvist", "Ana Marlow", "Wren Calloway", "Dan Marlow"):
        assert f"<b>{name}</b>" in page
    assert where(client.post("/demo/", {"person": str(house.persons["maya"].id)})) == "/"
    assert client.get("/team").status_code == 200, "no second step in the demonstration"
    client.post("/demo/", {"person": str(house.persons["ana"].id)})
    assert where(client.get("/")) == "/today"
    client.post("/demo/", {"pass": str(dan.id)})
    assert where(client.get("/")) == f"/sitting/{dan.session_id}"
    assert client.post("/demo/", {"person": str(new_id())}).status_code == 404
