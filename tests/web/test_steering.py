"""The sound as it is steered from the room and from beside the patient at home, and read and heard again afterwards."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django_scopes import scopes_disabled

from stillwater.audit.queries import of_clinic
from stillwater.demo.people import House
from stillwater.kit.clock import iso
from stillwater.kit.ids import new_id
from stillwater.people.actions.passes import Issued, issue
from stillwater.soundscape.actions import NewFile, finish
from stillwater.soundscape.models import Rendering
from stillwater.soundscape.queries import sound_folder
from stillwater.treatment.models import Entry, Session
from stillwater.treatment.queries import sound_file
from stillwater.treatment.rules.kinds import Refused, clean
from stillwater.treatment.rules.summary import SCENE_NAMES
from stillwater.web.companion import scenes
from tests.cast import LOZENGE
from tests.signing_in import signed_in, with_pass
from tests.web.session_room import Beside

BrowserOf = Callable[..., Client]
Come = Callable[..., Beside]
NOT_ANSWERED = "Ana’s phone has not answered yet"


def shown(browser: Client, name: str, *args: Any) -> str:
    return re.sub(r"\s+", " ", browser.get(reverse(name, args=args)).content.decode())


def piece(browser: Client, session: Session) -> str:
    return shown(browser, "room_part", session.pk, "steer")


def buttons(page: str) -> list[str]:
    return re.findall(r'id="steer-(\w+)"', page)


@pytest.fixture
def ana(beside: Come) -> Beside:
    """Her sound plays, and the calmer one lies on her phone."""
    found = beside("ana")
    found.begun()
    found.add("ana", "music", ago=9, what="begun", scene="strings")
    found.add("ana", "music", ago=9, what="kept", scene="drone")
    return found


def files_of(session: Session, at: datetime) -> None:
    """Both sounds of a session, as if they were rendered."""
    for number, plan_hash in enumerate((session.sound_hash, session.calmer_hash)):
        rendering = Rendering.objects.get(plan_hash=plan_hash)
        rendering.began_at = at
        files = [NewFile(kind, f"{session.pk}-{number}-{kind}.m4a", 4, "") for kind in ("usual", "softer")]
        sound_folder().mkdir(parents=True, exist_ok=True)
        for file in files:
            (sound_folder() / file.name).write_bytes(b"hush" if number == 0 else b"warm")
        finish(rendering=rendering, files=files, seconds=3600, peak_db=-6, at=at)


def test_s12_what_was_asked_is_not_called_done_until_the_phone_says_so(ana: Beside, browser_of: BrowserOf) -> None:
    maya = browser_of("maya")
    assert "Ana’s phone plays Slow strings." in piece(maya, ana.session)
    asked = ana.add("maya", "music", ago=5, what="asked", want="softer").stored[0]
    page = piece(maya, ana.session)
    assert NOT_ANSWERED in page
    assert "Ana’s phone plays Slow strings." in page
    ana.add("ana", "music", ago=4, what="softer", scene="strings", answers=str(asked))
    page = piece(maya, ana.session)
    assert NOT_ANSWERED not in page
    assert "Ana’s phone plays Slow strings, softer." in page
    assert "asked by Maya Lindqvist: done on Ana’s phone" in page


@pytest.mark.parametrize("sound_minutes", [0])  # a minute has no rest that comes round
def test_only_what_this_phone_can_do_is_offered(ana: Beside, browser_of: BrowserOf, beside: Come) -> None:
    page = piece(browser_of("priya"), ana.session)
    assert buttons(page) == ["softer", "pause", "calmer", "off", "longer"]
    assert "Change to Warm drone" in page
    assert not re.search("bells|brighter|grounding", page, re.I)
    quiet = beside("jonah")
    page = piece(browser_of("priya"), quiet.session)
    assert buttons(page) == []
    assert "has not begun on" in page


def test_s14_the_patients_pause_is_lifted_by_a_button_that_says_they_were_asked(
    ana: Beside, browser_of: BrowserOf
) -> None:
    ana.add("ana", "music", ago=5, what="paused", scene="strings")
    page = piece(browser_of("maya"), ana.session)
    assert "Ana says yes: play again" in page
    assert "Ask Ana before it plays again." in page
    assert escape('"agreed": true') in page


def test_s14_from_far_away_the_patients_pause_is_not_lifted(
    house: House, session_of: Callable[..., Session], clock: datetime, browser_of: BrowserOf
) -> None:
    iris = Beside(house, session_of("iris", LOZENGE), clock)
    iris.add("maya", "dose", ago=30, event="begun", amount=100, unit="mg")
    iris.add("maya", "moved", ago=30, to="under_way")
    iris.add("iris", "music", ago=20, what="begun", scene="strings")
    iris.add("iris", "music", ago=10, what="paused", scene="strings")
    page = piece(browser_of("maya"), iris.session)
    assert "resume" not in buttons(page)
    assert "Only somebody beside Iris can ask." in page


def test_a_nurse_without_a_script_asks_all_the_same(ana: Beside, browser_of: BrowserOf) -> None:
    maya = browser_of("maya")
    address = re.search(r'action="([^"]+)"', piece(maya, ana.session))
    assert address
    answer = maya.post(address[1].replace("&amp;", "&"), {"what": "asked", "want": "pause"})
    assert answer.headers["Location"] == reverse("room_part", args=[ana.session.pk, "sound"])
    assert NOT_ANSWERED in piece(maya, ana.session)


def test_the_patient_asks_nothing_of_their_own_phone(ana: Beside, browser_of: BrowserOf, clock: datetime) -> None:
    entry = {"id": str(new_id()), "kind": "music", "observed_at": iso(clock), "data": {"what": "asked", "want": "off"}}
    body = {"device": str(new_id()), "sent_at": iso(clock), "entries": [entry]}
    address = reverse("session_entries", args=[ana.session.pk])
    answer = browser_of("ana").post(address, json.dumps(body), content_type="application/json")
    assert "recorded by: coach, nurse, prescriber, therapist" in answer.json()["refused"][0]["why"]


def test_the_phone_hears_what_was_asked_and_by_whom(ana: Beside, browser_of: BrowserOf) -> None:
    ana.add("maya", "music", ago=5, what="asked", want="calmer")
    sound = browser_of("ana").get(reverse("session_state", args=[ana.session.pk])).json()["state"]["sound"]
    assert (sound["asked"]["scene"]["want"], sound["asked"]["scene"]["by"]) == ("calmer", "Maya Lindqvist")
    assert sound["kept"] == "drone"


def test_that_the_sound_was_steered_is_in_the_log(ana: Beside, house: House) -> None:
    ana.add("maya", "music", what="asked", want="softer")
    with house.access("maya").inside():
        assert any(e.verb == "recorded" and e.actor_name == "Maya Lindqvist" for e in of_clinic(house.clinic.id))


# Beside the patient at home


@pytest.fixture
def iris(house: House, session_of: Callable[..., Session], clock: datetime) -> Beside:
    found = Beside(house, session_of("iris", LOZENGE), clock)
    found.add("maya", "dose", ago=30, event="begun", amount=100, unit="mg")
    found.add("iris", "moved", ago=30, to="under_way")
    found.add("iris", "music", ago=20, what="begun", scene="strings")
    return found


@pytest.fixture
def june(iris: Beside, house: House, clock: datetime) -> Issued:
    access = house.access("iris")
    with access.inside():
        return issue(
            access, iris.session.patient, name="June Tan", tasks=["sits"], session_id=iris.session.pk,
            expires_at=clock + timedelta(hours=26), at=clock,
        )  # fmt: skip


@pytest.mark.parametrize("sound_minutes", [0])  # a minute has no rest that comes round
def test_june_steers_from_her_screen(iris: Beside, june: Issued, clock: datetime) -> None:
    browser = with_pass(june.support_pass)
    page = browser.get(reverse("sitting", args=[iris.session.pk])).content.decode()
    assert buttons(page) == ["softer", "pause", "off", "longer"]
    entry = {
        "id": str(new_id()),
        "kind": "music",
        "observed_at": iso(clock),
        "data": {"what": "asked", "want": "softer"},
    }
    body = {"device": str(new_id()), "sent_at": iso(clock), "entries": [entry]}
    address = reverse("session_entries", args=[iris.session.pk])
    assert browser.post(address, json.dumps(body), content_type="application/json").json()["stored"]
    part = re.search(r'id="steer"[^>]*data-src="([^"]+)"', page)
    assert part
    fresh = browser.get(part[1]).content.decode()
    assert fresh.lstrip().startswith("<section")
    assert "Iris’s phone has not answered yet" in fresh


# The calmer sound


def test_a_calmer_sound_is_made_beside_the_planned_one(ana: Beside) -> None:
    planned = Rendering.objects.get(plan_hash=ana.session.sound_hash).plan
    calmer = Rendering.objects.get(plan_hash=ana.session.calmer_hash).plan
    assert (planned["scene"], calmer["scene"]) == ("strings", "drone")
    assert max(intensity for *_, intensity in calmer["phases"]) <= 0.3
    assert planned["loop"] == calmer["loop"]  # as long as the other, so that a change goes on at the same place


@pytest.mark.parametrize(
    ("scene", "never", "expected"),
    [("strings", ["drone"], "roof"), ("drone", ["rain"], "strings"), ("strings", ["drone", "noise", "rain"], "")],
)
def test_s14_the_calmer_sound_leaves_out_what_is_never_to_play(
    session_of: Callable[..., Session], browser_of: BrowserOf, clock: datetime, scene: str, never: list[str], expected: str
) -> None:  # fmt: skip
    session, liked = (
        session_of("ana", starts_at=clock + timedelta(days=1)),
        {"taste-bells": "more", "taste-beats": "more"},
    )
    browser_of("ana").post(reverse("wishes"), {"sound": scene, "never": never, **liked})
    with scopes_disabled():
        session.refresh_from_db()
    made = Rendering.objects.filter(plan_hash=session.calmer_hash or "").first()
    assert (made.plan["scene"] if made else "") == expected
    if made:
        assert made.plan["never"] == never
        assert not made.plan["events"]
        assert not [table for table in made.plan["tables"] if table[1] in ("bell", "pulse")]


def test_the_session_page_tells_the_player_of_both(ana: Beside, browser_of: BrowserOf, clock: datetime) -> None:
    files_of(ana.session, clock)
    page = browser_of("ana").get(reverse("session_screen", args=[ana.session.pk])).content.decode()
    assert 'data-scene="strings"' in page
    assert "calmer-full.m4a" in page
    for which, sounds in (("full", b"hush"), ("calmer-full", b"warm"), ("calmer-soft", b"warm")):
        assert browser_of("ana").get(reverse("session_sound", args=[ana.session.pk, which])).status_code == 200
        path = sound_file(ana.session, which)
        assert path is not None
        assert path.read_bytes() == sounds
    assert browser_of("ana").get(reverse("session_sound", args=[ana.session.pk, "calmer-loud"])).status_code == 404


# Afterwards


@pytest.fixture
def over(ana: Beside, clock: datetime) -> Beside:
    files_of(ana.session, clock)
    asked = ana.add("maya", "music", ago=6, what="asked", want="calmer").stored[0]
    ana.add("ana", "music", ago=5, what="calmer", scene="drone", answers=str(asked))
    ana.add("maya", "moved", ago=3, to="recovering")
    ana.add("osei", "decision", ago=2, about="leave", choice="may_leave")
    ana.add("maya", "moved", ago=1, to="left")
    return ana


def test_the_record_says_what_played_when_and_who_asked(over: Beside, browser_of: BrowserOf) -> None:
    page = shown(browser_of("maya"), "session_record", over.session.pk)
    section = page.split("What played when</h2>")[1].split("</section>")[0]
    assert re.search("Slow strings <small>until .*Warm drone <small>until .*asked by Maya Lindqvist", section)


def test_s14_listening_again_is_offered_with_its_warning_and_plays_nothing_by_itself(
    over: Beside, browser_of: BrowserOf
) -> None:
    page = shown(browser_of("ana"), "listen_again", over.session.pk)
    assert "can bring back what you felt" in page
    assert page.index("can bring back") < page.index("<audio")
    assert "autoplay" not in page
    assert page.count('preload="none"') == 2
    assert "Five low tones" in page  # what is in it, before it is heard
    for file in sound_folder().glob(f"{over.session.pk}-*"):
        file.unlink()
    page = shown(browser_of("ana"), "listen_again", over.session.pk)
    assert "no longer kept here" in page
    assert "<audio" not in page


def test_while_the_session_goes_on_there_is_nothing_to_hear_again(ana: Beside, browser_of: BrowserOf) -> None:
    page = shown(browser_of("ana"), "listen_again", ana.session.pk)
    assert "<audio" not in page
    assert "When the session is over" in page


def test_a_stranger_hears_nothing_again(over: Beside, house: House) -> None:
    address = reverse("listen_again", args=[over.session.pk])
    assert signed_in(house.persons["iris"]).get(address).status_code == 404


def test_scenes_are_called_the_same_everywhere() -> None:
    assert {key: str(words.name) for key, words in scenes.SAID.items()} == SCENE_NAMES


def test_an_older_session_without_a_calmer_sound_is_steered_all_the_same(ana: Beside, browser_of: BrowserOf) -> None:
    with scopes_disabled():
        Session.objects.filter(pk=ana.session.pk).update(calmer_hash=None)
        assert Entry.objects.filter(session_id=ana.session.pk, kind="music").count() == 2
    assert browser_of("ana").get(reverse("session_screen", args=[ana.session.pk])).status_code == 200
    assert "softer" in buttons(piece(browser_of("maya"), ana.session))


def test_own_music_is_told_as_own_music_and_never_by_its_name(ana: Beside, browser_of: BrowserOf) -> None:
    ana.add("ana", "music", ago=8, what="begun", scene="own")
    maya = browser_of("maya")
    assert "Ana’s phone plays their own music." in piece(maya, ana.session)
    asked = ana.add("maya", "music", ago=7, what="asked", want="calmer").stored[0]
    ana.add("ana", "music", ago=6, what="calmer", scene="drone", answers=str(asked))
    assert "Back to their own music" in piece(maya, ana.session)
    ana.add("ana", "music", ago=5, what="planned", scene="own")
    ana.add("ana", "music", ago=4, what="planned", scene="strings")  # the last piece is over
    assert "Ana’s phone plays Slow strings." in piece(maya, ana.session)
    ana.add("maya", "moved", ago=3, to="recovering")
    ana.add("osei", "decision", ago=2, about="leave", choice="may_leave")
    ana.add("maya", "moved", ago=1, to="left")
    assert "Their own music" in shown(maya, "session_record", ana.session.pk)
    mine = shown(browser_of("ana"), "listen_again", ana.session.pk)
    assert "Your own music" in mine
    assert "their own" not in mine.lower()
    with pytest.raises(Refused, match="“title” does not belong"):
        clean("music", {"what": "begun", "scene": "own", "title": "Song of a stranger"})


def test_a_phone_opened_anew_while_the_calmer_sound_plays_still_knows_the_way_back(
    ana: Beside, browser_of: BrowserOf
) -> None:
    ana.add("ana", "music", ago=8, what="begun", scene="own")
    ana.add("ana", "music", ago=6, what="calmer", scene="drone")
    ana.add("ana", "music", ago=4, what="begun", scene="drone")
    assert "Back to their own music" in piece(browser_of("maya"), ana.session)
