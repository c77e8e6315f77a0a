"""The files: whole, playable at once, and never half."""

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from stillwater.soundscape.engine.encode import Writer
from stillwater.soundscape.engine.render import SOFTER_DB, TooLoud, render
from stillwater.soundscape.rules import Programme, compose, plain_phases
from tests.soundscape.full_disk import no_file_over


@pytest.fixture(scope="module")
def programme() -> Programme:
    return compose(phases=plain_phases(20), scene="strings", seed=4, closing_seconds=4)


def _decoded(path: Path) -> NDArray[np.float32]:
    with av.open(str(path)) as file:
        return np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=1)


def test_both_renditions_play_the_same_at_their_own_loudness(programme: Programme, tmp_path: Path) -> None:
    told: list[float] = []
    usual, softer = tmp_path / "usual.m4a", tmp_path / "softer.m4a"
    done = render(programme, [(usual, 0.0), (softer, SOFTER_DB)], progress=told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)
    loud, soft = _decoded(usual), _decoded(softer)
    assert loud.shape == soft.shape
    assert loud.shape[1] == pytest.approx(programme.frames, abs=2_048)
    body = slice(6 * 48_000, 16 * 48_000)
    assert 20 * np.log10(soft[:, body].std() / loud[:, body].std()) == pytest.approx(SOFTER_DB, abs=0.3)
    assert np.corrcoef(loud[0, body], soft[0, body])[0, 1] > 0.98, "same timing"
    assert done.seconds == programme.seconds
    assert [file.bytes for file in done.files] == [usual.stat().st_size, softer.stat().st_size]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["softer.m4a", "usual.m4a"]


def test_the_index_stands_in_front_so_that_it_plays_and_seeks(programme: Programme, tmp_path: Path) -> None:
    path = tmp_path / "x.m4a"
    render(programme, [(path, 0.0)])
    content = path.read_bytes()
    assert content[4:8] == b"ftyp"
    assert 0 < content.find(b"moov") < content.find(b"mdat")
    with av.open(str(path)) as file:
        stream = file.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.codec_context.layout.name) == ("aac", 48_000, "stereo")
        file.seek(12_000_000)
        assert next(file.decode(audio=0)).time == pytest.approx(12, abs=1)


def test_the_same_score_is_the_same_file(programme: Programme, tmp_path: Path) -> None:
    first, second = (render(programme, [(tmp_path / name, 0.0)]).files[0] for name in ("a.m4a", "b.m4a"))
    assert first.sha256 == second.sha256


def test_a_render_cut_short_leaves_no_file_under_its_name(programme: Programme, tmp_path: Path) -> None:
    def give_up(part: float) -> None:
        if part > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(programme, [(tmp_path / "x.m4a", 0.0)], progress=give_up)
    assert list(tmp_path.iterdir()) == []


def test_a_kill_leaves_a_part_and_not_half_a_file(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "x.m4a")
    writer.add(np.zeros((48_000, 2), np.float32))
    assert [path.suffix for path in tmp_path.iterdir()] == [".part"]
    writer.finish()
    assert [path.name for path in tmp_path.iterdir()] == ["x.m4a"]


def test_too_loud_a_score_is_not_written(programme: Programme, tmp_path: Path) -> None:
    loud = Programme.from_data(
        {**programme.as_data(), "master": [[tick, 20 * gain] for tick, gain in programme.master]}
    )
    with pytest.raises(TooLoud):
        render(loud, [(tmp_path / "x.m4a", 0.0)])
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_rendering_as_it_was(programme: Programme, tmp_path: Path) -> None:
    usual, softer = tmp_path / "usual.m4a", tmp_path / "softer.m4a"
    usual.write_bytes(b"yesterday's")
    with no_file_over(40_000), pytest.raises(OSError, match=r"(?i)file too large|av"):
        render(programme, [(usual, 0.0), (softer, SOFTER_DB)])
    assert usual.read_bytes() == b"yesterday's"
    assert [path.name for path in tmp_path.iterdir()] == ["usual.m4a"]
