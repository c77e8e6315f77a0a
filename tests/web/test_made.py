"""A phone that makes its session's sound itself: what it is given to play from, and what may then be asked of it."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.soundscape.models import Rendering
from stillwater.treatment.actions.sounding import prepare_sound
from stillwater.treatment.queries import score_of
from tests.web.session_room import Beside
from tests.web.test_steering import buttons, files_of, piece

BrowserOf = Callable[..., Client]


@pytest.fixture
def ana(beside: Callable[..., Beside]) -> Beside:
    """Her phone makes the planned sound itself."""
    found = beside("ana")
    found.begun()
    found.add("ana", "music", ago=9, what="begun", scene="strings")
    found.add("ana", "music", ago=9, what="path", path="made")
    return found


def test_the_phone_plays_from_the_very_score_of_its_file(ana: Beside, browser_of: BrowserOf) -> None:
    planned = Rendering.objects.get(plan_hash=ana.session.sound_hash)
    sheet = browser_of("ana").get(reverse("session_score", args=[ana.session.pk, "strings"]))
    assert sheet.json()["hash"] == planned.plan_hash
    assert sheet.headers["Cache-Control"] == "private, no-store"
    calmer = Rendering.objects.get(plan_hash=ana.session.calmer_hash or "")
    other = browser_of("ana").get(reverse("session_score", args=[ana.session.pk, calmer.plan["scene"]]))
    assert other.json()["hash"] == calmer.plan_hash


def test_another_scene_is_as_long_and_rests_at_the_same_time(ana: Beside, browser_of: BrowserOf) -> None:
    planned = Rendering.objects.get(plan_hash=ana.session.sound_hash).plan
    shore = browser_of("ana").get(reverse("session_score", args=[ana.session.pk, "shore"])).json()
    same = ("ticks", "loop", "closing_from", "phases", "never", "tastes")
    assert {key: shore[key] for key in same} == {key: planned[key] for key in same}
    assert (shore["scene"], planned["scene"]) == ("shore", "strings")


def test_s14_a_scene_of_which_nothing_may_sound_has_no_score_and_no_button(ana: Beside, browser_of: BrowserOf) -> None:
    browser_of("ana").post(reverse("wishes"), {"sound": "strings", "never": ["rain", "noise"]})
    with scopes_disabled():
        prepare_sound(ana.session, at=ana.session.appointment.starts_at)
    for scene in ("roof", "pink", "disco"):
        assert browser_of("ana").get(reverse("session_score", args=[ana.session.pk, scene])).status_code == 404
        assert score_of(ana.session, scene) is None
    page = piece(browser_of("maya"), ana.session)
    assert "shore" in buttons(page)
    assert not {"roof", "pink", "strings"} & set(buttons(page))


def test_only_the_patients_phone_gets_it(ana: Beside, browser_of: BrowserOf) -> None:
    for name in ("maya", "sam", "jonah", "wren"):
        answer = browser_of(name).get(reverse("session_score", args=[ana.session.pk, "strings"]))
        assert answer.status_code == 404


def test_the_session_page_names_code_and_scores_and_no_other_page_may_run_it(
    ana: Beside, browser_of: BrowserOf, clock: datetime
) -> None:
    files_of(ana.session, clock)
    page = browser_of("ana").get(reverse("session_screen", args=[ana.session.pk]))
    body = page.content.decode()
    scores = re.search(r'data-score="([^"]+)" data-scenes="([^"]+)"', body)
    assert scores is not None
    assert scores[1] + "shore" == reverse("session_score", args=[ana.session.pk, "shore"])
    assert "strings" not in scores[2].split()
    assert re.search(r'data-made="[^"]+made[^"]*\.js" .*data-kernel="[^"]+\.wasm"', body)
    assert "'wasm-unsafe-eval'" in page.headers["Content-Security-Policy"]
    ready = browser_of("ana").get(reverse("preflight", args=[ana.session.pk]))
    assert "<sw-path hidden>" in ready.content.decode()
    assert "'wasm-unsafe-eval'" not in ready.headers["Content-Security-Policy"]


def test_maya_asks_for_another_scene_and_what_sounds_is_said_in_full(ana: Beside, browser_of: BrowserOf) -> None:
    maya = browser_of("maya")
    assert {"grounding", "brighter", "shore"} <= set(buttons(piece(maya, ana.session)))
    there = reverse("room_record", args=[ana.session.pk, "music"]) + "?back=sound"
    maya.post(there, {"what": "asked", "want": "scene", "scene": "shore"})
    assert "Shore, asked at" in piece(maya, ana.session)
    for number, what in enumerate(("scene", "grounding", "no_bells", "softer")):
        ana.add("ana", "music", ago=5 - number, what=what, scene="shore")
    page = piece(maya, ana.session)
    assert "Ana’s phone plays Shore, softer, more grounding, without bells." in page
    assert "Shore, softer, more grounding, without bells" in page.split("What played when")[1]
    ana.add("ana", "music", ago=1, what="path", path="file")
    page = piece(maya, ana.session)
    assert "more grounding" not in page.split("What played when")[0]
    assert "grounding" not in buttons(page)
