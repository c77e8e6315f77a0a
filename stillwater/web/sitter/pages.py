"""What the sitter's pages hold, from the protocol, the order and the patient's wishes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from stillwater.audit.actions import read
from stillwater.care.queries import active_order, support_of, wishes_of
from stillwater.care.rules.protocol import Protocol
from stillwater.care.rules.words import Text, words
from stillwater.kit.clock import from_iso, iso
from stillwater.people.access import Access
from stillwater.people.models import SupportPass
from stillwater.treatment import queries
from stillwater.treatment.actions.recording import add, setting_of
from stillwater.treatment.models import Session
from stillwater.treatment.queries.screen import screen_of
from stillwater.treatment.rules import gates
from stillwater.treatment.rules.entries import Author
from stillwater.treatment.rules.permissions import may_add
from stillwater.treatment.rules.phase import phase_at
from stillwater.treatment.rules.stages import BEFORE_DOSE
from stillwater.treatment.rules.told import gate_for_sitter
from stillwater.web.shared.http import Request
from stillwater.web.shared.steering import steering_of

PROMISES = ("adult", "sober", "stays")


@dataclass(frozen=True)
class Danger:
    """One danger card."""

    key: str
    title: str
    first: tuple[str, ...]
    reviewed: str | None


def session_of_course(held: SupportPass, at: datetime) -> UUID | None:
    """The session that a pass to a whole course is for now."""
    access = Access(support_pass=held)
    with access.inside():
        found = queries.current_session(access, at)
    return found.pk if found else None


def after_welcome(session: Session) -> str:
    name = "sitter_ready" if session.appointment.setting == "home" else "tonight"
    return reverse(name, args=[session.pk])


def mine(request: Request, session_id: UUID) -> Session:
    """The session that the pass opens, its times on the clock of where it happens; that it was read is noted."""
    session = queries.session_for(request.access, session_id)
    timezone.activate(session.appointment.zone)
    read(queries.session_subject(session), by=request.access.actor_for(session.patient), at=request.at)
    return session


def is_to_confirm(request: Request, session: Session) -> bool:
    """Whether somebody whose pass is for a whole course, and who gave their word for an earlier day, has not given it for
    this one yet (S1)."""
    held = request.access.support_pass
    if held is None or held.agreed_at is None or session.stage not in BEFORE_DOSE:
        return False
    named = support_of(session.appointment).values()
    return any(person.support_pass_id == held.id and person.confirmed_at is None for person in named)


class Names:
    """Fills the first names into the protocol's words."""

    def __init__(self, patient: str, sitter: str) -> None:
        self.names, self.language = {"patient": patient, "sitter": sitter}, get_language() or "en"

    def __call__(self, text: Text) -> str:
        said = words(text, self.language)
        for name, value in self.names.items():
            said = said.replace("{" + name + "}", value)
        return said


def whole(request: Request, session: Session) -> dict[str, Any]:
    """Everything that a sitter may know of a session: nothing measured, no diagnosis, no journal (S23)."""
    held = request.access.support_pass
    protocol = queries.settings_of(session).protocol
    sitter = held.first_name if held else gettext("your sitter")
    say = Names(session.patient.first_name, sitter)
    order, place = active_order(session.appointment.course), session.appointment.site
    return {
        "session": session, "patient": session.patient.first_name, "sitter": sitter, "support_pass": held,
        "title": say(protocol.title), "home": session.appointment.setting == "home",
        "phases": [(say(p.title), say(p.sitter)) for p in protocol.phases],
        "calm": [(sign.key, say(sign.title)) for sign in protocol.calm],
        "danger": dangers(protocol, say), "hard": [say(line) for line in protocol.hard_minute.lines],
        "tonight": [say(line) for line in protocol.tonight.lines], "tonight_reviewed": protocol.tonight.reviewed,
        "aftercare": [(say(f.title), say(f.words)) for f in protocol.aftercare], "every": look_in_minutes(protocol),
        "order": order, "prescriber": order.prescriber_name if order else "",
        "prescriber_phone": order.prescriber_phone if order else "",
        "clinic_name": session.clinic.after_hours_name or session.clinic.name,
        "clinic_phone": session.clinic.after_hours_number or place.phone, "wishes": wishes_of(session.patient),
        "starts": session.appointment.local_start, "place": place,
    }  # fmt: skip


