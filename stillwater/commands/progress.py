"""A progress bar on one line, only where somebody looks at it."""

import sys
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
