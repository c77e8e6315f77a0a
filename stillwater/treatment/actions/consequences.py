"""What follows from an entry beyond the session: tasks for people, and the record frozen when it is signed."""

from datetime import datetime, time, timedelta

from stillwater.audit.actions import changed
from stillwater.care.actions.tasks import open_task
from stillwater.kit.actor import Actor
from stillwater.notify.actions import queue
from stillwater.soundscape.actions import let_go
from stillwater.treatment.actions.returning import give_back, place_key
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
    if any(entry.kind == "amendment" for entry in fresh):
        give_back(session, fresh, by=by, at=at, record=record)
    for entry in fresh:
        if entry.kind == "amendment" and entry.data["how"] == "wrong_person" and not _is_idle(session, entry):
            _privacy_incident(session, entry, by, at)
        if entry.kind == "moved" and entry.data.get("how") == "missed" and not _is_idle(session, entry):
            _missed(session, by, at)
    if session.stage == "left" and session.state.get("left_early"):
        words = f"Call {session.patient.first_name} tonight"
        _task(session, f"call:{session.pk}", words, _this_evening(session, at), by, at, "Left before the team decided")
    if session.stage in SILENT:
        for plan_hash in filter(None, (session.sound_hash, session.calmer_hash)):
            let_go(plan_hash=plan_hash, at=at)
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
    if not amendment.stamp.get("returned"):  # it stands where it was recorded first
        _task(session, place_key(amendment.id), "Enter the hidden value where it belongs", at, by, at)


def _missed(session: Session, by: Actor, at: datetime) -> None:
    """One neutral note to the patient, and a task for the clinic (S19). No reason is asked, and nothing is counted."""
    patient, day = session.patient, session.appointment.local_start
    words = f"Call {patient.first_name}: the session of {day.day} {day:%B} did not take place"
    _task(session, f"missed:{session.pk}", words, _this_evening(session, at), by, at, "Ask how they are; offer a day")
    to = patient.email or (patient.person.email if patient.person else "")
    phone = session.appointment.site.phone or session.clinic.after_hours_number
    if to:
        queue(
            about=f"missed:{session.pk}", to_address=to, recipient_id=patient.person_id, recipient_name=patient.name,
            subject="A note for you", text=_missed_note(patient.first_name, f"{day:%A} {day.day} {day:%B}", phone),
            due_at=at,
        )  # fmt: skip


def _missed_note(name: str, day: str, phone: str) -> str:
    """No clinic's name and no medicine's: it may be read over somebody's shoulder (S22)."""
    call = f"call us: {phone}" if phone else "call us"
    return (
        f"Hello {name},\n\nwe did not see you on {day}. That can happen.\n\n"
        "Do not double up: take nothing extra and nothing twice to make up for it.\n\n"
        f"To find another day, or if you are not well, {call}. In an emergency call 911.\n"
    )


def _task(session: Session, key: str, words: str, due_at: datetime, by: Actor, at: datetime, reason: str = "") -> None:
    open_task(session.patient, about=key, words=words, reason=reason, due_at=due_at, by=by, at=at)


def _this_evening(session: Session, at: datetime) -> datetime:
    evening = datetime.combine(at.astimezone(session.appointment.zone).date(), EVENING, session.appointment.zone)
    return evening if evening > at else at + timedelta(minutes=30)
