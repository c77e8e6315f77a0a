"""Private files: recordings, drawings, scans. Outside any served folder, sealed in chunks so that a range can be read.

Each chunk of 64 KiB is sealed by the owner's key and bound to its place, its number and whether it is the last, so that
chunks can be neither swapped, moved to another file nor cut off unseen.
"""

import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from tink import aead

from stillwater.kit.keys import seal, unseal

CHUNK = 64 * 1024
_SEALED = CHUNK + 33  # tink's AES-GCM: 5 bytes of key id, 12 of nonce, 16 of tag


def path_of(file_id: UUID) -> Path:
    """Where the file of this id is kept."""
    return Path(settings.STILLWATER_DATA) / "private" / file_id.hex[-2:] / file_id.hex


def _place(name: str, number: int, last: bool) -> str:
    return f"file|{name}|{number}|{'last' if last else 'more'}"


def write(file_id: UUID, pieces: Iterable[bytes], key: aead.Aead) -> int:
    """Seal `pieces` into the file of this id; returns the number of bytes of content. Whole or not at all."""
    return write_to(path_of(file_id), str(file_id), pieces, key)


def write_to(target: Path, name: str, pieces: Iterable[bytes], key: aead.Aead) -> int:
    """Seal `pieces` into a file anywhere, bound to `name`."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = target.with_name(f"{target.name}.part")
    try:
        size = _seal_into(unfinished, name, pieces, key)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(target)
    return size


def _seal_into(unfinished: Path, name: str, pieces: Iterable[bytes], key: aead.Aead) -> int:
    size, number, held = 0, 0, b""
    with open(unfinished, "wb", opener=lambda p, f: os.open(p, f, 0o600)) as out:
        for piece in pieces:
            held += piece
            size += len(piece)
            while len(held) > CHUNK:
                out.write(seal(key, held[:CHUNK], place=_place(name, number, last=False)))
                held, number = held[CHUNK:], number + 1
        out.write(seal(key, held, place=_place(name, number, last=True)))
        out.flush()
        os.fsync(out.fileno())
    return size


def size_of(file_id: UUID) -> int:
    """Bytes of content, from the file's length alone. Raises FileNotFoundError."""
    return _size(path_of(file_id))


def _size(path: Path) -> int:
    full, rest = divmod(path.stat().st_size, _SEALED)
    return full * CHUNK + (rest - 33 if rest else 0)


def read(file_id: UUID, key: aead.Aead, *, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The content from byte `start` up to, not including, `end`. Raises FileNotFoundError, Unreadable."""
    yield from read_from(path_of(file_id), str(file_id), key, start=start, end=end)


def read_from(path: Path, name: str, key: aead.Aead, *, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The content of a sealed file anywhere. Raises FileNotFoundError, Unreadable."""
    size = _size(path)
    end = size if end is None else min(end, size)
    last_number = max(0, (size - 1) // CHUNK)
    with path.open("rb") as sealed:
        for number in range(start // CHUNK, (max(end, start + 1) - 1) // CHUNK + 1):
            sealed.seek(number * _SEALED)
            content = unseal(key, sealed.read(_SEALED), place=_place(name, number, last=number == last_number))
            begin = number * CHUNK
            yield content[max(0, start - begin) : end - begin]


class Sealed(io.RawIOBase):
    """A sealed file to read from anywhere in it, a chunk of it in memory: for whoever decodes what is not to lie open."""

    def __init__(self, file_id: UUID, key: aead.Aead) -> None:
        self._id, self._key, self._size = file_id, key, size_of(file_id)
        self._at, self._chunk, self._held = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, to: int, whence: int = os.SEEK_SET) -> int:
        self._at = max(0, to + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence])
        return self._at

    def read(self, count: int = -1) -> bytes:
        """Raises Unreadable, FileNotFoundError."""
        end = self._size if count < 0 else min(self._size, self._at + count)
        found = []
        while self._at < end:
            number, place = divmod(self._at, CHUNK)
            if number != self._chunk:
                self._held = b"".join(read(self._id, self._key, start=number * CHUNK, end=(number + 1) * CHUNK))
                self._chunk = number
            piece = self._held[place : place + end - self._at]
            found.append(piece)
            self._at += len(piece)
        return b"".join(found)


def delete(file_id: UUID) -> None:
    """Remove the file if it is there."""
    path_of(file_id).unlink(missing_ok=True)
