"""The pages of voices: recording a guide line by line in the clinic, and finding it as a patient."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.demo.people import House
from stillwater.kit.ids import new_id
from stillwater.soundscape import tasks
from stillwater.soundscape.models import Narration, Take
from stillwater.soundscape.rules.guides import Guide
from stillwater.soundscape.rules.narrating import lines_of
from tests.soundscape.reading_aloud import hum, window

__all__ = ["window"]
BrowserOf = Callable[..., Client]
KEY = "the-window"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.STILLWATER_DATA = tmp_path
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "render"]}
    }
    return tmp_path


def _text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


async def _whole(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


def _send(browser: Client, line: str, sound: bytes, **more: Any) -> int:
    audio = SimpleUploadedFile("line.m4a", sound, content_type=more.get("media", "audio/mp4"))
    body = {"id": str(more.get("id", new_id())), "line": line, "audio": audio}
    return browser.post(reverse("voice_line", args=[KEY]), body).status_code


def _offered(priya: Client, guide: Guide, folder: Path) -> Narration:
    sound = hum(folder, 0.3)
    for line in lines_of(guide):
        assert _send(priya, line.key, sound) == 201
    with scopes_disabled():
        narration = Narration.objects.get()
    tasks.put_together.call(str(narration.clinic_id), str(narration.id))
    assert priya.post(reverse("voice_offer", args=[narration.id])).status_code == 302
    return narration


def test_a_therapist_reads_a_guide_line_by_line_and_goes_on_another_day(
    window: Guide, house: House, browser_of: BrowserOf, clock: datetime, folder: Path
) -> None:
    priya = browser_of("priya")
    shown = _text(priya.get(reverse("voice_guide", args=[KEY])))
    assert all(line.text in shown for line in lines_of(window))
    assert "0 of 4 lines are here." in shown
    assert "Nothing listens to it or turns it into text." in shown
    assert _send(priya, lines_of(window)[1].key, hum(folder, 0.3)) == 201
    later = _text(browser_of("priya").get(reverse("voice_guide", args=[KEY])))
    assert "1 of 4 lines are here." in later
    with scopes_disabled():
        take = Take.objects.get()
    assert f'data-taken="{reverse("voice_take", args=[take.id])}"' in later
    assert priya.get(reverse("voice_take", args=[take.id]))["Content-Type"] == "audio/mp4"
    assert "1 of 4 lines are recorded" in _text(priya.get(reverse("voices")))


def test_what_is_no_line_is_not_kept(
    window: Guide, house: House, browser_of: BrowserOf, clock: datetime, folder: Path
) -> None:
    priya, line = browser_of("priya"), lines_of(window)[0].key
    assert _send(priya, "0" * 64, b"x") == 422
    assert _send(priya, line, b"x", media="text/html") == 422
    assert _send(priya, line, b"") == 422
    assert _send(priya, line, b"x", id="mine") == 422
    with scopes_disabled():
        assert not Take.objects.exists()


def test_patients_of_the_clinic_find_it_by_the_readers_name_with_its_captions_and_others_do_not(
    window: Guide, house: House, browser_of: BrowserOf, clock: datetime, folder: Path
) -> None:
    priya, ana, kit = browser_of("priya"), browser_of("ana"), browser_of("kit")
    narration = _offered(priya, window, folder)
    assert "Read by Priya Raman" in _text(ana.get(reverse("library")))
    there = [KEY, "open", narration.id]
    page = _text(ana.get(reverse("guide_read", args=there)))
    assert "Words: Stillwater. Read by Priya Raman." in page
    assert reverse("guide_read", args=[KEY, "closed", narration.id]) in page
    assert f'src="{reverse("guide_read_sound", args=there)}?v=' in page
    assert ana.get(reverse("guide_read_sound", args=there), headers={"range": "bytes=0-9"}).status_code == 206
    words = ana.get(reverse("guide_read_captions", args=there))
    assert words["Content-Type"] == "text/vtt; charset=utf-8"
    assert asyncio.run(_whole(words.streaming_content)).startswith(b"WEBVTT")  # type: ignore[attr-defined]
    assert "Read by" not in _text(kit.get(reverse("library")))
    assert "Read by" not in _text(kit.get(reverse("guide", args=[KEY, "open"])))
    for name in ("guide_read", "guide_read_sound", "guide_read_captions"):
        assert kit.get(reverse(name, args=there)).status_code == 404
        assert ana.get(reverse(name, args=["the-porch", *there[1:]])).status_code == 404
    priya.post(reverse("voice_offer", args=[narration.id]), {"stop": "1"})
    assert ana.get(reverse("guide_read", args=there)).status_code == 404


def test_an_owner_removes_a_voice_and_nobody_hears_it_again(
    window: Guide, house: House, browser_of: BrowserOf, clock: datetime, folder: Path
) -> None:
    narration = _offered(browser_of("priya"), window, folder)
    osei = browser_of("osei")
    assert "Remove for good" in _text(osei.get(reverse("voices")))
    assert osei.get(reverse("voice_sound", args=[narration.id, "open"])).status_code == 200
    for shut in ("theo", "gail", "sam", "ana"):
        assert browser_of(shut).post(reverse("voice_remove", args=[narration.id])).status_code == 404
    assert osei.post(reverse("voice_remove", args=[narration.id])).status_code == 302
    assert "Read by" not in _text(browser_of("ana").get(reverse("library")))
    assert osei.get(reverse("voice_sound", args=[narration.id, "open"])).status_code == 404
    assert not [path for path in (folder / "private").rglob("*") if path.is_file()]
