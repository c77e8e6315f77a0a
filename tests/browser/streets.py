"""A file of streets as an operator would have one, as small as can be: PMTiles with one tile of the whole earth, in which a
highway crosses Denver and a river passes beside it.
"""

import gzip
import json
import math
import struct

EXTENT = 4096
DENVER = (39.74, -104.98)


def archive() -> bytes:
    """The file: header, directory, metadata, one tile."""
    tile, about = gzip.compress(_tile()), gzip.compress(json.dumps({"vector_layers": []}).encode())
    directory = gzip.compress(b"".join(map(_varint, (1, 0, 1, len(tile), 1))))
    at, offsets = 127, []
    for part in (directory, about, b"", tile):
        offsets += [at, len(part)]
        at += len(part)
    head = b"PMTiles\x03" + struct.pack("<8Q", *offsets) + struct.pack("<3Q", 1, 1, 1) + bytes((1, 2, 2, 1, 0, 0))
    ends = struct.pack("<4i", -1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000)
    return head + ends + struct.pack("<Bii", 0, 0, 0) + directory + about + tile


def _tile() -> bytes:
    (x, y) = _spot(*DENVER)
    return _layer("roads", "highway", [(x - 40, y), (x + 40, y)]) + _layer(
        "water", "river", [(x + 2, y - 40), (x + 2, y + 40)]
    )


def _spot(latitude: float, longitude: float) -> tuple[int, int]:
    high = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return round((longitude + 180) / 360 * EXTENT), round((1 - high / math.pi) / 2 * EXTENT)


def _layer(name: str, kind: str, line: list[tuple[int, int]]) -> bytes:
    """One line with its kind, as a layer of a vector tile."""
    (x, y), (to_x, to_y) = line
    path = (9, _zigzag(x), _zigzag(y), 10, _zigzag(to_x - x), _zigzag(to_y - y))
    feature = _field(2, bytes((0, 0))) + _varint(3 << 3) + _varint(2) + _field(4, b"".join(map(_varint, path)))
    value = _field(4, _field(1, kind.encode()))
    size = _varint(5 << 3) + _varint(EXTENT) + _varint(15 << 3) + _varint(2)
    return _field(3, _field(1, name.encode()) + _field(2, feature) + _field(3, b"kind") + value + size)


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes((*out, number))
