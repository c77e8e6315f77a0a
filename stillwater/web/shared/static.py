"""Static files under hashed names, also where one ES module imports another; scripts are served without their comments."""

from collections.abc import Iterator
from typing import Any

import rjsmin
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage


class Shrunk:
    """A source of files whose scripts come without comments and spare spaces."""

    def __init__(self, source: Storage) -> None:
        self.source = source

    def open(self, name: str) -> File[bytes]:
        file: File[bytes] = self.source.open(name)
        if not name.endswith(".js") or name.startswith("vendor/"):
            return file
        with file:
            return ContentFile(rjsmin.jsmin(file.read().decode()).encode(), name=name)


class HashedStatic(ManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        shrunk = {name: (Shrunk(source), path) for name, (source, path) in paths.items()}
        yield from super().post_process(shrunk, dry_run=dry_run, **options)
