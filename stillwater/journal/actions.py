"""Write, share and delete private words. Deleting destroys the key; the row stays as a tombstone."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stillwater.audit.actions import Subject, changed
from stillwater.journal.models import Note, Recording, Share
from stillwater.journal.queries import note_subject, place_of
from stillwater.journal.rules import LONGEST_NOTE, MOODS, NoteKind
from stillwater.kit import files
from stillwater.kit.actor import Actor, ActorKind
from stillwater.kit.ids import new_id
from stillwater.kit.keys import seal
from stillwater.people.access import Access, NotYours
from stillwater.people.keyring import destroy, key_for_writing
from stillwater.people.models import Patient
from stillwater.treatment.models import Session
from stillwater.treatment.queries import is_under_way


class NotNow(Exception):
    """A session is under way: nothing is shared and nothing deleted until it is over (S11)."""


class TooLong(Exception):
    """The text is longer than a note can be."""


def _author(access: Access) -> Actor:
    if access.person is None:
        raise NotYours
    return Actor(ActorKind.PATIENT, access.person.id, access.person.name)


def write(
    access: Access, *, kind: str, text: str, at: datetime, mood: str = "", session: Session | None = None,
    note: Note | None = None, note_id: UUID | None = None,
) -> Note:  # fmt: skip
    """A new note, or new words for one of the asker's own; nothing of the old words stays. Raises NotYours, TooLong."""
    by = _author(access)
    if len(text) > LONGEST_NOTE:
        raise TooLong
    if note is not None and note.person_id != by.id:
        raise NotYours
    if mood not in ("", *MOODS):
        mood = ""
    with transaction.atomic():
        row = note or Note(
            id=note_id or new_id(), person_id=by.id, kind=NoteKind(kind), session=session, made_at=at, changed_at=at
        )
        key = key_for_writing(row.id, at=at)
        row.sealed = seal(key, f"{mood}\n{text}".encode(), place=place_of(row))
        row.changed_at = at
        row.save()
        changed("changed" if note else "created", note_subject(row), by=by, at=at)
    return row


def add_recording(
    access: Access, note: Note, *, pieces: Iterable[bytes], media_type: str, at: datetime,
    recording_id: UUID | None = None, seconds: int | None = None,
) -> Recording:  # fmt: skip
    """A voice note or drawing, sealed with the note's key; sent twice, it is kept once. Raises NotYours."""
    by = _author(access)
    if note.person_id != by.id:
        raise NotYours
    if recording_id and (known := Recording.objects.filter(id=recording_id, person_id=by.id).first()):
        return known
    row = Recording(
        id=recording_id or new_id(), person_id=by.id, note=note, media_type=media_type[:60], made_at=at, seconds=seconds
    )
    row.size = files.write(row.id, pieces, key_for_writing(note.id, at=at))
    with transaction.atomic():
        row.save(force_insert=True)
        changed("created", Subject("recording", row.id, "a private recording", person_id=by.id), by=by, at=at)
    return row


def delete(access: Access, note: Note, *, at: datetime) -> None:
    """Gone: the words, the recordings, the key; a tombstone stays. Raises NotYours, NotNow."""
    by = _author(access)
    if note.person_id != by.id:
        raise NotYours
    if is_under_way(access):
        raise NotNow
    with transaction.atomic():
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
