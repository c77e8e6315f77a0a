"""What goes out is compressed: pages as they are made, static files once, beside themselves (`static.py`)."""

from wsgiref.headers import Headers

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

TEXT = ("text/html", "application/json", "text/javascript", "application/manifest+json", "image/svg+xml")


class Files(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Static files, answered before what pages alone need: the headers of a small module would weigh as much as it does."""

    def add_mime_headers(self, headers: Headers, path: str, url: str) -> None:
        super().add_mime_headers(headers, path, url)
        headers["X-Content-Type-Options"] = "nosniff"

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponseBase:
        """A file under a hashed name never changes: nobody asks whether it has, so it need not say when and as what."""
        answer: HttpResponseBase = WhiteNoiseMiddleware.serve(static_file, request)
        if "immutable" in answer.headers.get("Cache-Control", ""):
            answer.headers["Cache-Control"] = "max-age=31536000, immutable"
            for spare in ("ETag", "Last-Modified"):
                answer.headers.pop(spare, None)
        return answer


class CompressPages(GZipMiddleware):
    """Gzip for whole texts alone.

    A stream of events would wait in a compressor, and a part of a recording would no longer be the bytes that were asked
    for. Every answer gets up to 100 random bytes, so that its length tells nothing of what is in it (BREACH); what the
    page holds of secrets for itself, the token of its forms, is masked anew each time.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").split(";")[0]
        if response.streaming or response.status_code == 206 or kind not in TEXT:
            return response
        return super().process_response(request, response)
