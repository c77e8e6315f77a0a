"""What somebody asks for in their sound: a scene, likes, and what must never play."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.care.models import Wishes
from stillwater.demo.people import House
from stillwater.soundscape.models import Rendering
from stillwater.soundscape.rules import NEVER_WORDS, SCENES, TASTES
from stillwater.treatment.models import Session
from stillwater.treatment.queries.sound import sound_of
from stillwater.web.companion import scenes
from stillwater.web.shared import icons

BrowserOf = Callable[..., Client]
Plan = Callable[..., Session]


def _shown(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def _newest() -> Wishes:
    with scopes_disabled():
        return Wishes.objects.order_by("-set_at", "-id")[0]


def test_s14_every_scene_is_offered_with_its_line_its_content_note_and_its_picture(
    house: House, browser_of: BrowserOf
) -> None:
    shown = _shown(browser_of("ana").get(reverse("wishes")))
    for key, words in scenes.SAID.items():
        assert f'value="{key}"' in shown
        assert all(str(said) in shown for said in words)
        assert f'class="scenery {key}"' in shown
    assert shown.count("</svg>") >= len(SCENES)


def test_every_scene_never_word_and_like_has_its_words_and_picture() -> None:
    assert set(scenes.SAID) == set(SCENES)
    assert set(scenes.NEVER_SAID) == set(NEVER_WORDS)
    assert set(scenes.TASTES_SAID) == set(TASTES)
    assert all(icons.shape(key, icons.SCENES)[1] for key in SCENES)


def test_a_scene_and_likes_are_kept_and_the_next_sound_follows_them(
    session_of: Plan, browser_of: BrowserOf, clock: datetime
) -> None:
    session = session_of("ana", starts_at=clock + timedelta(days=1))
    ana = browser_of("ana")
    asked = {
        "sound": "shore",
        "never": ["bells"],
        "taste-nature": "more",
        "taste-brightness": "less",
        "taste-voice": "",
    }
    assert ana.post(reverse("wishes"), asked).status_code == 302
    assert (_newest().sound, _newest().tastes) == ("shore", {"nature": 1, "brightness": -1})
    with scopes_disabled():
        session.refresh_from_db()
    plan = Rendering.objects.get(plan_hash=session.sound_hash).plan
    assert (plan["scene"], plan["never"]) == ("shore", ["bells"])
    assert plan["tastes"] == [["nature", 1], ["brightness", -1]]
    shown = _shown(ana.get(reverse("wishes")))
    assert 'value="shore" checked' in shown
    assert 'name="taste-nature" value="more" checked' in shown
    assert 'name="taste-voice" value="" checked' in shown


@pytest.mark.parametrize("kept", ["strings", "water", "voices"])
def test_what_was_chosen_before_there_were_more_scenes_stays_chosen(
    house: House, browser_of: BrowserOf, kept: str
) -> None:
    ana = browser_of("ana")
    ana.post(reverse("wishes"), {"sound": kept})
    assert f'value="{kept}" checked' in _shown(ana.get(reverse("wishes")))


def test_s14_a_scene_of_which_nothing_is_left_is_not_kept_and_others_are_offered(
    house: House, browser_of: BrowserOf
) -> None:
    ana = browser_of("ana")
    ana.post(reverse("wishes"), {"sound": "strings", "never": ["bells"]})
    answer = ana.post(reverse("wishes"), {"sound": "roof", "never": ["rain"], "touch": "My hand"})
    shown = _shown(answer)
    assert answer.status_code == 422
    assert "nothing is left of “Rain on a roof”" in shown
    assert 'value="My hand"' in shown
    assert 'name="never" value="rain" checked' in shown
    assert shown.count("Nothing of it is left") == 1
    assert (_newest().sound, _newest().never) == ("strings", ["bells"])


def test_a_scene_or_a_like_that_does_not_exist_is_left_out(house: House, browser_of: BrowserOf) -> None:
    asked = {"sound": "thunder", "taste-nature": "louder", "taste-drums": "more", "never": ["mother"]}
    browser_of("ana").post(reverse("wishes"), asked)
    assert (_newest().sound, _newest().tastes, _newest().never) == ("", {}, [])


@pytest.mark.parametrize("sound_minutes", [0])  # a minute has no rest that comes round
def test_the_session_page_tells_the_player_where_the_rest_lies(
    session_of: Plan, browser_of: BrowserOf, clock: datetime
) -> None:
    session = session_of("ana", starts_at=clock + timedelta(days=1))
    browser_of("ana").post(reverse("wishes"), {"sound": "pink"})
    with scopes_disabled():
        session.refresh_from_db()
    sound = sound_of(session)
    plan = Rendering.objects.get(plan_hash=session.sound_hash).plan
    assert sound is not None
    assert sound.rest is not None
    assert sound.rest[1] - sound.rest[0] == 240
    assert sound.rest[1] == plan["ticks"] / 3 - 60
    old = {key: value for key, value in plan.items() if key != "loop"}
    Rendering.objects.filter(plan_hash=session.sound_hash).update(plan=old)
    assert sound_of(session).rest is None  # type: ignore[union-attr]
