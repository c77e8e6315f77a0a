"""A shared tablet in browsers: enrolled, taken over, narrowed, locked; and what its locked view does not say (S13)."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client

from stillwater.audit import queries as log
from stillwater.demo.people import House
from stillwater.kit.clock import iso
from stillwater.kit.ids import new_id
from stillwater.kit.words import forbidden_in
from stillwater.people.access import Access
from stillwater.people.actions import tablets
from stillwater.people.models import Tablet
from stillwater.treatment.queries import timeline
from stillwater.web.api.stream import _wanted
from stillwater.web.shared.tablets import COOKIE
from tests.signing_in import signed_in
from tests.web.session_room import Beside

Browser = Callable[..., Client]
MAYAS, THEOS, WRONG = "274159", "806392", "594027"
EXACT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def cheap(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def pins(house: House, clock: datetime) -> None:
    for who, pin in (("maya", MAYAS), ("theo", THEOS)):
        access = house.access(who)
        with access.inside():
            tablets.set_pin(access, house.clinic.id, pin=pin, at=clock)


@pytest.fixture
def tablet(house: House, clock: datetime, pins: None) -> Client:
    """A browser that is the tablet of room 2; nobody holds it."""
    browser, access = Client(), house.access("osei")
    with access.inside():
        link = tablets.offer(access, house.site, name="Room 2", at=clock).link
    path = link.removeprefix(django_settings.STILLWATER_URL)
    assert "Make this device the tablet" in browser.get(path).content.decode()
    assert browser.post(path, {"be": "tablet"}).headers["Location"] == "/tablet"
    return browser


def takes(browser: Client, house: House, who: str, pin: str, **how: Any) -> Any:
    return browser.post(f"/tablet/take/{house.members[who].id}", {"pin": pin}, **how)


def tablet_of(house: House) -> Tablet:
    with house.access("osei").inside():
        return Tablet.objects.select_related("clinic", "site").get()


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


# Enrolling


def test_s13_an_owner_makes_a_code_and_the_tablet_opens_it(browser_of: Browser, clock: datetime, house: House) -> None:
    owner, device = browser_of("osei"), signed_in(house.persons["maya"])
    shown = text(owner.post("/clinic/tablets/add", {"name": "Room 2", "site": str(house.site.id)}))
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", shown)
    assert code
    found = text(device.post("/tablet/enrol/", {"code": code.group().lower()}))
    assert "a tablet of Cedar House" in found
    typed = re.search(r'action="(/tablet/enrol/[^"]+)"', found)
    assert typed
    device.post(typed.group(1), {"be": "tablet"})
    cookie = device.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["max-age"] > 300 * 24 * 3600
    assert "Who is here?" in text(device.get("/tablet"))  # and whoever was signed in there is not any more
    assert text(Client().get(typed.group(1))).count("This code was used")
    assert "Since" in text(owner.get("/clinic/tablets"))


def test_s13_a_retired_tablet_opens_nothing_not_even_to_who_holds_it(
    tablet: Client, house: House, browser_of: Browser
) -> None:
    takes(tablet, house, "maya", MAYAS)
    assert tablet.get("/board").status_code == 200
    browser_of("osei").post(f"/clinic/tablets/{tablet_of(house).id}/retire")
    assert tablet.get("/board").headers["Location"].startswith("/account/login/")
    assert tablet.get("/tablet").status_code == 302


def test_s13_a_device_that_is_no_tablet_takes_no_pin(house: House, pins: None) -> None:
    stranger = Client()
    answer = takes(stranger, house, "maya", MAYAS)
    assert answer.status_code == 302
    assert "_auth_user_id" not in stranger.session


def test_s13_a_cookie_that_somebody_made_up_is_no_tablet(house: House, pins: None) -> None:
    forger = Client()
    forger.cookies[COOKIE] = "anything:1wOhjb:anything"
    assert takes(forger, house, "maya", MAYAS).headers["Location"].startswith("/account/login/")
    assert "_auth_user_id" not in forger.session


# The locked view


def test_s13_the_locked_view_shows_rooms_and_clocks_and_nobodys_name(
    tablet: Client, beside: Callable[..., Beside], house: House
) -> None:
    ana = beside("ana")
    ana.made_ready()
    ana.begun(ago=15)
    ana.add("maya", "note", text="Ana spoke of her father")
    seen = text(tablet.get("/tablet"))
    for words in ("Room 1", "Room 2", "15 min", "Under way", "Maya", "Theo"):
        assert words in seen
    everybody = [patient for key, patient in house.patients.items() if key != "wren"]
    for patient in everybody:
        for word in (*patient.name.split(), patient.record_number):
            assert not re.search(rf"\b{re.escape(word)}\b", seen), word
        initials = "".join(part[0] for part in patient.name.split())
        assert not re.search(rf"\b{initials[0]}\.? ?{initials[1]}\b\.?", seen), initials
    assert not re.search(r"\b128\b", seen)  # and nothing that was measured
    assert not forbidden_in(seen)


def test_s13_a_call_for_help_stands_on_the_locked_view(tablet: Client, beside: Callable[..., Beside]) -> None:
    ana = beside("ana")
    ana.made_ready()
    ana.begun()
    ana.add("ana", "help", ago=1, what="call")
    piece = text(tablet.get("/tablet/rooms"))
    assert "Help is called for in room 2." in piece
    assert "All staff are told." in piece
    assert "Ana" not in piece


def test_s13_stop_and_an_open_decision_stand_there_without_their_value(
    tablet: Client, beside: Callable[..., Beside]
) -> None:
    ana = beside("ana")
    ana.made_ready()
    ana.begun()
    ana.read(sys=189, dia=112, pulse=71)
    ana.add("ana", "stop")
    piece = text(tablet.get("/tablet/rooms"))
    assert "A reading waits for a decision." in piece
    assert "Stop was said." in piece
    assert not re.search(r"\b189\b", piece)


def test_s13_a_locked_tablet_hears_versions_of_its_own_clinic_alone(
    tablet: Client, house: House, beside: Callable[..., Beside]
) -> None:
    session = beside("ana").session
    wanted = _wanted(Access(tablet=tablet_of(house)))
    assert wanted(session.pk, house.clinic.id)
    assert not wanted(new_id(), house.birch.id)
    assert tablet.get("/stream").status_code == 200
    assert Client().get("/stream").status_code == 401


def test_s13_a_locked_tablet_opens_no_record(tablet: Client, beside: Callable[..., Beside]) -> None:
    session = beside("ana").session
    assert tablet.get("/board").headers["Location"] == "/tablet"
    assert tablet.get(f"/rooms/{session.pk}").headers["Location"] == "/tablet"
    assert tablet.get(f"/sessions/{session.pk}/state").status_code == 401
    assert tablet.get("/patients").headers["Location"] == "/tablet"
    assert tablet.get("/").headers["Location"] == "/tablet"


# Taking over


def test_s13_six_digits_lead_to_where_the_tablet_was(
    tablet: Client, house: House, beside: Callable[..., Beside]
) -> None:
    room = f"/rooms/{beside('ana').session.pk}"
    tablet.get(room)
    assert takes(tablet, house, "maya", MAYAS).headers["Location"] == room
    held = text(tablet.get(room))
    assert "Not you? Change" in held
    assert re.search(r'<span class="label">Recording</span> <b>Maya</b>', held)
    tablet.post("/tablet/lock", {"back": room})
    assert takes(tablet, house, "theo", THEOS, **EXACT).json() == {"to": room}
    assert "<b>Theo</b>" in text(tablet.get(room))


def test_s13_the_tablet_goes_back_to_its_own_pages_alone(tablet: Client, house: House) -> None:
    for back in ("https://elsewhere.example/rooms/", "//elsewhere.example", "/account/logout/", "javascript:1"):
        takes(tablet, house, "maya", MAYAS)
        tablet.post("/tablet/lock", {"back": back})
        assert takes(tablet, house, "maya", MAYAS).headers["Location"] == "/board"


def test_s13_each_entry_bears_the_name_of_who_held_the_tablet(
    tablet: Client, house: House, beside: Callable[..., Beside]
) -> None:
    session = beside("ana").session
    for who, pin in (("maya", MAYAS), ("theo", THEOS)):
        takes(tablet, house, who, pin)
        sent(tablet, session, house, who)
        tablet.post("/tablet/lock")
    with house.access("maya").inside():
        assert [line.by for line in timeline(session)] == ["Maya Lindqvist", "Theo Park"]


def sent(browser: Client, session: Any, house: House, page_of: str) -> Any:
    at = iso(session.appointment.starts_at - timedelta(minutes=30))
    data = {"sign": "breathing_easy"}
    entry = {"id": str(new_id()), "kind": "look_in", "observed_at": at, "offset": 0, "typed": False, "data": data}
    body = json.dumps({"device": str(new_id()), "sent_at": at, "entries": [entry]})
    whose = {"HTTP_X_IDENTITY": f"person:{house.persons[page_of].id}"}
    return browser.post(f"/sessions/{session.pk}/entries", body, "application/json", **whose)


def test_s13_what_mayas_page_still_held_never_goes_out_as_theos(
    tablet: Client, house: House, beside: Callable[..., Beside]
) -> None:
    session = beside("ana").session
    takes(tablet, house, "theo", THEOS)
    assert sent(tablet, session, house, "maya").status_code == 401  # her page keeps it until she is back
    takes(tablet, house, "maya", MAYAS)
    assert len(sent(tablet, session, house, "maya").json()["stored"]) == 1
    with house.access("maya").inside():
        assert [line.by for line in timeline(session)] == ["Maya Lindqvist"]


def test_s13_wrong_pins_are_counted_and_then_wait(tablet: Client, house: House) -> None:
    answers = [takes(tablet, house, "maya", WRONG, **EXACT) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429, 429]
    assert answers[0].json()["why"] == "Not the PIN of Maya. 4 more tries."
    assert answers[4].json()["why"] == "Not taken. The next try is possible in 30 seconds."
    page = takes(tablet, house, "maya", MAYAS)  # without a script: the same words, on the page
    assert page.status_code == 429
    assert "The next try is possible" in text(page)
    assert "_auth_user_id" not in tablet.session
    signs = [event.verb for event in log.of_clinic(house.clinic.id)]
    assert signs.count("wrong_pin") == 5


# What a tablet does not open


@pytest.mark.parametrize(
    "path", ["/team", "/clinic", "/clinic/tablets", "/who-looked", "/account/", "/account/pin/", "/account/2fa/",
             "/account/password/change/", "/account/sessions/", "/patients/add", "/protocols", "/choose-clinic/"],
)  # fmt: skip
def test_s13_on_a_tablet_not_even_the_owner_opens(tablet: Client, house: House, clock: datetime, path: str) -> None:
    osei = house.access("osei")
    with osei.inside():
        tablets.set_pin(osei, house.clinic.id, pin="918274", at=clock)
    takes(tablet, house, "osei", "918274")
    assert tablet.get("/board").status_code == 200
    assert tablet.get(path, follow=True).status_code == 404


def test_s13_a_full_sign_in_on_a_tablet_is_narrowed_too(tablet: Client, house: House) -> None:
    signed_in(house.persons["osei"], client=tablet)
    assert tablet.get("/board").status_code == 200
    assert tablet.get("/team").status_code == 404


def test_s13_nobody_from_outside_the_team_stays_signed_in_on_it(tablet: Client, house: House) -> None:
    signed_in(house.persons["ana"], client=tablet)
    assert tablet.get("/today").headers["Location"] == "/tablet"
    assert "_auth_user_id" not in tablet.session


def test_s13_a_sign_in_by_pin_is_worth_nothing_without_its_tablet(tablet: Client, house: House) -> None:
    takes(tablet, house, "maya", MAYAS)
    del tablet.cookies[COOKIE]
    assert tablet.get("/board").headers["Location"].startswith("/account/login/")
    assert "_auth_user_id" not in tablet.session


# Locking


def test_s13_a_tablet_that_nobody_touches_locks_and_comes_back_to_its_room(
    tablet: Client, house: House, beside: Callable[..., Beside], clock: datetime
) -> None:
    ana = beside("ana")
    ana.made_ready()
    ana.begun()
    room = f"/rooms/{ana.session.pk}"
    takes(tablet, house, "maya", MAYAS)
    with time_machine.travel(clock + timedelta(seconds=150), tick=False):
        assert tablet.get(room).status_code == 200
    with time_machine.travel(clock + timedelta(seconds=290), tick=False):
        assert tablet.get(f"{room}/now", HTTP_HX_REQUEST="true").status_code == 200  # the page's own doing
    with time_machine.travel(clock + timedelta(seconds=320), tick=False):
        assert tablet.get(room).headers["Location"] == "/tablet"
        locked = text(tablet.get("/tablet"))
        assert "Under way" in locked  # the session and its clock go on
        assert takes(tablet, house, "theo", THEOS).headers["Location"] == room
    words = [log.told(event).words for event in log.of_clinic(house.clinic.id)]
    assert "Maya Lindqvist locked the tablet Room 2" in words


def test_s13_a_hand_on_the_tablet_keeps_it_open(tablet: Client, house: House, clock: datetime) -> None:
    takes(tablet, house, "maya", MAYAS)
    for seconds in range(100, 900, 100):
        with time_machine.travel(clock + timedelta(seconds=seconds), tick=False):
            assert tablet.post("/tablet/here").status_code == 204
    with time_machine.travel(clock + timedelta(seconds=1100), tick=False):
        assert tablet.post("/tablet/here").status_code == 401


def test_s13_the_clinic_says_when_a_tablet_locks(
    tablet: Client, house: House, browser_of: Browser, clock: datetime
) -> None:
    owner = browser_of("osei")
    assert owner.post("/clinic/tablets/locks", {"tablets_lock_seconds": "600"}).status_code == 302
    assert owner.post("/clinic/tablets/locks", {"tablets_lock_seconds": "86400"}).status_code == 422
    takes(tablet, house, "maya", MAYAS)
    with time_machine.travel(clock + timedelta(seconds=590), tick=False):
        assert tablet.get("/board").status_code == 200


# A PIN of one's own


def test_s13_maya_sets_her_pin_where_she_signed_in_with_both_steps(browser_of: Browser, house: House) -> None:
    maya = browser_of("maya")
    assert "PIN for the clinic’s tablets" in text(maya.get("/account/"))
    assert "two different" in text(maya.post("/account/pin/", {"pin": MAYAS, "again": THEOS}))
    assert "nobody would guess" in text(maya.post("/account/pin/", {"pin": "123456", "again": "123456"}))
    assert maya.post("/account/pin/", {"pin": MAYAS, "again": MAYAS}).status_code == 302
    seen = text(maya.get("/account/pin/"))
    assert "Set on" in seen
    assert MAYAS not in seen
    maya.post("/account/pin/forget/")
    assert "Set on" not in text(maya.get("/account/pin/"))


def test_s13_a_password_alone_sets_no_pin(browser_of: Browser) -> None:
    assert browser_of("maya", second_step=False).get("/account/pin/").status_code == 302
    assert browser_of("sam").get("/account/pin/").status_code == 404
    assert browser_of("ana").get("/account/pin/").status_code == 404


def test_s13_a_piece_still_on_its_way_does_not_take_the_next_ones_cookie_away(tablet: Client, house: House) -> None:
    takes(tablet, house, "maya", MAYAS)
    old = tablet.cookies[django_settings.SESSION_COOKIE_NAME].value
    tablet.post("/tablet/lock", {"back": "/board"})
    assert tablet.cookies[django_settings.SESSION_COOKIE_NAME].value != old
    late = Client()
    for kind, gone in (("empty", False), ("document", True)):
        late.cookies[django_settings.SESSION_COOKIE_NAME] = old
        answer = late.get("/board", headers={"Sec-Fetch-Dest": kind})
        assert (django_settings.SESSION_COOKIE_NAME in answer.cookies) is gone
