"""What was entered in another session as another person's goes back when that correction is itself taken back (S5)."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from stillwater.care.actions.tasks import settle
from stillwater.kit.actor import Actor
from stillwater.kit.clock import iso
from stillwater.treatment import models
from stillwater.treatment.models import Session
from stillwater.treatment.queries import entries_of
from stillwater.treatment.rules.amendments import amend, re_entry_id
from stillwater.treatment.rules.entries import Entry

Record = Callable[..., Any]
# Neither the reason nor the other person's name goes along: this is read in somebody else's record.
BACK = "Entered here from another session. The correction that brought it here was taken back."
AGAIN = "The correction that brought it here stands again."


def give_back(session: Session, fresh: list[Entry], *, by: Actor, at: datetime, record: Record) -> None:
    """Hide each re-entered value whose correction no longer stands, and show it again once it does. The amendments there
    have ids derived from the one here, so that nothing is done twice.
    """
    entries = entries_of(session)
    kinds = {str(entry.id): entry.kind for entry in entries}
    because = [e for e in fresh if e.kind == "amendment" and kinds.get(e.data["of"]) == "amendment"]
    if not because:
        return
    for amendment, stands in _said_to_be_others(entries):
        entered = models.Entry.objects.filter(clinic_id=session.clinic_id, id=re_entry_id(amendment.id)).first()
        if entered is None:
            if not stands:
                settle(session.patient, about=place_key(amendment.id), by=by, at=at)
            continue
        there = amend(entries_of(entered.session))
        now = there.by.get(entered.id)
        if not stands and not there.is_out(entered.id):
            data = {"of": str(entered.id), "how": "wrong_person", "reason": BACK}
        elif stands and now is not None and now.stamp.get("returned"):
            data = {"of": str(now.id), "how": "struck", "reason": AGAIN}
        else:
            continue
        new = uuid5(UUID(data["of"]), str(because[-1].id))
        wire = {"id": str(new), "kind": "amendment", "observed_at": iso(at), "typed": True, "data": data}
        record(entered.session_id, by, wire_entries=[wire], at=at, stamps={new: {"returned": True}})


def _said_to_be_others(entries: list[Entry]) -> Iterator[tuple[Entry, bool]]:
    """Each amendment that said so, and whether it stands."""
    amended = amend(entries)
    now = {entry.id: entry for entry in amended.entries}
    for entry in entries:
        if entry.kind == "amendment" and entry.data["how"] == "wrong_person":
            yield entry, not amended.is_out(entry.id) and now[entry.id].data["how"] == "wrong_person"


def place_key(amendment_id: UUID) -> str:
    """What the task is about that stays open until the value stands where it belongs."""
    return f"place:{amendment_id}"
