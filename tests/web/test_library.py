"""The library of spoken guides: what each speaks of before it speaks, its words, and its recording in parts."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.care.actions.wishes import set_wishes
from stillwater.demo.people import House
from stillwater.soundscape import actions, queries
from stillwater.soundscape.models import RenderedFile, Rendering
from stillwater.soundscape.rules.recording import captions, told
from stillwater.soundscape.rules.subjects import spoken_of

BrowserOf = Callable[..., Client]
PORCH = {"key": "the-porch", "eyes": "closed"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.STILLWATER_DATA = tmp_path
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "render"]}
    }
    (tmp_path / "sound").mkdir()
    return tmp_path / "sound"


def _recorded(at: datetime) -> None:
    [recording, _] = queries.recordings(["the-porch"])
    rendering = actions.ask_for(plan=recording, at=at)
    rendering.began_at = at
    made = [
        actions.NewFile(RenderedFile.USUAL, "x.m4a", 4, ""),
        actions.NewFile(RenderedFile.CAPTIONS, "x.vtt", 9, ""),
    ]
    (queries.sound_folder() / "x.m4a").write_bytes(b"hush")
    (queries.sound_folder() / "x.vtt").write_text("WEBVTT\n\n1")
    actions.finish(rendering=rendering, files=made, seconds=503, peak_db=-9, at=at)


def _text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def test_s14_every_guide_says_what_it_speaks_of_and_whether_eyes_stay_open(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    shown = _text(browser_of("ana").get(reverse("library")))
    for guide in queries.guides():
        assert guide.content in shown
        assert guide.summary in shown
        assert reverse("guide", args=(guide.key, "open" if guide.eyes_open else "closed")) in shown
    assert shown.count('class="guide-link"') == len(queries.guides())
    assert "Not yet reviewed by a clinician." in shown


def test_s14_what_is_on_somebodys_never_list_is_said_before_it_is_heard(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    assert "never list" not in _text(browser_of("ana").get(reverse("library")))
    with scopes_disabled():
        access = house.access("ana")
        with access.inside():
            set_wishes(access, house.patients["ana"], never=["wind", "bells"], at=clock)
    shown = _text(browser_of("ana").get(reverse("library")))
    assert "On your never list: wind" in shown
    assert not re.search("never list: [^<]*bells", shown)  # no guide speaks of any
    assert "Some of this is on your never list: wind." in _text(browser_of("ana").get(reverse("guide", kwargs=PORCH)))
    assert spoken_of("The sea in the morning.", ["surf", "choir", "glass"]) == ["surf"]


def test_a_guide_without_its_recording_shows_the_words_and_offers_to_make_it(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    browser, address = browser_of("ana"), reverse("guide", kwargs=PORCH)
    shown = _text(browser.get(address))
    assert "There is no recording yet." in shown
    assert "<audio" not in shown
    assert "It is the middle of the afternoon." in shown
    assert browser.get(reverse("guide_sound", kwargs=PORCH)).status_code == 404
    assert browser.post(address).status_code == 302
    assert Rendering.objects.get().plan["guide"] == "the-porch"
    assert "The recording is being made." in _text(browser.get(address))


def test_a_recording_comes_whole_or_in_parts_and_its_captions_beside_it(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    _recorded(clock)
    browser = browser_of("ana")
    assert '<audio controls preload="none"' in _text(browser.get(reverse("guide", kwargs=PORCH)))
    part = browser.get(reverse("guide_sound", kwargs=PORCH), headers={"range": "bytes=1-2"})
    assert (part.status_code, part["Content-Range"], part["Content-Type"]) == (206, "bytes 1-2/4", "audio/mp4")

    async def whole(pieces: AsyncIterator[bytes]) -> bytes:
        return b"".join([piece async for piece in pieces])

    assert asyncio.run(whole(part.streaming_content)) == b"us"  # type: ignore[attr-defined]
    words = browser.get(reverse("guide_captions", kwargs=PORCH))
    assert words["Content-Type"] == "text/vtt; charset=utf-8"
    assert words.content.startswith(b"WEBVTT")


def test_s14_both_versions_are_one_touch_apart_and_say_their_own_words(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    browser = browser_of("ana")
    closed, seeing = (
        _text(browser.get(reverse("guide", kwargs={**PORCH, "eyes": eyes}))) for eyes in ("closed", "open")
    )
    assert reverse("guide", kwargs={**PORCH, "eyes": "open"}) in closed
    assert "It is made of old boards" in closed
    assert "It is made of old boards" not in seeing
    only = browser.get(reverse("guide", args=("this-room", "open")))
    assert "For open eyes, with a light on" in _text(only)


@pytest.mark.parametrize("where", [("this-room", "closed"), ("the-porch", "shut"), ("nowhere", "open")])
def test_what_is_not_there_is_not_there(
    where: tuple[str, str], house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    for name in ("guide", "guide_sound", "guide_captions"):
        assert browser_of("ana").get(reverse(name, args=where)).status_code == 404


def test_each_line_on_the_page_bears_the_number_of_its_caption() -> None:
    for recording in queries.recordings():
        numbers = [number for lines in told(recording) for number, _, _ in lines]
        assert numbers == list(range(1, len(numbers) + 1))
    assert captions([]) == "WEBVTT\n"
