"""Doses as they were given. Nothing is computed from them but how they compare with the order, word for word (S5)."""

from typing import Any

from stillwater.kit.clock import iso
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.gates import gate, standing
from stillwater.treatment.rules.marks import listed, mark, who_when
from stillwater.treatment.rules.settings import Settings, State
from stillwater.treatment.rules.stages import BEFORE_DOSE, OVER, name_of

STARTS = ("begun", "given")
TWO_CHECKERS = ("iv", "im")


def apply_dose(state: State, entry: Entry, settings: Settings) -> None:
    """A dose that was recorded starts the clocks, whatever the gate or the stage says: it has been given."""
    data, at = entry.data, iso(entry.when)
    dose = {**state["dose"], "events": [*state["dose"]["events"], {**data, **who_when(entry)}]}
    if data["event"] in STARTS:
        _mark_start(state, entry, settings)
        dose["began_at"], dose["last_at"], dose["ended_at"] = dose["began_at"] or at, at, None
        state["leave"] = None  # what was decided about leaving was decided before this dose
    elif data["event"] == "ended":
        if dose["began_at"] is None:
            mark(state, entry, "No dose was recorded before this end.")
        dose["ended_at"] = at
    elif not data.get("witness"):
        mark(state, entry, "No witness is named.")
    state["dose"] = dose
    _mark_order(state, entry)
    _move(state, entry)


def _mark_start(state: State, entry: Entry, settings: Settings) -> None:
    stage = state["stage"]
    if state["stop"]:
        mark(state, entry, "The patient has said stop.")
    if state["held"]:
        mark(state, entry, f"Recorded after the decision to {state['held']['choice'].replace('_', ' ')}.")
    if stage in BEFORE_DOSE:
        # A dose is the beginning too, with or without a move before it; what was unmet is told, not assumed.
        unmet = standing(gate("ready", settings.protocol, state, entry.stamp.get("facts_unmet"), entry.when))
        if unmet:
            said = listed([result.title for result in unmet])
            mark(state, entry, f"The dose was recorded before the session was begun. Unmet then: {said}.")
    elif stage in OVER:
        mark(state, entry, f"The dose was recorded after the session was: {name_of(stage).lower()}.")
    if settings.protocol.route in TWO_CHECKERS and not entry.data.get("checker"):
        mark(state, entry, "No second checker is named.")


def _move(state: State, entry: Entry) -> None:
    """The stage follows what happened: a dose begun is under way, dosing ended is recovering. Neither closes."""
    stage, to = state["stage"], None
    if entry.data["event"] in STARTS and (stage in BEFORE_DOSE or (stage == "recovering" and not state["stop"])):
        to = "under_way"
    elif entry.data["event"] == "ended" and stage == "under_way":
        to = "recovering"
    if to:
        set_stage(state, entry, to)


def set_stage(state: State, entry: Entry, to: str) -> None:
    state["stage"] = to
    how = {"how": entry.data["how"]} if "how" in entry.data else {}
    state["stages"] = [*state["stages"], {"to": to, **who_when(entry), **how}]


def _mark_order(state: State, entry: Entry) -> None:
    """Mark an amount that differs from the order. Amounts are compared in the order's own unit, never converted."""
    amount, event = entry.data.get("amount"), entry.data["event"]
    ordered, unit = _number(entry.stamp.get("order_amount")), entry.stamp.get("order_unit") or ""
    if amount is None or ordered is None or event == "wasted":
        return
    given_unit = entry.data.get("unit") or unit
    if given_unit != unit:
        mark(state, entry, f"The order is in {unit}; this says {given_unit}.")
        return
    total = amount if event == "ended" else _total(state["dose"]["events"], event, unit)
    in_parts = "device_no" in entry.data
    if total > ordered or (total < ordered and not in_parts):
        mark(state, entry, f"Differs from the order: {total:g} {unit} recorded, {ordered:g} {unit} ordered.")


def _total(events: list[dict[str, Any]], event: str, unit: str) -> float:
    """What was recorded as given so far, as somebody with a pencil would add it up."""
    amounts = [e["amount"] for e in events if e["event"] == event and "amount" in e and (e.get("unit") or unit) == unit]
    return float(round(sum(amounts), 6))


def _number(value: Any) -> float | None:
    try:
        return None if value is None or value == "" else float(value)
    except (TypeError, ValueError):
        return None
