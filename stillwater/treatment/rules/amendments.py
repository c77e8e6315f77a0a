"""Corrections: a new entry that names the old one. The old one is never lost; the last correction by order wins."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid5

from stillwater.kit.clock import from_iso
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.kinds import Refused, clean
from stillwater.treatment.rules.permissions import may_amend

# A correction of a correction of …; nobody means a longer chain than this.
_DEEPEST = 50
# What is recorded anew where it belongs. A tick of a gate is not: it was made beside somebody else, and would open a gate.
RE_ENTERED = ("dose", "reading", "look_in", "effect", "medicine", "note", "scale", "stop")
# Fields that name another entry of the same session; they mean nothing in another one.
_NAMES_AN_ENTRY = ("confirms", "repeat_of")


@dataclass(slots=True)
class Amended:
    """`entries`: as they stand, in order, the struck ones as they were. `by`: the amendment that counts, by entry."""

    entries: list[Entry]
    by: dict[UUID, Entry] = field(default_factory=dict)
    without_effect: dict[UUID, str] = field(default_factory=dict)
    awaiting: list[str] = field(default_factory=list)

    def is_out(self, entry_id: UUID) -> bool:
        """Struck, or somebody else's: it does nothing to the state."""
        amendment = self.by.get(entry_id)
        return amendment is not None and amendment.data["how"] != "replaced"


def unique(entries: Iterable[Entry]) -> list[Entry]:
    """Each entry once. Of two that claim one id the first by order counts, whichever came first."""
    found: dict[UUID, Entry] = {}
    for entry in entries:
        other = found.get(entry.id)
        if other is None or (other != entry and _rank(entry) < _rank(other)):
            found[entry.id] = entry
    return sorted(found.values(), key=lambda entry: entry.order)


def _rank(entry: Entry) -> tuple[object, ...]:
    return (entry.recorded_at, entry.when, entry.kind, repr(sorted(entry.data.items(), key=str)))


def amend(entries: Iterable[Entry]) -> Amended:
    """The entries as their amendments leave them, in order."""
    return _Amending(unique(entries)).result()


class _Amending:
    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries
        self.known = {entry.id: entry for entry in entries}
        self.of: dict[UUID, list[Entry]] = {}
        for entry in entries:
            if entry.kind == "amendment":
                self.of.setdefault(UUID(entry.data["of"]), []).append(entry)
        self.without_effect: dict[UUID, str] = {}

    def result(self) -> Amended:
        if not self.of:
            return Amended(self.entries)
        by, standing = {}, []
        for entry in self.entries:
            winner, now = self._as_it_stands(entry, ())
            if winner:
                by[entry.id] = winner
            standing.append(now or entry)
        awaiting = sorted(str(target) for target in self.of if target not in self.known)
        return Amended(sorted(standing, key=lambda entry: entry.order), by, self.without_effect, awaiting)

    def _as_it_stands(self, entry: Entry, above: tuple[UUID, ...]) -> tuple[Entry | None, Entry | None]:
        """The amendment that counts for `entry`, and what it leaves of it (None: nothing)."""
        if entry.id not in self.of or len(above) > _DEEPEST:
            return None, entry
        winner: Entry | None = None
        left: Entry | None = entry
        candidates = []
        for amendment in self.of[entry.id]:
            if amendment.id in above or amendment.id == entry.id:
                continue
            _, standing = self._as_it_stands(amendment, (*above, entry.id))
            if standing is not None:
                candidates.append(standing)
        for amendment in sorted(candidates, key=lambda each: each.order):
            why_not, changed = _change(amendment, entry)
            if why_not:
                self.without_effect[amendment.id] = why_not
            else:
                self.without_effect.pop(amendment.id, None)
                winner, left = amendment, changed if amendment.data["how"] == "replaced" else None
        return winner, left


def _change(amendment: Entry, target: Entry) -> tuple[str, Entry]:
    """Why the amendment changes nothing; and the target as it leaves it."""
    why_not = may_amend(amendment, target)
    if why_not or amendment.data["how"] != "replaced":
        return why_not, target
    changed = target
    if "data" in amendment.data:
        try:
            data = clean(target.kind, amendment.data["data"])
        except Refused as refused:
            return f"the correction cannot be read. {refused.why}", target
        if target.kind == "amendment" and data["of"] != target.data["of"]:
            return "a correction cannot be turned to another entry.", target
        changed = replace(changed, data=data)
    if "observed_at" in amendment.data:
        changed = replace(changed, observed_at=from_iso(amendment.data["observed_at"]))
    return "", changed


def hidden_ids(entries: Iterable[Entry]) -> set[UUID]:
    """What belongs to somebody else's record and is left out of this person's copy (S5): the entries recorded for the
    wrong person, the corrections made to them, and the decisions about them, which may tell the value again.
    """
    amended = amend(entries)
    hidden = {each for each, by in amended.by.items() if by.data["how"] == "wrong_person"}
    about = {"amendment": "of", "decision": "entry"}
    found = True
    while found:
        names = {str(each) for each in hidden}
        more = {e.id for e in amended.entries if e.kind in about and e.data.get(about[e.kind]) in names}
        found = not more <= hidden
        hidden |= more
    return hidden


def for_patient(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that the patient's own copy holds, in order."""
    known = list(entries)
    hidden = hidden_ids(known)
    return [entry for entry in unique(known) if entry.id not in hidden]


def wrong_person_of(entries: Iterable[Entry], entry_id: UUID) -> Entry | None:
    """The amendment that says this entry was another person's, if it stands."""
    found = amend(entries).by.get(entry_id)
    return found if found is not None and found.data["how"] == "wrong_person" else None


def before_it_was_hidden(entries: Iterable[Entry], entry_id: UUID) -> Entry | None:
    """The entry as its other corrections left it: the value that is to stand where it belongs."""
    others = [e for e in entries if not (e.kind == "amendment" and e.data["how"] == "wrong_person")]
    return next((entry for entry in amend(others).entries if entry.id == entry_id), None)


def carried(entry: Entry) -> dict[str, Any]:
    """What the entry says, without the names of entries that stay behind in its own session."""
    return {name: value for name, value in entry.data.items() if name not in _NAMES_AN_ENTRY}


def re_entry_id(amendment_id: UUID) -> UUID:
    """The id of the new entry comes from the amendment, so that a second tap cannot enter the value twice."""
    return uuid5(amendment_id, "re-entered")
