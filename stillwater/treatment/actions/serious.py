"""What a serious event, or a death, stops and sets going, in the transaction that records it (S17)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from stillwater.care.actions.tasks import open_task
from stillwater.kit.actor import Actor
from stillwater.kit.clock import iso
from stillwater.notify.actions import end_silence, fall_silent
from stillwater.people.actions.passes import close_all
from stillwater.people.models import Member, SupportPass
from stillwater.people.rules import Role
from stillwater.treatment.models import Session
from stillwater.treatment.queries import standing_serious
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.stages import BEFORE_DOSE

Record = Callable[..., Any]
DAY = timedelta(days=1)
CALLED_OFF = "The course does not go on."


def hold(session: Session, fresh: list[Entry], *, by: Actor, at: datetime, record: Record) -> None:
    """Stop what must stop while something serious stands, and let it go on when nothing stands any more.

    The private journal is no part of this: it stays shut, and nobody is given a way into it.
    """
    standing = {one["entry"]: one for one in session.state["serious"]}
    for entry in fresh:
        if entry.kind == "serious" and str(entry.id) in standing and entry.data["what"] != "looked_into":
            _stop(session, entry, by, at)
            if entry.data["what"] == "death":
                _call_off(session, entry, by, at, record)
    if standing_serious([session.patient_id]) is None:
        end_silence(about=_about(session), at=at)


def _about(session: Session) -> str:
    return f"serious:{session.patient_id}"


def _stop(session: Session, entry: Entry, by: Actor, at: datetime) -> None:
    patient = session.patient
    close_all(patient, by=by, at=at)
    passes = SupportPass.objects.filter(patient=patient).values_list("id", flat=True)
    recipients = [patient.id, *passes, *([patient.person_id] if patient.person_id else [])]
    addresses = [patient.email, patient.person.email if patient.person else ""]
    fall_silent(about=_about(session), recipients=recipients, addresses=addresses, at=at)
    for key, words, name, due_at in _tasks(session, entry, at):
        about = f"serious:{entry.id}:{key}"
        open_task(patient, about=about, words=words, due_at=due_at, by=by, at=at, for_name=name)


def _tasks(session: Session, entry: Entry, at: datetime) -> list[tuple[str, str, str, datetime]]:
    """Who reports where, who speaks with the family, who looks after the staff. Anybody else may take one over."""
    prescriber, owner, name = _prescriber(session), _owner(session), session.patient.first_name
    death = entry.data["what"] == "death"
    family = f"Speak with the family of {name}" if death else f"Speak with {name}, and with those {name} agrees to"
    found = [
        ("family", family, prescriber, at),
        ("report", "Decide whether a report to the regulator is due, and who sends it", prescriber, at + DAY),
        ("staff", "Look after the staff who were there: who speaks with whom", owner, at + DAY),
    ]
    if session.protocol.route == "intranasal_esketamine":
        found.insert(1, ("rems", "Report to the esketamine safety programme (REMS)", prescriber, at + DAY))
    if not death:
        found.append(("go_on", "Look into it, then record whether care may go on", prescriber, at + DAY))
    return found


def _prescriber(session: Session) -> str:
    prescriber = session.appointment.course.prescriber
    return prescriber.shown_name if prescriber else ""


def _owner(session: Session) -> str:
    team = Member.objects.filter(clinic_id=session.clinic_id, left_at__isnull=True).order_by("joined_at")
    return next((member.shown_name for member in team if Role.OWNER in member.role_set), "")


def _call_off(session: Session, entry: Entry, by: Actor, at: datetime, record: Record) -> None:
    """No session of somebody who died stays planned. Each entry's id comes from the one that records the death."""
    planned = Session.objects.filter(patient_id=session.patient_id, stage__in=BEFORE_DOSE).order_by("pk")
    for pk in list(planned.values_list("pk", flat=True)):
        if pk == session.pk and session.stage != "planned":
            continue  # the session in which it happened is told by its own entries
        record(pk, by, wire_entries=[_off(pk, entry, at)], at=at)
    session.refresh_from_db(fields=["version", "state", "stage", "closed_at"])


def _off(pk: UUID, entry: Entry, at: datetime) -> dict[str, Any]:
    data = {"to": "called_off", "reason": CALLED_OFF}
    return {"id": str(uuid5(entry.id, str(pk))), "kind": "moved", "observed_at": iso(at), "typed": True, "data": data}
