"""Guides go the way of every rendering; and the command that makes or checks them."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from stillwater.kit.clock import from_iso
from stillwater.soundscape import actions, queries, tasks
from stillwater.soundscape.engine import voice
from stillwater.soundscape.models import RenderedFile, Rendering
from stillwater.soundscape.rules.recording import Recording

NINE = from_iso("2026-11-24T09:00:00Z")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
KEY = "the-last-few-minutes"


def test_every_version_of_every_guide_is_asked_for_once() -> None:
    versions = sum(len(guide.versions) for guide in queries.guides())
    assert actions.ask_for_guides(at=NINE) == versions
    assert actions.ask_for_guides(at=NINE) == versions
    assert Rendering.objects.count() == versions


def test_a_plan_comes_back_from_the_database_as_it_went_in() -> None:
    for recording in queries.recordings():
        assert Recording.from_data(recording.as_data()) == recording
    with pytest.raises(ValueError, match="version 99"):
        Recording.from_data({**queries.recordings()[0].as_data(), "version": 99})


def test_the_command_renders_a_guide_with_its_captions_and_a_second_time_does_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("guides", "render", KEY)
    assert "1 recordings, 4 minutes" in capsys.readouterr().out
    [recording] = queries.recordings([KEY])
    rendering = queries.rendering_for(recording.hash)
    assert rendering is not None
    assert queries.is_whole(rendering)
    said = queries.file_of(recording.hash, RenderedFile.CAPTIONS)
    assert said is not None
    assert queries.path_of(said).read_text().startswith("WEBVTT")
    assert queries.file_of(recording.hash) is not None
    assert not list(folder.rglob("*.part"))
    call_command("guides", "render", KEY)
    rendering.refresh_from_db()
    assert rendering.finished_at == Rendering.objects.get().finished_at


def test_another_version_of_the_voice_is_another_recording_and_an_old_plan_says_why_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [old] = queries.recordings([KEY])
    rendering = actions.ask_for(plan=old, at=NINE)
    monkeypatch.setattr(voice, "version", lambda package: "9.9")
    [new] = queries.recordings([KEY])
    assert new.hash != old.hash
    with pytest.raises(ValueError, match=r"here is hibari-heart-0\.85 9\.9"):
        tasks.render.call(str(rendering.pk))
    rendering.refresh_from_db()
    assert "NotThisVoice" in rendering.error


def test_a_guide_that_is_not_there_is_named_beside_those_that_are() -> None:
    with pytest.raises(CommandError, match=r"no guide nowhere\. There are one-plain-sentence, the-last-few-minutes, "):
        call_command("guides", "render", "nowhere")


def test_checking_says_the_lengths_or_each_line_and_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.md"
    good = (queries.guide_folder() / "the-porch.md").read_text()
    file.write_text(good)
    call_command("guides", "check", str(file))
    assert (
        "“The porch” can be used: about 8 minutes (eyes closed), about 8 minutes (eyes open)."
        in capsys.readouterr().out
    )
    file.write_text(good.replace("purpose: onset", "purpose: party") + "\nThen [hum]\n")
    with pytest.raises(CommandError) as refused:
        call_command("guides", "check", str(file))
    assert "line 5: “party” is not a purpose" in str(refused.value)
    assert "line 62: [hum] is not a mark" in str(refused.value)
    with pytest.raises(CommandError, match="cannot be read as text"):
        call_command("guides", "check", str(tmp_path / "none.md"))
