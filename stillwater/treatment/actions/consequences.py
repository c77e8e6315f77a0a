"""What follows from an entry beyond the session: tasks for people, and the record frozen when it is signed."""

from datetime import datetime, time, timedelta
from uuid import UUID

from stillwater.audit.actions import changed
from stillwater.care.actions.tasks import open_task
from stillwater.kit.actor import Actor
from stillwater.soundscape.actions import let_go
from stillwater.treatment.actions.serious import Record, hold
from stillwater.treatment.models import Session
from stillwater.treatment.queries import entries_of, session_subject, settings_of
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.printed import printed

EVENING = time(18)
SILENT = ("left", "closed", "called_off")  # nobody listens any more
INCIDENT_WITHIN = timedelta(days=1)  # when somebody has looked at it first; no duty to report is stated by this


def follow(session: Session, fresh: list[Entry], *, by: Actor, at: datetime, record: Record) -> None:
    """Carry out what these entries ask for. Each task has a key of its own, so that it is made once. `record` is the one
    door, for what follows in other sessions.
    """
    if any(entry.kind in ("serious", "amendment") for entry in fresh):
        hold(session, fresh, by=by, at=at, record=record)
    for entry in fresh:
        if entry.kind == "amendment" and entry.data["how"] == "wrong_person" and not _is_idle(session, entry):
            _privacy_incident(session, entry, by, at)
    if session.stage == "left" and session.state.get("left_early"):
        words = f"Call {session.patient.first_name} tonight"
        _task(session, f"call:{session.pk}", words, _this_evening(session, at), by, at, "Left before the team decided")
    if session.stage in SILENT and session.sound_hash:
        let_go(plan_hash=session.sound_hash, at=at)
    if session.stage == "closed" and not session.printed:
        session.printed = printed(
            entries_of(session), session.state, settings_of(session), zone=session.appointment.zone
        )
        session.save(update_fields=["printed"])


def _is_idle(session: Session, entry: Entry) -> bool:
    return any(words.startswith("No effect") for words in session.state["marks"].get(str(entry.id), ()))


def _privacy_incident(session: Session, amendment: Entry, by: Actor, at: datetime) -> None:
    """Somebody's value stood in another person's record (S5). The clinic looks into it; nobody is named here."""
    changed("privacy_incident", session_subject(session), by=by, at=at)
    words = "Privacy incident: look into an entry that was another person's"
    _task(session, f"privacy:{amendment.id}", words, at + INCIDENT_WITHIN, by, at, amendment.data["reason"][:300])
    _task(session, place_key(amendment.id), "Enter the hidden value where it belongs", at, by, at)


def place_key(amendment_id: UUID) -> str:
    """What the task is about that stays open until the value stands where it belongs."""
    return f"place:{amendment_id}"


def _task(session: Session, key: str, words: str, due_at: datetime, by: Actor, at: datetime, reason: str = "") -> None:
    open_task(session.patient, about=key, words=words, reason=reason, due_at=due_at, by=by, at=at)


def _this_evening(session: Session, at: datetime) -> datetime:
    evening = datetime.combine(at.astimezone(session.appointment.zone).date(), EVENING, session.appointment.zone)
    return evening if evening > at else at + timedelta(minutes=30)
