"""Whether a guide speaks in somebody's session: their choice, beforehand, and what is said where it does not."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.care.actions.wishes import set_wishes
from stillwater.care.models import Wishes
from stillwater.demo.own import wren_on_her_own
from stillwater.demo.people import House
from stillwater.soundscape import queries
from stillwater.soundscape.models import Rendering
from stillwater.soundscape.rules import programme_for_protocol
from stillwater.soundscape.rules.cueing import PLACES, Room
from stillwater.soundscape.rules.guides import Guide, read
from stillwater.treatment.actions.sounding import compose_for, prepare_sound
from stillwater.treatment.models import Session
from stillwater.treatment.queries import settings_of, sound_of
from stillwater.web.shared.speaking import short_of
from tests.soundscape.reading_aloud import SCRIPT
from tests.web.session_room import Beside
from tests.web.test_steering import files_of

BrowserOf = Callable[..., Client]
Plan = Callable[..., Session]
PORCH, GATE = "the-porch/closed", "the-garden-gate/open"
BOTH = {"sound": "pink", "guide-onset": PORCH, "guide-return": GATE}


@pytest.fixture
def sound_minutes() -> float:
    """As in life: a guide takes eight minutes."""
    return 0


@pytest.fixture
def session(session_of: Plan, clock: datetime) -> Session:
    return session_of("ana", starts_at=clock + timedelta(days=1))


def shown(browser: Client, name: str, *args: Any) -> str:
    return re.sub(r"\s+", " ", browser.get(reverse(name, args=args)).content.decode())


def plan_of(session: Session) -> dict[str, Any]:
    with scopes_disabled():
        session.refresh_from_db()
    found: dict[str, Any] = Rendering.objects.get(plan_hash=session.sound_hash).plan
    return found


def newest() -> Wishes:
    with scopes_disabled():
        return Wishes.objects.order_by("-set_at", "-id")[0]


def test_nobody_speaks_in_a_session_unless_the_patient_says_so(session: Session, browser_of: BrowserOf) -> None:
    assert "cues" not in plan_of(session)
    page = shown(browser_of("ana"), "wishes")
    assert page.count('value="" checked><span>No voice') == len(PLACES)
    assert not re.search(r'name="guide-\w+" value="[^"]+" checked', page)
    browser_of("ana").post(reverse("wishes"), {"sound": "pink"})
    assert newest().guides == {}
    assert "cues" not in plan_of(session)


def test_without_a_voice_a_sessions_sound_is_the_protocols_as_ever(session: Session) -> None:
    with scopes_disabled():
        protocol = settings_of(session).protocol
        ours = compose_for(session)
    assert ours is not None
    phases = [(phase.key, phase.start, phase.end, min(1.0, phase.intensity)) for phase in protocol.phases]
    minutes = max(60, protocol.arc_minutes)
    assert ours.hash == programme_for_protocol(phases, minutes=minutes, scene="strings", seed=ours.seed).hash


def test_s14_each_guide_stands_there_with_what_it_speaks_of_and_a_way_to_hear_it_beforehand(
    session: Session, browser_of: BrowserOf
) -> None:
    page = shown(browser_of("ana"), "wishes")
    for guide in queries.guides():
        offered = guide.purpose in PLACES
        assert (guide.content in page) == offered
        for eyes in ("open", "closed"):
            there = offered and (eyes == "open") in guide.versions
            assert (f'value="{guide.key}/{eyes}"' in page) == there
        if offered:
            assert f'href="{reverse("guide", args=[guide.key, "open" if guide.eyes_open else "closed"])}"' in page


def test_what_was_chosen_is_kept_and_the_next_sound_has_it(
    session: Session, browser_of: BrowserOf, clock: datetime
) -> None:
    ana, before = browser_of("ana"), plan_of(session)
    assert ana.post(reverse("wishes"), BOTH).status_code == 302
    assert newest().guides == {"onset": PORCH, "return": GATE}
    cues = plan_of(session)["cues"]
    assert [cue[:3] for cue in cues] == [["onset", "the-porch", False], ["return", "the-garden-gate", True]]
    assert before["scene"] == "strings"
    page = shown(ana, "wishes")
    assert f'value="{PORCH}" checked' in page
    assert f'value="{GATE}" checked' in page
    with time_machine.travel(clock + timedelta(minutes=1), tick=False):
        ana.post(reverse("wishes"), {"sound": "pink"})
    assert "cues" not in plan_of(session)


def test_field_note_2_a_voice_that_cannot_be_turned_off_the_calmer_sound_has_none(
    session: Session, browser_of: BrowserOf
) -> None:
    """Somebody pushed on through music that had turned hateful. What one changes to, has no voice, and goes on at the same place."""
    ana = browser_of("ana")
    ana.post(reverse("wishes"), BOTH)
    planned = plan_of(session)
    calmer = Rendering.objects.get(plan_hash=session.calmer_hash or "").plan
    assert planned["cues"]
    assert "cues" not in calmer
    assert calmer["loop"] == planned["loop"]
    assert "The calmer sound, to which it can be changed at any time, has no voice." in shown(ana, "wishes")


@pytest.fixture
def lake(monkeypatch: pytest.MonkeyPatch) -> Guide:
    """The only guide there is. It speaks of water."""
    text = (
        SCRIPT.replace("purpose: before", "purpose: onset")
        .replace("a window", "a lake")
        .replace("the-window", "the-lake")
    )
    guide = read(text)
    monkeypatch.setattr(queries, "guides", lambda: (guide,))
    return guide


def test_s14_a_guide_about_water_does_not_speak_to_somebody_who_fears_it(
    session: Session, browser_of: BrowserOf, house: House, clock: datetime, lake: Guide
) -> None:
    ana, asked = browser_of("ana"), {"sound": "pink", "guide-onset": "the-lake/closed"}
    answer = ana.post(reverse("wishes"), {**asked, "never": ["surf"], "touch": "My hand"})
    page = re.sub(r"\s+", " ", answer.content.decode())
    assert answer.status_code == 422
    assert "speaks of what you never want to hear: surf" in page
    assert 'value="My hand"' in page
    assert 'value="the-lake/' not in page
    assert "Not offered: on your never list is surf." in page
    ana.post(reverse("wishes"), asked)
    assert plan_of(session)["cues"]
    with scopes_disabled(), house.access("maya").inside():  # said to a nurse, and not on this page
        set_wishes(house.access("maya"), house.patients["ana"], never=["surf"], at=clock + timedelta(minutes=1))
        prepare_sound(session, at=clock)
    assert "cues" not in plan_of(session)
    assert "It speaks of something on the never list." in shown(ana, "preflight", session.pk)


@pytest.mark.parametrize("sound_minutes", [4])
def test_a_guide_that_is_too_long_for_a_session_is_not_offered_and_its_length_is_said(
    session: Session, browser_of: BrowserOf
) -> None:
    ana = browser_of("ana")
    page = shown(ana, "wishes")
    assert "Not offered: It takes up to 9 minutes. This session has no time for it there." in page
    assert f'value="{PORCH}"' not in page
    ana.post(reverse("wishes"), BOTH)
    assert "cues" not in plan_of(session)
    page = shown(ana, "preflight", session.pk)
    assert "“The porch” is not in the sound. It takes up to 9 minutes." in page


def test_where_there_is_some_time_both_lengths_are_said() -> None:
    assert short_of("onset", Room(539, 546, None)).endswith(
        "10 minutes. Before the strongest part of this session there are 8."
    )
    assert short_of("return", Room(300, 499, None)).endswith(
        "9 minutes. After the strongest part of this session there are 5."
    )
    assert short_of("return", Room(600, 499, 60)) == ""


def test_what_is_no_guide_for_that_place_is_left_out(session: Session, browser_of: BrowserOf) -> None:
    asked = {
        "sound": "pink",
        "guide-onset": GATE,
        "guide-return": "back-to-the-room/closed",
        "guide-sleep": "folding-linen/open",
    }
    browser_of("ana").post(reverse("wishes"), asked)
    assert newest().guides == {}


def test_before_it_begins_one_reads_who_speaks_and_finds_the_words(
    session: Session, browser_of: BrowserOf, clock: datetime
) -> None:
    ana = browser_of("ana")
    ana.post(reverse("wishes"), BOTH)
    plan_of(session)
    files_of(session, clock)
    page = shown(ana, "preflight", session.pk)
    assert 'At the beginning: <b lang="en">The porch</b>, 8 minutes.' in page
    assert f'href="{reverse("guide", args=["the-garden-gate", "open"])}">The words' in page
    assert "not in the sound" not in page


def test_a_phone_that_makes_the_sound_itself_gets_what_speaks_and_nothing_where_no_voice_could_be_made(
    session: Session, browser_of: BrowserOf, clock: datetime
) -> None:
    ana = browser_of("ana")
    ana.post(reverse("wishes"), BOTH)
    score = reverse("session_score", args=[session.pk, "pink"])
    cues = plan_of(session)["cues"]
    told = ana.get(score).json()["cues"]
    assert [(cue["guide"], cue["eyes"], cue["recording"], cue["gain"]) for cue in told] == [
        (guide, "open" if eyes_open else "closed", recording, gain) for _, guide, eyes_open, recording, _, _, gain, *_ in cues
    ]  # fmt: skip
    for cue in cues:
        assert Rendering.objects.filter(plan_hash=cue[3], plan__guide=cue[1]).exists()  # its recording is made, too
    files_of(session, clock)
    assert sound_of(session).speaks  # type: ignore[union-attr]
    Rendering.objects.filter(plan_hash=session.sound_hash).update(voiceless="NotThisVoice: another version")
    assert not sound_of(session).speaks  # type: ignore[union-attr]
    assert "cues" not in ana.get(score).json()
    assert "cues" not in ana.get(reverse("session_score", args=[session.pk, "shore"])).json()


def test_a_voice_that_could_not_be_made_is_said_to_the_patient_and_in_the_room(
    session: Session, browser_of: BrowserOf, clock: datetime
) -> None:
    ana, maya = browser_of("ana"), browser_of("maya")
    ana.post(reverse("wishes"), BOTH)
    plan_of(session)
    files_of(session, clock)
    assert "a voice speaks “The porch”, 8 minutes. The calmer sound has no voice." in shown(
        maya, "room_part", session.pk, "sound"
    )
    Rendering.objects.filter(plan_hash=session.sound_hash).update(voiceless="OSError: No space left on device")
    said = "The voice could not be made. The sound is here without it."
    page = shown(ana, "preflight", session.pk)
    assert page.count(said) == 2
    assert "No space left" not in page
    page = shown(maya, "room_part", session.pk, "sound")
    assert page.count(said) == 2
    assert "OSError: No space left on device" in page
    assert "The sound is ready" in page


def test_the_team_reads_in_the_record_what_was_chosen(
    session: Session, browser_of: BrowserOf, house: House, clock: datetime
) -> None:
    browser_of("ana").post(reverse("wishes"), BOTH)
    page = shown(browser_of("osei"), "patient", house.patients["ana"].pk)
    assert "Plain noise" in page
    assert re.search(
        "A voice in the session</dt><dd>At the beginning: <span[^>]*>The porch</span><br>On the way back: ", page
    )
    with time_machine.travel(clock + timedelta(minutes=1), tick=False):
        browser_of("ana").post(reverse("wishes"), {"sound": "roof"})
    assert "A voice in the session</dt><dd>none" in shown(browser_of("osei"), "patient", house.patients["ana"].pk)


def test_afterwards_the_words_are_found_where_the_sound_is_heard_again(
    beside: Callable[..., Beside], browser_of: BrowserOf, clock: datetime
) -> None:
    ana = beside("ana")
    with scopes_disabled(), ana.house.access("ana").inside():
        set_wishes(ana.house.access("ana"), ana.house.patients["ana"], guides={"return": GATE}, at=clock)
        prepare_sound(ana.session, at=clock)
    files_of(ana.session, clock)
    ana.begun()
    ana.add("ana", "music", ago=9, what="begun", scene="strings")
    ana.add("maya", "moved", ago=3, to="recovering")
    ana.add("osei", "decision", ago=2, about="leave", choice="may_leave")
    ana.add("maya", "moved", ago=1, to="left")
    page = shown(browser_of("ana"), "listen_again", ana.session.pk)
    assert page.count("The garden gate</b>, 8 minutes.") == 1
    assert f'href="{reverse("guide", args=["the-garden-gate", "open"])}"' in page


def test_somebody_on_their_own_chooses_just_so(
    house: House, browser_of: BrowserOf, clock: datetime, settings: Any
) -> None:
    settings.SOUND_MINUTES = 0
    session = wren_on_her_own(house, at=clock)
    assert "cues" not in plan_of(session)
    wren = browser_of("wren")
    assert "Not offered" not in shown(wren, "wishes")
    wren.post(reverse("wishes"), {"sound": "drone", "guide-return": "back-to-the-room/open"})
    assert [cue[1] for cue in plan_of(session)["cues"]] == ["back-to-the-room"]
    assert 'On the way back: <b lang="en">Back to the room</b>' in shown(wren, "preflight", session.pk)
