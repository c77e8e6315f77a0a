"""Alarms for what nobody was heard to have seen to, and what covers them: somebody did look, and that came later."""

from datetime import timedelta
from typing import Any

from stillwater.kit.clock import from_iso, iso
from stillwater.treatment.rules.due import EARLY, fields_of, standing
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.marks import add, no_effect, put
from stillwater.treatment.rules.settings import Settings, State

NEVER = timedelta()


def apply_missed(state: State, entry: Entry, settings: Settings) -> None:
    if entry.author.kind != "system":
        no_effect(state, entry, "only the system itself records what was missed.")
        return
    add(state, "missed", {**entry.data, "entry": str(entry.id), "raised_at": iso(entry.recorded_at)})


def came(state: State, entry: Entry, field: str) -> None:
    """Who last saw to it and when that arrived here."""
    said = {"by": entry.author.name, "at": iso(entry.when), "arrived_at": iso(entry.recorded_at)}
    put(state, "came", field, {**said, "entry": str(entry.id)})


def cover(state: State, settings: Settings) -> None:
    """Take from `missed` each alarm whose check had been seen to before the alarm was raised, as came to be known after it.

    The alarm's entry stays in the record and says who covered it. A call for help without an answer is never covered.
    """
    for one in state["missed"]:
        by = _covering(one, state, settings)
        if by is not None:
            state["missed"] = [other for other in state["missed"] if other is not one]
            add(state, "covered", {**one, "by": by})
            put(state, "marks", one["entry"], [*state["marks"].get(one["entry"], ()), _words(one, by)])


def _covering(alarm: dict[str, Any], state: State, settings: Settings) -> dict[str, Any] | None:
    """The last look that was needed; None while the check stands as it did when the alarm was raised."""
    window = _window(alarm, state, settings)
    if window is None:
        return None
    fields, since = window
    looks = [state["came"].get(field) for field in fields]
    if not looks or not all(look and since < look["at"] <= alarm["raised_at"] for look in looks):
        return None
    last = max(looks, key=lambda look: (look["arrived_at"], look["entry"]))
    still = any(
        each["check"] == alarm["check"] and each["at"] <= alarm["due_at"] for each in standing(state, settings.protocol)
    )
    return None if still or last["arrived_at"] <= alarm["raised_at"] else last


def _window(alarm: dict[str, Any], state: State, settings: Settings) -> tuple[tuple[str, ...], str] | None:
    """What must have been seen, and after when; None for an alarm that a look cannot cover."""
    for observation in settings.protocol.observations:
        if observation.key == alarm["check"]:
            every = (timedelta(minutes=c.every.value) for c in observation.cadence if c.every.value)
            before = EARLY if observation.at else max(every, default=NEVER)
            return fields_of(observation), iso(from_iso(alarm["due_at"]) - before)
    for recheck in state["rechecks"]:
        if recheck["check"] == alarm["check"]:
            newest = max(state["came"], key=lambda field: state["came"][field]["at"], default="")
            return tuple(recheck["fields"] or [newest]), recheck["since"]
    return None


def _words(alarm: dict[str, Any], by: dict[str, Any]) -> str:
    due, at, arrived = (from_iso(each) for each in (alarm["due_at"], by["at"], by["arrived_at"]))
    seen = f"{_minutes(due - at)} before" if at < due else f"{_minutes(at - due)} after"
    return f"Covered: {by['by']} saw to it {seen} it was due. That arrived {_minutes(arrived - due)} after it was due."


def _minutes(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes} min" if minutes else "less than a minute"
