"""What the pages of the clinic's music hold and keep."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stillwater.soundscape.actions.music import NoLicence, Told, TooLarge, Twice, add, tell
from stillwater.soundscape.models import MusicPiece
from stillwater.soundscape.queries.music import music_in, removed_in
from stillwater.soundscape.rules.music import CONTENTS, CROSS, MOST_BYTES, contents_of
from stillwater.treatment.tasks import plan_music_anew
from stillwater.web.clinic.music import words
from stillwater.web.shared.http import Request, clinic_at_work

MEGABYTES = MOST_BYTES // 2**20


class Row(NamedTuple):
    """One piece in the list: its facts, or why it is left out; neither while it is being measured."""

    piece: MusicPiece
    facts: str
    why: Any
    holds: str
    first: bool
    last: bool


def shelf(request: Request, typed: QueryDict | None = None) -> dict[str, Any]:
    """Everything there is, in order, and how long it plays."""
    clinic, access = clinic_at_work(request), request.access
    pieces = list(music_in(access, clinic.id))
    whole = [piece for piece in pieces if piece.is_whole]
    rows = [_row(piece, place, len(pieces)) for place, piece in enumerate(pieces)]
    seconds = sum((piece.seconds or 0) - CROSS for piece in whole) + CROSS if whole else 0
    return {
        "rows": rows, "whole": len(whole), "length": words.length(seconds), "removed": removed_in(access, clinic.id),
        "waits": any(piece.measured_at is None for piece in pieces), "megabytes": MEGABYTES, **_form(typed),
    }  # fmt: skip


def _row(piece: MusicPiece, place: int, count: int) -> Row:
    facts = words.facts_of(piece) if piece.is_whole else ""
    why = words.WHY.get(piece.why, piece.why) if piece.measured_at else ""
    return Row(piece, facts, why, words.contents_words(piece), place == 0, place == count - 1)


def _form(typed: QueryDict | None, piece: MusicPiece | None = None) -> dict[str, Any]:
    now = {name: getattr(piece, name) for name in ("title", "maker", "licence")} if piece else {}
    given = set(piece.contents) if piece else set()
    if typed is not None:
        now, given = (
            {name: typed.get(name, "") for name in ("title", "maker", "licence")},
            set(typed.getlist("contents")),
        )
    return {"typed": now, "contents": [(word, words.CONTENTS[word], word in given) for word in CONTENTS]}


def _told(post: QueryDict, *, titled: bool = True) -> Told:
    title = post.get("title", "") if titled else ""
    return Told(title, post.get("maker", ""), post.get("licence", ""), post.getlist("contents"))


def keep(request: Request) -> HttpResponse:
    """Keep what was chosen, one file or several. A script that sends one by itself (`alone`) is answered in a word."""
    alone, files = "alone" in request.POST, request.FILES.getlist("audio")
    trouble = "" if files else _("Choose a file first.")
    for file in files:
        trouble = trouble or _kept(request, file, titled=len(files) == 1)
    if alone:
        return HttpResponse(trouble, status=422 if trouble else 201, content_type="text/plain; charset=utf-8")
    if trouble:
        context = {**shelf(request, request.POST), "trouble": trouble}
        return render(request, "clinic/music/music.html", context, status=422)
    return redirect("music")


def _kept(request: Request, file: Any, *, titled: bool) -> str:
    """Nothing, or why it was not kept."""
    name = file.name or "?"
    try:
        add(
            request.access, clinic_at_work(request).id, _told(request.POST, titled=titled), pieces=file.chunks(), name=name,
            media_type=_media_type(file), at=request.at,
        )  # fmt: skip
    except NoLicence:
        return _("Say what lets you play it: without that it is not kept.")
    except TooLarge:
        return _("“%(name)s” is larger than %(n)d MB and was not kept.") % {"name": name, "n": MEGABYTES}
    except Twice:
        return _("“%(name)s” is here already.") % {"name": name}
    except OSError:
        return _("“%(name)s” could not be kept: there may be no room left on this server.") % {"name": name}
    return ""


def _media_type(file: Any) -> str:
    """What a browser is told when it listens: never anything that it would show as a page."""
    said = (file.content_type or "").split(";")[0].strip().lower()
    return said if said.startswith("audio/") and said.isascii() and len(said) < 60 else "application/octet-stream"


def edit(request: Request, piece: MusicPiece, typed: QueryDict | None = None) -> dict[str, Any]:
    return {"piece": piece, "facts": words.facts_of(piece) if piece.is_whole else "", **_form(typed, piece)}


def keep_words(request: Request, piece: MusicPiece) -> HttpResponse:
    """Keep what the clinic says of a piece; what is in it may keep it out of sessions that are planned."""
    before = contents_of(piece.contents)
    try:
        tell(request.access, piece, _told(request.POST), at=request.at)
    except NoLicence:
        context = {**edit(request, piece, request.POST), "trouble": _("Say what lets you play it.")}
        return render(request, "clinic/music/edit.html", context, status=422)
    if before != contents_of(request.POST.getlist("contents")):
        plan_music_anew.enqueue(str(piece.clinic_id))
    return redirect("music")


def changed(request: Request, piece: MusicPiece, act: Callable[..., None], said: str) -> HttpResponse:
    """Removed, or back: said, and the sessions ahead follow."""
    act(request.access, piece, at=request.at)
    plan_music_anew.enqueue(str(piece.clinic_id))
    messages.success(request, said % {"title": piece.title})
    return redirect("music")


def later(request: Request) -> int:
    """By how many places a piece is moved."""
    return -1 if request.POST.get("way") == "earlier" else 1


def clinic_id(request: Request) -> UUID:
    found: UUID = clinic_at_work(request).id
    return found
