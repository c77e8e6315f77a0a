"""A session's sound that begins with pieces of a clinic's music: as loud as one another, without a gap, the planned sound behind."""

import io
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from stillwater.demo.people import House
from stillwater.kit import files
from stillwater.people.access import Access
from stillwater.people.keyring import destroy, key_of
from stillwater.soundscape import queries, tasks
from stillwater.soundscape.actions import ask_for
from stillwater.soundscape.actions import music as actions
from stillwater.soundscape.engine.kweight import integrated_loudness, loudness_curve
from stillwater.soundscape.engine.measuring import look
from stillwater.soundscape.engine.mix import Mixer
from stillwater.soundscape.engine.render import render
from stillwater.soundscape.engine.row import chunks, passed
from stillwater.soundscape.engine.tables import build_all
from stillwater.soundscape.models import MusicPiece, RenderedFile, Rendering
from stillwater.soundscape.queries.music import playable_in
from stillwater.soundscape.rules import TICK_FRAMES, Programme, compose, plain_phases
from stillwater.soundscape.rules.row import CROSS_TICKS, Row, row_of
from tests.soundscape.music_files import NINE, RATE, file_of, kept, noise

CLINIC = UUID(int=7)
LEVELS = (-12.0, -34.0, -22.0)


@pytest.fixture(scope="module")
def behind() -> Programme:
    """A drone alone: few tables."""
    never = ("strings", "glass", "choir")
    return compose(phases=plain_phases(75), scene="strings", never=never, seed=21, closing_seconds=9, rest_seconds=12)


@pytest.fixture(scope="module")
def short() -> Programme:
    """The shortest that a piece of twenty seconds can begin."""
    never = ("strings", "glass", "choir")
    return compose(phases=plain_phases(36), scene="strings", never=never, seed=21, closing_seconds=4, rest_seconds=4)


