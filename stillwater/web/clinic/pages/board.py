"""The board of a day: cards of the sessions under way, the day beside them, and what a person still has to do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from stillwater.audit.actions import Subject, listed
from stillwater.care.models import Task
from stillwater.care.queries import tasks_for
from stillwater.people.models import Room
from stillwater.treatment import queries
from stillwater.treatment.models import Session
from stillwater.treatment.rules.gates import GateResult, gate
from stillwater.web.clinic.presenters.card import ON_THE_BOARD, Card, Seat, card, gate_that_matters, unmet_count
from stillwater.web.clinic.presenters.day import DayLine, day_line
from stillwater.web.clinic.presenters.lead import Lead, lead
from stillwater.web.shared.http import Request, clinic_at_work


@dataclass(frozen=True)
class Placed:
    """One session as the board shows it, in its three places. `card` is there while the session is on the board."""

    session: Session
    card: Card | None
    lead: Lead | None
    line: DayLine

    @property
    def to(self) -> dict[str, str]:
        """Where its room is, and each piece of it for the board."""
        return _addresses(self.session.pk)

    @property
    def drawn(self) -> str:
        """The card as markup; empty where its template must be asked: without a card, and with a form for whoever looks."""
        if self.card is None or self.card.help:
            return ""
        return _drawn(self.card, timezone.get_current_timezone_name(), get_language() or "en")

    @property
    def drawn_lead(self) -> str:
        """What it says at the head, as markup."""
        return self._piece("lead", self.lead)

    @property
    def drawn_line(self) -> str:
        """Its line of the day, as markup."""
        return self._piece("day_line", self.line)

    def _piece(self, name: str, piece: Lead | DayLine | None) -> str:
        zone, language = timezone.get_current_timezone_name(), get_language() or "en"
        return _piece(name, piece, self.session.pk, self.session.version, zone, language)


@lru_cache(maxsize=1024)
def _addresses(session_id: UUID) -> dict[str, str]:
    pieces = {piece: reverse("board_piece", args=[session_id, piece]) for piece in ("lead", "line")}
    return {"room": reverse("room", args=[session_id]), "card": reverse("board_card", args=[session_id]), **pieces}


@lru_cache(maxsize=256)
def _drawn(card: Card, zone: str, language: str) -> str:
    """Nothing goes into it but what is named here, so a card that says the same is drawn once, however many boards are open."""
    return render_to_string("clinic/_card.html", {"one": {"card": card}})


@lru_cache(maxsize=1024)
def _piece(
    name: str, piece: Lead | DayLine | None, session: UUID, version: int, zone: str, language: str
) -> str:  # fmt: skip
    """The same for the small pieces beside the cards."""
    one = {"session": {"pk": session, "version": version}, "to": _addresses(session), "lead": piece, "line": piece}
    return render_to_string(f"clinic/_{name}.html", {"one": one})


def day_of(request: Request) -> date:
    """The day asked for, else today where the clinic is; a day that cannot be read is today."""
    sites = request.access.sites_in(clinic_at_work(request).id)
    zone = sites[0].zone if sites else request.zone
    timezone.activate(zone)
    asked = request.GET.get("day", "")
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return request.at.astimezone(zone).date()


def placed(session: Session, at: datetime) -> Placed:
    seat, state = seat_of(session), queries.state_of(session)
    name = gate_that_matters(session.stage)
    facts = queries.facts_now(session, at) if name == "ready" else {}
    results: list[GateResult] = []
    shown, said = None, None
    if session.stage in ON_THE_BOARD:
        settings = queries.settings_of(session)
        results = gate(name, settings.protocol, state, facts, at) if name else []
        shown = card(seat, state, settings.protocol, settings.limits_in_force, results, at)
        said = lead(shown, state, at)
    return Placed(session, shown, said, day_line(seat, state, facts, unmet_count(results), at))


def seat_of(session: Session) -> Seat:
    appointment = session.appointment
    return Seat(
        session=session.pk, version=session.version, name=session.patient.first_name,
        room=appointment.room.name if appointment.room else "", home=appointment.setting == "home",
        route=session.protocol.route, starts_at=appointment.starts_at, zone=appointment.zone,
        watcher=appointment.watcher.short_name if appointment.watcher else "",
        key=_digit(appointment.room),
    )  # fmt: skip


def _digit(room: Room | None) -> str:
    """The key that opens a room from a keyboard: rooms 1 to 9."""
    return str(room.position) if room and 0 < room.position < 10 else ""


def whole(request: Request) -> dict[str, Any]:
    """Everything on the board. The list of the day is one event of the log that names its patients."""
    clinic, day = clinic_at_work(request), day_of(request)
    today = request.at.astimezone(timezone.get_current_timezone()).date()
    found = [placed(session, request.at) for session in queries.sessions_on(request.access, clinic.id, day)]
    tasks = list(tasks_for(request.access, clinic.id, request.at))
    _note_list(request, clinic.id, day, found, tasks)
    # A place for each, empty until somebody arrives: an open board is given the card when they do, and where it belongs.
    return {
        "places": sorted(found, key=_in_order), "leads": sorted(found, key=_as_they_speak), "lines": _of_day(found, day, is_today=day == today), "day": day,
        "is_today": day == today, "before": day - timedelta(days=1), "after": day + timedelta(days=1), "today": today,
        "tasks": tasks, "quiet": quiet(found, day == today),
    }  # fmt: skip


def _of_day(found: list[Placed], day: date, *, is_today: bool) -> list[Placed]:
    """The sessions of that day. Rooms are shown whatever the day: a call is never a page away."""
    mine = [one for one in found if is_today or one.session.appointment.local_start.date() == day]
    return sorted(mine, key=lambda one: one.session.appointment.starts_at)


def _in_order(one: Placed) -> tuple[bool, int, str, str]:
    """Rooms as they lie, homes after them: a card stays where the hand expects it, whatever happens in it."""
    room = one.session.appointment.room
    return room is None, room.position if room else 0, room.name if room else "", str(one.session.pk)


def _as_they_speak(one: Placed) -> tuple[int, float]:
    """The most urgent first; whoever has nothing to say last."""
    return one.lead.order if one.lead else (9, 0)


def quiet(found: list[Placed], is_today: bool) -> str:
    """The head of a board on which nothing is under way."""
    if not found:
        return gettext("No session today.") if is_today else gettext("No session on this day.")
    return gettext("Nobody is in a session now.") if is_today else gettext("The sessions of this day")


def _note_list(request: Request, clinic_id: UUID, day: date, found: list[Placed], tasks: list[Task]) -> None:
    """Who saw the board of this day, found by each patient on it, those of the tasks beside it included."""
    patients = {one.session.patient_id for one in found} | {task.patient_id for task in tasks}
    subject = Subject("list", uuid5(clinic_id, "board"), f"the board of {day.day} {day:%B %Y}", clinic_id)
    listed(subject, patients, by=request.access.actor_in(clinic_id), at=request.at)
