"""The board of today, and the pieces of it that are fetched again when a session goes on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from stillwater.care.actions import tasks
from stillwater.care.queries import task_for
from stillwater.people.rules import Act
from stillwater.treatment.queries import session_for
from stillwater.web.clinic.pages import board as page
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request

PIECES = {"card": "clinic/_card.html", "lead": "clinic/_lead.html", "line": "clinic/_day_line.html"}


@require_GET
@door(staff=Act.SEE_BOARD)
def board(request: Request) -> HttpResponse:
    """Every session of a day; today unless another is asked for."""
    return render(request, "clinic/board.html", page.whole(request))


@require_GET
@door(staff=Act.SEE_BOARD)
def board_rooms(request: Request) -> HttpResponse:
    """The rooms and the day again, when a session has come that the page does not show."""
    return render(request, "clinic/_board.html", page.whole(request))


@require_GET
@door(staff=Act.SEE_BOARD)
def board_card(request: Request, session_id: UUID, piece: str = "card") -> HttpResponse:
    """One session's card, its line in the day, or its sentence at the head."""
    if piece not in PIECES:
        raise NotHere
    session = session_for(request.access, session_id, Act.SEE_BOARD)
    timezone.activate(session.appointment.zone)
    return render(request, PIECES[piece], {"one": page.placed(session, request.at)})


@require_POST
@door(staff=Act.READ_RECORD)
def task_done(request: Request, task_id: UUID) -> HttpResponse:
    """Somebody has done what was to be done."""
    task = task_for(request.access, task_id)
    tasks.done(request.access, task, at=request.at)
    messages.success(request, gettext("Done: %(what)s") % {"what": task.words})
    return redirect("board")
