"""What the pages of voices hold and keep."""

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse

from stillwater.people.rules import Act
from stillwater.soundscape import queries
from stillwater.soundscape.actions.narrations import NotALine, keep_take
from stillwater.soundscape.models import Narration, NarrationFile, Take
from stillwater.soundscape.queries import narrations
from stillwater.soundscape.rules.guides import Guide
from stillwater.soundscape.rules.narrating import EYES, MEDIA_TYPES, MOST_BYTES, Line, lines_of, missing
from stillwater.web.shared.http import NotHere, Request, clinic_at_work

PATIENCE = timedelta(minutes=3)  # a guide is put together in seconds; after this it may be asked for again


class Row(NamedTuple):
    """One guide: how far one's own reading is, and what others read."""

    guide: Guide
    minutes: int
    lines: int
    own: Narration | None
    taken: int
    others: list[Narration]


class Read(NamedTuple):
    """One line with what was recorded of it."""

    line: Line
    take: Take | None


def guide_of(key: str) -> Guide:
    """Raises NotHere."""
    guide = queries.guide(key)
    if guide is None:
        raise NotHere
    return guide


def shelf(request: Request) -> dict[str, Any]:
    clinic, access = clinic_at_work(request), request.access
    found = list(narrations.narrations_in(access, clinic.id))
    return {
        "rows": [_row(request, guide, [one for one in found if one.guide == guide.key]) for guide in queries.guides()],
        "may_record": access.may(Act.VOICE_GUIDE, clinic.id), "may_remove": access.may(Act.REMOVE_VOICE, clinic.id),
    }  # fmt: skip


def _row(request: Request, guide: Guide, found: list[Narration]) -> Row:
    own = next((one for one in found if narrations.is_own(request.access, one)), None)
    removes = request.access.may(Act.REMOVE_VOICE, clinic_at_work(request).id)
    others = [one for one in found if one != own and (one.offered_at or removes)]
    every = len(lines_of(guide))
    taken = every - len(missing(guide, narrations.takes_of(own))) if own else 0
    return Row(guide, max(1, round(guide.seconds(guide.versions[0]) / 60)), every, own, taken, others)


def lines(request: Request, key: str) -> dict[str, Any]:
    """One guide's lines, and how its whole stands."""
    guide, own = guide_of(key), narrations.own_narration(request.access, clinic_at_work(request).id, key)
    takes = narrations.takes_of(own) if own else {}
    read = [Read(line, takes.get(line.key)) for line in lines_of(guide)]
    last = max((take.taken_at for take in takes.values()), default=None)
    made = bool(own and own.made_at and narrations.fits(own, guide))
    asked_at = own.asked_at if own and not own.error else None
    waits = asked_at is not None and not (own and own.made_at and own.made_at >= asked_at)
    return {
        "guide": guide, "own": own, "read": read, "taken": sum(one.take is not None for one in read), "made": made,
        "is_whole": all(one.take for one in read), "waits": waits and asked_at is not None and request.at - asked_at < PATIENCE,
        "changed": bool(made and last and own and own.made_at and last > own.made_at),
        "wholes": [EYES[eyes_open] for eyes_open in guide.versions] if made else [],
        "unheard": next((one.line for one in read if own and one.line.text == own.error), None),
    }  # fmt: skip


def keep_line(request: Request, key: str) -> HttpResponse:
    """Keep what the browser recorded."""
    clinic, guide, audio = clinic_at_work(request), guide_of(key), request.FILES.get("audio")
    media_type = (audio.content_type or "").split(";")[0] if audio else ""
    if audio is None or media_type not in MEDIA_TYPES or not 0 < (audio.size or 0) <= MOST_BYTES:
        return HttpResponse("This is not a line that can be kept.", status=422, content_type="text/plain")
    try:
        sent_id, line = UUID(request.POST.get("id", "")), request.POST.get("line", "")
        keep_take(
            request.access, clinic.id, guide, line=line, sent_id=sent_id, pieces=audio.chunks(), media_type=media_type,
            at=request.at,
        )  # fmt: skip
    except (ValueError, NotALine):
        return HttpResponse("The guide has no such line now.", status=422, content_type="text/plain")
    return HttpResponse(status=201)


def heard(narration: Narration, eyes: str, kind: str, *, own: bool) -> NarrationFile:
    """A file of the whole. Raises NotHere while it is nobody's but the reader's, NotYours while there is none."""
    if not own and narration.offered_at is None:
        raise NotHere
    return narrations.file_of_narration(narration, eyes, kind)
