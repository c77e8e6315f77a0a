"""A scene for any day: played by the device itself, without what is never to be heard, and noted nowhere."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from stillwater.audit.models import Event
from stillwater.demo.people import House
from stillwater.soundscape.models import Rendering
from stillwater.soundscape.rules import SCENES
from tests.web.session_room import Beside

BrowserOf = Callable[..., Client]


def test_every_scene_has_a_page_that_alone_may_run_the_kernel(browser_of: BrowserOf, clock: datetime) -> None:
    ana = browser_of("ana")
    library = ana.get(reverse("library"))
    assert "wasm-unsafe-eval" not in library["Content-Security-Policy"]
    for scene in SCENES:
        there = reverse("sound", args=[scene])
        assert there in library.content.decode()
        page = ana.get(there)
        assert "'wasm-unsafe-eval'" in page["Content-Security-Policy"]
        assert f'data-score="{reverse("sound_score", args=[scene])}"' in page.content.decode()
    assert ana.get(reverse("sound", args=["disco"])).status_code == 404
    assert ana.get(reverse("sound_score", args=["disco"])).status_code == 404


def test_bells_can_be_left_out_where_there_are_any(browser_of: BrowserOf, clock: datetime) -> None:
    ana = browser_of("ana")
    offers = {scene: "Without bells" in ana.get(reverse("sound", args=[scene])).content.decode() for scene in SCENES}
    assert offers == {scene: scene in ("water", "voices", "bowls") for scene in SCENES}
    ana.post(reverse("wishes"), {"sound": "strings", "never": ["bells"]})
    assert "Without bells" not in ana.get(reverse("sound", args=["water"])).content.decode()


def test_the_score_is_an_hour_and_another_one_tomorrow(browser_of: BrowserOf, clock: datetime) -> None:
    ana, there = browser_of("ana"), reverse("sound_score", args=["strings"])
    first = ana.get(there)
    assert first["Cache-Control"] == "private, no-store"
    assert first.json()["phases"][-1][2] == 3600
    assert first.json()["hash"] == ana.get(there).json()["hash"]
    with time_machine.travel(clock + timedelta(days=1), tick=False):
        assert browser_of("ana").get(there).json()["hash"] != first.json()["hash"]


def test_s14_what_is_never_to_be_heard_is_in_no_score(browser_of: BrowserOf, clock: datetime) -> None:
    ana = browser_of("ana")
    ana.post(reverse("wishes"), {"sound": "strings", "never": ["rain", "surf", "bells"]})
    assert set(ana.get(reverse("sound_score", args=["water"])).json()["buses"]) <= {"drone", "warm", "bright"}
    page = ana.get(reverse("sound", args=["roof"])).content.decode()
    assert "Nothing of it is left" in page
    assert "sw-any-day" not in page
    assert ana.get(reverse("sound_score", args=["roof"])).status_code == 404
    assert reverse("sound", args=["roof"]) not in ana.get(reverse("library")).content.decode()


def test_nothing_else_plays_while_a_session_is_under_way(beside: Callable[..., Beside], browser_of: BrowserOf) -> None:
    ana = beside("ana")
    ana.made_ready()
    ana.begun()
    page = browser_of("ana").get(reverse("sound", args=["shore"])).content.decode()
    assert "A session is under way." in page
    assert "sw-any-day" not in page


@pytest.mark.parametrize("what", ["sound", "sound_score"])
def test_nobody_is_told_what_is_listened_to(house: House, browser_of: BrowserOf, clock: datetime, what: str) -> None:
    ana = browser_of("ana")
    before = Event.objects.count()
    assert ana.get(reverse(what, args=["drone"])).status_code == 200
    assert Event.objects.count() == before


def test_the_file_is_made_when_it_is_asked_for_and_not_before(browser_of: BrowserOf, clock: datetime) -> None:
    ana, there = browser_of("ana"), reverse("sound_file", args=["drone"])
    assert ana.get(there).status_code == 404
    assert Rendering.objects.count() == 0
    assert ana.post(there, {"begin": "1"}).json() == {"ready": False, "failed": False}
    assert Rendering.objects.get().plan["phases"][-1][2] == 1200
