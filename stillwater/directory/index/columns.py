"""The directory's places as columns in memory. One snapshot is never changed: a change makes the next one.

Rows stand in the order of their latitude, those without coordinates last, so that what lies around a point is one stretch of
rows. Facets are bits: one row of 64-bit words a facet. Words are postings in the order of the words, so that a beginning of a
word is one stretch too.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from stillwater.directory.rules.facets import FACETS, PLACED, Row

Ints = NDArray[np.int32]
KEYS = tuple(facet.key for facet in FACETS) + PLACED
BIT = {key: bit for bit, key in enumerate(KEYS)}
COUNTED = len(FACETS)
QUARTERS = 7 * 96
PIECE = 4000


@dataclass(frozen=True)
class Columns:
    """`ids`: (rows, 4) big-endian 64-bit halves of listing and place. `xyz`: (3, rows), on the unit sphere, NaN for nowhere.
    `bits`: (facets, words of 64 rows). `flat`: rows by word, those of word n between `ends[n]` and `ends[n + 1]`.
    `week`: (rows, 84), a bit a quarter of an hour. `closed`: (pairs, 2) of row and day, by day.
    """

    ids: NDArray[np.uint64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    xyz: NDArray[np.float64]
    bits: NDArray[np.uint64]
    accepts: Ints
    week: NDArray[np.uint8]
    closed: Ints
    zone: NDArray[np.int16]
    zones: tuple[str, ...]
    vocabulary: tuple[str, ...]
    flat: Ints
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.latitude)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Self:
        """A snapshot of these rows, read some at a time: as objects they are ten times as large."""
        return cls._ordered(**_gathered(rows))

    def changed(self, gone: Iterable[bytes], rows: Sequence[Row]) -> Self:
        """The next snapshot: without the places of the listings that are `gone`, and with these rows."""
        away = np.array([halves(each) for each in gone], np.uint64).reshape(-1, 2)
        stay = ~(np.isin(self.ids[:, 1], away[:, 1]) & np.isin(self.ids[:, 0], away[:, 0]))
        kept = np.flatnonzero(stay)
        new = _gathered(rows)
        number = np.cumsum(stay, dtype=np.int32) - 1
        words = np.repeat(np.arange(len(self.vocabulary), dtype=np.int32), np.diff(self.ends))
        still = stay[self.flat]
        vocabulary = tuple(sorted({*self.vocabulary, *new["vocabulary"]}))
        where = {word: place for place, word in enumerate(vocabulary)}
        zones = tuple(dict.fromkeys((*self.zones, *new["zones"])))
        closed = self.closed[stay[self.closed[:, 0]]] if len(self.closed) else self.closed
        return self._ordered(
            ids=np.concatenate((self.ids[kept], new["ids"])),
            latitude=np.concatenate((self.latitude[kept], new["latitude"])),
            longitude=np.concatenate((self.longitude[kept], new["longitude"])),
            has=np.concatenate((unpacked(self.bits, len(self))[:, kept], new["has"]), axis=1),
            accepts=np.concatenate((self.accepts[kept], new["accepts"])),
            week=np.concatenate((self.week[kept], new["week"])),
            closed=np.concatenate(
                (np.stack((number[closed[:, 0]], closed[:, 1]), 1), new["closed"] + np.array([len(kept), 0], np.int32))
            ).astype(np.int32),
            zone=np.concatenate((self.zone[kept], _mapped(new["zone"], new["zones"], zones, np.int16))),
            zones=zones, vocabulary=vocabulary,
            pair_word=np.concatenate((
                np.array([where[word] for word in self.vocabulary], np.int32)[words[still]],
                np.array([where[word] for word in new["vocabulary"]], np.int32)[new["pair_word"]],
            )),
            pair_row=np.concatenate((number[self.flat[still]], new["pair_row"] + np.int32(len(kept)))),
        )  # fmt: skip

    @classmethod
    def _ordered(
        cls, *, ids: NDArray[np.uint64], latitude: NDArray[np.float64], longitude: NDArray[np.float64],
        has: NDArray[np.bool_], accepts: Ints, week: NDArray[np.uint8], closed: Ints, zone: NDArray[np.int16],
        zones: tuple[str, ...], vocabulary: tuple[str, ...], pair_word: Ints, pair_row: Ints,
    ) -> Self:  # fmt: skip
        order = np.argsort(latitude, kind="stable")  # NaN last
        place = np.empty(len(order), np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        latitude, longitude = latitude[order], longitude[order]
        north, east = np.radians(latitude), np.radians(longitude)
        xyz = np.stack((np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)))
        rows = place[pair_row] if len(pair_row) else pair_row
        by_word = np.lexsort((rows, pair_word))
        counts = np.bincount(pair_word, minlength=len(vocabulary)) if len(vocabulary) else np.zeros(0, np.int64)
        if len(closed):
            closed = np.stack((place[closed[:, 0]], closed[:, 1]), 1).astype(np.int32)
            closed = closed[np.lexsort((closed[:, 0], closed[:, 1]))]
        return cls(
            ids[order], latitude, longitude, xyz, packed(has[:, order]), accepts[order], week[order], closed, zone[order],
            zones, vocabulary, rows[by_word].astype(np.int32), np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        )  # fmt: skip

    def stretch(self, word: str) -> tuple[int, int]:
        """The words of the vocabulary that this one finds: itself, or with a trailing * all that begin with it."""
        if word.endswith("*"):
            begin = word[:-1]
            return bisect_left(self.vocabulary, begin), bisect_left(self.vocabulary, begin + "\uffff")
        place = bisect_left(self.vocabulary, word)
        found = place < len(self.vocabulary) and self.vocabulary[place] == word
        return place, place + found

    def rows_with(self, word: str) -> Ints:
        """The rows in which this word (or beginning of a word) stands."""
        first, last = self.stretch(word)
        return self.flat[self.ends[first] : self.ends[last]]


def packed(has: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Booleans along the last axis as 64-bit words, the missing ones of the last word unset."""
    rows = has.shape[-1]
    full = np.zeros((*has.shape[:-1], -(-rows // 64) * 8), np.uint8)
    full[..., : -(-rows // 8)] = np.packbits(has, axis=-1, bitorder="little")
    return full.view(np.uint64)


def unpacked(bits: NDArray[np.uint64], rows: int) -> NDArray[np.bool_]:
    """The booleans again, `rows` of them along the last axis."""
    return np.unpackbits(bits.view(np.uint8), axis=-1, count=rows, bitorder="little").astype(np.bool_)


def halves(key: bytes) -> tuple[int, int]:
    """An id of 16 bytes as two numbers."""
    return int.from_bytes(key[:8]), int.from_bytes(key[8:])


def _mapped(numbers: NDArray[Any], names: Sequence[str], among: Sequence[str], kind: Any) -> NDArray[Any]:
    table = np.array([among.index(name) for name in names], kind)
    return table[numbers] if len(numbers) else numbers.astype(kind)


def _gathered(rows: Iterable[Row]) -> dict[str, Any]:
    """These rows as columns, in the order in which they came."""
    words: dict[str, int] = {}
    zones: dict[str, int] = {}
    coming, pieces, count = iter(rows), [], 0
    while piece := list(islice(coming, PIECE)):
        pieces.append(_piece(piece, count, words, zones))
        count += len(piece)
    pieces = pieces or [_piece([], 0, words, zones)]
    found = {name: np.concatenate([each[name] for each in pieces], axis=int(name == "has")) for name in pieces[0]}
    vocabulary = tuple(sorted(words))
    place = np.empty(len(words), np.int32)
    place[[words[word] for word in vocabulary]] = np.arange(len(words), dtype=np.int32)
    return found | {"pair_word": place[found["pair_word"]], "vocabulary": vocabulary, "zones": tuple(zones)}


def _piece(rows: list[Row], begin: int, words: dict[str, int], zones: dict[str, int]) -> dict[str, Any]:
    """Some rows; `words` and `zones` number what they name, in the order in which it first comes."""
    has = np.zeros((len(KEYS), len(rows)), np.bool_)
    week = np.zeros((len(rows), QUARTERS), np.bool_)
    pairs_word, pairs_row = array("i"), array("i")
    for number, row in enumerate(rows):
        has[[BIT[key] for key in row.facets], number] = True
        if row.week:
            week[number, list(row.week)] = True
        pairs_word.extend([words.setdefault(word, len(words)) for word in row.words])
        pairs_row.extend(repeat(begin + number, len(row.words)))
    nowhere = float("nan")
    return {
        "ids": np.array([(*halves(row.listing), *halves(row.place)) for row in rows], np.uint64).reshape(-1, 4),
        "latitude": np.array([nowhere if row.latitude is None else row.latitude for row in rows], np.float64),
        "longitude": np.array([nowhere if row.longitude is None else row.longitude for row in rows], np.float64),
        "has": has,
        "accepts": np.array([row.accepts for row in rows], np.int32),
        "week": np.packbits(week, axis=1, bitorder="little"),
        "closed": np.array([(begin + n, day) for n, row in enumerate(rows) for day in row.closed], np.int32).reshape(
            -1, 2
        ),
        "zone": np.array([zones.setdefault(row.zone, len(zones)) for row in rows], np.int16),
        "pair_word": np.array(pairs_word, np.int32),
        "pair_row": np.array(pairs_row, np.int32),
    }
