"""Long texts, sent while they are made: nobody waits for the end of them, and this server never holds the whole."""

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse

PIECE = 64 * 1024  # characters, about


def as_made(request: HttpRequest, lines: Iterator[str], *, media_type: str) -> StreamingHttpResponse:
    """An answer out of lines that may ask the database. Without a name; the caller adds one for a file to keep."""
    pieces = _pieces(lines)
    # A plain iterator would be read to its end first, there.
    sent = _apart(pieces) if isinstance(request, ASGIRequest) else pieces
    return StreamingHttpResponse(sent, content_type=f"{media_type}; charset=utf-8")


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PIECE:
            yield "".join(held)
            held, size = [], 0
    if held:
        yield "".join(held)


async def _apart(pieces: Iterator[str]) -> AsyncIterator[str]:
    """Each piece is made in the thread of the request, whose connection to the database it is."""
    step = sync_to_async(lambda: next(pieces, None))
    while (piece := await step()) is not None:
        yield piece
