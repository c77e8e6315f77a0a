"""A clinic's own music: add a piece, say what is in it, put it in its place, remove it and bring it back."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.module_loading import import_string

from stillwater.audit.actions import Subject, changed
from stillwater.kit import files
from stillwater.kit.ids import new_id
from stillwater.people.access import Access, NotYours
from stillwater.people.keyring import destroy, key_for_writing
from stillwater.people.rules import Act
from stillwater.soundscape.actions import SOON
from stillwater.soundscape.models import MusicPiece
from stillwater.soundscape.queries.music import music_in
from stillwater.soundscape.rules.music import MOST_BYTES, Measured, arc, contents_of

UNDO_FOR = timedelta(days=1)


class NoLicence(ValueError):
    """The clinic has not said what lets it play this piece."""


class TooLarge(ValueError):
    """The file is larger than a piece may be."""


class Twice(ValueError):
    """The same file is in the clinic's music already."""


class Told(NamedTuple):
    """What the clinic says of a piece."""

    title: str
    maker: str
    licence: str
    contents: Sequence[str]

    def fields(self, otherwise: str) -> dict[str, Any]:
        """Raises NoLicence; without a title it bears the name `otherwise`."""
        if not self.licence.strip():
            raise NoLicence
        title = self.title.strip() or otherwise.rpartition("/")[2].rpartition(".")[0] or otherwise
        return {
            "title": title.strip()[:200] or "?", "maker": self.maker.strip()[:200], "licence": self.licence.strip()[:400],
            "contents": contents_of(self.contents),
        }  # fmt: skip


def subject_of(piece: MusicPiece) -> Subject:
    """In the log: which piece."""
    return Subject("music", piece.id, f"“{piece.title}” in the clinic’s music", piece.clinic_id)


def add(
    access: Access, clinic_id: UUID, told: Told, *, pieces: Iterable[bytes], name: str, media_type: str, at: datetime
) -> MusicPiece:
    """Keep a file, sealed, behind the others, and have it measured. Raises NotYours, NoLicence, TooLarge, Twice,
    OSError."""
    access.require(Act.KEEP_MUSIC, clinic_id)
    by = access.actor_in(clinic_id)
    row = MusicPiece(
        id=new_id(), clinic_id=clinic_id, name=name[:255], media_type=media_type[:60], added_by_name=by.name, added_at=at,
        **told.fields(name),
    )  # fmt: skip
    kept, digest = False, hashlib.sha256()
    try:
        row.size = files.write(row.id, _counted(pieces, digest), key_for_writing(row.id, at=at))
        row.sha256 = digest.hexdigest()
        with transaction.atomic():
            if music_in(access, clinic_id).filter(sha256=row.sha256).exists():
                raise Twice
            last = MusicPiece.objects.filter(clinic_id=clinic_id).aggregate(last=Max("place"))["last"]
            row.place = 0 if last is None else last + 1
            row.save(force_insert=True)
            changed("created", subject_of(row), by=by, at=at)
            _ask_to_measure(row)
        kept = True
    finally:
        if not kept:
            files.delete(row.id)
            destroy(row.id)
    return row


def _ask_to_measure(row: MusicPiece) -> None:
    # By name: tasks stand above actions in this house.
    task = import_string("stillwater.soundscape.tasks.measure").using(priority=SOON)
    task.enqueue(str(row.clinic_id), str(row.id))


def _counted(pieces: Iterable[bytes], digest: Any) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MOST_BYTES:
            raise TooLarge
        digest.update(piece)
        yield piece


def note_measured(piece: MusicPiece, found: Measured | None, *, why: str = "", at: datetime) -> None:
    """What a worker found: how loud the piece is, or why it is left out."""
    facts = found._asdict() if found else {}
    MusicPiece.objects.filter(id=piece.id).update(**facts, why=why, measured_at=at)


