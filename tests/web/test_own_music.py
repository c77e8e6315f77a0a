"""The page of somebody's own music: what it says of the session, where it is reached from, and that no file comes here."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from stillwater.audit.models import Event
from stillwater.demo.people import House
from stillwater.kit.words import forbidden_in
from stillwater.soundscape.actions import NewFile, finish
from stillwater.soundscape.models import Rendering
from stillwater.treatment.models import Session
from stillwater.web.companion.own_music import WORDS
from tests.web.session_room import Beside

BrowserOf = Callable[..., Client]


def page_of(browser: Client) -> str:
    answer = browser.get(reverse("own_music"))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_page_knows_how_long_the_next_sessions_sound_is(
    session_of: Callable[..., Session], browser_of: BrowserOf, clock: datetime
) -> None:
    assert 'data-seconds="0"' in page_of(browser_of("iris")), "nothing is planned"
    session = session_of("iris", starts_at=clock + timedelta(days=2))
    assert 'data-seconds="0"' in page_of(browser_of("iris")), "it is still being made"
    rendering = Rendering.objects.get(plan_hash=session.sound_hash)
    rendering.began_at = clock
    files = [NewFile(kind, f"own-{kind}.m4a", 4, "") for kind in ("usual", "softer")]
    finish(rendering=rendering, files=files, seconds=7812.4, peak_db=-6, at=clock)
    assert 'data-seconds="7812"' in page_of(browser_of("iris"))


def test_it_is_reached_from_the_library_the_wishes_and_the_preflight(
    ana_ready: Session, browser_of: BrowserOf, clock: datetime
) -> None:
    ana, there = browser_of("ana"), f'href="{reverse("own_music")}"'
    for address in (reverse("library"), reverse("wishes"), reverse("preflight", args=[ana_ready.pk])):
        assert there in ana.get(address).content.decode(), address


@pytest.fixture
def ana_ready(session_of: Callable[..., Session], clock: datetime) -> Session:
    session = session_of("ana", starts_at=clock + timedelta(hours=1))
    rendering = Rendering.objects.get(plan_hash=session.sound_hash)
    rendering.began_at = clock
    files = [NewFile(kind, f"ready-{kind}.m4a", 4, "") for kind in ("usual", "softer")]
    finish(rendering=rendering, files=files, seconds=60, peak_db=-6, at=clock)
    return session


def test_nothing_is_listened_to_while_a_session_is_under_way(
    beside: Callable[..., Beside], browser_of: BrowserOf
) -> None:
    ana = beside("ana")
    assert 'data-do="listen"' in page_of(browser_of("ana"))
    ana.begun()
    assert 'data-do="listen"' not in page_of(browser_of("ana"))


def test_no_file_can_be_sent_to_the_page_and_nobody_is_told_that_it_was_opened(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    ana = browser_of("ana")
    before = Event.objects.count()
    page = page_of(ana)
    assert "<form" not in page.split("<sw-own-music")[1].split("</sw-own-music>")[0]
    assert ana.post(reverse("own_music"), {"file": "x"}).status_code == 405
    assert Event.objects.count() == before


def test_every_reason_has_its_words_and_each_begins_with_what_became_of_the_file(browser_of: BrowserOf) -> None:
    page = browser_of("ana").get(reverse("own_music")).content.decode()
    block = re.search(r'<script id="own-music-words"[^>]*>(.*?)</script>', page)
    assert block is not None
    words = json.loads(block[1])
    assert words.keys() == WORDS.keys()
    reasons = {key: text for key, text in words.items() if key.startswith("why_")}
    assert {key.removeprefix("why_") for key in reasons} == {
        "empty", "locked", "not_audio", "corrupt", "cut", "too_short", "too_long", "too_large", "silent", "full",
    }  # fmt: skip
    assert all(text.startswith("Left out: ") for text in reasons.values())
    assert not any(forbidden_in(text) for text in words.values())


def test_every_word_that_the_pages_script_asks_for_is_there() -> None:
    elements = Path(settings.BASE) / "web/static/js/elements"
    scripts = [elements / "sw-own-music.js", *elements.glob("own-*.js")]
    asked = {key for script in scripts for key in re.findall(r"words\('(\w+)'", script.read_text())}
    assert len(asked) > 8
    assert asked <= WORDS.keys()
    arc = (elements.parent / "sound/own/arc.js").read_text()
    assert set(re.findall(r"return '(\w+)'", arc)) <= {key.removeprefix("total_") for key in WORDS} | WORDS.keys()
