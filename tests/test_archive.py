"""What a backup holds is put in its folder and nowhere else."""

import io
import tarfile
from pathlib import Path

import pytest

from stillwater.commands.archive import _put


def _tar(member: tarfile.TarInfo, content: bytes = b"") -> tarfile.TarFile:
    made = io.BytesIO()
    member.size = len(content)
    with tarfile.open(fileobj=made, mode="w") as tar:
        tar.addfile(member, io.BytesIO(content))
    made.seek(0)
    return tarfile.open(fileobj=made)


def test_a_file_comes_to_its_place_and_is_nobody_elses_to_read(tmp_path: Path) -> None:
    tar = _tar(tarfile.TarInfo("files/ab/cd"), b"sealed")
    _put(tar, tar.getmembers()[0], tmp_path)
    placed = tmp_path / "files/ab/cd"
    assert (placed.read_bytes(), placed.stat().st_mode & 0o777) == (b"sealed", 0o600)


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside"])
def test_what_would_lie_outside_is_refused(tmp_path: Path, name: str) -> None:
    tar = _tar(tarfile.TarInfo(name), b"x")
    with pytest.raises(tarfile.TarError):
        _put(tar, tar.getmembers()[0], tmp_path)
    assert not (tmp_path.parent / "outside").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_what_is_no_file_is_refused(tmp_path: Path, kind: bytes) -> None:
    member = tarfile.TarInfo("files/one")
    member.type, member.linkname = kind, "files/other"
    tar = _tar(member)
    with pytest.raises(tarfile.TarError):
        _put(tar, tar.getmembers()[0], tmp_path)
    assert not (tmp_path / "files/one").exists()
