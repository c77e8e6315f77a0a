"""What goes over the wire is small, and its size tells nothing of what is in it."""

import asyncio
import contextlib
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory, override_settings
from whitenoise.responders import StaticFile

from stillwater.demo.people import House
from stillwater.web.shared.compressing import CompressPages, Files
from stillwater.web.shared.ranges import ranged
from stillwater.web.shared.static import HashedStatic, without_comments
from tests.signing_in import signed_in

ASKS = {"headers": {"Accept-Encoding": "gzip, br"}}


def _through(answer: HttpResponseBase) -> HttpResponseBase:
    request = RequestFactory().get("/", **ASKS)
    return CompressPages(lambda _: answer)(request)  # type: ignore[arg-type,return-value]


def test_anas_page_comes_compressed_and_whole(house: House) -> None:
    browser = signed_in(house.persons["ana"])
    plain, packed = browser.get("/today"), browser.get("/today", **ASKS)
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(plain.content) / 2
    assert b"<!doctype html>" in gzip.decompress(packed.content)


def test_the_length_of_a_page_is_another_each_time() -> None:
    """Somebody who can make Ana's browser ask, and count bytes, cannot guess at her words letter by letter."""
    page = b"<p>private words</p>" * 200
    lengths = {len(_through(HttpResponse(page)).content) for _ in range(40)}  # type: ignore[attr-defined]
    assert len(lengths) > 5


def test_a_browser_that_cannot_unpack_gets_the_page_as_it_is(client: Client, db: None) -> None:
    assert "Content-Encoding" not in client.get("/account/login/")


def test_a_stream_of_events_never_waits_in_a_compressor() -> None:
    answer = _through(StreamingHttpResponse(iter([b"event: version\n\n"] * 100), content_type="text/event-stream"))
    assert "Content-Encoding" not in answer
    assert answer.streaming


async def _whole(answer: Any) -> bytes:
    return b"".join([piece async for piece in answer.streaming_content])


def test_a_part_of_a_recording_stays_the_bytes_that_were_asked_for() -> None:
    content = b"the same again " * 1000

    def pieces(start: int, end: int) -> Iterator[bytes]:
        yield content[start:end]

    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip", "Range": "bytes=10-29"})
    answer = ranged(request, size=len(content), read=pieces, media_type="audio/mp4")
    answer = CompressPages(lambda _: answer)(request)  # type: ignore[arg-type,return-value]
    assert answer.status_code == 206
    assert "Content-Encoding" not in answer
    assert asyncio.run(_whole(answer)) == content[10:30]


def test_a_list_of_entries_comes_compressed_too() -> None:
    answer = _through(HttpResponse(json.dumps([{"kind": "reading"}] * 100), content_type="application/json"))
    assert answer["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    ("kept", "spare"), [("max-age=315360000, public, immutable", False), ("max-age=60, public", True)]
)
def test_a_file_that_never_changes_says_nothing_that_only_asks_whether_it_has(
    tmp_path: Path, db: None, kept: str, spare: bool
) -> None:
    (tmp_path / "fade.js").write_text("let it = 1")
    answer = Files.serve(
        StaticFile(str(tmp_path / "fade.js"), [("Cache-Control", kept)]), RequestFactory().get("/fade.js")
    )
    with contextlib.closing(answer):
        assert [name in answer.headers for name in ("ETag", "Last-Modified")] == [spare, spare]
        assert ("immutable" in answer["Cache-Control"]) is not spare
        assert b"".join(answer) == b"let it = 1"  # type: ignore[arg-type]


def test_a_style_sheet_loses_its_comments_and_nothing_else() -> None:
    css = '/* why */\n@layer page {\n  a { color: red; }  /* because\n it is */\n  b::before { content: "x  y"; }\n}\n'
    assert without_comments(css) == '@layer page {\na { color: red; }\nb::before { content: "x  y"; }\n}'


@pytest.fixture
def gathered(tmp_path: Path) -> Iterator[HashedStatic]:
    """A small set of static files as `collectstatic` leaves them."""
    source = tmp_path / "from"
    (source / "js").mkdir(parents=True)
    (source / "js" / "words.js").write_text("// a comment\nexport const WORDS = 'the same again';\n" * 40)
    (source / "js" / "page.js").write_text("import { WORDS } from './words.js';\n" + "console.log(WORDS);\n" * 40)
    with override_settings(STATIC_ROOT=tmp_path / "static", STATIC_URL="/static/"):
        storage = HashedStatic(location=str(tmp_path / "static"), base_url="/static/")
        _gather(storage, source)
        yield storage


def _gather(storage: HashedStatic, source: Path) -> None:
    from django.core.files.storage import FileSystemStorage

    files = FileSystemStorage(location=str(source))
    paths = {}
    for path in sorted(source.rglob("*.js")):
        name = path.relative_to(source).as_posix()
        if not storage.exists(name):
            storage.save(name, io.BytesIO(path.read_bytes()))
        paths[name] = (files, name)
    for _, _, done in storage.post_process(paths):
        assert not isinstance(done, Exception), done


def test_each_hashed_file_lies_beside_its_compressed_self(gathered: HashedStatic) -> None:
    path = Path(gathered.path(gathered.stored_name("js/page.js")))
    assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == path.read_bytes()
    assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()
    assert gathered.stored_name("js/words.js").split("/")[-1] in path.read_text()


def test_the_next_start_does_not_compress_again(gathered: HashedStatic, tmp_path: Path) -> None:
    path = Path(gathered.path(gathered.stored_name("js/page.js")))
    packed = path.with_name(path.name + ".br")
    before = packed.stat().st_mtime_ns
    _gather(gathered, tmp_path / "from")
    assert packed.stat().st_mtime_ns == before
