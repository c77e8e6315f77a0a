"""Fetch the fonts, icons and scripts that `stillwater/web/static/vendor/vendor.lock.json` lists. A maintainer's tool.

    python scripts/vendor.py           fetch with `npm pack`, check against the lock, unpack, subset, draw the sprite
    python scripts/vendor.py --check   no network: every vendored file is the one whose hash the lock holds

To add something: write its name, version, integrity (`npm view NAME dist.integrity`), licence and files into the lock, then
run this. It refuses a package whose SHA-512 is another one, and writes the hash of each file that it makes.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

STATIC = Path(__file__).parent.parent / "stillwater" / "web" / "static"
VENDOR, ICONS = STATIC / "vendor", STATIC / "icons"
FONTTOOLS = [sys.executable, "-m", "fontTools"]
LOCK, SHAPES, SPRITE = VENDOR / "vendor.lock.json", ICONS / "shapes.svg", ICONS / "icons.svg"
# Latin letters of western Europe, and the signs that the pages use.
LATIN = "U+20-7E,U+A0-A3,U+A7,U+A9,U+AB,U+AE,U+B0-B3,U+B5,U+B7,U+BB-FF,U+131,U+152-153,U+2002-200A,U+2011,U+2013-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,U+2032-2033"
LATIN += ",U+2039-203A,U+2070,U+2080-2089,U+20AC,U+2190-2193,U+2212,U+2260,U+2264-2265"
# A page in English needs only these; a name with an accent brings the other file. tokens.css says the same ranges, a test checks.
BASIC = "U+20-7E,U+A0,U+B7,U+2011,U+2013-2014,U+2018-2019,U+201C-201D,U+2026"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def home(package: dict[str, Any]) -> Path:
    return VENDOR / f"{package['name'].removeprefix('@').replace('/', '-')}@{package['version']}"


def fetch(package: dict[str, Any], into: Path) -> Path:
    """The package's archive, once its SHA-512 is the one in the lock."""
    wanted = f"{package['name']}@{package['version']}"
    done = subprocess.run(["npm", "pack", wanted, "--silent"], cwd=into, check=True, capture_output=True, text=True)
    archive = into / done.stdout.split()[-1]
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package["integrity"]:
        sys.exit(f"{wanted} is not the package that the lock names: {found}")
    return archive


def codes(ranges: str) -> set[int]:
    """The letters that a list like `U+20-7E,U+A0` names."""
    found: set[int] = set()
    for part in ranges.removeprefix("U+").split(",U+"):
        first, _, last = part.partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def thinned(path: Path, file: dict[str, Any]) -> None:
    """Only Latin, only the weights that the stylesheets use. A full font would cost the phone several times as much."""
    _instance(path, f"wght={file['weights']}")
    _cut(path, LATIN)
    if "at" in file:  # one weight: a font that can be any weight between two carries each letter nearly twice
        _instance(path, f"wght={file['at']}")
    basic, latin = codes(BASIC), codes(LATIN)
    wanted = {"basic": basic, "more": latin - basic}[file["letters"]]
    _cut(path, ",".join(f"U+{code:X}" for code in sorted(wanted)))


def _instance(path: Path, axis: str) -> None:
    thin = path.with_suffix(".thin")
    subprocess.run([*FONTTOOLS, "varLib.instancer", str(path), axis, "-o", str(thin), "-q"], check=True)
    thin.replace(path)


def _cut(path: Path, letters: str) -> None:
    thin = path.with_suffix(".thin")
    features = "--layout-features=kern,liga,ccmp,locl,tnum"
    cut = [
        f"--unicodes={letters}",
        features,
        "--flavor=woff2",
        "--no-hinting",
        "--desubroutinize",
        f"--output-file={thin}",
    ]
    subprocess.run([*FONTTOOLS, "subset", str(path), *cut], check=True)
    thin.replace(path)


def target(package: dict[str, Any], file: dict[str, Any]) -> Path:
    """Where a file of a package lies. A font bears the name of its letters; `as` is a name of our own (a script that ends in .mjs is
    taken as it is, and not kept for pages without a network); `ours` stands in no package: a licence that one left out.
    """
    if "ours" in file:
        return home(package) / file["ours"]
    source = Path(file["from"])
    name = f"{source.stem}-{file['letters']}{source.suffix}" if "letters" in file else file.get("as", source.name)
    return home(package) / name


def unpack(package: dict[str, Any], archive: Path) -> list[str]:
    """Write the package's files and their hashes; return the symbols of its icons."""
    home(package).mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        read = lambda name: tar.extractfile(f"package/{name}").read()  # type: ignore[union-attr]  # noqa: E731
        for file in package["files"]:
            path = target(package, file)
            if "from" in file:
                path.write_bytes(read(file["from"]))
            if "letters" in file:
                thinned(path, file)
            file["sha256"] = digest(path)
        return [symbol(name, read(f"icons/{name}.svg").decode()) for name in package.get("icons", [])]


def symbol(name: str, svg: str) -> str:
    drawn = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S)
    lines = drawn.group(1).splitlines() if drawn else []
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(line.strip() for line in lines)}</symbol>'


def check(lock: dict[str, Any]) -> list[str]:
    """What is wrong: a file that is missing, not the one in the lock, or not in the lock."""
    wanted = {target(p, f): f["sha256"] for p in lock["packages"] for f in p["files"]}
    wanted |= {SPRITE: lock["sprite"]["sha256"], LOCK: digest(LOCK)}
    wrong = [
        f"{path}: not the file in the lock" for path, sha in wanted.items() if not path.exists() or digest(path) != sha
    ]
    return wrong + [f"{p}: not in the lock" for p in VENDOR.rglob("*") if p.is_file() and p not in wanted]


def main() -> None:
    lock = json.loads(LOCK.read_text())
    if "--check" not in sys.argv:
        symbols = re.findall(r"<symbol.*?</symbol>", SHAPES.read_text(), re.S)
        with tempfile.TemporaryDirectory() as scratch:
            for package in lock["packages"]:
                symbols += unpack(package, fetch(package, Path(scratch)))
        SPRITE.write_text('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n")
        lock["sprite"] = {"file": "icons/icons.svg", "sha256": digest(SPRITE)}
        LOCK.write_text(json.dumps(lock, indent=1, ensure_ascii=False) + "\n")
    if wrong := check(lock):
        sys.exit("\n".join(wrong))
    print(f"{len(lock['packages'])} packages, as the lock says")


if __name__ == "__main__":
    main()
