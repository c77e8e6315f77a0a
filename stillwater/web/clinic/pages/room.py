"""The room: one session on a tablet beside the bed. Whose it is, the order, readings, what is due, what was entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from stillwater.audit.actions import read
from stillwater.care.models import Order
from stillwater.care.queries import active_order, support_of
from stillwater.care.rules.protocol import Protocol
from stillwater.care.rules.words import words
from stillwater.kit.clock import from_iso
from stillwater.people.access import Access
from stillwater.people.rules import Act
from stillwater.treatment import queries
from stillwater.treatment.actions.recording import setting_of
from stillwater.treatment.models import Session
from stillwater.treatment.rules.entries import Author, Entry
from stillwater.treatment.rules.permissions import may_add
from stillwater.treatment.rules.settings import Settings, State
from stillwater.web.clinic.pages.board import seat_of
from stillwater.web.clinic.presenters.card import Seat
from stillwater.web.shared.http import Request

LIGHT = "room_light"


@dataclass
class Room:
    """One session as its staff see it now. Everything is read once, when first asked for."""

    session: Session
    access: Access
    at: datetime

    @cached_property
    def seat(self) -> Seat:
        return seat_of(self.session)

    @cached_property
    def state(self) -> State:
        return queries.state_of(self.session)

    @cached_property
    def settings(self) -> Settings:
        return queries.settings_of(self.session)

    @property
    def protocol(self) -> Protocol:
        return self.settings.protocol

    @cached_property
    def entries(self) -> list[Entry]:
        return queries.entries_of(self.session)

    @cached_property
    def order(self) -> Order | None:
        return active_order(self.session.appointment.course)

    @cached_property
    def author(self) -> Author:
        by = self.access.actor_for(self.session.patient)
        return Author(by.kind, by.id, by.name, by.roles)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The asker's roles towards this session: the prescriber who signed the order is more than a prescriber."""
        prescriber = self.order.prescriber if self.order else None
        mine = prescriber is not None and prescriber.person_id == self.author.id
        return frozenset((*self.author.roles, *(("order_prescriber",) if mine else ())))

    def may(self, kind: str, data: Mapping[str, Any] | None = None) -> bool:
        return may_add(self.author, kind, setting_of(self.session), data or {})

    @property
    def began_at(self) -> datetime | None:
        began = self.state["dose"]["began_at"]
        return from_iso(began) if began else None

    @property
    def stage(self) -> str:
        return str(self.state["stage"])


def room_of(request: Request, session_id: Any, act: Act = Act.READ_RECORD) -> Room:
    """One session of the asker's clinic; that it was read is noted. Raises NotYours."""
    session = queries.session_for(request.access, session_id, act)
    timezone.activate(session.appointment.zone)
    read(queries.session_subject(session), by=request.access.actor_for(session.patient), at=request.at)
    return Room(session, request.access, request.at)


def identity(room: Room) -> dict[str, Any]:
    """Who this is, and the order word for word: the head of every page of a session."""
    patient, order = room.session.patient, room.order
    return {
        "session": room.session, "seat": room.seat, "patient": patient, "order": order, "stage": room.stage,
        "allergies": patient.allergies or gettext("not asked yet"), "state": room.state,
        "support": support_of(room.session.appointment), "protocol_title": words(room.protocol.title),
        "short": patient.first_name, "home": room.seat.home,
    }  # fmt: skip


def is_night(request: Request) -> bool:
    """Ember night unless this browser chose daylight: a bright tablet lights the whole room."""
    return request.COOKIES.get(LIGHT) != "day"
