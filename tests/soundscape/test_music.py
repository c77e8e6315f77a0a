"""A clinic's own music: the same rules as on a phone, and what is found out about a file."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest

from stillwater.soundscape.engine import measuring
from stillwater.soundscape.engine.decoding import Taken, opened
from stillwater.soundscape.engine.kweight import integrated_loudness, true_peak
from stillwater.soundscape.engine.measuring import LeftOut, look
from stillwater.soundscape.rules.music import (
    CONTENTS,
    REASONS,
    arc,
    contents_of,
    factor_of,
    gain_of,
    kept_softer,
    on_list,
)
from tests.soundscape.music_files import RATE, file_of, noise, said_to_be, tone

CASES = json.loads((Path(__file__).parent / "music-cases.json").read_text())


def _look(sound: bytes, name: str = "piece.flac") -> measuring.Measured:
    return look(io.BytesIO(sound), len(sound), name)


def _why(sound: bytes, name: str = "piece.flac") -> str:
    with pytest.raises(LeftOut) as left:
        _look(sound, name)
    assert left.value.why in REASONS
    return left.value.why


@pytest.mark.parametrize("case", CASES)
def test_field_note_4_order_and_level_are_those_of_somebodys_own_music_on_a_phone(
    case: dict[str, list[object]],
) -> None:
    pieces = [SimpleNamespace(**facts, number=n) for n, facts in enumerate(case["pieces"])]  # type: ignore[arg-type]
    assert [piece.number for piece in arc(pieces)] == case["order"]
    assert [gain_of(piece) for piece in pieces] == pytest.approx(case["gains"])
    assert [kept_softer(piece) for piece in pieces] == case["softer"]
    for piece in pieces:
        assert 20 * np.log10(factor_of(piece)) <= gain_of(piece)
        assert 20 * np.log10(factor_of(piece)) == pytest.approx(gain_of(piece), abs=0.01)


def test_s14_what_is_in_a_piece_is_said_in_the_words_of_the_never_list_and_in_no_others() -> None:
    assert contents_of(["lyrics", "thunder", "bells", "bells"]) == ["bells", "lyrics"]
    assert set(contents_of(CONTENTS)) == set(CONTENTS)
    assert on_list(["bells", "lyrics"], ["bells", "rain"]) == ["bells"]


@pytest.mark.parametrize("form", ["wav", "flac", "m4a"])
def test_a_tone_is_as_loud_as_the_standard_says_whatever_file_it_comes_in(form: str) -> None:
    found = _look(file_of(tone(25, -20), form))
    assert found.loudness == pytest.approx(-20, abs=0.2)
    assert found.peak == pytest.approx(-20, abs=1.5 if form == "m4a" else 0.3), "AAC rises a little where it begins"
    assert found.top == pytest.approx(found.loudness, abs=0.2)
    assert found.spread == pytest.approx(0, abs=0.2)
    assert found.seconds == pytest.approx(25, abs=0.1)


def test_one_channel_counts_as_two_and_another_rate_is_heard_as_it_is() -> None:
    assert _look(file_of(tone(25, -20, sides=1))).loudness == pytest.approx(-20, abs=0.2)
    slow = _look(file_of(tone(25, -20, rate=44_100), rate=44_100))
    assert slow.loudness == pytest.approx(-20, abs=0.2)
    assert slow.seconds == pytest.approx(25, abs=0.05)


def test_a_meter_that_hears_it_bit_by_bit_says_what_one_says_that_hears_it_at_once() -> None:
    """Longer than what is filtered in one go, in pieces of odd lengths."""
    sound = np.concatenate([noise(21, -30, 1), noise(22.35, -18, 2)], axis=1).T
    meter, place, dice = measuring.Meter(), 0, np.random.default_rng(3)
    while place < len(sound):
        step = int(dice.integers(1, 90_000))
        meter.push(np.ascontiguousarray(sound[place : place + step]))
        place += step
    found = meter.result()
    assert found.loudness == pytest.approx(integrated_loudness(sound), abs=0.05)
    assert found.peak == pytest.approx(true_peak(sound), abs=0.6)
    assert found.spread == pytest.approx(12, abs=0.5)
    assert found.top == pytest.approx(found.loudness, abs=4)
    assert meter.frames == len(sound)


def _truncated(sound: bytes, share: float = 0.5) -> bytes:
    return sound[: int(len(sound) * share)]


def _locked(as_what: bytes) -> bytes:
    """An M4A whose sound is said to be encrypted."""
    sound = bytearray(file_of(tone(21, -20), "m4a"))
    place = sound.index(b"mp4a", sound.index(b"stsd"))
    sound[place : place + 4] = as_what
    return bytes(sound)


def test_bad_input_is_named_with_its_reason() -> None:
    song = file_of(noise(24, -20))
    assert _why(b"") == "empty"
    assert _why(b"Dear diary, " * 500, "notes.txt") == "not_audio"
    assert _why(b"fLaC" + bytes(range(256)) * 40) == "corrupt"
    assert _why(_truncated(song)) == "cut"
    assert _why(_truncated(file_of(noise(24, -20), "wav"))) == "cut"
    assert _why(file_of(tone(5, -20))) == "too_short"
    assert _why(file_of(tone(25, -120))) == "silent"
    assert _why(b"\0" * 4000, "Bought.aax") == "locked"
    scratched = bytearray(song)
    dice = np.random.default_rng(1)
    for place in dice.integers(8_000, len(scratched), 4_000):
        scratched[place] ^= 0xFF
    assert _why(bytes(scratched)) in ("corrupt", "cut")


@pytest.mark.parametrize("as_what", [b"enca", b"drms"])
def test_a_shops_copy_protection_is_recognised(as_what: bytes) -> None:
    assert _why(_locked(as_what), "bought.m4p") == "locked"


def test_four_hours_are_refused_by_the_head_and_never_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    long = said_to_be(file_of(tone(21, -20)), 4 * 3600)

    def decodes(found: object) -> object:
        raise AssertionError("it is not decoded")

    monkeypatch.setattr(measuring, "sounds_of", decodes)
    assert _why(long) == "too_long"


def test_a_playlist_that_names_other_files_or_addresses_is_no_sound_file(tmp_path: Path) -> None:
    """FFmpeg would open what it names: a file of this server, or an address in its network."""
    other = tmp_path / "other.wav"
    other.write_bytes(file_of(tone(25, -20), "wav"))
    hls = f"#EXTM3U\n#EXT-X-TARGETDURATION:25\n#EXTINF:25,\nfile://{other}\n#EXT-X-ENDLIST\n"
    for script in (hls, f"ffconcat version 1.0\nfile '{other}'\n", "#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n"):
        assert _why(script.encode(), "song.mp3") == "not_audio"


def test_a_piece_is_taken_bit_by_bit_and_says_when_there_is_no_more() -> None:
    sound = noise(3, -20)
    taken = Taken(io.BytesIO(file_of(sound)))
    first, rest = taken.take(RATE), taken.take(2 * RATE)
    np.testing.assert_allclose(np.concatenate((first, rest)).T, np.clip(sound, -1, 1), atol=1e-3)
    with pytest.raises(ValueError, match=r"0\.1 s of it are missing"):
        taken.take(RATE // 10)
    taken.close()


def test_a_video_with_sound_is_its_sound_and_one_without_is_none() -> None:
    held = io.BytesIO()
    with av.open(held, "w", format="mp4") as file:
        stream = file.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for _ in range(10):
            for packet in stream.encode(av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")):
                file.mux(packet)
        for packet in stream.encode(None):
            file.mux(packet)
    assert _why(held.getvalue(), "film.mp4") == "not_audio"
    assert opened(io.BytesIO(file_of(tone(1, -20)))).said == pytest.approx(1, abs=0.01)
