"""Entries from plain forms, for pages without a script: the same fields, the same door."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from stillwater.kit.clock import iso
from stillwater.kit.ids import new_id
from stillwater.treatment.actions.recording import Receipt, add, store
from stillwater.treatment.models import Session
from stillwater.treatment.queries import entries_of, session_for, state_of
from stillwater.treatment.rules.kinds import KINDS
from stillwater.web.shared.http import NotHere, Request

IN_MINUTES = "next_check_at"
LONGEST_WAIT = 24 * 60
LISTS = ("board", "arrivals")
BACK = {
    "plan": "session_plan",
    "ready": "gate_ready",
    "leave": "gate_leave",
    "record": "session_record",
    "room": "room",
}


class NotATime(ValueError):
    """What was typed as a time is none."""


def data_of(post: QueryDict, kind: str, at: datetime) -> dict[str, Any]:
    """The entry's data as the form sent it: empty fields left out, a wait in minutes made a time."""
    if kind not in KINDS:
        raise NotHere
    typed = {name: str(post.get(name, "")).strip() for name in KINDS[kind]}
    found: dict[str, Any] = {name: value for name, value in typed.items() if value}
    wait = found.get(IN_MINUTES, "")
    if wait.isdecimal() and int(wait) <= LONGEST_WAIT:
        found[IN_MINUTES] = iso(at + timedelta(minutes=int(wait)))
    return found


def observed_of(post: QueryDict, session: Session, at: datetime) -> datetime | None:
    """The time that somebody typed, on the day they typed; without a day today or, when that would lie ahead, yesterday.
    Raises NotATime.
    """
    typed, day = post.get("observed_time", "").strip(), post.get("observed_date", "").strip()
    if not typed and not day:
        return None
    zone = session.appointment.zone
    try:
        clock = datetime.strptime(typed, "%H:%M").time()  # noqa: DTZ007  # the zone comes with the next line
        if day:
            return datetime.combine(date.fromisoformat(day), clock, zone)
    except ValueError:
        raise NotATime from None
    seen = datetime.combine(at.astimezone(zone).date(), clock, zone)
    return seen if seen <= at + timedelta(minutes=1) else seen - timedelta(days=1)


def take(request: Request, session_id: UUID, kind: str) -> tuple[Receipt | None, dict[str, str]]:
    """Record one entry. The second of the answers says what is wrong, by field; then nothing was recorded."""
    session = session_for(request.access, session_id)
    try:
        observed_at = observed_of(request.POST, session, request.at)
    except NotATime:
        return None, {"observed_time": gettext("Write the time like 14:05.")}
    data = data_of(request.POST, kind, request.at)
    if "amount" in data and (asked := request.GET.get("unit")):
        data.setdefault("unit", asked)  # the unit that the form asked for; an amount alone says nothing
    receipt = add(request.access, session_id, kind, data, at=request.at, observed_at=observed_at)
    return receipt, {one["field"]: one["why"] for one in receipt.refused}


def back(request: Request, session_id: UUID, usual: str = "room") -> str:
    """The page that the form stood on."""
    name = request.GET.get("back", usual)
    if name in LISTS:
        return reverse(name)
    if name in BACK:
        return reverse(BACK[name], args=[session_id])
    return reverse("room_part", args=[session_id, name])


def desk_move(request: Request, session: Session, data: dict[str, Any]) -> list[str]:
    """A move by whoever plans sessions: who may make which move is the table's to say. What came of it, in words."""
    return _by_the_desk(request, session, "moved", data)


def desk_takes_back(request: Request, session: Session) -> list[str]:
    """An arrival marked by mistake, struck by whoever marked it, or by a nurse. What came of it, in words."""
    struck = state_of(session)["struck"]
    moves = [entry for entry in entries_of(session) if entry.kind == "moved" and str(entry.id) not in struck]
    if session.stage == "planned":  # taken back already
        return []
    if session.stage != "arrived" or not moves or moves[-1].data["to"] != "arrived":
        return [gettext("The team has gone on with this session. Tell them.")]
    data = {"of": str(moves[-1].id), "how": "struck", "reason": gettext("Marked by mistake")}
    return _by_the_desk(request, session, "amendment", data)


def _by_the_desk(request: Request, session: Session, kind: str, data: dict[str, Any]) -> list[str]:
    wire = {
        "id": str(new_id()),
        "kind": kind,
        "observed_at": iso(request.at),
        "offset": 0,
        "typed": False,
        "data": data,
    }
    by = request.access.actor_in(session.clinic_id)
    receipt = store(session.pk, by, wire_entries=[wire], at=request.at, sent_at=request.at)
    return [*receipt.marks.values(), *(one["why"] for one in receipt.refused)]
