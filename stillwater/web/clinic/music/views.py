"""The clinic's music: add, say what it is, listen, put in order, remove."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stillwater.people.rules import Act
from stillwater.soundscape.actions.music import arrange, bring_back, move, remove
from stillwater.soundscape.queries.music import bytes_of, piece_for
from stillwater.web.clinic.music import pages
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request
from stillwater.web.shared.ranges import ranged


@require_http_methods(["GET", "POST"])
@door(staff=Act.KEEP_MUSIC)
def music(request: Request) -> HttpResponse:
    """Every piece in order, with what it is or why it is left out; posted, one more or several."""
    if request.method == "POST":
        return pages.keep(request)
    return render(request, "clinic/music/music.html", pages.shelf(request))


@require_POST
@door(staff=Act.KEEP_MUSIC)
def music_order(request: Request) -> HttpResponse:
    """A gentle order: quiet and even pieces first and last, the fullest in the middle."""
    arrange(request.access, pages.clinic_id(request), at=request.at)
    return redirect("music")


@require_http_methods(["GET", "POST"])
@door(staff=Act.KEEP_MUSIC)
def music_edit(request: Request, piece_id: UUID) -> HttpResponse:
    """What the clinic says of one piece."""
    piece = piece_for(request.access, piece_id)
    if request.method == "POST":
        return pages.keep_words(request, piece)
    return render(request, "clinic/music/edit.html", pages.edit(request, piece))


@require_POST
@door(staff=Act.KEEP_MUSIC)
def music_move(request: Request, piece_id: UUID) -> HttpResponse:
    """One place earlier or later."""
    move(request.access, piece_for(request.access, piece_id), by=pages.later(request), at=request.at)
    return redirect("music")


@require_POST
@door(staff=Act.KEEP_MUSIC)
def music_remove(request: Request, piece_id: UUID) -> HttpResponse:
    """Out of every session; for a day it can be brought back."""
    piece = piece_for(request.access, piece_id)
    return pages.changed(request, piece, remove, _("“%(title)s” is out. For a day it can be brought back below."))


@require_POST
@door(staff=Act.KEEP_MUSIC)
def music_back(request: Request, piece_id: UUID) -> HttpResponse:
    """Removed by mistake: back in its place."""
    piece = piece_for(request.access, piece_id, removed=True)
    return pages.changed(request, piece, bring_back, _("“%(title)s” is back."))


@require_GET
@door(staff=Act.KEEP_MUSIC)
def music_sound(request: Request, piece_id: UUID) -> HttpResponseBase:
    """The file itself, whole or a range; it lies sealed."""
    piece = piece_for(request.access, piece_id)
    return ranged(request, size=piece.size, read=partial(bytes_of, piece.id), media_type=piece.media_type)
