"""Write, share and delete private words. Deleting destroys the key; the row stays as a tombstone."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django_scopes import scopes_disabled

from stillwater.audit.actions import Subject, changed
from stillwater.journal.models import Note, Recording, Share
from stillwater.journal.queries import mood_of, note_subject, place_of, words_of
from stillwater.journal.rules import LONGEST_NOTE, MOODS, NoteKind
from stillwater.kit import files
from stillwater.kit.actor import Actor, ActorKind
from stillwater.kit.clock import from_iso
from stillwater.kit.ids import new_id
from stillwater.kit.keys import Unreadable, seal
from stillwater.people.access import Access, NotYours
from stillwater.people.keyring import destroy, key_for_writing, key_of
from stillwater.people.models import Patient
from stillwater.treatment.models import Session
from stillwater.treatment.queries import is_under_way, standing_serious


class NotNow(Exception):
    """A session is under way: nothing is shared and nothing deleted until it is over (S11)."""


class Kept(Exception):
    """Something serious was recorded about the person's care: nothing is deleted until it is looked into (S17)."""


# Saved again and again while it is typed, it is one piece of writing. A matter of writing, not of care.
ONE_SITTING = timedelta(minutes=10)


class TooLong(Exception):
    """The text is longer than a note can be."""


def _author(access: Access) -> Actor:
    if access.person is None:
        raise NotYours
    return Actor(ActorKind.PATIENT, access.person.id, access.person.name)


def write(
    access: Access, *, kind: str, text: str, at: datetime, mood: str | None = None, session: Session | None = None,
    note: Note | None = None, note_id: UUID | None = None,
) -> Note:  # fmt: skip
    """A new note, or new words for one of the asker's own; nothing of the old words stays, but while deleting is frozen they
    stay as a note of their own (S17). A mood that is not said again stays as it was. The same `note_id` again is the same
    note. Raises NotYours, TooLong.
    """
    by = _author(access)
    if len(text) > LONGEST_NOTE:
        raise TooLong
    if session is not None and session.patient_id not in access.patient_ids:
        raise NotYours
    with transaction.atomic():
        note = _own(note.id if note else note_id, by, must=note is not None)
        if mood not in ("", *MOODS):
            mood = mood_of(note) if note else ""
        row = note or Note(
            id=note_id or new_id(), person_id=by.id, kind=NoteKind(kind), session=session, made_at=at, changed_at=at
        )
        if note:
            _keep_former(access, note, f"{mood}\n{text}", by, at)
        _seal(row, f"{mood}\n{text}", at)
        row.changed_at = at
        row.save()
        changed("changed" if note else "created", note_subject(row), by=by, at=at)
    return row


def _seal(row: Note, body: str, at: datetime) -> None:
    row.sealed = seal(key_for_writing(row.id, at=at), body.encode(), place=place_of(row))


def _keep_former(access: Access, note: Note, body: str, by: Actor, at: datetime) -> None:
    """While nothing can be deleted nothing is written over either: what stood there goes on as a note of its own."""
    held = standing_serious(access.patient_ids)
    if held is None:
        return
    former = "\n".join(words_of(note))
    is_one_sitting = from_iso(held["at"]) < note.changed_at and at - note.changed_at < ONE_SITTING
    if is_one_sitting or former in ("\n", body):
        return
    kept = Note(
        id=new_id(), person_id=by.id, kind=note.kind, session_id=note.session_id, made_at=note.made_at,
        changed_at=note.changed_at,
    )  # fmt: skip
    _seal(kept, former, at)
    kept.save(force_insert=True)
    changed("created", note_subject(kept), by=by, at=at)


def add_recording(
    access: Access, note: Note, *, pieces: Iterable[bytes], media_type: str, at: datetime,
    recording_id: UUID | None = None, seconds: int | None = None,
) -> Recording:  # fmt: skip
    """A voice note or drawing, sealed with the note's key; sent twice, it is kept once. Raises NotYours."""
    by = _author(access)
    with transaction.atomic():
        _own(note.id, by)
    if recording_id and (known := _known(recording_id, by)):
        return known
    row = Recording(
        id=recording_id or new_id(), person_id=by.id, note=note, media_type=media_type[:60], made_at=at, seconds=seconds
    )
    try:
        row.size = files.write(row.id, pieces, key_of(note.id))
        with transaction.atomic():
            _own(note.id, by)  # it may have been deleted while the file came in
            row.save(force_insert=True)
            changed("created", Subject("recording", row.id, "a private recording", person_id=by.id), by=by, at=at)
    except (NotYours, Unreadable) as why:
        files.delete(row.id)
        raise NotYours from why
    return row


def _own(note_id: UUID | None, by: Actor, *, must: bool = True) -> Note | None:
    """The author's own note of this id, as it stands; None when there is none and none must be. An id that is another
    person's, or a deleted note's, opens nothing: writing under it would overwrite or revive it. Raises NotYours.
    """
    with scopes_disabled():
        found = Note.objects.select_for_update().filter(id=note_id).first() if note_id else None
    if found is None and not must:
        return None
    if found is None or found.person_id != by.id or found.deleted_at is not None:
        raise NotYours
    return found


def _known(recording_id: UUID, by: Actor) -> Recording | None:
    """The author's own recording of this id. Another's id would write over their file. Raises NotYours."""
    with scopes_disabled():
        found = Recording.objects.filter(id=recording_id).first()
    if found is not None and found.person_id != by.id:
        raise NotYours
    return found


def delete(access: Access, note: Note, *, at: datetime) -> None:
    """Gone: the words, the recordings, the key; a tombstone stays. Raises NotYours, NotNow, Kept."""
    by = _author(access)
    if note.person_id != by.id:
        raise NotYours
    if is_under_way(access):
        raise NotNow
    if standing_serious(access.patient_ids):
        raise Kept
    with transaction.atomic():
        _own(note.id, by)
        recordings = list(Recording.objects.filter(note=note, deleted_at__isnull=True))
        Recording.objects.filter(note=note).update(deleted_at=at)
        Share.objects.filter(note=note, ended_at__isnull=True).update(ended_at=at)
        Note.objects.filter(id=note.id).update(sealed=b"", deleted_at=at)
        destroy(note.id)
        changed("deleted", note_subject(note), by=by, at=at)
    for recording in recordings:
        files.delete(recording.id)


def share(access: Access, note: Note, patient: Patient, *, at: datetime) -> Share:
    """Show one note to one clinic. Raises NotYours, NotNow."""
    by = _author(access)
    if note.person_id != by.id or patient.id not in access.patient_ids:
        raise NotYours
    if is_under_way(access):
        raise NotNow
    with transaction.atomic():
        _own(note.id, by)
        row, is_new = Share.objects.get_or_create(
            note=note, patient=patient, ended_at=None, defaults={"person_id": by.id, "shared_at": at}
        )
        if is_new:
            changed("shared", _shared(note, patient), by=by, at=at)
    return row


def unshare(access: Access, note: Note, patient: Patient, *, at: datetime) -> None:
    """Stop showing it, at any time. Raises NotYours."""
    by = _author(access)
    if note.person_id != by.id:
        raise NotYours
    with transaction.atomic():
        if Share.objects.filter(note=note, patient=patient, ended_at__isnull=True).update(ended_at=at):
            changed("unshared", _shared(note, patient), by=by, at=at)


def _shared(note: Note, patient: Patient) -> Subject:
    words = f"a {note.kind.replace('_', '-')} of {patient.name}"
    return Subject("note", note.id, words, patient.clinic_id, patient.id, note.person_id)
