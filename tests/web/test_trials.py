"""S14: half a minute of every scene and every guide, before anything depends on it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stillwater.audit.queries import of_clinic
from stillwater.demo.people import House
from stillwater.soundscape import actions, queries
from stillwater.soundscape.models import Rendering
from stillwater.soundscape.rules import SCENES
from stillwater.soundscape.rules.recording import opening
from stillwater.web.companion import trying
from tests.web.session_room import Beside

BrowserOf = Callable[..., Client]
GUIDE = ["the-porch", "closed"]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.STILLWATER_DATA = tmp_path
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "render"]}
    }
    (tmp_path / "sound").mkdir()
    return tmp_path / "sound"


def _made(plan: actions.Plan, at: datetime) -> None:
    rendering = actions.ask_for(plan=plan, at=at)
    rendering.began_at = at
    for name in ("a.m4a", "b.m4a"):
        (queries.sound_folder() / name).write_bytes(b"hush")
    files = [actions.NewFile("usual", "a.m4a", 4, ""), actions.NewFile("softer", "b.m4a", 4, "")]
    actions.finish(rendering=rendering, files=files, seconds=30, peak_db=-9, at=at)


def test_s14_every_scene_and_every_guide_has_a_trial_beside_its_content_note(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    ana = browser_of("ana")
    scenes, guides = (ana.get(reverse(name)).content.decode() for name in ("wishes", "library"))
    assert all(f'data-src="{reverse("trial", args=[scene])}"' in scenes for scene in SCENES)
    assert all(f'data-src="/library/{guide.key}/' in guides for guide in queries.guides())
    ana.post(reverse("wishes"), {"sound": "strings", "never": ["rain", "wind"]})
    scenes, guides = (ana.get(reverse(name)).content.decode() for name in ("wishes", "library"))
    assert reverse("trial", args=["roof"]) not in scenes
    assert reverse("guide_trial", args=GUIDE) not in guides  # a light wind


def test_s14_a_trial_is_made_once_when_it_is_asked_for_and_says_when_it_is_there(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    ana, there = browser_of("ana"), reverse("trial", args=["water"])
    assert ana.get(there).status_code == 404
    assert ana.post(there).json() == {"ready": False, "failed": True}
    assert ana.post(there, {"begin": "1"}).json() == {"ready": False, "failed": False}
    assert ana.post(there).json() == {"ready": False, "failed": False}
    browser_of("ruth").post(there, {"begin": "1"})
    assert Rendering.objects.count() == 1
    _made(trying.of_scene("water", []), clock)
    assert ana.post(there).json() == {"ready": True, "failed": False}
    assert ana.get(there)["Content-Type"] == "audio/mp4"
    assert ana.get(there, headers={"range": "bytes=1-2"}).status_code == 206
    assert ana.get(there, {"never": ["bells"]}).status_code == 404  # another sound


def test_a_trial_that_could_not_be_made_says_so_and_is_asked_for_again_by_the_next_touch(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    ana, there = browser_of("ana"), reverse("trial", args=["water"])
    ana.post(there, {"begin": "1"})
    actions.stop_short(rendering=Rendering.objects.get(), error="OSError: no space", at=clock)
    assert ana.post(there).json() == {"ready": False, "failed": True}
    assert ana.post(there, {"begin": "1"}).json() == {"ready": False, "failed": False}


def test_s14_what_must_never_play_is_left_out_of_a_trial_and_only_what_matters_makes_another() -> None:
    plain, without = (trying.of_scene("water", never) for never in ([], ["bells"]))
    assert plain.events
    assert not without.events
    assert trying.of_scene("water", ["bells", "insects", "noise"]).hash == without.hash
    assert trying.of_scene("roof", ["bells", "choir"]).hash == trying.of_scene("roof", []).hash


def test_s14_of_a_scene_with_nothing_left_there_is_no_trial(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    ana = browser_of("ana")
    assert ana.post(reverse("trial", args=["roof"]), {"begin": "1", "never": ["rain"]}).status_code == 404
    assert ana.post(reverse("trial", args=["thunder"]), {"begin": "1"}).status_code == 404


def test_s14_a_guide_is_tried_by_its_first_lines_in_the_same_voice(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    for recording in queries.recordings():
        first = opening(recording)
        assert first.parts == recording.parts[: len(first.parts)]
        assert first.parts[-1].kind == "say"
        assert first.hash != recording.hash
        spoken = sum(len(part.text.split()) for part in first.parts) * 60 / 147 + sum(p.seconds for p in first.parts)
        assert 12 <= spoken <= 40, recording.guide
    ana, there = browser_of("ana"), reverse("guide_trial", args=GUIDE)
    assert ana.post(there, {"begin": "1"}).json() == {"ready": False, "failed": False}
    assert Rendering.objects.get().plan["guide"] == "the-porch"
    _made(opening(queries.recordings(["the-porch"])[0]), clock)
    assert ana.get(there).status_code == 200


def test_trying_something_is_noted_nowhere(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    ana = browser_of("ana")
    before = of_clinic(house.clinic.id).count()
    ana.post(reverse("trial", args=["water"]), {"begin": "1"})
    ana.post(reverse("guide_trial", args=GUIDE), {"begin": "1"})
    assert of_clinic(house.clinic.id).count() == before
    assert "Ana" not in str(list(Rendering.objects.values()))


def test_nothing_is_tried_over_the_sound_of_a_session(
    beside: Callable[..., Beside], browser_of: BrowserOf, clock: datetime
) -> None:
    bed = beside("ana")
    bed.made_ready()
    bed.begun()
    for name in ("wishes", "library"):
        assert "sw-trial" not in browser_of("ana").get(reverse(name)).content.decode()
