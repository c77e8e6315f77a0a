"""What a sound file says of itself in its first bytes and its boxes: its kind, a shop's lock, an end that is not there."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from stillwater.soundscape.engine.decoding import Source

_MOST = 64 * 2**20  # of a table of contents
# Names under which encrypted sound stands: of a standard, of a music shop, of an audiobook shop.
_LOCKS = {b"enca", b"drms", b"aavd", b"encv", b"drmi"}
_PATH = (b"trak", b"mdia", b"minf", b"stbl", b"stsd")
_KINDS = {b"OggS", b"fLaC", b"caff", b"FORM", b"\x1a\x45\xdf\xa3", b"\x30\x26\xb2\x75"}


class Clues(NamedTuple):
    """`known`: it begins as a sound file does; `short`: its own head says that more of it belongs here."""

    known: bool
    locked: bool
    short: bool


def clues_of(file: Source, size: int) -> Clues:
    """Reads only heads."""
    file.seek(0)
    head = file.read(64)
    wav, mp4 = head[:4] == b"RIFF" and head[8:12] == b"WAVE", head[4:8] == b"ftyp"
    mpeg = head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0)
    end = struct.unpack("<I", head[4:8])[0] if wav else 0
    locked = mp4 and _is_locked(_contents(file, size))
    return Clues(wav or mp4 or mpeg or head[:4] in _KINDS, locked, size < end < 0xFFFF_FF00)


class _Box(NamedTuple):
    name: bytes
    at: int  # behind its head
    end: int


def _contents(file: Source, size: int) -> bytes:
    """The table of contents of an MP4, wherever it lies; nothing where there is none."""
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length, name = _length(head, size - at), head[4:8]
        if length < 8:
            return b""
        if name == b"moov":
            file.seek(at + 8)
            return file.read(length - 8) if length <= _MOST else b""
        at += length
    return b""


def _length(head: bytes, rest: int) -> int:
    if len(head) < 8:
        return 0
    short = int(struct.unpack(">I", head[:4])[0])
    if short == 1:
        return int(struct.unpack(">Q", head[8:16])[0]) if len(head) == 16 else 0
    return rest if short == 0 else short


def _boxes(held: bytes, at: int, end: int) -> Iterator[_Box]:
    while at + 8 <= end:
        length = _length(held[at : at + 16], end - at)
        inner = at + (16 if held[at : at + 4] == b"\0\0\0\1" else 8)
        if at + length < inner or at + length > end:
            return
        yield _Box(held[at + 4 : at + 8], inner, at + length)
        at += length


def _found(held: bytes, at: int, end: int, path: tuple[bytes, ...]) -> Iterator[_Box]:
    for box in _boxes(held, at, end):
        if box.name == path[0]:
            if len(path) == 1:
                yield box
            else:
                yield from _found(held, box.at, box.end, path[1:])


def _is_locked(held: bytes) -> bool:
    for table in _found(held, 0, len(held), _PATH):
        for entry in _boxes(held, table.at + 8, table.end):
            if entry.name in _LOCKS:
                return True
            # The fields of a sound stand before the boxes of an entry; version 1 of the older form has 16 bytes more.
            if any(next(_found(held, entry.at + skip, entry.end, (b"sinf",)), None) for skip in (28, 44)):
                return True
    return next(_found(held, 0, len(held), (b"pssh",)), None) is not None
