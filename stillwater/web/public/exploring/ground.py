"""The ground of the map that moves, as one GeoJSON: land, the lines of states and counties, towns, the letters of states. It is
what the drawn map shows (drawing/ground.py); made once a process, kept compressed, and the same for everybody.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli

from stillwater.directory.atlas import ATLAS, Line, Parts, atlas
from stillwater.directory.places import PLACES, Ends, places
from stillwater.web.public.drawing.ground import middles

EVERYWHERE: Ends = (-90.0, -400.0, 90.0, 400.0)
LARGE = 20_000  # people: a town of which there is always the name
A_CELL = 2  # towns in each half degree whatever their size: nowhere is the map without names
QUALITY = 9  # of 11: the last two take ten times as long for a twentieth

Feature = dict[str, Any]


@lru_cache(maxsize=1)
def edition() -> str:
    """Another one whenever the ground would be another: its address carries it, so that it can be kept for a year."""
    parts = (ATLAS, PLACES, Path(__file__))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]


@lru_cache(maxsize=1)
def compressed() -> bytes:
    return brotli.compress(ground().encode(), quality=QUALITY)


def ground() -> str:
    """The GeoJSON. Degrees to a thousandth, as the places are kept."""
    features = [_land(), *_lines(), *_towns(), *_letters()]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))


def _feature(kind: str, shape: str, coordinates: object, **more: object) -> Feature:
    geometry = {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"kind": kind, **more}, "geometry": geometry}


def _land() -> Feature:
    near, _ = atlas()
    rings = [[[_at(lat, lng) for lat, lng in near.ring(ring, EVERYWHERE)]] for ring in near.rings]
    return _feature("land", "MultiPolygon", rings)


def _lines() -> Iterator[Feature]:
    near, _ = atlas()
    for kind, parts in (("state", Parts.STATE), ("county", Parts.COUNTY)):
        yield _feature(kind, "MultiLineString", [_points(line) for line in near.lines if line.parts is parts])


def _points(line: Line) -> list[list[float]]:
    return [_at(lat, lng) for lat, lng in zip(line.latitudes, line.longitudes, strict=True)]


def _at(latitude: float, longitude: float) -> list[float]:
    return [round(longitude, 3), round(latitude, 3)]


def _towns() -> Iterator[Feature]:
    """From west to east, and with people in two digits: neighbours that look alike weigh little."""
    towns, here, found = places().towns, Counter[tuple[int, int]](), []
    for rank, (lat, lng) in enumerate(zip(towns.latitudes, towns.longitudes, strict=True)):
        people, cell = towns.populations[rank], (math.floor(2 * lat), math.floor(2 * lng))
        here[cell] += 1
        if people >= LARGE or here[cell] <= A_CELL:
            found.append((_at(lat, lng), towns.names[rank], int(float(f"{people:.2g}"))))
    for at, name, people in sorted(found):
        yield _feature("town", "Point", at, name=name, people=people)


def _letters() -> Iterator[Feature]:
    for state, (lat, lng) in middles().items():
        yield _feature("letters", "Point", _at(lat, lng), name=state)
