"""One sealed file with the database and the private files; and the way back.

The archive is a tar sealed with STILLWATER_KEYS, which is never inside it; its plain form never touches the disk that it is
written to. What it holds is listed with SHA-256 sums at its end. The way back opens all of it, and checks every sum, the
secret and the database itself, before anything is put in place. Rendered sound is not in it: it is rendered again from its
score.
"""

import hashlib
import hmac
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from stillwater.commands import databases
from stillwater.kit import files, keys
from stillwater.kit.clock import iso

NAME, PIECE = "backup", 1 << 18
MANIFEST = "manifest.json"
Progress = Callable[[int, int], None]


class NotUsable(Exception):
    """The archive does not open here, or something in it is not what was put there."""


# Folders of the data folder that no other file could be made into again: sealed recordings, and the channel's pictures.
KEPT = ("private", "channel")


class NotEmpty(Exception):
    """There is a record here already."""


def make(target: Path, *, at: datetime, progress: Progress) -> dict[str, Any]:
    """Write the archive; returns its manifest. Pages go on meanwhile: the database is of one moment, and every private
    file that it names was written before its row. Raises databases.Trouble."""
    manifest: dict[str, Any] = {
        "made_at": iso(at), "vendor": connection.vendor, "secret": _mark_of_secret(), "migrations": _applied(), "sums": {},
    }  # fmt: skip
    data: Path = settings.STILLWATER_DATA
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data, prefix=".backup-") as folder:
        database = Path(folder) / "database"
        databases.copy_to(database)
        found = {"database": database, **{str(p.relative_to(data)): p for name in KEPT for p in _files(data / name)}}
        files.write_to(target, NAME, _tar(found, manifest, progress), keys.master())
    return manifest


def bring_back(source: Path, *, replace: Path | None, progress: Progress) -> dict[str, Any]:
    """Put an archive in place of an empty installation, or of one that is first moved into the folder `replace`.
    Raises NotUsable, NotEmpty, FileNotFoundError, databases.Trouble; nothing is touched then."""
    data: Path = settings.STILLWATER_DATA
    _check_key(source)
    here = [path for path in _places(data) if path.exists()]
    if databases.has_record() or here:
        if replace is None:
            raise NotEmpty
        databases.check_replaceable()
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as folder:
        whole = Path(folder)
        manifest = _open(source, whole, progress)
        databases.check(whole / "database", manifest["vendor"])
        with moved_aside(here, replace):
            databases.place(whole / "database")
            for name in KEPT:
                if (whole / name).exists():
                    (whole / name).rename(data / name)
        os.sync()
    return manifest


@contextmanager
def moved_aside(here: list[Path], folder: Path | None) -> Iterator[None]:
    """What is here stands in `folder` afterwards; where it was, if anything goes wrong."""
    if folder is None or not here:
        yield
        return
    folder.mkdir()
    try:
        for path in here:
            if path.exists():  # a -wal goes when its database is closed
                path.rename(folder / path.name)
        yield
    except BaseException:
        for path in here:
            if (folder / path.name).exists():
                (folder / path.name).rename(path)
        folder.rmdir()
        raise


def _places(data: Path) -> list[Path]:
    return [*databases.files(), *(data / name for name in KEPT), data / "sound"]


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".part") if folder.exists() else []


def _tar(found: dict[str, Path], manifest: dict[str, Any], progress: Progress) -> Iterator[bytes]:
    """The plain archive in pieces, its manifest last. A private file that its author deletes meanwhile is left out."""
    for number, (name, path) in enumerate(found.items(), 1):
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue
        with file:
            size, sum_ = os.fstat(file.fileno()).st_size, hashlib.sha256()
            yield _header(name, size)
            while piece := file.read(PIECE):
                sum_.update(piece)
                yield piece
            yield _filling(size)
        manifest["sums"][name] = sum_.hexdigest()
        progress(number, len(found))
    text = json.dumps(manifest, indent=1).encode()
    yield _header(MANIFEST, len(text)) + text + _filling(len(text)) + bytes(2 * tarfile.BLOCKSIZE)


def _header(name: str, size: int) -> bytes:
    about = tarfile.TarInfo(name)
    about.size, about.mode = size, 0o600
    return about.tobuf(tarfile.PAX_FORMAT)


def _filling(size: int) -> bytes:
    return bytes(-size % tarfile.BLOCKSIZE)


def _open(source: Path, whole: Path, progress: Progress) -> dict[str, Any]:
    """Everything in the archive, written into the folder `whole` and checked."""
    plain = whole / "plain.tar"
    try:
        with plain.open("wb") as out:
            for piece in files.read_from(source, NAME, keys.master()):
                out.write(piece)
        with tarfile.open(plain) as tar:
            for member in tar:
                _put(tar, member, whole)
    except (keys.Unreadable, tarfile.TarError) as why:
        raise NotUsable("It was cut short or changed after it was made.") from why
    plain.unlink()
    manifest: dict[str, Any] = json.loads((whole / MANIFEST).read_text())
    if not hmac.compare_digest(manifest["secret"], _mark_of_secret()):
        raise NotUsable("It was made with another STILLWATER_SECRET, and its log can be checked with that one alone.")
    check_known(manifest["migrations"])
    for number, (name, expected) in enumerate(manifest["sums"].items(), 1):
        if _sum(whole / name) != expected:
            raise NotUsable(f"{name} is not what was put there.")
        progress(number, len(manifest["sums"]))
    return manifest


def _put(tar: tarfile.TarFile, member: tarfile.TarInfo, whole: Path) -> None:
    """One file of the archive in its place. Raises TarError for what is no file or lies outside. Debian 12's Python is older than
    the filters of `extractall`."""
    place = (whole / member.name).resolve()
    content = tar.extractfile(member) if member.isfile() and place.is_relative_to(whole.resolve()) else None
    if content is None:
        raise tarfile.TarError(member.name)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as out:
        shutil.copyfileobj(content, out)
    place.chmod(0o600)


def _check_key(source: Path) -> None:
    with source.open("rb") as sealed:
        if not keys.is_sealed_by(sealed.read(keys.PREFIX), settings.STILLWATER_KEYS):
            raise NotUsable("It was sealed with other STILLWATER_KEYS than these, or it is no backup of Stillwater.")


def _mark_of_secret() -> str:
    return hmac.new(keys.chain_key(), b"backup", hashlib.sha256).hexdigest()


def check_known(migrations: Iterable[Sequence[str]]) -> None:
    """Raises NotUsable when a database is of a newer Stillwater."""
    if newer := {tuple(one) for one in migrations} - set(MigrationLoader(None).disk_migrations or {}):
        raise NotUsable(f"It was made by a newer Stillwater than this one: {'.'.join(min(newer))} is not known here.")


def _applied() -> list[tuple[str, str]]:
    return sorted(MigrationLoader(connection).applied_migrations or {})


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
