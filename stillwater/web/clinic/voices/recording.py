"""One guide, read aloud line by line."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stillwater.people.rules import Act
from stillwater.soundscape.actions.narrations import NotWhole, put_together
from stillwater.soundscape.queries.narrations import piece_of, take_for
from stillwater.web.clinic.voices import pages
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request, clinic_at_work
from stillwater.web.shared.ranges import ranged


@require_GET
@door(staff=Act.VOICE_GUIDE)
def voice_guide(request: Request, key: str) -> HttpResponse:
    """Its lines, each to record, to hear, to record again; it can be finished another day."""
    return render(request, "clinic/voices/guide.html", pages.lines(request, key))


@require_POST
@door(staff=Act.VOICE_GUIDE)
def voice_line(request: Request, key: str) -> HttpResponse:
    """One line as the browser sends it; sent twice, it is kept once."""
    return pages.keep_line(request, key)


@require_POST
@door(staff=Act.VOICE_GUIDE)
def voice_together(request: Request, key: str) -> HttpResponse:
    """Put together anew from the lines that are here."""
    try:
        put_together(request.access, clinic_at_work(request).id, pages.guide_of(key), at=request.at)
    except NotWhole:
        messages.warning(request, _("Some lines are still missing."))
    return redirect("voice_guide", key)


@require_GET
@door(staff=Act.VOICE_GUIDE)
def voice_take(request: Request, take_id: UUID) -> HttpResponseBase:
    """A line of one's own, to listen to."""
    take = take_for(request.access, take_id)
    read = partial(piece_of, take.narration_id, take.id)
    return ranged(request, size=take.size, read=read, media_type=take.media_type)
