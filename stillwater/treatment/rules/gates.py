"""The two gates: named checks, each met or unmet with a reason and who may lift it. Never a verdict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stillwater.care.rules.limits import MEASURES
from stillwater.care.rules.protocol import Check, Protocol, Sourced
from stillwater.care.rules.words import words
from stillwater.kit.clock import from_iso
from stillwater.treatment.rules.settings import State

NOT_SET = "The clinic has not set this yet."
NOT_KNOWN = "Not known when this was recorded."
STOPPED = "stop"
# What somebody on their own needs before a session can start (S2). Their keys come among the facts; nobody lifts them.
FACT_TITLES = {
    "prescriber_named": "Prescriber's name and number",
    "pharmacy_label": "The pharmacy label, as printed",
    "after_hours_number": "A number for after hours",
    "written_limits": "The prescriber's written limits",
    "serious": "Something serious was recorded",
}


@dataclass(frozen=True, slots=True)
class GateResult:
    """One check as it stands. A lifted check stays unmet: `lifted` says who lifted it, why and when."""

    key: str
    title: str
    met: bool
    reason: str
    lift: tuple[str, ...] = ()
    floor: bool = False
    lifted: dict[str, Any] | None = None
    by: tuple[str, ...] = ()
    rests_on: str = ""

    @property
    def stands(self) -> bool:
        """Unmet, and nobody has lifted it."""
        return not self.met and self.lifted is None


GateCheck = GateResult
Facts = Mapping[str, str] | None
_Answer = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class _Then:
    """What a check is held against."""

    protocol: Protocol
    state: State
    facts: Facts
    now: datetime
    language: str


def gate(
    name: str, protocol: Protocol, state: State, facts_unmet: Facts, now: datetime, language: str = "en"
) -> list[GateResult]:
    """Every check of the gate "ready" or "leave".

    `facts_unmet` holds what is unmet outside the session, by check, with the reason; None means that nobody knows, and
    then every check that rests on a fact is unmet.
    """
    checks = protocol.checks(name)
    then = _Then(protocol, state, facts_unmet, now, language)
    results = [_result(check, then) for check in checks if _is_asked(check, then)]
    if name == "ready":
        own = {check.key for check in checks}
        others = {key: why for key, why in (facts_unmet or {}).items() if key not in own and not protocol.check(key)}
        results += [GateResult(key, _fact_title(key), False, why, floor=True) for key, why in others.items()]
        if state["stop"]:
            why = f"Recorded by {state['stop']['by']}."
            results.append(GateResult(STOPPED, "The patient has said stop", False, why, floor=True))
    elif protocol.leave.decided_by and state["dose"]["began_at"]:
        results.append(_decision(protocol, state))
    return results


def _fact_title(key: str) -> str:
    return FACT_TITLES.get(key) or key.replace("_", " ").capitalize()


def standing(results: list[GateResult]) -> list[GateResult]:
    """The checks that are unmet and that nobody has lifted."""
    return [result for result in results if result.stands]


def floors(results: list[GateResult]) -> list[GateResult]:
    """Of these, the ones that nobody can lift."""
    return [result for result in results if result.floor and not result.met]


def _result(check: Check, then: _Then) -> GateResult:
    met, reason = _RESTS_ON[check.rests_on](check, then)
    lifted = None if met else then.state["overrides"].get(check.key)
    title = words(check.title, then.language)
    return GateResult(check.key, title, met, reason, check.lift, check.floor, lifted, check.by, check.rests_on)


def _fact(check: Check, then: _Then) -> _Answer:
    if then.facts is None:
        return False, NOT_KNOWN
    return check.key not in then.facts, then.facts.get(check.key, "")


def _check(check: Check, then: _Then) -> _Answer:
    found = then.state["checks"].get(check.key)
    if found is None:
        return False, "Not checked yet."
    said = "; ".join(each for each in (found["value"], found["note"]) if each)
    return found["met"], said or ("" if found["met"] else f"Not met, says {found['by']}.")


def _is_asked(check: Check, then: _Then) -> bool:
    """A flagged check stands in the gate when a fact outside the session gives cause, when nobody can know, or when somebody
    has answered it anyway: a record never says that a question was asked which nobody asked.
    """
    if check.rests_on != "flagged":
        return True
    return then.facts is None or check.key in then.facts or check.key in then.state["checks"]


def _flagged(check: Check, then: _Then) -> _Answer:
    met, reason = _check(check, then)
    return met, reason if met else (then.facts or {}).get(check.key) or NOT_KNOWN


def _reading(check: Check, then: _Then) -> _Answer:
    names = ", ".join(MEASURES[field] for field in check.fields)
    times = [then.state["seen"].get(field) for field in check.fields]
    if None in times:
        from_device = any(then.state["latest"].get(field, {}).get("source") == "device" for field in check.fields)
        return False, f"{names}: nobody has confirmed the device's value." if from_device else f"{names}: not recorded."
    oldest = min(from_iso(time) for time in times)
    last_dose = then.state["dose"]["last_at"]
    if check.since == "dose" and last_dose and oldest <= from_iso(last_dose):
        return False, f"{names}: not recorded since the last dose."
    if check.max_age is not None:
        if check.max_age.value is None:
            return False, f"How old the reading may be: {NOT_SET[0].lower()}{NOT_SET[1:]}"
        age = (then.now - oldest).total_seconds() / 60
        if age > check.max_age.value:
            return False, f"{names}: {int(age)} min old; {check.max_age.value:g} min at most."
    return True, ""


def _limits(check: Check, then: _Then) -> _Answer:
    if then.state["open_limits"]:
        one = then.state["open_limits"][0]
        return False, f"{MEASURES.get(one['measure'], 'A symptom')}: {one['says']}. Nobody has decided yet."
    if then.state["held"] and then.state["dose"]["began_at"] is None:
        return False, f"{then.state['held']['by']} decided: {then.state['held']['choice'].replace('_', ' ')}."
    return True, ""


def _elapsed(check: Check, then: _Then) -> _Answer:
    since = then.state["dose"]["last_at" if check.counted_from == "last" else "began_at"]
    if since is None:
        return True, ""
    needed: Sourced | None = check.minutes
    if needed is None or needed.value is None:
        return False, NOT_SET
    passed = (then.now - from_iso(since)).total_seconds() / 60
    if passed >= needed.value:
        return True, ""
    return False, f"{max(0, int(passed))} of {needed.value:g} min since the {check.counted_from} dose."


def _numbers(check: Check, then: _Then) -> _Answer:
    unset = [words(title, then.language) for title in then.protocol.unset()]
    return not unset, f"{', '.join(unset)}: {NOT_SET[0].lower()}{NOT_SET[1:]}" if unset else ""


_RESTS_ON: dict[str, Callable[[Check, _Then], _Answer]] = {
    "fact": _fact, "check": _check, "flagged": _flagged, "reading": _reading, "limits": _limits, "elapsed": _elapsed,
    "numbers": _numbers,
}  # fmt: skip


def _decision(protocol: Protocol, state: State) -> GateResult:
    """The named clinician's decision: nothing else makes a person ready to leave."""
    leave = state["leave"]
    met = leave is not None and leave["choice"] == "may_leave"
    reason = f"{leave['by']} decided: {'may leave' if met else 'stay'}." if leave else "Nobody has decided yet."
    decided_by = protocol.leave.decided_by
    return GateResult("leave_decision", "A named clinician decides", met, reason, by=decided_by, rests_on="decision")
