"""A progress bar on one line, only where somebody looks at it."""

import sys
import time
from collections.abc import Callable

WIDTH = 30


def bar(words: str) -> Callable[[int, int], None]:
    """A function (done, of) that draws the bar; silent when the output is not a terminal."""

    def draw(done: int, of: int) -> None:
        if not sys.stderr.isatty():
            return
        full = WIDTH * done // max(1, of)
        end = "\n" if done >= of else ""
        sys.stderr.write(f"\r{words} [{'█' * full}{'·' * (WIDTH - full)}] {done} of {of}{end}")
        sys.stderr.flush()

    return draw


def pace(words: str, every: float = 0.2) -> Callable[[int, int, int], None]:
    """A function (bytes, of, rows) that draws the bar with the rows, how many a second, and how long it will still take."""
    began, first, drawn = time.monotonic(), list[tuple[int, int]](), [0.0]  # first: what an earlier run had done

    def draw(done: int, of: int, rows: int) -> None:
        if not sys.stderr.isatty():
            return
        if not first:
            first.append((done, rows))
        at, is_end = time.monotonic(), done >= of
        if at - drawn[0] < every and not is_end:
            return
        drawn[0] = at
        took = max(at - began, 0.001)
        rate, speed = (rows - first[0][1]) / took, (done - first[0][0]) / took
        left = f", {remaining((of - done) / speed)} left" if speed > 0 and not is_end else ""
        full = WIDTH * done // max(1, of)
        line = f"{words} [{'█' * full}{'·' * (WIDTH - full)}] {rows:,} rows, {rate:,.0f} a second{left}"
        sys.stderr.write(f"\r{line:<110}" + ("\n" if is_end else ""))
        sys.stderr.flush()

    return draw


def remaining(seconds: float) -> str:
    """A time as a person says it: 40 s, 3 min, 2 h 5 min."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
