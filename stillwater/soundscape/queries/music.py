"""A clinic's own licensed music: for its members who keep it, and its patients who may choose it."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from uuid import UUID

from django.db.models import QuerySet

from stillwater.kit import files
from stillwater.people.access import Access, NotYours
from stillwater.people.keyring import key_of
from stillwater.people.rules import Act
from stillwater.soundscape.models import MusicPiece
from stillwater.soundscape.rules.music import on_list
from stillwater.soundscape.rules.row import Row


def _live() -> QuerySet[MusicPiece]:
    return MusicPiece.objects.filter(removed_at__isnull=True)


def _whole() -> QuerySet[MusicPiece]:
    return _live().filter(measured_at__isnull=False, why="")


def music_in(access: Access, clinic_id: UUID) -> QuerySet[MusicPiece]:
    """Every piece of a clinic of the asker's, in order, those that are left out too. Raises NotYours."""
    access.require(Act.KEEP_MUSIC, clinic_id)
    return _live().filter(clinic_id=clinic_id)


def removed_in(access: Access, clinic_id: UUID) -> QuerySet[MusicPiece]:
    """What was removed and can still be brought back, the last first. Raises NotYours."""
    access.require(Act.KEEP_MUSIC, clinic_id)
    gone = MusicPiece.objects.filter(clinic_id=clinic_id, removed_at__isnull=False, forgotten_at__isnull=True)
    return gone.order_by("-removed_at")


def piece_for(access: Access, piece_id: UUID, *, removed: bool = False) -> MusicPiece:
    """One of a clinic of the asker's; `removed`: one that can be brought back. Raises NotYours."""
    found = MusicPiece.objects.filter(id=piece_id, clinic_id__in=access.clinics_where(Act.KEEP_MUSIC))
    row = found.filter(removed_at__isnull=not removed, forgotten_at__isnull=True).first()
    if row is None:
        raise NotYours
    return row


def playable_in(clinic_id: UUID, never: Collection[str] = ()) -> list[MusicPiece]:
    """What a clinic can play to somebody with this never list, in order."""
    return [piece for piece in _whole().filter(clinic_id=clinic_id) if not on_list(piece.contents, never)]


def offered_to(access: Access) -> list[MusicPiece]:
    """Everything that the asker's clinics can play, whatever they never want to hear."""
    clinics = [record.clinic_id for record in access.records]
    return list(_whole().filter(clinic_id__in=clinics).order_by("clinic_id", "place", "added_at", "id"))


def offered_for(access: Access, piece_id: UUID) -> MusicPiece:
    """One of these. Raises NotYours."""
    for piece in offered_to(access):
        if piece.id == piece_id:
            return piece
    raise NotYours


def titles_of(ids: Iterable[str]) -> list[str]:
    """What was in a session's sound, in the order in which it played; pieces that were removed are still known."""
    order = [UUID(each) for each in ids]
    found = dict(MusicPiece.objects.filter(id__in=order).values_list("id", "title"))
    return [found[each] for each in order if each in found]


def bytes_of(piece_id: UUID, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The bytes of a piece, from start up to end. Raises Unreadable, FileNotFoundError."""
    return files.read(piece_id, key_of(piece_id), start=start, end=end)


def opener_of(piece_id: UUID) -> partial[files.Sealed]:
    """How a piece is opened by whoever has no database at hand. Raises Unreadable where its key is gone."""
    return partial(files.Sealed, piece_id, key_of(piece_id))


def openers_of(row: Row) -> dict[str, partial[files.Sealed]]:
    """How each piece of a row is opened, within the scope of its clinic. Raises LookupError for one that is no longer what was
    planned, Unreadable for one whose key is gone."""
    found = {str(piece.id): piece for piece in _whole().filter(clinic_id=UUID(row.clinic))}
    openers = {}
    for placed in row.pieces:
        piece = found.get(placed.id)
        if piece is None or piece.sha256 != placed.sha256:
            raise LookupError("a piece of the clinic's music was removed, or is another")
        openers[placed.id] = opener_of(piece.id)
    return openers
