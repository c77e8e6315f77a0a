"""Who reads which guide: to listen, to offer, to remove."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stillwater.people.rules import Act
from stillwater.soundscape.actions.narrations import NotWhole, offer, remove
from stillwater.soundscape.models import RenderedFile
from stillwater.soundscape.queries.narrations import is_own, narration_for, piece_of
from stillwater.web.clinic.voices import pages
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request
from stillwater.web.shared.ranges import ranged


@require_GET
@door(staff=Act.SEE_VOICES)
def voices(request: Request) -> HttpResponse:
    """Every guide, how far one's own reading of it is, and whose voices the patients can choose."""
    return render(request, "clinic/voices/voices.html", pages.shelf(request))


@require_POST
@door(staff=Act.VOICE_GUIDE)
def voice_offer(request: Request, narration_id: UUID) -> HttpResponse:
    """Offered to the clinic's patients, or no longer."""
    narration, on = narration_for(request.access, narration_id), "stop" not in request.POST
    try:
        offer(request.access, narration, on=on, at=request.at)
    except NotWhole:
        messages.warning(request, _("It has not been put together yet."))
    return redirect("voice_guide", narration.guide)


@require_POST
@door(staff=Act.SEE_VOICES)
def voice_remove(request: Request, narration_id: UUID) -> HttpResponse:
    """Every recording of it is gone; asked on the page itself."""
    narration = narration_for(request.access, narration_id)
    remove(request.access, narration, at=request.at)
    messages.success(request, _("The recordings are gone."))
    return redirect("voices")


@require_GET
@door(staff=Act.SEE_VOICES)
def voice_sound(request: Request, narration_id: UUID, eyes: str) -> HttpResponseBase:
    """The whole, as patients would hear it: to whoever read it, and once it is offered to the others."""
    narration = narration_for(request.access, narration_id)
    file = pages.heard(narration, eyes, RenderedFile.USUAL, own=is_own(request.access, narration))
    return ranged(request, size=file.bytes, read=partial(piece_of, narration.id, file.id), media_type="audio/mp4")
