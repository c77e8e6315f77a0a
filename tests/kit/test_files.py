"""Private files: sealed in chunks that can be neither swapped, moved nor cut off unseen."""

import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tink import aead

from stillwater.kit import files
from stillwater.kit.ids import new_id
from stillwater.kit.keys import Unreadable, data_key, new_data_key

CHUNK, SEALED = files.CHUNK, files.CHUNK + 33
CONTENT = bytes(range(256)) * (CHUNK // 256) * 3 + b"the end"  # three whole chunks and seven bytes


@pytest.fixture(scope="module")
def key() -> aead.Aead:
    owner = new_id()
    return data_key(new_data_key(owner), owner)


@pytest.fixture
def kept(key: aead.Aead) -> Iterator[UUID]:
    file_id = new_id()
    assert files.write(file_id, [CONTENT], key) == len(CONTENT)
    yield file_id
    files.delete(file_id)


def opened(file_id: UUID, key: aead.Aead, **part: int) -> bytes:
    return b"".join(files.read(file_id, key, **part))


def test_what_was_written_comes_back_and_nobody_else_may_open_the_file(kept: UUID, key: aead.Aead) -> None:
    assert opened(kept, key) == CONTENT
    assert files.size_of(kept) == len(CONTENT)
    path = files.path_of(kept)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert b"the end" not in path.read_bytes()
    assert CONTENT[:64] not in path.read_bytes()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1])
def test_every_length_round_the_edges_of_a_chunk(size: int, key: aead.Aead, tmp_path: Path) -> None:
    content = CONTENT[:size]
    path = tmp_path / "file"
    files.write_to(path, "a name", [content[i : i + 1000] for i in range(0, size, 1000)], key)
    assert b"".join(files.read_from(path, "a name", key)) == content


@given(start=st.integers(0, len(CONTENT)), length=st.integers(0, len(CONTENT)))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_range_is_that_part_of_the_content(start: int, length: int, kept: UUID, key: aead.Aead) -> None:
    assert opened(kept, key, start=start, end=start + length) == CONTENT[start : start + length]


def _rewrite(file_id: UUID, changed: bytes) -> None:
    files.path_of(file_id).write_bytes(changed)


def _chunks(file_id: UUID) -> list[bytes]:
    whole = files.path_of(file_id).read_bytes()
    return [whole[i : i + SEALED] for i in range(0, len(whole), SEALED)]


def test_swapped_chunks_do_not_open(kept: UUID, key: aead.Aead) -> None:
    first, second, *rest = _chunks(kept)
    _rewrite(kept, b"".join([second, first, *rest]))
    with pytest.raises(Unreadable):
        opened(kept, key)


def test_a_doubled_chunk_does_not_open(kept: UUID, key: aead.Aead) -> None:
    first, second, third, end = _chunks(kept)
    _rewrite(kept, b"".join([first, second, second, third, end]))
    with pytest.raises(Unreadable):
        opened(kept, key)


@pytest.mark.parametrize("left", [3 * SEALED, 2 * SEALED, SEALED, 3 * SEALED + 20, 3 * SEALED + 39, SEALED + 100, 0])
def test_a_cut_tail_does_not_open(left: int, kept: UUID, key: aead.Aead) -> None:
    _rewrite(kept, files.path_of(kept).read_bytes()[:left])
    with pytest.raises(Unreadable):
        opened(kept, key)


def test_a_moved_file_does_not_open(kept: UUID, key: aead.Aead) -> None:
    elsewhere = new_id()
    target = files.path_of(elsewhere)
    target.parent.mkdir(parents=True, exist_ok=True)
    files.path_of(kept).replace(target)
    with pytest.raises(Unreadable):
        opened(elsewhere, key)
    files.delete(elsewhere)


def test_a_chunk_of_another_file_of_the_same_person_does_not_open(kept: UUID, key: aead.Aead) -> None:
    other = new_id()
    files.write(other, [CONTENT], key)
    mine, theirs = _chunks(kept), _chunks(other)
    _rewrite(kept, b"".join([mine[0], theirs[1], *mine[2:]]))
    with pytest.raises(Unreadable):
        opened(kept, key)
    files.delete(other)


def test_another_persons_key_does_not_open(kept: UUID) -> None:
    owner = new_id()
    with pytest.raises(Unreadable):
        opened(kept, data_key(new_data_key(owner), owner))


def test_a_writing_that_broke_off_leaves_no_file(key: aead.Aead) -> None:
    file_id = new_id()

    def breaking() -> Iterator[bytes]:
        yield CONTENT
        raise OSError("the network is gone")

    with pytest.raises(OSError, match="network"):
        files.write(file_id, breaking(), key)
    assert not files.path_of(file_id).exists()


def test_deleting_twice_is_no_trouble(key: aead.Aead) -> None:
    file_id = new_id()
    files.write(file_id, [b"once"], key)
    files.delete(file_id)
    files.delete(file_id)
    with pytest.raises(FileNotFoundError):
        opened(file_id, key)