def dangers(protocol: Protocol, say: Names) -> list[Danger]:
    return [Danger(d.key, say(d.title), tuple(say(f) for f in d.first), d.reviewed) for d in protocol.danger]


def look_in_minutes(protocol: Protocol) -> int | None:
    """The interval of look-ins at the start, for the words of the welcome."""
    cadence = protocol.look_in.cadence if protocol.look_in else ()
    return int(cadence[0].every.value) if cadence and cadence[0].every.value else None


def before(request: Request, session: Session) -> dict[str, Any]:
    """The checks that a sitter may record, and what else is still unmet."""
    context = whole(request, session)
    results = _theirs(context, session, queries.gate_now(session, "ready", request.at))
    mine = [r for r in results if "sitter" in r.by]
    return {
        **context, "mine": [(r, say_how(session, r.key)) for r in mine],
        "others": [r for r in gates.standing(results) if r not in mine],
        "standing": gates.standing(results), "begun": session.state["dose"]["began_at"],
    }  # fmt: skip


def _theirs(context: dict[str, Any], session: Session, results: list[gates.GateResult]) -> list[gates.GateResult]:
    """The gate in words that tell a sitter nothing measured, answered or noted (S23)."""
    who = context["prescriber"] or context["clinic_name"]
    return gate_for_sitter(results, queries.state_of(session), who, gettext)


def say_how(session: Session, key: str) -> str:
    """What to do for a check, in the protocol's words: its title alone says nothing to a sister."""
    check = queries.settings_of(session).protocol.check(key)
    return words(check.how, get_language() or "en") if check and check.how else ""


def recorded(request: Request, session: Session) -> str:
    """A form of the ready page, sent without a script. Returns in words why it was refused, or nothing. Raises NotYours."""
    if request.GET.get("kind") == "dose":
        order = active_order(session.appointment.course)
        data: dict[str, Any] = {
            "event": "begun", "amount": _number(request.POST.get("amount", "")), "unit": order.unit if order else ""
        }  # fmt: skip
        receipt = add(request.access, session.pk, "dose", data, at=request.at)
    else:
        data = {"key": request.POST.get("key", ""), "met": True}
        receipt = add(request.access, session.pk, "check", data, at=request.at)
    return " ".join(one["why"] for one in receipt.refused)


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def screen(request: Request, session: Session) -> dict[str, Any]:
    """The sitter's screen, whole enough to go on without a network."""
    context = whole(request, session)
    shown = screen_of(session, request.access.actor_for(session.patient))
    say = Names(context["patient"], context["sitter"])
    for phase in shown["protocol"]["phases"]:
        phase["words"] = say({"en": phase["words"]})
    began = shown["state"]["dose"]["began_at"]
    now = phase_at(queries.settings_of(session).protocol, from_iso(began) if began else None, request.at)
    data = {
        "session": str(session.pk), "version": session.version, "server_at": iso(request.at),
        "patient": context["patient"], "helper": context["sitter"], "me": context["sitter"], "emergency": "911",
        "look_in_fresh_minutes": context["every"] or 15, **shown,
    }  # fmt: skip
    along = now.along if now else 0.0
    # Whether an answer gave cause to ask about suicide is between the patient and their team (S23).
    leaving = [r for r in queries.gate_now(session, "leave", request.at) if r.rests_on != "flagged"]
    return {
        **context, "data": data, "along": along, "phase_words": say({"en": now.says("sitter")}) if now else "",
        "under_way": session.stage in queries.IMPAIRED, "leaving": _theirs(context, session, leaving),
        **sound(request, session),
    }  # fmt: skip


def sound(request: Request, session: Session) -> dict[str, Any]:
    """How the sound is on the patient's phone, and what whoever sits beside them may ask of it."""
    by, state = request.access.actor_for(session.patient), queries.state_of(session)
    may = may_add(Author(by.kind, by.id, by.name), "music", setting_of(session), {"what": "asked"})
    steering = steering_of(session, state, queries.sound_of(session), may=may, beside=True)
    return {"session": session, "steering": steering}
