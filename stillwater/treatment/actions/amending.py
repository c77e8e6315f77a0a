"""An entry that was another person's: hidden where it stood, entered anew where it belongs (S5)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from stillwater.audit.actions import changed
from stillwater.care.actions.tasks import open_task, settle
from stillwater.kit.actor import Actor
from stillwater.kit.clock import iso
from stillwater.kit.ids import new_id
from stillwater.people.access import Access, NotYours
from stillwater.people.rules import Act
from stillwater.treatment.actions.consequences import INCIDENT_WITHIN
from stillwater.treatment.actions.recording import Receipt, store
from stillwater.treatment.actions.returning import place_key
from stillwater.treatment.models import Session
from stillwater.treatment.queries import (
    entries_of,
    is_re_entered,
    session_for,
    session_subject,
    sessions_it_may_belong_to,
)
from stillwater.treatment.rules.amendments import (
    RE_ENTERED,
    before_it_was_hidden,
    carried,
    re_entry_id,
    wrong_person_of,
)
from stillwater.treatment.rules.entries import Entry


def wrong_person(
    access: Access, session_id: UUID, entry_id: UUID, *, reason: str, at: datetime, belongs_to: UUID | None = None
) -> Receipt:
    """Hide an entry as another person's and, when it is known whose it is, enter the value there at its observed time:
    both or neither. Asked again once the place is known, it goes on from the amendment that stands. Raises NotYours.
    """
    session = session_for(access, session_id, Act.RECORD_SESSION)
    by = access.actor_for(session.patient)
    with transaction.atomic():
        # Always in the same order: two people who sort out one mix-up would otherwise each wait for the other.
        list(Session.objects.select_for_update().filter(pk__in={session.pk, belongs_to} - {None}).order_by("pk"))
        entry = before_it_was_hidden(entries_of(session), entry_id)
        if entry is None:
            raise NotYours
        place = _place(access, session, entry, belongs_to)
        receipt = _hide(session, entry, by, reason, at)
        amendment = wrong_person_of(entries_of(session), entry_id)
        if place is not None and amendment is not None and not is_re_entered(session, entry_id):
            _enter(session, place, entry, amendment, by=access.actor_for(place.patient), at=at)
    return receipt


def _place(access: Access, session: Session, entry: Entry, belongs_to: UUID | None) -> Session | None:
    """The session in which the value belongs, among those it may belong to. Raises NotYours."""
    if belongs_to is None:
        return None
    may = sessions_it_may_belong_to(access, session, entry) if entry.kind in RE_ENTERED else []
    found = next((one for one in may if one.pk == belongs_to), None)
    if found is None:
        raise NotYours
    return found


def _hide(session: Session, entry: Entry, by: Actor, reason: str, at: datetime) -> Receipt:
    """The amendment, unless one stands already: then a second tap changes nothing."""
    standing = wrong_person_of(entries_of(session), entry.id)
    if standing is not None:
        return Receipt(session.version, already=[standing.id])
    data = {"of": str(entry.id), "how": "wrong_person", "reason": reason}
    wire = {"id": str(new_id()), "kind": "amendment", "observed_at": iso(at), "data": data}
    return store(session.pk, by, wire_entries=[wire], at=at)


def _enter(session: Session, place: Session, entry: Entry, amendment: Entry, *, by: Actor, at: datetime) -> None:
    """A new entry of the right session. It names who recorded it first, and never the person it was recorded for."""
    new = re_entry_id(amendment.id)
    wire = {
        "id": str(new), "kind": entry.kind, "observed_at": iso(entry.observed_at), "typed": True,
        "data": carried(entry),
    }  # fmt: skip
    first = {"by": entry.author.name, "recorded_at": iso(entry.recorded_at)}
    receipt = store(place.pk, by, wire_entries=[wire], at=at, stamps={new: {"re_entered": first}})
    if not receipt.stored:
        raise CannotEnter(receipt.refused[0]["why"] if receipt.refused else "")
    settle(session.patient, about=place_key(amendment.id), by=by, at=at)
    changed("privacy_incident", session_subject(place), by=by, at=at)
    words = f"Privacy incident: decide whether {place.patient.first_name} is told that a value stood in another record"
    due_at = at + INCIDENT_WITHIN
    open_task(place.patient, about=f"told:{amendment.id}", words=words, due_at=due_at, by=by, at=at)


class CannotEnter(Exception):
    """The right session does not take the entry; nothing was hidden either. The message says why."""
