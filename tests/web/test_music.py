"""The clinic's music: who keeps it, what is said of it, and how a patient finds it among their sounds."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from django_tasks import default_task_backend

from stillwater.audit.queries import of_clinic, words
from stillwater.care.models import Wishes
from stillwater.demo.people import House
from stillwater.kit import files
from stillwater.people.access import Access
from stillwater.people.rules import Act, Role, may
from stillwater.soundscape import tasks
from stillwater.soundscape.actions import NewFile, finish, music
from stillwater.soundscape.models import MusicPiece, Rendering
from stillwater.soundscape.queries import rendering_for, sound_folder
from stillwater.soundscape.rules.music import CONTENTS, Measured
from stillwater.treatment.actions.sounding import music_for, prepare_sound
from stillwater.treatment.models import Session
from stillwater.treatment.queries.sound import score_of, sound_of
from stillwater.treatment.tasks import plan_music_anew
from stillwater.web.clinic.music.words import CONTENTS as SAID
from stillwater.web.clinic.music.words import WHY, facts_of, length
from stillwater.web.companion.clinic_music import IN_THEM
from stillwater.web.companion.replaying import for_maker
from stillwater.web.shared import icons
from tests.soundscape.music_files import NINE, file_of, kept, noise

BrowserOf = Callable[..., Client]
Plan = Callable[..., Session]
LICENCE = "CC BY 4.0"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.STILLWATER_DATA = tmp_path
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "render"]}
    }
    return tmp_path


def _text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


async def _whole(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


def _file(name: str, content: bytes = b"", media: str = "audio/flac") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or name.encode(), content_type=media)


def _queued(name: str) -> int:
    return sum(one.task.func.__name__ == name for one in default_task_backend.results)  # type: ignore[attr-defined]


def _only() -> MusicPiece:
    with scopes_disabled():
        return MusicPiece.objects.get()


# The clinic


def test_whoever_keeps_voices_keeps_music_and_nobody_else(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    assert all(may(frozenset({role}), Act.KEEP_MUSIC) == may(frozenset({role}), Act.SEE_VOICES) for role in Role)
    for who in ("osei", "priya"):
        assert "Nothing is here yet." in _text(browser_of(who).get(reverse("music")))
        assert reverse("music") in _text(browser_of(who).get(reverse("team")))
    for shut in ("theo", "sam", "ana"):
        assert browser_of(shut).get(reverse("music")).status_code == 404
    assert reverse("music") not in _text(browser_of("theo").get(reverse("team")))


def test_a_file_is_added_with_its_licence_sealed_measured_and_shown(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    """Without a script: one form, one file."""
    osei, sound = browser_of("osei"), file_of(noise(21, -19))
    body = {
        "maker": "Ada",
        "licence": LICENCE,
        "contents": ["strings", "lyrics", "thunder"],
        "audio": _file("Meadow at noon.flac", sound),
    }
    assert osei.post(reverse("music"), body).status_code == 302
    piece = _only()
    assert (piece.title, piece.contents, piece.added_by_name) == (
        "Meadow at noon",
        ["strings", "lyrics"],
        "Dr. Ada Osei",
    )
    assert sound[3000:3060] not in files.path_of(piece.id).read_bytes()
    assert "It is being measured." in _text(osei.get(reverse("music")))
    tasks.measure.call(str(piece.clinic_id), str(piece.id))
    shown = _text(osei.get(reverse("music")))
    assert "Meadow at noon" in shown
    assert LICENCE in shown
    assert "Strings, Sung or spoken words" in shown
    assert "0:21 · loud as it was recorded; turned down to the level of the planned sound" in shown
    assert "1 piece can be played, 0:21 in all." in shown
    heard = osei.get(reverse("music_sound", args=[piece.id]))
    assert asyncio.run(_whole(heard.streaming_content)) == sound  # type: ignore[arg-type]
    assert osei.get(reverse("music_sound", args=[piece.id]), headers={"range": "bytes=0-9"}).status_code == 206
    told = [words(event) for event in of_clinic(house.clinic.id)]
    assert "Dr. Ada Osei created “Meadow at noon” in the clinic’s music" in told


def test_without_a_licence_or_a_file_nothing_is_kept_and_what_was_typed_stays(
    house: House, browser_of: BrowserOf, clock: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    osei = browser_of("osei")
    answer = osei.post(reverse("music"), {"maker": "Ada Typed", "licence": " ", "audio": _file("a.flac")})
    assert answer.status_code == 422
    assert "Say what lets you play it: without that it is not kept." in _text(answer)
    assert 'value="Ada Typed"' in _text(answer)
    assert "Choose a file first." in _text(osei.post(reverse("music"), {"licence": LICENCE}))
    monkeypatch.setattr(music, "MOST_BYTES", 3)
    large = osei.post(reverse("music"), {"licence": LICENCE, "audio": _file("Large.flac"), "alone": "1"})
    assert (large.status_code, "“Large.flac” is larger than" in large.content.decode()) == (422, True)
    with scopes_disabled():
        assert not MusicPiece.objects.exists()


def test_several_files_at_once_each_bear_their_own_name_and_a_script_sends_them_one_by_one(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    osei = browser_of("osei")
    both = {
        "licence": LICENCE,
        "title": "One title",
        "audio": [_file("First.flac"), _file("Second.mp3", b"x", "text/html")],
    }
    assert osei.post(reverse("music"), both).status_code == 302
    alone = {"licence": LICENCE, "audio": _file("Third.m4a"), "alone": "1"}
    assert osei.post(reverse("music"), alone).status_code == 201
    again = osei.post(reverse("music"), {"licence": LICENCE, "audio": _file("Copy.m4a", b"Third.m4a"), "alone": "1"})
    assert (again.status_code, again.content.decode()) == (422, "“Copy.m4a” is here already.")
    with scopes_disabled():
        found = list(MusicPiece.objects.values_list("title", "place", "media_type"))
    assert found == [("First", 0, "audio/flac"), ("Second", 1, "application/octet-stream"), ("Third", 2, "audio/flac")]


@pytest.mark.parametrize("why", sorted(WHY))
def test_a_piece_that_cannot_be_played_stands_there_with_its_reason(
    house: House, browser_of: BrowserOf, clock: datetime, why: str
) -> None:
    kept(house.access("osei"), "Torn", measured=None, why=why)
    shown = _text(browser_of("osei").get(reverse("music")))
    assert str(WHY[why]) in shown
    assert "Nothing can be played yet" in shown


def test_pieces_are_put_in_order_by_hand_or_gently(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    osei, access = browser_of("osei"), house.access("osei")
    tops = {"Storm": -9, "Calm": -32, "Song": -18, "Even": -28}
    found = {title: kept(access, title, measured=Measured(60, top - 2, -3, top, 1)) for title, top in tops.items()}

    def order() -> list[str]:
        with scopes_disabled():
            return list(MusicPiece.objects.values_list("title", flat=True))

    osei.post(reverse("music_move", args=[found["Calm"].id]), {"way": "earlier"})
    assert order() == ["Calm", "Storm", "Song", "Even"]
    osei.post(reverse("music_move", args=[found["Calm"].id]), {"way": "earlier"})
    osei.post(reverse("music_move", args=[found["Song"].id]), {"way": "later"})
    assert order() == ["Calm", "Storm", "Even", "Song"]
    osei.post(reverse("music_order"))
    assert order() == ["Calm", "Song", "Storm", "Even"]
    assert "4 pieces can be played, 3:42 in all." in _text(osei.get(reverse("music")))


def test_a_removed_piece_can_be_brought_back_for_a_day_and_is_then_gone_with_its_key(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    osei, piece = browser_of("osei"), kept(house.access("osei"), "Meadow")
    at = [piece.id]
    assert osei.post(reverse("music_remove", args=at)).status_code == 302
    assert "Removed in the last day" in _text(osei.get(reverse("music")))
    assert osei.get(reverse("music_sound", args=at)).status_code == 404
    assert osei.post(reverse("music_back", args=at)).status_code == 302
    assert osei.get(reverse("music_sound", args=at)).status_code == 200
    osei.post(reverse("music_remove", args=at))
    assert _queued("forget_music") == 2
    access = house.access("osei")
    with access.inside():
        music.forget(piece.id, at=clock + timedelta(hours=23))
        assert files.path_of(piece.id).exists()
        music.forget(piece.id, at=clock + timedelta(days=1))
    assert not files.path_of(piece.id).exists()
    assert osei.post(reverse("music_back", args=at)).status_code == 404
    assert "Removed in the last day" not in _text(osei.get(reverse("music")))
    told = [words(event) for event in of_clinic(house.clinic.id)]
    assert told.count("Dr. Ada Osei deleted “Meadow” in the clinic’s music") == 2
    assert _only().licence == LICENCE, "what was played, and by which licence, stays known"


def test_another_clinic_reaches_none_of_it(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    piece = kept(house.access("osei"), "Meadow")
    renner = browser_of("renner")
    assert "Meadow" not in _text(renner.get(reverse("music")))
    for name in ("music_edit", "music_sound"):
        assert renner.get(reverse(name, args=[piece.id])).status_code == 404
    for name in ("music_edit", "music_move", "music_remove", "music_back"):
        assert renner.post(reverse(name, args=[piece.id]), {"licence": LICENCE}).status_code == 404
    assert browser_of("kit").get(reverse("clinic_music_sound", args=[piece.id])).status_code == 404
    assert "The clinic’s music" not in _text(browser_of("kit").get(reverse("wishes")))


def test_every_word_reason_and_picture_is_there() -> None:
    assert set(SAID) == set(CONTENTS) == set(IN_THEM)
    assert icons.shape("clinic", icons.SCENES)[1]
    assert (length(62), length(3869)) == ("1:02", "1:04:29")
    quiet = MusicPiece(seconds=60, loudness=-40, peak=-10, top=-38, spread=2)
    assert (
        facts_of(quiet)
        == "1:00 · very quiet as it was recorded; a little softer than the others, so that nothing in it stands out"
    )


# The patient


def _chosen() -> str:
    with scopes_disabled():
        return Wishes.objects.order_by("-set_at", "-id")[0].sound


def _planned(session: Session) -> tuple[Session, dict[str, Any]]:
    with scopes_disabled():
        session.refresh_from_db()
    return session, Rendering.objects.get(plan_hash=session.sound_hash).plan


def test_s14_a_patient_finds_it_beside_the_scenes_with_what_is_in_it_and_can_hear_each_piece(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    ana, access = browser_of("ana"), house.access("osei")
    assert 'value="clinic"' not in _text(ana.get(reverse("wishes")))
    kept(access, "Torn", measured=None, why="corrupt")
    assert 'value="clinic"' not in _text(ana.get(reverse("wishes"))), "nothing of it can be played"
    piece = kept(access, "Meadow", ["strings", "lyrics"])
    shown = _text(ana.get(reverse("wishes")))
    assert 'value="clinic"' in shown
    assert "In it: strings, sung or spoken words." in shown
    assert f"chosen by {house.clinic.name}" in shown
    assert "Torn" not in shown
    heard = ana.get(reverse("clinic_music_sound", args=[piece.id]))
    assert asyncio.run(_whole(heard.streaming_content)) == b"Meadow"  # type: ignore[arg-type]


def test_s14_pieces_with_a_word_of_the_never_list_are_left_out_and_if_none_is_left_it_cannot_be_chosen(
    session_of: Plan, house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    session, access, ana = (
        session_of("ana", starts_at=clock + timedelta(days=1)),
        house.access("osei"),
        browser_of("ana"),
    )
    bells, plain = kept(access, "Tower", ["bells"]), kept(access, "Meadow", ["strings"])
    assert ana.post(reverse("wishes"), {"sound": "clinic", "never": ["bells"]}).status_code == 302
    session, plan = _planned(session)
    assert (plan["kind"], plan["scene"], [piece[0] for piece in plan["pieces"]]) == (
        "clinic",
        "clinic",
        [str(plain.id)],
    )
    shown = _text(ana.get(reverse("wishes")))
    assert 'value="clinic" checked' in shown
    assert "1 piece holds what you never want to hear, and is left out." in shown
    assert "Left out: on your never list is bells." in shown
    refused = ana.post(reverse("wishes"), {"sound": "clinic", "never": ["bells", "strings"]})
    assert refused.status_code == 422
    assert "nothing is left of “The clinic’s music”" in _text(refused)
    with scopes_disabled():
        assert Wishes.objects.order_by("-set_at", "-id")[0].never == ["bells"]
    assert bells.title == "Tower"


def test_a_clinic_without_music_and_a_choice_of_it_is_not_kept(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    assert browser_of("ana").post(reverse("wishes"), {"sound": "clinic"}).status_code == 422


def test_it_begins_with_the_pieces_says_what_is_left_out_and_no_phone_makes_it(
    session_of: Plan, house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    session, ana = session_of("ana", starts_at=clock + timedelta(hours=1)), browser_of("ana")
    for n in range(5):
        kept(house.access("osei"), f"Piece {n}")
    ana.post(reverse("wishes"), {"sound": "clinic", "guide-onset": "the-porch/open"})
    assert _chosen() == "clinic"
    session, plan = _planned(session)
    assert (len(plan["pieces"]), len(plan["left"])) == (3, 2), "twenty seconds each, six of them shared, in a minute"
    assert plan["behind"]["scene"] == "strings"
    assert "cues" not in plan["behind"]
    assert session.calmer_hash
    with house.access("ana").inside():
        sound = sound_of(session)
        assert sound is not None
        assert (sound.scene, sound.others, sound.speaks, sound.cues) == ("clinic", (), False, ())
        assert [score_of(session, scene) for scene in ("clinic", "strings", "drone")] == [None, None, None]
        assert for_maker(session, sound) == {}
    ready = _text(ana.get(reverse("preflight", args=[session.pk])))
    assert "It begins with 3 pieces of the clinic’s music, 1 minute. Then Slow strings goes on." in ready
    assert "2 more are left out: they would reach into the quiet end." in ready
    room = _text(browser_of("maya").get(reverse("room_part", args=[session.pk, "sound"])))
    assert "It begins with 3 pieces" in room
    patient = _text(browser_of("maya").get(reverse("patient", args=[session.patient_id])))
    assert "The clinic’s music" in patient


def _made(session: Session, at: datetime, *, voiceless: str = "") -> None:
    rendering = rendering_for(session.sound_hash)
    assert rendering is not None
    rendering.began_at = at
    sound_folder().mkdir(parents=True, exist_ok=True)
    made = [NewFile(kind, f"{session.sound_hash}.{kind}", 4, "") for kind in ("usual", "softer")]
    for file in made:
        (sound_folder() / file.name).write_bytes(b"hush")
    finish(rendering=rendering, files=made, seconds=60, peak_db=-6, at=at, voiceless=voiceless)


def test_where_a_piece_could_not_be_opened_the_planned_scene_plays_and_it_is_said(
    session_of: Plan, house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    session, ana = session_of("ana", starts_at=clock + timedelta(hours=1)), browser_of("ana")
    kept(house.access("osei"), "Meadow")
    ana.post(reverse("wishes"), {"sound": "clinic"})
    session, _ = _planned(session)
    _made(session, clock, voiceless="LookupError: a piece of the clinic's music was removed, or is another")
    with house.access("ana").inside():
        sound = sound_of(session)
        assert sound is not None
        assert (sound.scene, sound.is_ready) == ("strings", True)
    assert "The clinic’s music could not be opened. Slow strings plays instead." in _text(
        ana.get(reverse("preflight", args=[session.pk]))
    )
    screen = _text(ana.get(reverse("session_screen", args=[session.pk])))
    assert 'data-scene="strings"' in screen
    assert 'data-made=""' in screen


def test_no_time_for_any_piece_is_said_and_the_usual_scene_plays(
    session_of: Plan, house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    session, ana = session_of("ana", starts_at=clock + timedelta(hours=1)), browser_of("ana")
    kept(house.access("osei"), "Meadow", measured=Measured(3000, -20, -6, -19, 2))
    ana.post(reverse("wishes"), {"sound": "clinic"})
    _, plan = _planned(session)
    assert plan["scene"] == "strings"
    assert "The clinic’s music was chosen, but none of it can play here" in _text(
        ana.get(reverse("preflight", args=[session.pk]))
    )


def test_what_is_removed_or_is_said_to_hold_something_else_leaves_the_sessions_ahead(
    session_of: Plan, house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    session, osei = session_of("ana", starts_at=clock + timedelta(days=1)), browser_of("osei")
    first, second = kept(house.access("osei"), "Meadow"), kept(house.access("osei"), "Tower")
    browser_of("ana").post(reverse("wishes"), {"sound": "clinic", "never": ["bells"]})
    osei.post(reverse("music_edit", args=[second.id]), {"title": "Tower", "licence": LICENCE, "contents": ["bells"]})
    plan_music_anew.call(str(house.clinic.id))
    assert [piece[0] for piece in _planned(session)[1]["pieces"]] == [str(first.id)]
    osei.post(reverse("music_remove", args=[first.id]))
    assert _queued("plan_music_anew") == 2
    plan_music_anew.call(str(house.clinic.id))
    assert _planned(session)[1]["scene"] == "strings"
    osei.post(
        reverse("music_edit", args=[second.id]), {"title": "Bell tower", "licence": LICENCE, "contents": ["bells"]}
    )
    assert _queued("plan_music_anew") == 2, "a title changes nobody's sound"
    assert osei.post(reverse("music_edit", args=[second.id]), {"title": "x", "licence": ""}).status_code == 422


def test_behind_it_is_the_first_scene_that_the_never_list_leaves(
    session_of: Plan, house: House, as_ana: Access, browser_of: BrowserOf, clock: datetime
) -> None:
    session = session_of("ana", starts_at=clock + timedelta(days=1))
    kept(house.access("osei"), "Meadow")
    never = ["strings", "glass", "choir", "drone"]
    browser_of("ana").post(reverse("wishes"), {"sound": "clinic", "never": never})
    with as_ana.inside():
        session.refresh_from_db()
        row = music_for(session)
        assert row is not None
        assert row.behind.scene == "shore"
        again = prepare_sound(session, at=NINE)
        assert again.sound_hash == row.hash
