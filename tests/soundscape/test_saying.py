"""A voice in the rendered sound: where it was planned, as loud as it was reckoned, and never the reason for no sound."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from stillwater.kit.clock import from_iso
from stillwater.soundscape import actions, queries, tasks
from stillwater.soundscape.engine.kweight import loudness_curve, true_peak
from stillwater.soundscape.engine.mix import Said
from stillwater.soundscape.engine.render import whole
from stillwater.soundscape.engine.saying import NotAsPlanned, said_in
from stillwater.soundscape.engine.speech import NotThisVoice
from stillwater.soundscape.engine.voice import RATE, Hibari
from stillwater.soundscape.models import RenderedFile, Rendering
from stillwater.soundscape.rules import TICK_FRAMES, Programme, compose, forecast, plain_phases
from stillwater.soundscape.rules.guides import Guide, read
from stillwater.soundscape.rules.loudness import VOICE_PEAK
from stillwater.soundscape.rules.programme import Cue
from stillwater.soundscape.rules.recording import Part
from tests.soundscape.gentle import ebur128, trouble_with
from tests.soundscape.reading import smaller
from tests.soundscape.reading_aloud import SCRIPT, hurried
from tests.soundscape.speaking import Hummer, mixed, recording, said, seconds_of, spoken

NINE = from_iso("2026-11-24T09:00:00Z")


def test_each_line_stands_where_it_was_planned_on_both_ears_at_its_gain(tmp_path: Path) -> None:
    plan = recording(Hummer())
    programme = spoken(plan)
    [cue] = programme.cues
    lines = said(programme, plan, Hummer(), tmp_path)
    begins = [line.frame / 48_000 - cue.start / 3 for line in lines]
    expected, at = [], 0.0
    for part in plan.parts:
        expected += [at] if part.kind == "say" else []
        at += part.seconds + len(part.text.split()) / 2
    assert begins == pytest.approx(expected, abs=1e-4)
    once = said(replace(programme, cues=(cue._replace(gain=cue.gain / 2),)), plan, Hummer(), tmp_path)
    assert np.allclose(once[0].sound * 2, lines[0].sound)
    small, end = smaller(programme), cue.start + 30
    alone = mixed(small, end, lines) - mixed(small, end)
    assert np.allclose(alone[:, 0], alone[:, 1], atol=1e-6)
    first = lines[0].frame
    assert np.abs(alone[: first - 1]).max() < 1e-6
    assert np.abs(alone[first : first + 48_000]).max() > 0.01


def test_at_twice_its_rate_it_is_the_same_voice_and_nothing_is_added_above_it(tmp_path: Path) -> None:
    plan = recording(Hummer(), "one two three four")
    [line] = said(spoken(plan), plan, Hummer(), tmp_path)
    power = np.abs(np.fft.rfft(line.sound[: 2 * 48_000])) ** 2
    hertz = np.fft.rfftfreq(2 * 48_000, 1 / 48_000)
    assert hertz[power.argmax()] == pytest.approx(220, abs=1)
    assert power[hertz > 12_000].sum() < 1e-9 * power.sum()


def test_a_wave_that_would_stand_too_high_is_turned_down_with_its_line(tmp_path: Path) -> None:
    class Clicks(Hummer):
        def render(self, text: str) -> NDArray[np.float32]:
            clip = np.random.default_rng(1).normal(0, 1e-3, RATE * 4).astype(np.float32)
            clip[RATE :: RATE // 4] = 0.5
            return clip

    plan = recording(Clicks(), "one two three four five six seven eight")
    [line] = said(spoken(plan), plan, Clicks(), tmp_path)
    assert true_peak(line.sound[:, None]) <= VOICE_PEAK + 0.05


def test_what_is_not_what_was_planned_is_not_said(tmp_path: Path) -> None:
    plan = recording(Hummer())
    programme = spoken(plan)
    slower = replace(plan, parts=(*plan.parts, Part("pause", "", 30.0)))
    with pytest.raises(NotThisVoice, match="has changed"):
        said(programme, slower, Hummer(), tmp_path)
    [cue] = programme.cues
    longer = replace(programme, cues=(cue._replace(recording=slower.hash),))
    with pytest.raises(NotAsPlanned, match=r"takes \d+ s; there are \d+"):
        said(longer, slower, Hummer(), tmp_path)


def _is_gentle(cue: Cue, bed: NDArray[np.float32], both: NDArray[np.float32], onset: float) -> None:
    """No word is over its bed, or over the moment before, by more than eight units, nor by two more than was forecast."""
    first = round((cue.start / 3 - 1) * 48_000)
    span = slice(first, first + round((cue.length / 3 + 2) * 48_000))
    beneath, heard = loudness_curve(bed[span]), loudness_curve(both[span])
    over, risen = (heard - beneath).max(), max((heard[n:] - heard[:-n]).max() for n in range(1, 11))
    assert 3 < over <= 8
    assert risen <= 8
    assert max(over, risen) < onset + 2


def test_field_note_a_voice_that_startles_measured_it_is_what_was_forecast(tmp_path: Path) -> None:
    """The voice itself over a bed of tones, at both its places, by two meters."""
    voice = Hibari()
    plan = recording(voice)
    programme = spoken(plan, ("onset", "return"))
    assert len(programme.cues) == 2
    sky = forecast(programme)
    assert trouble_with(programme, sky) == []
    bed, both = whole(programme), whole(programme, said(programme, plan, voice, tmp_path))
    for cue in programme.cues:
        _is_gentle(cue, bed, both, sky.voice_onset)
    expected = np.array(sky.short_term)[8:]
    measured = loudness_curve(bed, window=3.0, hop=1 / 3)[: len(expected)]
    audible = expected[: len(measured)] > -50
    assert np.abs(measured - expected[: len(measured)])[audible].max() < 2
    told = ebur128(both)
    assert float(told["lavfi.r128.I"]) == pytest.approx(sky.integrated, abs=1)
    peak = max(true_peak(both), 20 * np.log10(float(told["lavfi.r128.true_peak"])))
    assert peak <= min(sky.true_peak, -3)


def test_field_note_a_voice_that_startles_it_does_not_over_waves_that_come_and_go_either(tmp_path: Path) -> None:
    voice = Hibari()
    plan = recording(voice)
    programme = spoken(plan, scene="shore")
    small, lines = smaller(programme), said(programme, plan, voice, tmp_path)
    end = (programme.cues[0].start + programme.cues[0].length + 9) * TICK_FRAMES
    bed, both = (mixed(small, end // TICK_FRAMES, found) for found in ([], lines))
    _is_gentle(programme.cues[0], bed, both, forecast(programme).voice_onset)


# Rendered by the worker


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Guide:
    """The only guide there is, and a voice that hums."""
    guide = hurried(read(SCRIPT.replace("purpose: before", "purpose: onset")))
    monkeypatch.setattr(queries, "guides", lambda: (guide,))
    for room in (queries, tasks):
        monkeypatch.setattr(room, "voice_for", lambda *asked: Hummer())
    return guide


@pytest.fixture
def planned(window: Guide) -> Programme:
    """Half a minute of a drone, in which it is said from the sixth second on: too short for a plan, long enough for a file."""
    bed = compose(
        phases=plain_phases(25), scene="strings", never=("strings", "glass", "choir"), seed=21, closing_seconds=5
    )
    plan = queries.recording(window, eyes_open=False)
    return replace(bed, cues=(Cue("onset", window.key, False, plan.hash, 18, 66, 1.0, 0.7, 6),))


def _render(programme: Programme) -> Rendering:
    rendering = actions.ask_for(plan=programme, at=NINE)
    tasks.render.call(str(rendering.pk))
    rendering.refresh_from_db()
    return rendering


def _decoded(plan_hash: str, kind: str = RenderedFile.USUAL) -> NDArray[np.float32]:
    file = queries.file_of(plan_hash, kind)
    assert file is not None
    with av.open(str(queries.path_of(file))) as opened:
        return np.concatenate([frame.to_ndarray() for frame in opened.decode(audio=0)], axis=1)[0]


def _humming(sound: NDArray[np.float32], at: float) -> float:
    """How much of the hum there is in a second of the sound."""
    piece = sound[round(at * 48_000) :][:48_000]
    return float(np.abs(np.fft.rfft(piece))[218:223].max() / len(piece))


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_the_worker_puts_the_voice_into_both_files_and_the_softer_is_softer_as_a_whole(planned: Programme) -> None:
    rendering = _render(planned)
    assert rendering.voiceless == ""
    assert queries.is_whole(rendering)
    usual, softer = (_decoded(planned.hash, kind) for kind in (RenderedFile.USUAL, RenderedFile.SOFTER))
    assert _humming(usual, 6.5) > 20 * _humming(usual, 4)
    assert _humming(softer, 6.5) == pytest.approx(_humming(usual, 6.5) * 10 ** (-9 / 20), rel=0.05)


@pytest.mark.django_db
def test_without_its_voice_the_sound_is_made_all_the_same_and_says_so(
    planned: Programme, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No model, another version of it, a full disk: the bed does not even step back, and when asked again it is tried again."""
    folder.mkdir()
    (folder / "clips").write_text("no clip can be written here")
    rendering = _render(planned)
    assert queries.is_whole(rendering)
    assert rendering.error == ""
    assert "Error" in rendering.voiceless
    silent, bed = queries.file_of(planned.hash), _render(replace(planned, cues=()))
    assert silent is not None
    assert silent.sha256 == bed.files.get(kind=RenderedFile.USUAL).sha256
    (folder / "clips").unlink()
    again = _render(planned)
    assert (again.pk, again.voiceless) == (rendering.pk, "")
    monkeypatch.setattr(queries, "guides", lambda: ())
    with pytest.raises(LookupError, match="there is no guide the-window any more"):
        queries.recording_of(planned.cues[0])


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_a_voice_that_comes_out_too_loud_is_left_out_and_a_bed_that_does_is_not_played(
    planned: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    shout = Said(10 * TICK_FRAMES, np.full(4_800, 0.9, np.float32))
    monkeypatch.setattr(tasks, "said_in", lambda *asked: [shout])
    rendering = _render(planned)
    assert rendering.voiceless.startswith("TooLoud")
    assert queries.is_whole(rendering)
    loud = replace(planned, cues=(), seed=23, master=[(0, 90.0)])
    with pytest.raises(RuntimeError, match="dB at"):
        _render(loud)


def test_a_score_without_cues_asks_for_no_voice(tmp_path: Path) -> None:
    def nobody(*asked: Any) -> Any:
        raise AssertionError("nobody speaks")

    assert said_in(replace(spoken(recording(Hummer())), cues=()), nobody, nobody, tmp_path) == []
    assert seconds_of(recording(Hummer())) > 30