@pytest.fixture(scope="module")
def alone(short: Programme, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the planned sound's file without any piece."""
    done = render(short, [(tmp_path_factory.mktemp("alone") / "usual.m4a", 0.0)])
    return done.files[0].sha256


class Made(NamedTuple):
    row: Row
    sounds: dict[str, bytes]
    heard: NDArray[np.float32]


def _piece(number: int, sound: bytes) -> Any:
    found = look(io.BytesIO(sound), len(sound))
    return SimpleNamespace(
        **found._asdict(), id=UUID(int=number), sha256=str(number), frames=round(found.seconds * RATE)
    )


@pytest.fixture(scope="module")
def made(behind: Programme) -> Made:
    """Three pieces, one 22 dB louder than another, over a minute and a half."""
    sounds = [file_of(noise(20 + n + 0.4, level, n)) for n, level in enumerate(LEVELS)]
    pieces = [_piece(n, sound) for n, sound in enumerate(sounds)]
    row = row_of(CLINIC, pieces, behind)
    assert row is not None
    by_id = {str(piece.id): sound for piece, sound in zip(pieces, sounds, strict=True)}
    openers = {key: partial(io.BytesIO, sound) for key, sound in by_id.items()}
    mixer = Mixer(behind, build_all(behind.tables))
    heard = np.concatenate([chunk.copy() for chunk in chunks(row, openers, mixer)])
    return Made(row, by_id, heard)


def test_pieces_stand_one_behind_another_and_pass_over_six_seconds(made: Made) -> None:
    row = made.row
    assert [piece.start for piece in row.pieces] == [0, 61 - 18, 61 - 18 + 64 - 18]
    for before, after in zip(row.pieces, row.pieces[1:], strict=False):
        assert after.start == before.end - CROSS_TICKS
    assert row.over <= row.behind.closing_from
    assert len(made.heard) == row.behind.frames, "as long as the planned sound"


def test_every_piece_comes_to_the_level_of_the_planned_sound_within_one_unit(made: Made) -> None:
    for piece in made.row.pieces:
        alone = slice((piece.start + CROSS_TICKS) * TICK_FRAMES, (piece.end - CROSS_TICKS) * TICK_FRAMES)
        assert integrated_loudness(made.heard[alone]) == pytest.approx(-25, abs=1)
    assert np.abs(made.heard).max() <= 10 ** (-3 / 20)


def test_one_piece_passes_into_the_next_without_a_jump_or_a_silence(made: Made) -> None:
    begins = made.row.pieces[0].start + CROSS_TICKS
    curve = loudness_curve(made.heard[begins * TICK_FRAMES : made.row.pieces[-1].start * TICK_FRAMES])
    assert curve.min() > -27
    assert curve.max() < -23
    whole = loudness_curve(made.heard[begins * TICK_FRAMES : (made.row.over + 30) * TICK_FRAMES])
    rises = whole[5:] - whole[:-5]
    assert rises.max() < 4, "nothing startles"
    assert whole.min() > -45, "nor falls silent before the planned sound"
    assert loudness_curve(made.heard[: 2 * RATE])[0] < -40, "it rises out of silence"


def test_behind_the_last_piece_the_planned_sound_goes_on_at_its_own_place_to_its_rest(made: Made) -> None:
    behind, over = made.row.behind, made.row.over
    mixer = Mixer(behind, build_all(behind.tables))
    planned = mixer.mix(over, behind.ticks, np.empty(((behind.ticks - over) * TICK_FRAMES, 2), np.float32))
    np.testing.assert_array_equal(made.heard[over * TICK_FRAMES :], planned)
    assert made.row.as_data()["loop"] == list(behind.loop or ())


def test_two_waves_that_would_stand_too_high_together_pass_more_softly() -> None:
    frames = CROSS_TICKS * TICK_FRAMES
    high = np.full((frames, 2), 10 ** (-3 / 20), np.float32)
    assert np.abs(passed(high, high)).max() <= 10 ** (-3 / 20) + 1e-6
    low = high / 4
    assert np.abs(passed(low, low)).max() == pytest.approx(low.max() * np.sqrt(2), rel=1e-3)


def test_what_would_reach_into_the_closing_is_left_out_from_the_end(behind: Programme) -> None:
    def piece(number: int, seconds: float) -> Any:
        facts = {"loudness": -20, "peak": -3, "sha256": "", "frames": round(seconds * RATE)}
        return SimpleNamespace(id=UUID(int=number), **facts)

    def numbers(row: Row | None) -> tuple[list[int], list[int]]:
        assert row is not None
        return [UUID(one.id).int for one in row.pieces], [UUID(one).int for one in row.left]

    room = behind.closing_from / 3
    assert numbers(row_of(CLINIC, [piece(n, 30) for n in range(1, 5)], behind)) == ([1, 2], [3, 4])
    long = [piece(1, room + 1), piece(2, 30), piece(3, 60), piece(4, 20)]
    assert numbers(row_of(CLINIC, long, behind)) == ([2], [1, 3, 4]), "by itself too long; then from the end"
    assert numbers(row_of(CLINIC, [piece(1, room)], behind)) == ([1], [])
    assert row_of(CLINIC, [piece(1, room + 1)], behind) is None
    assert row_of(CLINIC, [], behind) is None


def test_the_same_row_is_the_same_file_and_another_order_is_another(made: Made) -> None:
    row = made.row
    again = Row.from_data(row.as_data())
    assert (again, again.hash) == (row, row.hash)
    assert Row(row.clinic, row.pieces[:2], row.left, row.behind).hash != row.hash
    with pytest.raises(ValueError, match="version 99"):
        Row.from_data({**row.as_data(), "version": 99})


# Kept by a clinic, rendered by the worker


def _measured(access: Access, title: str, sound: bytes) -> MusicPiece:
    piece = kept(access, title, sound=sound, measured=None)
    tasks.measure.call(str(piece.clinic_id), str(piece.id))
    with access.inside():
        piece.refresh_from_db()
    return piece


def _planned(access: Access, behind: Programme) -> Row:
    clinic_id = access.places[0].clinic_id
    with access.inside():
        row = row_of(clinic_id, playable_in(clinic_id), behind)
    assert row is not None
    return row


def _render(plan: Row | Programme) -> Rendering:
    rendering = ask_for(plan=plan, at=NINE)
    tasks.render.call(str(rendering.pk))
    rendering.refresh_from_db()
    return rendering


def _decoded(plan_hash: str, kind: str) -> NDArray[np.float32]:
    file = queries.file_of(plan_hash, kind)
    assert file is not None
    with av.open(str(queries.path_of(file))) as there:
        return np.concatenate([frame.to_ndarray() for frame in there.decode(audio=0)], axis=1).T


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_what_lies_sealed_is_measured_and_rendered_to_both_files(
    house: House, as_priya: Access, short: Programme
) -> None:
    sound = file_of(noise(20, -14))
    piece = _measured(as_priya, "Meadow", sound)
    assert (piece.why, round(piece.seconds or 0, 2)) == ("", 20.0)
    assert sound[4000:4060] not in files.path_of(piece.id).read_bytes()
    row = _planned(as_priya, short)
    rendering = _render(row)
    assert (rendering.voiceless, rendering.error) == ("", "")
    assert queries.is_whole(rendering)
    usual, softer = (
        _decoded(row.hash, kind)[7 * RATE : 15 * RATE] for kind in (RenderedFile.USUAL, RenderedFile.SOFTER)
    )
    loud = integrated_loudness(np.ascontiguousarray(usual))
    much = integrated_loudness(np.ascontiguousarray(softer))
    assert much == pytest.approx(loud - 9, abs=0.6), "AAC spends its bits otherwise"


@pytest.mark.django_db
@pytest.mark.parametrize("gone", ["removed", "key", "disk", "cut"])
def test_a_piece_that_cannot_be_opened_costs_nobody_their_sound(
    house: House, as_priya: Access, short: Programme, alone: str, folder: Any, gone: str
) -> None:
    piece = _measured(as_priya, "Meadow", file_of(noise(20, -14)))
    row = _planned(as_priya, short)
    if gone == "removed":
        with as_priya.inside():
            actions.remove(as_priya, piece, at=NINE)
    elif gone == "key":
        destroy(piece.id)
    elif gone == "disk":
        files.path_of(piece.id).unlink()
    else:
        whole = files.path_of(piece.id).read_bytes()
        files.path_of(piece.id).write_bytes(whole[: len(whole) // 2])
    rendering = _render(row)
    assert rendering.voiceless
    assert queries.is_whole(rendering)
    plain = queries.file_of(row.hash)
    assert plain is not None
    assert plain.sha256 == alone


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_a_file_that_cannot_be_played_is_named_and_left_out_and_measured_once(
    house: House, as_priya: Access, monkeypatch: pytest.MonkeyPatch, behind: Programme
) -> None:
    piece = _measured(as_priya, "Torn", b"fLaC" + bytes(2000))
    assert (piece.why, piece.seconds, piece.is_whole) == ("corrupt", None, False)
    with as_priya.inside():
        assert playable_in(piece.clinic_id) == []
    monkeypatch.setattr(tasks, "look", _never)
    tasks.measure.call(str(piece.clinic_id), str(piece.id))


def _never(*asked: object) -> Callable[..., Any]:
    raise AssertionError("it has been measured")


@pytest.mark.django_db
def test_a_sealed_file_is_read_from_anywhere_in_it(house: House, as_priya: Access, folder: Any) -> None:
    content = np.random.default_rng(1).bytes(200_000)
    piece = kept(as_priya, "Bits", sound=content)
    with files.Sealed(piece.id, key_of(piece.id)) as sealed:
        assert sealed.read(10) == content[:10]
        assert sealed.seek(-5, 2) == 199_995
        assert sealed.read(100) == content[-5:]
        sealed.seek(65_000)
        assert sealed.read(1000) == content[65_000:66_000]
        sealed.seek(0)
        assert sealed.read() == content
