"""Files in parts: what a player asks for when somebody moves to the middle of a recording."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

Reader = Callable[[int, int], Iterator[bytes]]
PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


def reader(path: Path) -> Reader:
    """Reads a part of a file, in pieces."""

    def read(start: int, end: int) -> Iterator[bytes]:
        with path.open("rb") as file:
            file.seek(start)
            while start < end and (piece := file.read(min(PIECE, end - start))):
                start += len(piece)
                yield piece

    return read


async def _pieces(found: Iterator[bytes]) -> AsyncIterator[bytes]:
    """A plain iterator read in a thread, so that a slow disk holds up nobody's stream."""
    while (piece := await asyncio.to_thread(next, found, None)) is not None:
        yield piece


def ranged(request: HttpRequest, *, size: int, read: Reader, media_type: str) -> HttpResponseBase:
    """The whole, or the one range asked for (206), or 416. `read(start, end)` yields bytes from start up to end."""
    start, end, status = 0, size, 200
    if asked := _RANGE.match(request.headers.get("Range", "")):
        first, last = asked.groups()
        if not first and not last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        start = int(first) if first else max(0, size - int(last))
        end = min(size, int(last) + 1) if first and last else size
        if start >= end:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        status = 206
    answer = StreamingHttpResponse(_pieces(read(start, end)), status=status, content_type=media_type)
    answer["Accept-Ranges"], answer["Content-Length"] = "bytes", str(end - start)
    answer["Cache-Control"] = "private, no-store"
    if status == 206:
        answer["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return answer
