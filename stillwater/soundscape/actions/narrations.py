"""Read a guide aloud line by line, have it put together, offer it, remove it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.module_loading import import_string

from stillwater.audit.actions import Subject, changed
from stillwater.kit import files
from stillwater.kit.ids import new_id
from stillwater.people.access import Access, NotYours
from stillwater.people.keyring import destroy, key_for_writing, key_of
from stillwater.people.rules import Act
from stillwater.soundscape.actions import SOON
from stillwater.soundscape.models import Narration, NarrationFile, Take
from stillwater.soundscape.queries import guide as guide_of
from stillwater.soundscape.queries.narrations import fits, is_own, own_narration, takes_of
from stillwater.soundscape.rules.guides import Guide
from stillwater.soundscape.rules.narrating import lines_of, missing, script_of


class NotALine(ValueError):
    """The guide has no such line; its script may have changed since the page was opened."""


class NotWhole(ValueError):
    """Lines are missing, or the whole has not been put together from those that are here."""


class Whole(NamedTuple):
    """One file of the whole, as the worker has it."""

    eyes: str
    kind: str
    content: bytes
    seconds: float
    sha256: str


def subject_of(narration: Narration, what: str = "") -> Subject:
    """In the log: whose voice, and for which guide."""
    guide = guide_of(narration.guide)
    label = f"{what}{narration.reader_name}’s reading of “{guide.title if guide else narration.guide}”"
    return Subject("narration", narration.id, label, narration.clinic_id)


def keep_take(
    access: Access, clinic_id: UUID, guide: Guide, *, line: str, sent_id: UUID, pieces: Iterable[bytes], media_type: str,
    at: datetime,
) -> Take:  # fmt: skip
    """Keep a line, in place of an older one of the same text; sent twice, it is kept once. With the last line the whole is
    put together. Raises NotYours, NotALine, OSError: what was there before is then still there."""
    access.require(Act.VOICE_GUIDE, clinic_id)
    number = next((one.number for one in lines_of(guide) if one.key == line), None)
    if number is None:
        raise NotALine
    narration = _begun(access, clinic_id, guide, at)
    if known := Take.objects.filter(narration=narration, sent_id=sent_id).first():
        return known
    take = Take(
        id=new_id(), clinic_id=clinic_id, narration=narration, line=line, sent_id=sent_id, media_type=media_type[:60],
        taken_at=at,
    )  # fmt: skip
    needless = [take]
    try:
        take.size = files.write(take.id, pieces, key_for_writing(narration.id, at=at))
        with transaction.atomic():
            _locked(narration)
            older = list(Take.objects.filter(narration=narration, line=line))
            Take.objects.filter(narration=narration, line=line).delete()
            take.save(force_insert=True)
            changed("changed", subject_of(narration, f"line {number} of "), by=access.actor_in(clinic_id), at=at)
            if not missing(guide, takes_of(narration)):
                _ask(narration, at)
        needless = older
    finally:
        for each in needless:
            files.delete(each.id)
    return take


def _begun(access: Access, clinic_id: UUID, guide: Guide, at: datetime) -> Narration:
    reader = access.place_in(clinic_id)
    with transaction.atomic():
        narration, is_new = Narration.objects.get_or_create(
            clinic_id=clinic_id, reader=reader, guide=guide.key, removed_at=None,
            defaults={"reader_name": reader.shown_name, "begun_at": at},
        )  # fmt: skip
        if is_new:
            changed("created", subject_of(narration), by=access.actor_in(clinic_id), at=at)
    return narration


def _locked(narration: Narration) -> Narration:
    found = Narration.objects.select_for_update().filter(id=narration.id, removed_at__isnull=True).first()
    if found is None:
        raise NotYours
    return found


def put_together(access: Access, clinic_id: UUID, guide: Guide, *, at: datetime) -> Narration:
    """Have the whole made anew from the lines that are here. Raises NotYours, NotWhole."""
    narration = own_narration(access, clinic_id, guide.key)
    if narration is None:
        raise NotYours
    if missing(guide, takes_of(narration)):
        raise NotWhole
    with transaction.atomic():
        _ask(_locked(narration), at)
        changed("changed", subject_of(narration), by=access.actor_in(clinic_id), at=at)
    return narration


def _ask(narration: Narration, at: datetime) -> None:
    Narration.objects.filter(id=narration.id).update(asked_at=at, error="")
    # By name: tasks stand above actions in this house.
    task = import_string("stillwater.soundscape.tasks.put_together").using(priority=SOON)
    task.enqueue(str(narration.clinic_id), str(narration.id))


def offer(access: Access, narration: Narration, *, on: bool, at: datetime) -> None:
    """Offer it to the clinic's patients, or no longer; the reader alone decides. Raises NotYours, NotWhole."""
    access.require(Act.VOICE_GUIDE, narration.clinic_id)
    if not is_own(access, narration):
        raise NotYours
    with transaction.atomic():
        row = _locked(narration)
        if on and (row.made_at is None or not fits(row, guide_of(row.guide))):
            raise NotWhole
        if (row.offered_at is not None) != on:
            Narration.objects.filter(id=row.id).update(offered_at=at if on else None)
            changed("shared" if on else "unshared", subject_of(row), by=access.actor_in(row.clinic_id), at=at)


def remove(access: Access, narration: Narration, *, at: datetime) -> None:
    """Gone: every recording, and the key that opened them, so that the copies are silent too. Raises NotYours."""
    if not (is_own(access, narration) or access.may(Act.REMOVE_VOICE, narration.clinic_id)):
        raise NotYours
    by = access.actor_in(narration.clinic_id)
    with transaction.atomic():
        row = _locked(narration)
        held: list[Take | NarrationFile] = list(Take.objects.filter(narration=row))
        held += NarrationFile.objects.filter(narration=row)
        Take.objects.filter(narration=row).delete()
        NarrationFile.objects.filter(narration=row).delete()
        Narration.objects.filter(id=row.id).update(removed_at=at, removed_by_name=by.name, offered_at=None)
        destroy(row.id)
        changed("deleted", subject_of(row), by=by, at=at)
    for each in held:
        files.delete(each.id)


def finish(narration: Narration, guide: Guide, wholes: Iterable[Whole], *, at: datetime) -> None:
    """Keep what a worker has put together, sealed, in place of what was there. Raises NotYours,
    Unreadable: it was removed meanwhile."""
    key = key_of(narration.id)
    rows = [
        (NarrationFile(
            id=new_id(), clinic_id=narration.clinic_id, narration=narration, eyes=whole.eyes, kind=whole.kind,
            bytes=len(whole.content), seconds=whole.seconds, sha256=whole.sha256,
        ), whole.content)
        for whole in wholes
    ]  # fmt: skip
    needless = [row for row, _ in rows]
    try:
        for row, content in rows:
            files.write(row.id, [content], key)
        with transaction.atomic():
            _locked(narration)
            older = list(NarrationFile.objects.filter(narration=narration))
            NarrationFile.objects.filter(narration=narration).delete()
            NarrationFile.objects.bulk_create(row for row, _ in rows)
            made = {"made_at": at, "made_script": script_of(guide), "error": ""}
            Narration.objects.filter(id=narration.id).update(**made)
        needless = older
    finally:
        for row in needless:
            files.delete(row.id)


def stop_short(narration: Narration, *, error: str) -> None:
    """Note why it could not be put together; what was there before stays."""
    Narration.objects.filter(id=narration.id).update(error=error or "unknown")
