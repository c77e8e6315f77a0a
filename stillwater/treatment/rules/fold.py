"""Entries folded into the state of a session. The same entries give the same state, whatever order they arrived in.

The fold never reads the clock: it yields due times, and `due.overdue(state, now)` derives the rest.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from stillwater.treatment.rules import acts
from stillwater.treatment.rules.amendments import Amended, amend
from stillwater.treatment.rules.doses import apply_dose
from stillwater.treatment.rules.due import due_now
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.marks import AHEAD, mark, no_effect, put, who_when
from stillwater.treatment.rules.missed import apply_missed, cover
from stillwater.treatment.rules.moves import apply_moved
from stillwater.treatment.rules.readings import apply_reading
from stillwater.treatment.rules.settings import FOLD_VERSION, Settings, State, empty_state
from stillwater.treatment.rules.steering import apply_music

__all__ = ["FOLD_VERSION", "ForeignEntry", "NeedsRefold", "Settings", "State", "can_step", "fold", "step"]


class ForeignEntry(ValueError):
    """An entry of another session was handed to the fold; nothing of one session may show in another (WO-714)."""


class NeedsRefold(Exception):
    """This entry cannot be added in one step: it is late, or it changes what is behind it. Fold all entries."""


_APPLY: dict[str, Callable[[State, Entry, Settings], None]] = {
    "moved": apply_moved,
    "dose": apply_dose,
    "reading": apply_reading,
    "look_in": acts.apply_look_in,
    "effect": acts.apply_effect,
    "help": acts.apply_help,
    "medicine": acts.apply_medicine,
    "note": acts.apply_note,
    "music": apply_music,
    "check": acts.apply_check,
    "override": acts.apply_override,
    "decision": acts.apply_decision,
    "stop": acts.apply_stop,
    "missed": apply_missed,
    "scale": acts.apply_scale,
    "signature": acts.apply_signature,
    "serious": acts.apply_serious,
}
_COVERS = ("missed", "look_in", "reading")
# What is still recorded in a closed session without a remark.
_AFTER_CLOSE = ("note", "amendment", "signature", "moved", "missed", "serious")


def fold(entries: Iterable[Entry], settings: Settings) -> State:
    """The state that all these entries give. Raises ForeignEntry."""
    known = list(entries)
    for entry in known:
        _own(entry, settings)
    amended = amend(known)
    state = empty_state()
    for entry in amended.entries:
        if entry.kind == "amendment":
            _note_amendment(state, entry, amended)
        if amended.by:
            _note_amended(state, entry, amended)
        if not amended.is_out(entry.id):
            _apply(state, entry, settings)
    state["awaiting"] = amended.awaiting
    state["due"] = due_now(state, settings.protocol)
    return state


def can_step(state: State, entry: Entry) -> bool:
    """Whether the entry comes after everything that the state holds and changes nothing behind it."""
    if state.get("fold") != FOLD_VERSION or entry.kind == "amendment" or str(entry.id) in state["awaiting"]:
        return False
    last = state["last"]
    return last is None or entry.order > (datetime.fromisoformat(last["at"]), UUID(last["id"]))


def step(state: State, entry: Entry, settings: Settings) -> State:
    """The state with one more entry, in order. The given state is left as it was. Raises NeedsRefold, ForeignEntry."""
    _own(entry, settings)
    if not can_step(state, entry):
        raise NeedsRefold
    following = dict(state)
    _apply(following, entry, settings)
    following["due"] = due_now(following, settings.protocol)
    return following


def _own(entry: Entry, settings: Settings) -> None:
    if entry.session != settings.session:
        raise ForeignEntry(f"entry {entry.id} belongs to session {entry.session}, not to {settings.session}")


def _apply(state: State, entry: Entry, settings: Settings) -> None:
    state["last"] = {"at": entry.when.isoformat(), "id": str(entry.id)}
    if entry.lies_ahead:
        mark(state, entry, AHEAD)
    if first := entry.stamp.get("re_entered"):
        mark(state, entry, f"Re-entered by {entry.author.name} from another session; first recorded by {first['by']}.")
    if state["stage"] == "closed" and entry.kind not in _AFTER_CLOSE:
        mark(state, entry, "Observed after the session was closed.")
    apply = _APPLY.get(entry.kind)
    if apply:
        apply(state, entry, settings)
    if state["missed"] and entry.kind in _COVERS:
        cover(state, settings)


def _note_amendment(state: State, entry: Entry, amended: Amended) -> None:
    if entry.id in amended.without_effect:
        no_effect(state, entry, amended.without_effect[entry.id])
    elif entry.data["of"] in amended.awaiting:
        mark(state, entry, "What it corrects has not come yet.")


def _note_amended(state: State, entry: Entry, amended: Amended) -> None:
    """Say on the old entry that it was corrected, by whom and why; it stays in the list."""
    amendment = amended.by.get(entry.id)
    if amendment is None:
        return
    state["last"] = {"at": entry.when.isoformat(), "id": str(entry.id)}
    how, who = amendment.data["how"], amendment.author.name
    # The reason of a wrong person may name the other one; it stays in the amendment, out of this person's state.
    reason = "" if how == "wrong_person" else amendment.data["reason"]
    put(state, "struck", str(entry.id), str(amendment.id))
    put(state, "amended", str(entry.id), {**who_when(amendment), "how": how, "reason": reason, "kind": entry.kind})
    said = {
        "struck": f"Struck out by {who}: {reason}",
        "replaced": f"Corrected by {who}: {reason}",
        "wrong_person": f"Recorded for the wrong person; hidden by {who}.",
    }
    mark(state, entry, said[how])
