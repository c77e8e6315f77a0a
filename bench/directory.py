"""How fast the directory answers: hits with the counts of every facet, on both databases, beside PostGIS + tsvector in the same run.

    python bench/directory.py            100,000 places, then 1,000,000 (printed without a target)
    python bench/directory.py 100000     only so many

No result is kept between two asks, by anybody. Every contestant holds the same places and must find and count the same; the rounds
are interleaved. Our columns are read from the database as a server reads them, and each ask looks whether anything changed.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench._figures import figure, percentile, say
from stillwater.directory.rules.asking import Asked
from stillwater.directory.rules.facets import words_of

ROUNDS = 25
DENVER, NEW_YORK = (39.7392, -104.9903), (40.7128, -74.006)
TWO = frozenset({"routes.im", "present.therapist"})


def _ask(words: str = "", **more: Any) -> Asked:
    return Asked(words=tuple(words_of(words)), **more)


MIX = {
    "town": _ask(at=DENVER, miles=25),
    "town_two_facets": _ask(at=DENVER, miles=25, facets=TWO),
    "town_text": _ask("trauma wellness", at=DENVER, miles=25, facets=TWO),
    "town_prefix": _ask("psychi*", at=DENVER, miles=25),
    "town_rare": _ask("zolumquari", at=DENVER, miles=25),
    "city": _ask(at=NEW_YORK, miles=50),
    "city_text": _ask("trauma", at=NEW_YORK, miles=50, facets=TWO),
    "country": _ask(),
    "country_two_facets": _ask(facets=TWO),
    "country_text": _ask("trauma wellness", facets=TWO),
    "country_rare": _ask("counseling mindful somatic"),
    "worst": _ask("infusion", facets=TWO | {"routes.iv", "conditions.ptsd", "insurance.plans", "languages.es"}),
}  # fmt: skip


class Contestant:
    """Our search over one database, in a process of its own."""

    def __init__(self, name: str, count: int, environment: dict[str, str]) -> None:
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench._asking", str(count)], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).resolve().parent.parent,
        )  # fmt: skip
        self.facts = self._read()

    def ask(self, name: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(name + "\n")
        self.process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.name} ended: {self.process.wait()}")
        return dict(json.loads(line))

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)


def run(count: int, *, has_target: bool) -> None:
    from bench._peer import Peer, server

    suffix = "" if has_target else f"_{count}"
    with server() as address, tempfile.TemporaryDirectory() as folder:
        ours = _ours(count, Path(folder), address)
        from bench._asking import peer_rows

        peer = Peer(address, peer_rows(count))
        times: dict[str, dict[str, list[float]]] = {name: {} for name in MIX}
        for turn in range(ROUNDS + 2):
            for name, asked in MIX.items():
                told = {each.name: each.ask(name) for each in ours}
                found = peer.answers(asked)
                _agree(name, told, found)
                if turn < 2:  # warm
                    continue
                for each, answer in told.items():
                    times[name].setdefault(each, []).append(answer["seconds"])
                for way, (seconds, _, _) in found.items():
                    times[name].setdefault(f"postgis {way}", []).append(seconds)
        _print(times, suffix)
        for each in ours:
            figure(
                f"directory.columns{suffix}",
                each.facts["build"],
                "s to read and build",
                database=each.name,
                rss_mb=each.facts["rss"],
            )
            each.end()


def _ours(count: int, folder: Path, address: str) -> list[Contestant]:
    made = []
    for name, environment in _databases(folder, address).items():
        say(f"{count:,} places into {name} …")
        made.append(Contestant(name, count, environment))
    return made


def take_in(count: int) -> None:
    """The register's file, with all of its columns, into each database: taken in, and taken in again, which changes nothing."""
    from bench._nppes import measure, write
    from bench._peer import server

    with server() as address, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "npidata_pfile.csv"
        say(f"a register of {count:,} rows …")
        write(file, count)
        for name, environment in _databases(Path(folder), address).items():
            subprocess.run(
                [sys.executable, "-m", "stillwater", "migrate", "-v0"], env=environment, check=True, stdout=sys.stderr
            )
            for figured in ("directory.import_rows_per_s", "directory.import_again_rows_per_s"):
                found = measure(file, environment, everything=True)
                figure(figured, found.rows_per_s, "rows/s", database=name, rss_mb=found.rss_mb, **found.counts)


def _databases(folder: Path, address: str) -> dict[str, dict[str, str]]:
    """What a process of ours reads, for each of the two: an empty database, still without tables."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as db:
        db.execute("CREATE ROLE stillwater LOGIN CREATEDB CREATEROLE")
        db.execute("CREATE DATABASE stillwater OWNER stillwater")
    port = dict(part.split("=") for part in address.split())["port"]
    there = {"DATABASE_URL": f"postgres://stillwater@127.0.0.1:{port}/stillwater"}
    made = {}
    for name, more in (("sqlite", {}), ("postgresql", there)):
        (folder / name).mkdir()
        made[name] = _environment() | more | {"STILLWATER_DATA": str(folder / name)}
    return made


def _environment() -> dict[str, str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "stillwater.settings",
        "STILLWATER_TESTING": "1",
        "STILLWATER_SECRET": "a bench",
    }
    environment.pop("DATABASE_URL", None)
    return dict(environment)


def _agree(name: str, told: dict[str, dict[str, Any]], found: dict[str, tuple[float, int, dict[str, int]]]) -> None:
    answers = {who: (answer["total"], answer["counts"]) for who, answer in told.items()}
    answers |= {way: (total, counts) for way, (_, total, counts) in found.items()}
    first = next(iter(answers.values()))
    for who, (total, counts) in answers.items():
        shared = {key: first[1][key] for key in counts if key in first[1]}
        if total != first[0] or {key: counts[key] for key in shared} != shared:
            sys.exit(f"{name}: {who} finds {total}, another {first[0]}; or counts otherwise")


def _print(times: dict[str, dict[str, list[float]]], suffix: str) -> None:
    worst, p95s = float("inf"), {}
    for name, by in times.items():
        mid = {who: percentile(values, 0.5) * 1000 for who, values in by.items()}
        peer = min(value for who, value in mid.items() if who.startswith("postgis"))
        for who in ("sqlite", "postgresql"):
            ratio = peer / mid[who]
            worst = min(worst, ratio)
            p95s[name, who] = percentile(by[who], 0.95) * 1000
            figure(
                f"directory.{name}_p50{suffix}", mid[who], "ms", {k: round(v, 2) for k, v in mid.items() if k.startswith("postgis")},
                database=who, p95=round(p95s[name, who], 2), ratio=round(ratio, 2),
            )  # fmt: skip
    towns = [value for (name, _), value in p95s.items() if name.startswith(("town", "city"))]
    countries = [value for (name, _), value in p95s.items() if not name.startswith(("town", "city"))]
    figure(f"directory.town_p95{suffix}", max(towns), "ms")
    figure(f"directory.country_p95{suffix}", max(countries), "ms")
    figure(f"directory.vs_postgis_worst{suffix}", worst, "x")


def main() -> None:
    if len(sys.argv) > 1:
        run(int(sys.argv[1]), has_target=int(sys.argv[1]) == 100_000)
        return
    run(100_000, has_target=True)
    take_in(1_000_000)
    run(1_000_000, has_target=False)


if __name__ == "__main__":
    main()
