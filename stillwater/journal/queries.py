"""A person's own words, and what they have shared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django_scopes import scope

from stillwater.audit.actions import Subject
from stillwater.journal.models import Note, Recording, Share
from stillwater.kit import files
from stillwater.kit.keys import unseal
from stillwater.people.access import Access, NotYours
from stillwater.people.keyring import key_of
from stillwater.people.models import Patient
from stillwater.people.rules import Act
from stillwater.treatment.models import Session

# A note before the words that it held earlier, which were kept beside it.
NEWEST = ("-made_at", "-changed_at")


@dataclass(frozen=True)
class NoteView:
    """One note, opened."""

    id: UUID
    kind: str
    text: str
    mood: str
    made_at: datetime
    changed_at: datetime
    session_id: UUID | None
    recordings: tuple[Recording, ...]
    shares: tuple[Share, ...]
    person_id: UUID


def place_of(note: Note) -> str:
    """What a note's sealed text is bound to."""
    return f"{note.person_id}|note|{note.id}|body"


def note_subject(note: Note) -> Subject:
    """A private note in the log: that it was, never what it says."""
    return Subject("note", note.id, f"a private {note.get_kind_display().replace('_', '-')}", person_id=note.person_id)


def _mine(access: Access) -> QuerySet[Note]:
    if access.person is None:
        raise NotYours
    return Note.objects.filter(person=access.person, deleted_at__isnull=True)


def words_of(note: Note) -> tuple[str, str]:
    """Mood and text, unsealed."""
    mood, _, text = unseal(key_of(note.id), bytes(note.sealed), place=place_of(note)).decode().partition("\n")
    return mood, text


def mood_of(note: Note) -> str:
    """What the author said their mood was; empty when they did not."""
    return words_of(note)[0]


def _opened(note: Note) -> NoteView:
    mood, text = words_of(note)
    recordings = Recording.objects.filter(note=note, deleted_at__isnull=True).order_by("made_at")
    shares = Share.objects.filter(note=note, ended_at__isnull=True).select_related("patient__clinic")
    return NoteView(
        note.id, note.kind, text, mood, note.made_at, note.changed_at, note.session_id, tuple(recordings),
        tuple(shares), note.person_id,
    )  # fmt: skip


def notes_of(access: Access, kind: str | None = None, session_id: UUID | None = None) -> list[NoteView]:
    """The asker's own notes, newest first."""
    found = _mine(access)
    found = found.filter(kind=kind) if kind else found
    found = found.filter(session_id=session_id) if session_id else found
    return [_opened(note) for note in found.order_by(*NEWEST)]


def note_row(access: Access, note_id: UUID) -> Note:
    """One of the asker's own notes, still sealed. Raises NotYours."""
    found = _mine(access).filter(id=note_id).first()
    if found is None:
        raise NotYours
    return found


def note_for(access: Access, note_id: UUID) -> NoteView:
    """One of the asker's own notes. Raises NotYours."""
    return _opened(note_row(access, note_id))


def latest_intention(access: Access, session: Session | None = None) -> NoteView | None:
    """What the asker wrote before this session, or else last."""
    found = _mine(access).filter(kind="intention").order_by(*NEWEST)
    note = (found.filter(session=session).first() if session else None) or found.first()
    return _opened(note) if note else None


def shared_with(access: Access, patient: Patient) -> list[NoteView]:
    """What a patient has shared with a clinic of the asker's, and has not taken back. Raises NotYours."""
    access.require(Act.READ_RECORD, patient.clinic_id)
    if patient.person_id is None:
        return []
    with scope(person=[patient.person_id]):
        shares = Share.objects.filter(patient=patient, ended_at__isnull=True, note__deleted_at__isnull=True)
        notes = [share.note for share in shares.select_related("note").order_by("-note__made_at")]
        return [_opened(note) for note in notes]


def _recording(access: Access, recording_id: UUID) -> Recording:
    if access.person is None:
        raise NotYours
    mine = Recording.objects.filter(person=access.person, deleted_at__isnull=True, note__deleted_at__isnull=True)
    found = mine.filter(id=recording_id).first()
    if found is None:
        raise NotYours
    return found


def recording_for(access: Access, recording_id: UUID) -> Recording:
    """One of the asker's own recordings. Raises NotYours."""
    return _recording(access, recording_id)


def recording_range(access: Access, recording_id: UUID, start: int, end: int | None = None) -> Iterator[bytes]:
    """The bytes of a recording of the asker's own, from start up to end. Raises NotYours, Unreadable."""
    found = _recording(access, recording_id)
    key = key_of(found.note_id)
    return files.read(found.id, key, start=start, end=end)


def has_recording(access: Access, recording_id: UUID) -> bool:
    """Whether a recording of the asker's own has arrived already."""
    return access.person is not None and Recording.objects.filter(person=access.person, id=recording_id).exists()
