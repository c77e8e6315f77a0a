"""Static files under hashed names, without the comments of scripts and styles, each also compressed: made at the start."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import rjsmin
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.compress import Compressor


class Shrunk:
    """A source of files whose scripts and styles come without comments and spare spaces."""

    def __init__(self, source: Storage) -> None:
        self.source = source

    def open(self, name: str) -> File[bytes]:
        file: File[bytes] = self.source.open(name)
        shrink = _SHRINKS.get(Path(name).suffix)
        if shrink is None or name.startswith("vendor/"):
            return file
        with file:
            return ContentFile(shrink(file.read().decode()).encode(), name=name)


def without_comments(css: str) -> str:
    """A style sheet without comments and indents: half a kilobyte a page, and no tool that knows the language."""
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip()


_SHRINKS: dict[str, Callable[[str], str]] = {".js": rjsmin.jsmin, ".css": without_comments}


LARGE = 256 * 1024  # bytes: beyond it the last twentieth of the weight takes three seconds of every first start


class Quick(Compressor):  # type: ignore[misc]
    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return brotli.compress(data, quality=11 if len(data) < LARGE else 9)


class HashedStatic(ManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    max_post_process_passes = 12  # one for each module that a module's imports lead through

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:  # type: ignore[override]
        """Asked a dozen times for each page; the answer stays while the process does, as its list of files does."""
        if force:
            return super().url(name, force)
        if name not in self._known:
            self._known[name] = super().url(name)
        return self._known[name]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        self._known.clear()
        shrunk = {name: (Shrunk(source), path) for name, (source, path) in paths.items()}
        compressor = Quick(quiet=True)
        for name, hashed, done in super().post_process(shrunk, dry_run=dry_run, **options):
            if hashed and not isinstance(done, Exception) and compressor.should_compress(hashed):
                self._compress(compressor, Path(self.path(hashed)))
            yield name, hashed, done

    def _compress(self, compressor: Compressor, path: Path) -> None:
        """Beside the file, as WhiteNoise looks for it. A hashed name means the same bytes: what is there stays."""
        if not any(path.with_name(path.name + ending).exists() for ending in (".br", ".gz")):
            compressor.compress(str(path))
