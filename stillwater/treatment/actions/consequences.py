"""What follows from an entry beyond the session: tasks for people, and the record frozen when it is signed."""

from datetime import datetime, time, timedelta

from stillwater.care.actions.tasks import open_task
from stillwater.kit.actor import Actor
from stillwater.soundscape.actions import let_go
from stillwater.treatment.models import Session
from stillwater.treatment.queries import entries_of, settings_of
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.printed import printed

EVENING = time(18)
SILENT = ("left", "closed", "called_off")  # nobody listens any more


def follow(session: Session, fresh: list[Entry], *, by: Actor, at: datetime) -> None:
    """Carry out what these entries ask for. Each task has a key of its own, so that it is made once."""
    for entry in fresh:
        if entry.kind == "amendment" and entry.data.get("how") == "wrong_person":
            _task(session, f"privacy:{entry.id}", "Look into an entry that was another person's", at, by, at)
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


def _task(session: Session, key: str, words: str, due_at: datetime, by: Actor, at: datetime, reason: str = "") -> None:
    open_task(session.patient, about=key, words=words, reason=reason, due_at=due_at, by=by, at=at)


def _this_evening(session: Session, at: datetime) -> datetime:
    evening = datetime.combine(at.astimezone(session.appointment.zone).date(), EVENING, session.appointment.zone)
    return evening if evening > at else at + timedelta(minutes=30)
