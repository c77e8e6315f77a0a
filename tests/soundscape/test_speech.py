"""From a plan to a file: each line once, each at its loudness, whole or not at all."""

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from stillwater.soundscape import queries
from stillwater.soundscape.engine import speech
from stillwater.soundscape.engine.kweight import integrated_loudness, loudness_curve, true_peak
from stillwater.soundscape.engine.voice import RATE, Hibari, NotItsLanguage
from stillwater.soundscape.engine.voices import voice_for
from stillwater.soundscape.rules.recording import Cue, Part, Recording, captions
from tests.soundscape.full_disk import no_file_over

BED = -26.0 - 4.5  # LUFS: the bed, having stepped back


class Hummer:
    """A voice that hums a second for each word, and counts what it was asked."""

    name, version, rate = "hummer", "1", RATE

    def __init__(self) -> None:
        self.asked: list[str] = []

    def render(self, text: str) -> NDArray[np.float32]:
        self.asked.append(text)
        time = np.arange(RATE * len(text.split())) / RATE
        return (0.3 * np.sin(2 * np.pi * 220 * time)).astype(np.float32)


def _plan(*parts: Part, voice: str = "hummer", version: str = "1") -> Recording:
    return Recording("the-window", True, "en", voice, version, parts)


def _say(text: str) -> Part:
    return Part("say", text, 0.75)


PLAN = _plan(
    _say("one two"), Part("breath", "", 10), _say("three"), Part("gap", "", 2), Part("pause", "", 4), _say("one two")
)


def _decoded(path: Path) -> NDArray[np.float32]:
    with av.open(str(path)) as file:
        stream = file.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.codec_context.layout.name) == ("aac", RATE, "mono")
        return np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=1)[0]


