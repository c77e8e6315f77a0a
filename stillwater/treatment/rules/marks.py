"""Hands that change a state without touching the one they were given, and the marks that entries get."""

from typing import Any

from stillwater.kit.clock import iso
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.settings import State

AHEAD = "The observed time lies ahead; the recorded time is used."
UNCONFIRMED = "Unconfirmed"


def put(state: State, part: str, key: str, value: Any) -> None:
    """Set one key of a mapping in the state. The state itself is the caller's own copy, its parts are not."""
    state[part] = {**state[part], key: value}


def add(state: State, part: str, value: Any) -> None:
    state[part] = [*state[part], value]


def mark(state: State, entry: Entry, words: str) -> None:
    put(state, "marks", str(entry.id), [*state["marks"].get(str(entry.id), ()), words])


def no_effect(state: State, entry: Entry, because: str) -> None:
    """The entry is kept and changes nothing, and it says why."""
    mark(state, entry, f"No effect, because {because}")


def who_when(entry: Entry) -> dict[str, Any]:
    return {"at": iso(entry.when), "by": entry.author.name, "entry": str(entry.id)}


def listed(words: list[str]) -> str:
    return "; ".join(words)