def tell(access: Access, piece: MusicPiece, told: Told, *, at: datetime) -> None:
    """Other words about a piece. Raises NotYours, NoLicence."""
    access.require(Act.KEEP_MUSIC, piece.clinic_id)
    facts = told.fields(piece.name)
    with transaction.atomic():
        row = _locked(piece)
        for field, value in facts.items():
            setattr(row, field, value)
        row.save(update_fields=list(facts))
        changed("changed", subject_of(row), by=access.actor_in(row.clinic_id), at=at)


def _locked(piece: MusicPiece, *, removed: bool = False) -> MusicPiece:
    found = MusicPiece.objects.select_for_update().filter(id=piece.id, forgotten_at__isnull=True)
    row = found.filter(removed_at__isnull=not removed).first()
    if row is None:
        raise NotYours
    return row


def move(access: Access, piece: MusicPiece, *, by: int, at: datetime) -> None:
    """So many places later, or earlier where it is less than nothing. Raises NotYours."""
    with transaction.atomic():
        order = list(music_in(access, piece.clinic_id).select_for_update())
        was = next((place for place, row in enumerate(order) if row.id == piece.id), None)
        if was is None:
            raise NotYours
        row = order.pop(was)
        order.insert(max(0, min(len(order), was + by)), row)
        _placed(order)
        changed("changed", subject_of(row), by=access.actor_in(row.clinic_id), at=at)


class _Full(NamedTuple):
    row: MusicPiece
    loudness: float
    peak: float
    top: float
    spread: float


def arrange(access: Access, clinic_id: UUID, *, at: datetime) -> None:
    """A gentle order of what can be played: quiet and even pieces first and last, the fullest in the middle. Raises NotYours."""
    with transaction.atomic():
        rows = list(music_in(access, clinic_id).select_for_update())
        full = [
            _Full(row, row.loudness or 0.0, row.peak or 0.0, row.top or 0.0, row.spread or 0.0)
            for row in rows if row.is_whole
        ]  # fmt: skip
        _placed([one.row for one in arc(full)] + [row for row in rows if not row.is_whole])
        subject = Subject("music", clinic_id, "the order of the clinic’s music", clinic_id)
        changed("changed", subject, by=access.actor_in(clinic_id), at=at)


def _placed(order: Sequence[MusicPiece]) -> None:
    for place, row in enumerate(order):
        if row.place != place:
            MusicPiece.objects.filter(id=row.id).update(place=place)


def remove(access: Access, piece: MusicPiece, *, at: datetime) -> None:
    """Played no more. For a day it can be brought back; then file and key go. Raises NotYours."""
    access.require(Act.KEEP_MUSIC, piece.clinic_id)
    by = access.actor_in(piece.clinic_id)
    with transaction.atomic():
        row = _locked(piece)
        MusicPiece.objects.filter(id=row.id).update(removed_at=at, removed_by_name=by.name)
        changed("deleted", subject_of(row), by=by, at=at)
        task = import_string("stillwater.soundscape.tasks.forget_music").using(run_after=at + UNDO_FOR)
        task.enqueue(str(row.clinic_id), str(row.id))


def bring_back(access: Access, piece: MusicPiece, *, at: datetime) -> None:
    """As if it had not been removed, in its old place. Raises NotYours: its day is over."""
    access.require(Act.KEEP_MUSIC, piece.clinic_id)
    with transaction.atomic():
        row = _locked(piece, removed=True)
        MusicPiece.objects.filter(id=row.id).update(removed_at=None, removed_by_name="")
        if row.measured_at is None:  # it was taken out before anybody had looked at it
            _ask_to_measure(row)
        changed("changed", subject_of(row), by=access.actor_in(row.clinic_id), at=at)


def forget(piece_id: UUID, *, at: datetime) -> None:
    """The file of a piece that stayed removed, and the key that opened it, so that the copies are silent too. The row stays:
    what was played, and by which licence."""
    with transaction.atomic():
        gone = MusicPiece.objects.filter(id=piece_id, removed_at__lte=at - UNDO_FOR, forgotten_at__isnull=True)
        if not gone.update(forgotten_at=at):
            return
        destroy(piece_id)
    files.delete(piece_id)
