"""Our search over one database: fill it, then answer each name that comes on standard input with one JSON line.

python -m bench._asking ROWS
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from bench._listings import listed

AT = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
PIECE = 4000


def key_of(number: int) -> UUID:
    """The id of the n-th listing; its halves are spread as those of real ones are."""
    return UUID(int=(number * 0x9E3779B97F4A7C15F39CC0605CEDC835 + 1) % 2**128)


def peer_rows(count: int) -> Iterator[tuple[int, float, float, int, list[int], int, str]]:
    """The same places for the peer: number, where, facets as bits and as an array, the day's draw, words."""
    from bench._peer import BIT
    from stillwater.directory.rules.facets import row_of

    for number, each in enumerate(listed(count)):
        row = row_of(
            listing=key_of(number).bytes,
            place=bytes(16),
            at=each["point"],
            zone="UTC",
            says=each["says"] | each["here"],
        )
        tags = sorted(BIT[key] for key in row.facets if key in BIT)
        mask = sum(1 << bit for bit in tags)
        draw = key_of(number).int >> 64
        yield (
            number,
            *each["point"],
            _signed(mask),
            tags,
            _signed(draw),
            " ".join(f"'{word}'" for word in sorted(row.words)),
        )


def _signed(number: int) -> int:
    return number - 2**64 if number >= 2**63 else number


def fill(count: int) -> None:
    """As rows of the directory, written past its actions: a hundred thousand people did not do this by hand."""
    from stillwater.directory.models import Edition, Listing, Location

    Edition.objects.create(id=1, number=count)
    day = date(2026, 5, 1).isoformat()
    rows, done = enumerate(listed(count)), 0
    while piece := list(islice(rows, PIECE)):
        Listing.objects.bulk_create(
            Listing(
                id=key_of(n), slug=f"l-{n}", facts=_facts(each["says"], day), begun_at=AT, published_at=AT, edition=n
            )
            for n, each in piece
        )
        Location.objects.bulk_create(
            Location(
                id=UUID(int=key_of(n).int ^ 1), listing_id=key_of(n), facts=_facts(each["here"], day), latitude=each["point"][0],
                longitude=each["point"][1], time_zone="UTC",
            )
            for n, each in piece
        )  # fmt: skip
        done += len(piece)
    print(f"{done:,} listings", file=sys.stderr)


def _facts(says: dict[str, Any], day: str) -> dict[str, Any]:
    return {key: {"value": value, "on": day, "by": "steward"} for key, value in says.items()}


def main() -> None:
    subprocess.run(
        [sys.executable, "-m", "stillwater", "migrate", "-v0"], env=dict(os.environ), check=True, stdout=sys.stderr
    )
    import django

    django.setup()
    from bench.directory import MIX
    from stillwater.directory.queries.searching import columns, found

    fill(int(sys.argv[1]))
    begun = time.perf_counter()
    columns(AT)
    built = time.perf_counter() - begun
    print(
        json.dumps({"build": round(built, 2), "rss": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}),
        flush=True,
    )
    for line in sys.stdin:
        begun = time.perf_counter()
        answer = found(MIX[line.strip()], at=AT)
        taken = time.perf_counter() - begun
        print(json.dumps({"seconds": taken, "total": answer.total, "counts": answer.counts}), flush=True)


if __name__ == "__main__":
    main()
