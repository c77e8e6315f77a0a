"""PostGIS and tsvector answering the directory's questions: the same hits, the same counts, two ways of asking; the faster counts.

`server` counts the facets in SQL in one pass; `fetched` brings (id, distance, draw, mask) of what the indexes found and counts in
NumPy. Both leave it to the planner which of the indexes it uses; statements are prepared.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from bench._figures import say
from stillwater.directory.rules.asking import Asked
from stillwater.directory.rules.facets import BY_KEY, FACETS, JOINS, MOVING, Joins

KEYS = [facet.key for facet in FACETS if facet.key not in MOVING]
BIT = {key: bit for bit, key in enumerate(KEYS)}
MILE = 1609.344
SETTINGS = {
    "shared_buffers": "1GB", "effective_cache_size": "8GB", "work_mem": "128MB", "maintenance_work_mem": "512MB", "jit": "off",
    "random_page_cost": "1.1", "max_parallel_workers_per_gather": "2", "fsync": "off", "synchronous_commit": "off",
}  # fmt: skip


@contextmanager
def server() -> Iterator[str]:
    """A PostgreSQL of our own on loopback, tuned, gone afterwards; yields how to reach it as its administrator."""
    subprocess.run(["scripts/setup", "postgis"], check=True, stdout=sys.stderr)
    bins = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    home = Path(tempfile.mkdtemp(prefix="stillwater-peer."))
    home.chmod(0o755)
    subprocess.run(["chown", "postgres", str(home)], check=True)
    as_them = ["runuser", "-u", "postgres", "--"]
    run = {"check": True, "cwd": "/", "stdout": sys.stderr}
    subprocess.run(
        [*as_them, bins / "initdb", "-D", home / "data", "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C"],
        **run,
    )  # type: ignore[call-overload]
    port = _free_port()
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    start = [
        "-o",
        f"-p {port} -h 127.0.0.1 -k {home} -c max_connections=40 {options}",
        "-l",
        home / "log",
        "-w",
        "start",
    ]
    subprocess.run([*as_them, bins / "pg_ctl", "-D", home / "data", *start], **run)  # type: ignore[call-overload]
    try:
        yield f"host=127.0.0.1 port={port} user=postgres"
    finally:
        subprocess.run(
            [*as_them, bins / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop"],
            check=False,
            cwd="/",
            stdout=sys.stderr,
        )
        subprocess.run(["rm", "-rf", str(home)], check=False)


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Peer:
    """The table, filled, and its answers."""

    def __init__(self, address: str, rows: Iterator[tuple[int, float, float, int, list[int], int, str]]) -> None:
        self.db = psycopg.connect(address, autocommit=True, prepare_threshold=1)
        make, index = (Path(__file__).parent / "postgis.sql").read_text().split("-- loaded by COPY, then:")
        for statement in make.split(";"):
            self._run(statement)
        begun = time.monotonic()
        with (
            self.db.cursor() as cursor,
            cursor.copy("COPY places (id, spot, mask, tags, draw, words) FROM STDIN") as copy,
        ):
            for id_, north, east, mask, tags, draw, words in rows:
                array = "{" + ",".join(map(str, tags)) + "}"
                copy.write(f"{id_}\tSRID=4326;POINT({east} {north})\t{mask}\t{array}\t{draw}\t{words}\n")
        for statement in index.split(";"):
            self._run(statement)
        say(f"PostGIS filled and indexed in {time.monotonic() - begun:.1f} s")

    def _run(self, statement: str) -> None:
        kept = "\n".join(line for line in statement.splitlines() if not line.startswith("--")).strip()
        if kept:
            self.db.execute(kept)  # type: ignore[arg-type]

    def answers(self, asked: Asked) -> dict[str, tuple[float, int, dict[str, int]]]:
        """How long each way took in seconds, how many it found, and its counts."""
        return {"server": self._server(asked), "fetched": self._fetched(asked)}

    def _where(self, asked: Asked) -> tuple[str, dict[str, Any]]:
        wheres, given = ["true"], {}
        if asked.at:
            wheres.append("ST_DWithin(spot, ST_MakePoint(%(east)s, %(north)s)::geography, %(metres)s, false)")
            given |= {"north": asked.at[0], "east": asked.at[1], "metres": asked.miles * MILE}
        if asked.words:
            wheres.append("words @@ to_tsquery('simple', %(words)s)")
            given["words"] = " & ".join(word[:-1] + ":*" if word.endswith("*") else word for word in asked.words)
        if every := [BIT[key] for key in asked.facets if JOINS[BY_KEY[key].group] is Joins.ALL]:
            wheres.append("tags @> %(every)s::smallint[]")
            given["every"] = every
        return " AND ".join(wheres), given

    def _passes(self, asked: Asked) -> dict[str, int]:
        """By group in which any will do: the mask of what was chosen."""
        found: dict[str, int] = {}
        for key in asked.facets:
            if JOINS[BY_KEY[key].group] is Joins.ANY:
                found[BY_KEY[key].group] = found.get(BY_KEY[key].group, 0) | 1 << BIT[key]
        return found

    def _server(self, asked: Asked) -> tuple[float, int, dict[str, int]]:
        where, given = self._where(asked)
        passes = self._passes(asked)
        tests = {group: f"mask & {mask}::bigint <> 0" for group, mask in passes.items()}
        kept = " AND ".join(tests.values()) or "true"
        counts = []
        for key in KEYS:
            others = " AND ".join(test for group, test in tests.items() if group != BY_KEY[key].group) or "true"
            counts.append(f"count(*) FILTER (WHERE mask & {1 << BIT[key]}::bigint <> 0 AND {others})")
        far = "ST_Distance(spot, ST_MakePoint(%(east)s, %(north)s)::geography, false)" if asked.at else "0"
        sql = (
            f"WITH base AS MATERIALIZED (SELECT id, mask, draw, {far} AS far FROM places WHERE {where}),"
            f" first AS (SELECT id FROM base WHERE {kept} ORDER BY far, draw LIMIT 20)"
            f" SELECT (SELECT array_agg(id) FROM first), count(*) FILTER (WHERE {kept}), {', '.join(counts)} FROM base"
        )
        begun = time.perf_counter()
        row = self.db.execute(sql, given, binary=True).fetchone()  # type: ignore[arg-type]
        taken = time.perf_counter() - begun
        assert row is not None
        return taken, row[1], dict(zip(KEYS, row[2:], strict=True))

    def _fetched(self, asked: Asked) -> tuple[float, int, dict[str, int]]:
        where, given = self._where(asked)
        far = "ST_Distance(spot, ST_MakePoint(%(east)s, %(north)s)::geography, false)" if asked.at else "0"
        begun = time.perf_counter()
        rows = self.db.execute(f"SELECT id, mask, draw, {far} FROM places WHERE {where}", given, binary=True).fetchall()  # type: ignore[arg-type]
        mask = np.fromiter((row[1] for row in rows), np.int64, len(rows))
        passes = {group: mask & wanted != 0 for group, wanted in self._passes(asked).items()}
        kept = np.logical_and.reduce([*passes.values(), np.ones(len(rows), np.bool_)])
        counts = {}
        for key in KEYS:
            others = [each for group, each in passes.items() if group != BY_KEY[key].group]
            among = (
                kept if len(others) == len(passes) else np.logical_and.reduce([*others, np.ones(len(rows), np.bool_)])
            )
            counts[key] = int(np.count_nonzero(mask[among] & (1 << BIT[key])))
        sorted((row[3], row[2], row[0]) for row, keep in zip(rows, kept, strict=True) if keep)[:20]
        return time.perf_counter() - begun, int(np.count_nonzero(kept)), counts
