"""The studio's door, and what its pages may load."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from stillwater import urls as urlconf
from stillwater.channel.actions.editors import appoint, dismiss, prepare_groups
from stillwater.channel.models import Article, Topic
from stillwater.demo.people import House
from stillwater.kit.ids import new_id
from stillwater.people.actions import passes
from tests.cast import AT
from tests.signing_in import signed_in, with_pass
from tests.web.studio_desk import Desk, addresses, form
from tests.web.studio_people import at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channel", "fresh_shelf")]
__all__ = ["at_work"]
EVERY = sorted(set(addresses()))
WITHOUT_ARGUMENTS = [at for at, takes in EVERY if not takes]
SHUT = ("users", "groups", "login", "password_reset", "api", "failwhale")


def dan(house: House) -> Client:
    access = house.access("ana")
    facts = {"name": "Dan Marlow", "tasks": ["sits"], "expires_at": AT.replace(year=2027), "session_id": new_id()}
    with access.inside():
        return with_pass(passes.issue(access, house.patients["ana"], **facts, at=AT).support_pass)


def test_the_walk_knows_the_studio() -> None:
    assert len(EVERY) > 150
    known = {at for at, _ in EVERY}
    assert {"/studio/", "/studio/pages/999999/edit/", "/studio/images/", "/studio/reports/locked/"} <= known
    assert not [at for at in known if re.search(r"[<>()\\^$?]", at)]


def test_a_stranger_is_shown_the_way_to_sign_in_at_every_address() -> None:
    browser = Client()
    wrong = []
    for at, _ in EVERY:
        answer = browser.get(at)
        if answer.status_code != 302 or not answer.headers["Location"].startswith("/account/login/?next="):
            wrong.append((at, answer.status_code, answer.headers.get("Location")))
    assert not wrong


@pytest.mark.parametrize("who", ["ana", "maya", "sitter"])
def test_whoever_does_not_work_on_the_channel_finds_nothing_at_any_address(
    house: House, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(urlconf, "handler404", lambda request, exception: HttpResponse(status=404), raising=False)
    prepare_groups()
    browser = dan(house) if who == "sitter" else signed_in(house.persons[who])
    wrong = [(at, answer.status_code) for at, _ in EVERY if (answer := browser.get(at)).status_code != 404]
    assert not wrong
    assert browser.post("/studio/pages/add/channel/article/3/", form()).status_code == 404


@pytest.mark.parametrize("role", ["editor", "reviewer", "publisher"])
def test_whoever_works_on_it_meets_no_broken_page_and_nobody_who_has_an_account(
    at_work: Callable[..., Desk], house: House, role: str
) -> None:
    desk = at_work("priya", role)
    desk.browser.raise_request_exception = False
    answers = {at: desk.browser.get(at) for at in WITHOUT_ARGUMENTS}
    assert {at: found.status_code for at, found in answers.items() if found.status_code >= 500} == {}
    assert answers["/studio/"].status_code == answers["/studio/pages/"].status_code == 200
    assert {found.status_code for at, found in answers.items() if at.split("/")[2] in SHUT} == {404}
    others = [house.persons[name].email for name in ("ana", "ruth", "wren", "maya")]
    shown = {at: found.content.decode() for at, found in answers.items() if not found.streaming}
    assert [(at, email) for at, text in shown.items() for email in others if email in text] == []


@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_made_up_ids_break_nothing_either(at_work: Callable[..., Desk], role: str) -> None:
    desk = at_work("priya", role)
    desk.browser.raise_request_exception = False
    answers = {at: desk.browser.get(at).status_code for at, takes in EVERY if takes}
    answers |= {at: desk.browser.get(at.replace("999999", "letters")).status_code for at, takes in EVERY if takes}
    assert {at: code for at, code in answers.items() if code >= 500} == {}


@pytest.mark.parametrize("shut", SHUT)
def test_the_pages_of_accounts_are_shut_even_for_publishers(at_work: Callable[..., Desk], shut: str) -> None:
    desk = at_work("priya", "editor", "reviewer", "publisher")
    for at in (f"/studio/{shut}/", f"/studio/{shut}/999999/", f"/studio/{shut}/add/"):
        assert desk.browser.get(at).status_code == 404
        assert desk.browser.post(at).status_code == 404


def test_whoever_is_dismissed_finds_the_door_shut(at_work: Callable[..., Desk], house: House) -> None:
    desk = at_work("priya", "editor")
    assert desk.browser.get("/studio/").status_code == 200
    dismiss(person=house.persons["priya"])
    assert desk.browser.get("/studio/").status_code == 404


def test_a_nurse_without_her_second_step_is_led_to_it_first(house: House) -> None:
    appoint(person=house.persons["maya"], role="editor")
    answer = signed_in(house.persons["maya"], second_step=False).get("/studio/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/2fa/")


def test_an_editor_who_works_in_no_clinic_needs_a_second_step_too(house: House) -> None:
    person = house.persons["ana"]
    appoint(person=person, role="editor")
    browser = signed_in(person, second_step=False)
    assert browser.get("/account/").status_code == 200, "what is hers as a patient asks for none"
    answer = browser.get("/studio/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/2fa/")
    assert signed_in(person).get("/studio/").status_code == 200


@pytest.mark.parametrize(("at", "instead"), [("account", "/account/"), ("logout", "/account/logout/")])
def test_wagtails_links_to_an_account_lead_to_our_pages(at_work: Callable[..., Desk], at: str, instead: str) -> None:
    browser = at_work("priya", "editor").browser
    for ask in (browser.get, browser.post):
        answer = ask(f"/studio/{at}/")
        assert (answer.status_code, answer.headers["Location"]) == (302, instead)


# What its pages may load


def test_the_studio_alone_may_run_what_stands_in_its_pages(at_work: Callable[..., Desk]) -> None:
    desk = at_work("priya", "editor")
    policy = desk.browser.get("/studio/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    for public in ("/channel", "/channel/the-consult", "/", "/account/"):
        assert "unsafe-inline" not in desk.browser.get(public).headers["Content-Security-Policy"]


def test_a_preview_stays_as_strict_as_its_page_and_only_the_studio_frames_it(at_work: Callable[..., Desk]) -> None:
    desk = at_work("priya", "editor")
    page = Article.objects.get(slug="the-consult", locale__language_code="en")
    at = f"/studio/pages/{page.pk}/edit/preview/"
    assert desk.browser.post(at, form(title="Not yet for everybody", slug=page.slug)).json()["is_valid"]
    for mode, mark in (("", "<html"), ("night", 'data-sky="night"'), ("print", 'data-preview="print"')):
        answer = desk.browser.get(at, {"mode": mode})
        shown = answer.content.decode()
        assert (answer.status_code, "Not yet for everybody" in shown, mark in shown) == (200, True, True)
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy
        assert "unsafe-inline" not in policy
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_new_page_can_be_previewed_before_it_is_saved(at_work: Callable[..., Desk]) -> None:
    topic = Topic.objects.get(slug="start", locale__language_code="en")
    desk = at_work("priya", "editor")
    at = f"/studio/pages/add/channel/article/{topic.pk}/preview/"
    assert desk.browser.post(at, form()).json()["is_valid"]
    assert "A nurse stays with you." in desk.browser.get(at, {"mode": ""}).content.decode()