def _both_ears(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    even = sound[: len(sound) // 2 * 2]
    finer = np.fft.irfft(np.fft.rfft(even), n=2 * len(even)) * 2
    return np.stack((finer, finer), axis=1).astype(np.float32)


def test_captions_stand_where_the_voice_is_and_say_what_a_rest_is_for(tmp_path: Path) -> None:
    told: list[float] = []
    done = speech.speak(PLAN, Hummer(), tmp_path / "x.m4a", tmp_path / "clips", told.append)
    assert (tmp_path / "x.vtt").read_text() == (
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.750\none two\n\n2\n00:00:02.750 --> 00:00:12.750\n(time for one breath)\n\n"
        "3\n00:00:12.750 --> 00:00:14.500\nthree\n\n4\n00:00:20.500 --> 00:00:23.250\none two\n"
    )
    assert done.seconds == 23.25
    assert [file.path.name for file in done.files] == ["x.m4a", "x.vtt"]
    assert [file.bytes for file in done.files] == [file.path.stat().st_size for file in done.files]
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)
    sound = _decoded(tmp_path / "x.m4a")
    assert len(sound) == pytest.approx(23.25 * RATE, abs=2_048)
    assert np.abs(sound[4 * RATE : 12 * RATE]).max() < 1e-4, "a rest is quiet"
    assert np.abs(sound[13 * RATE : 13 * RATE + RATE // 2]).max() > 0.01


def test_a_line_said_twice_is_spoken_once_and_an_edited_one_alone_is_spoken_anew(tmp_path: Path) -> None:
    voice = Hummer()
    speech.speak(PLAN, voice, tmp_path / "x.m4a", tmp_path / "clips")
    assert voice.asked == ["one two", "three"]
    edited = _plan(*PLAN.parts[:2], _say("three four"), *PLAN.parts[3:])
    speech.speak(edited, voice, tmp_path / "y.m4a", tmp_path / "clips")
    assert voice.asked == ["one two", "three", "three four"]


def test_a_clip_is_kept_for_one_voice_and_one_version_of_it(tmp_path: Path) -> None:
    newer = Hummer()
    newer.version = "2"
    for voice in (Hummer(), newer, Hummer()):
        speech.clip_of("one", voice, tmp_path)
    assert len(list(tmp_path.glob("*.npy"))) == 2
    with pytest.raises(speech.NotThisVoice, match=r"hummer 1; here is hummer 2"):
        speech.speak(PLAN, newer, tmp_path / "x.m4a", tmp_path)
    assert not (tmp_path / "x.m4a").exists()


def test_a_render_that_was_killed_goes_on_from_the_clips_that_are_there(tmp_path: Path) -> None:
    def die(part: float) -> None:
        raise KeyboardInterrupt

    first = Hummer()
    with pytest.raises(KeyboardInterrupt):
        speech.speak(PLAN, first, tmp_path / "x.m4a", tmp_path / "clips", die)
    assert first.asked == ["one two"]
    assert not (tmp_path / "x.m4a").exists()
    second = Hummer()
    speech.speak(PLAN, second, tmp_path / "x.m4a", tmp_path / "clips")
    assert second.asked == ["three"]
    alone = speech.speak(PLAN, Hummer(), tmp_path / "y.m4a", tmp_path / "others")
    assert alone.files[0].sha256 == speech.speak(PLAN, Hummer(), tmp_path / "x.m4a", tmp_path / "clips").files[0].sha256


def test_a_clip_that_was_cut_short_is_spoken_anew(tmp_path: Path) -> None:
    whole = speech.clip_of("one", Hummer(), tmp_path)
    [path] = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:60])
    voice = Hummer()
    assert np.array_equal(speech.clip_of("one", voice, tmp_path), whole)
    assert voice.asked == ["one"]


def test_a_full_disk_leaves_the_old_files_as_they_were(tmp_path: Path) -> None:
    speech.speak(PLAN, Hummer(), tmp_path / "x.m4a", tmp_path / "clips")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    longer = _plan(*PLAN.parts, *[_say("one two")] * 6)
    with no_file_over(8_000), pytest.raises(OSError, match=r"File too large|requested and"):
        speech.speak(longer, Hummer(), tmp_path / "x.m4a", tmp_path / "clips")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    with no_file_over(8_000), pytest.raises(OSError, match=r"File too large|requested and"):
        speech.clip_of("a new line", Hummer(), tmp_path / "clips")
    assert len(list((tmp_path / "clips").iterdir())) == 2


def test_a_voice_that_says_nothing_is_not_recorded_as_a_rest(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing that can be heard"):
        speech.levelled(np.zeros(RATE, np.float32))


def test_a_bell_is_soft_has_no_edge_and_ends(tmp_path: Path) -> None:
    speech.speak(_plan(Part("bell", "", 6), _say("one")), Hummer(), tmp_path / "x.m4a", tmp_path / "clips")
    rung = _both_ears(speech.bell(6.0))
    assert loudness_curve(rung).max() == pytest.approx(speech.BELL_LUFS, abs=3)
    assert abs(float(rung[0, 0])) < 1e-3
    assert abs(float(rung[-1, 0])) < 1e-3
    assert "(a soft bell)" in (tmp_path / "x.vtt").read_text()


def test_captions_keep_their_own_marks_out_of_what_is_said() -> None:
    assert captions([Cue(3_599.9996, 3_661.5, "a & b <c> --> d")]) == (
        "WEBVTT\n\n1\n01:00:00.000 --> 01:01:01.500\na &amp; b &lt;c> → d\n"
    )


def test_no_voice_reads_a_language_that_is_not_its_own() -> None:
    assert isinstance(voice_for("en-GB"), Hibari)
    with pytest.raises(NotItsLanguage, match="fr"):
        voice_for("fr")


def test_one_of_our_guides_is_as_loud_as_a_guide_may_be_and_as_long_as_it_says(tmp_path: Path) -> None:
    guide = queries.guide("the-last-few-minutes")
    assert guide is not None
    plan = queries.recording(guide, eyes_open=True)
    done = speech.speak(plan, voice_for("en"), tmp_path / "x.m4a", tmp_path / "clips")
    assert done.seconds == pytest.approx(guide.seconds(True), rel=0.06)
    heard = _both_ears(_decoded(tmp_path / "x.m4a"))
    assert -28.6 <= integrated_loudness(heard) <= -26.9
    assert true_peak(heard) <= -3
    moments = 10 ** (loudness_curve(heard) / 10) + 10 ** (BED / 10)
    assert 10 * np.log10(moments.max()) - BED <= 8, "over a bed that has stepped back, at no moment more than this"
    lines = [text for paragraph in guide.transcript(True) for text in paragraph]
    assert [block.split("\n")[2] for block in (tmp_path / "x.vtt").read_text().strip().split("\n\n")[1:]] == lines
    assert np.array_equal(voice_for("en").render("A cup."), voice_for("en").render("A cup.")), "to the bit"
