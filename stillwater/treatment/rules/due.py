"""What is due and when, what is overdue now, and the alarms for it, which cannot be raised twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from stillwater.care.rules.protocol import Cadence, Observation, Protocol
from stillwater.care.rules.words import words
from stillwater.kit.clock import from_iso, iso
from stillwater.treatment.rules.entries import SYSTEM, Entry
from stillwater.treatment.rules.settings import State
from stillwater.treatment.rules.stages import OVER

# A call that nobody answers within this goes to all staff, and the patient is told (S8).
ANSWER_WITHIN = timedelta(seconds=30)
# A reading taken a little before its one time counts for it. A matter of recording, not a clinical limit.
EARLY = timedelta(minutes=5)
HELP = "help"


@dataclass(frozen=True, slots=True)
class Overdue:
    """Something that nobody has seen to. `reaches`: "watcher", or "all_staff" for a call without an answer."""

    check: str
    title: str
    due_at: datetime
    minutes: int
    reaches: str = "watcher"


def due_now(state: State, protocol: Protocol) -> list[dict[str, str]]:
    """The next time each observation is due, and each check that a decision asked for; the soonest first."""
    if state["stage"] in OVER or (state["frozen"] and state["frozen"]["what"] == "death"):
        return []
    return standing(state, protocol)


def standing(state: State, protocol: Protocol) -> list[dict[str, str]]:
    """The same by what was given and seen alone, whether or not anybody is still watched over."""
    found = list(_rechecks(state))
    if state["dose"]["began_at"]:
        for observation in protocol.observations:
            at = _at_once(observation, state) if observation.at else _next(observation, state)
            if at:
                found.append({"check": observation.key, "at": iso(at), "title": words(observation.title)})
    return sorted(found, key=lambda item: (item["at"], item["check"]))


def fields_of(observation: Observation) -> tuple[str, ...]:
    return observation.fields if observation.kind == "reading" else ("look_in",)


def _at_once(observation: Observation, state: State) -> datetime | None:
    """One time after a dose: due until every value of it was seen about then or later."""
    if observation.at is None or observation.at.value is None:
        return None
    base = state["dose"]["last_at" if observation.counted_from == "last" else "began_at"]
    due = from_iso(base) + timedelta(minutes=observation.at.value)
    seen = [state["seen"].get(field) for field in fields_of(observation)]
    done = all(time is not None and from_iso(time) >= max(due - EARLY, from_iso(base)) for time in seen)
    return None if done else due


def _next(observation: Observation, state: State) -> datetime | None:
    """The interval that holds at the last time it was seen to, or at the dose, says how long after that it is due."""
    began = from_iso(state["dose"]["began_at"])
    times = [state["seen"].get(field) for field in fields_of(observation)]
    since = max(began, min(from_iso(time) if time else began for time in times))
    minutes = (since - began).total_seconds() / 60
    cadence = _holding(observation.cadence, minutes)
    if cadence:
        return since + timedelta(minutes=cadence.every.value) if cadence.every.value else None
    later = next((each for each in observation.cadence if each.start > minutes and each.every.value), None)
    return began + timedelta(minutes=later.start) if later else None


def _holding(cadences: tuple[Cadence, ...], minutes: float) -> Cadence | None:
    return next((c for c in cadences if c.start <= minutes and (c.end is None or minutes < c.end)), None)


def _rechecks(state: State) -> Iterator[dict[str, str]]:
    """What a decision asked to look at again, until it was looked at after the decision."""
    for one in state["rechecks"]:
        since = one["since"]
        fields = one["fields"]
        times = [state["seen"].get(field) or "" for field in fields] or [max(state["seen"].values(), default="")]
        if not all(time > since for time in times):
            yield {"check": one["check"], "at": one["at"], "title": one["title"]}


def help_unanswered(state: State, now: datetime) -> bool:
    """A call has stood for 30 s without "coming": all staff are told, and the patient (S8)."""
    call = state["help"]
    if state["stage"] in ("closed", "called_off", "transferred"):
        return False
    return bool(call) and not call["answered"] and now >= from_iso(call["at"]) + ANSWER_WITHIN


def overdue(state: State, now: datetime) -> list[Overdue]:
    """What is late at `now`, the longest first; a call without an answer before all else."""
    late = [(item, from_iso(item["at"])) for item in state["due"]]
    found = [Overdue(i["check"], i["title"], at, _minutes(now - at)) for i, at in late if at < now]
    if help_unanswered(state, now):
        at = from_iso(state["help"]["at"]) + ANSWER_WITHIN
        found.insert(0, Overdue(HELP, "Help was called and nobody has answered", at, _minutes(now - at), "all_staff"))
    return found


def _minutes(late: timedelta) -> int:
    return int(late.total_seconds() // 60)


def missed_entries(
    state: State, session: UUID, now: datetime, grace: timedelta = timedelta(), recorded_at: datetime | None = None
) -> list[Entry]:
    """An alarm for everything late by more than `grace` that has none yet.

    Its id comes from the session, the check and the due time, so whoever raises it, it is raised once.
    """
    raised = {(one["check"], one["due_at"]) for one in state["missed"]}
    found = []
    for one in overdue(state, now):
        due_at = iso(one.due_at)
        if one.due_at + grace > now or (one.check, due_at) in raised:
            continue
        data: dict[str, Any] = {"check": one.check, "due_at": due_at}
        entry_id = missed_id(session, one.check, due_at)
        found.append(Entry(entry_id, session, "missed", data, one.due_at, recorded_at or now, SYSTEM))
    return found


def missed_id(session: UUID, check: str, due_at: str) -> UUID:
    return uuid5(session, f"{check} {due_at}")


def earliest_end(state: State, protocol: Protocol) -> datetime | None:
    """When the protocol's own waiting time is over; None without a dose or while the clinic has not set it.

    Not a time at which anybody may leave: a named clinician decides that.
    """
    ends = []
    for check in protocol.leave.checks:
        since = state["dose"]["last_at" if check.counted_from == "last" else "began_at"]
        if check.rests_on == "elapsed" and since and check.minutes:
            if check.minutes.value is None:
                return None
            ends.append(from_iso(since) + timedelta(minutes=check.minutes.value))
    return max(ends, default=None)
