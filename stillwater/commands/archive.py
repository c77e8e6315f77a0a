"""One sealed file with the database and the private files; and the way back.

The archive is a tar sealed with STILLWATER_KEYS, which is never inside it. What it holds is listed with SHA-256 sums; the way
back checks every sum, the database's own integrity and the audit chains before anything is put in place.
"""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection

from stillwater.kit import files, keys
from stillwater.kit.clock import iso

NAME, PIECE = "backup", 1 << 20
Progress = Callable[[int, int], None]


class NotWhole(Exception):
    """The archive does not open with these keys, or something in it is not what was put there."""


class NotEmpty(Exception):
    """There is a record here already."""


def make(target: Path, *, at: datetime, progress: Progress) -> dict[str, Any]:
    """Write the archive; returns its manifest. Pages go on meanwhile: the copy is of one moment."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        work = Path(folder)
        database = work / "database"
        _copy_database(database)
        private = settings.STILLWATER_DATA / "private"
        found = {"database": database, **{f"private/{p.relative_to(private)}": p for p in _files(private)}}
        sums = {}
        for number, (name, path) in enumerate(found.items(), 1):
            sums[name] = _sum(path)
            progress(number, len(found))
        manifest = {"made_at": iso(at), "vendor": connection.vendor, "sums": sums}
        (work / "manifest.json").write_text(json.dumps(manifest, indent=1))
        plain = work / "plain.tar"
        with tarfile.open(plain, "w") as tar:
            tar.add(work / "manifest.json", "manifest.json")
            for name, path in found.items():
                tar.add(path, name)
        files.write_to(target, NAME, _pieces(plain), keys.master())
    return manifest


def bring_back(source: Path, *, progress: Progress) -> dict[str, Any]:
    """Put an archive in place of an empty installation. Raises NotWhole, NotEmpty, FileNotFoundError."""
    data: Path = settings.STILLWATER_DATA
    if (data / "private").exists() or _has_record():
        raise NotEmpty
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data) as folder:
        work = Path(folder)
        try:
            with (work / "plain.tar").open("wb") as plain:
                for piece in files.read_from(source, NAME, keys.master()):
                    plain.write(piece)
            with tarfile.open(work / "plain.tar") as tar:
                tar.extractall(work / "whole", filter="data")
        except (keys.Unreadable, tarfile.TarError) as why:
            raise NotWhole("It does not open with STILLWATER_KEYS, or it was cut or changed.") from why
        whole = work / "whole"
        manifest: dict[str, Any] = json.loads((whole / "manifest.json").read_text())
        for number, (name, expected) in enumerate(manifest["sums"].items(), 1):
            if _sum(whole / name) != expected:
                raise NotWhole(f"{name} is not what was put there.")
            progress(number, len(manifest["sums"]))
        _place_database(whole / "database", manifest["vendor"])
        if (whole / "private").exists():
            shutil.move(whole / "private", data / "private")
    return manifest


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".part") if folder.exists() else []


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    file: IO[bytes]
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _copy_database(target: Path) -> None:
    if connection.vendor == "postgresql":
        _postgres("pg_dump", "--format=custom", f"--file={target}")
        return
    source = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
        source.close()


def _has_record() -> bool:
    if connection.vendor == "postgresql":
        return bool(connection.introspection.table_names())
    return Path(settings.DATABASES["default"]["NAME"]).exists()


def _place_database(source: Path, vendor: str) -> None:
    if vendor != connection.vendor:
        raise NotWhole(f"It holds a {vendor} database; this installation uses {connection.vendor}.")
    if vendor == "postgresql":
        _postgres(
            "pg_restore", "--no-owner", "--exit-on-error", "--dbname", connection.settings_dict["NAME"], str(source)
        )
        return
    checked = sqlite3.connect(source)
    verdict = checked.execute("PRAGMA integrity_check").fetchone()[0]
    checked.close()
    if verdict != "ok":
        raise NotWhole(f"The database in it is damaged: {verdict}")
    shutil.move(source, settings.DATABASES["default"]["NAME"])


def _postgres(program: str, *arguments: str) -> None:
    where = connection.settings_dict
    environment = {
        "PGPASSWORD": where["PASSWORD"] or "",
        "PATH": "/usr/bin:/usr/local/bin",
        "PGDATABASE": where["NAME"],
    }
    login = ["--host", where["HOST"], "--port", str(where["PORT"]), "--username", where["USER"]]
    subprocess.run([program, *login, *arguments], env=environment, check=True)
