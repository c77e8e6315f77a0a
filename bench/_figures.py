"""How a figure is printed: one JSON line on standard output; everything else goes to standard error."""

import json
import math
import sys
from collections.abc import Sequence
from typing import Any


def figure(name: str, value: float, unit: str, peers: dict[str, float] | None = None, **more: Any) -> None:
    line: dict[str, Any] = {"figure": name, "value": round(value, 4), "unit": unit, **more}
    if peers:
        line["peers"] = peers
    print(json.dumps(line), flush=True)


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which `part` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(part * len(ordered)) - 1))]
