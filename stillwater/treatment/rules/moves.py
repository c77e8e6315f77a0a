"""Moves from stage to stage. A move that cannot be is kept, and says why it has no effect."""

from stillwater.kit.clock import iso
from stillwater.treatment.rules.doses import set_stage
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.gates import Facts, GateResult, floors, gate, standing
from stillwater.treatment.rules.marks import listed, mark, no_effect
from stillwater.treatment.rules.settings import Settings, State
from stillwater.treatment.rules.stages import may_follow, name_of


def apply_moved(state: State, entry: Entry, settings: Settings) -> None:
    stage, to = state["stage"], entry.data["to"]
    if stage == to:
        no_effect(state, entry, f"the session was already: {name_of(to).lower()}.")
        return
    if not may_follow(stage, to, settings.protocol.setting):
        no_effect(state, entry, f"after “{name_of(stage)}” there is no “{name_of(to)}”.")
        return
    because = _why_not(state, entry, settings)
    if because:
        no_effect(state, entry, because)
        return
    set_stage(state, entry, to)
    if to == "recovering" and state["dose"]["began_at"] and not state["dose"]["ended_at"]:
        state["dose"] = {**state["dose"], "ended_at": iso(entry.when)}


def _why_not(state: State, entry: Entry, settings: Settings) -> str:
    to = entry.data["to"]
    if to in ("ready", "under_way"):
        return _why_not_begin(state, entry, settings)
    if to == "left" and state["dose"]["began_at"]:
        return _why_not_leave(state, entry, settings)
    if to == "closed" and not state["signature"]:
        return "nobody has signed the record yet."
    return ""


def _facts(entry: Entry) -> Facts:
    """Facts outside the session, as the server froze them; None when it did not, and then they count as unmet."""
    facts: Facts = entry.stamp.get("facts_unmet")
    return facts


def _why_not_begin(state: State, entry: Entry, settings: Settings) -> str:
    results = gate("ready", settings.protocol, state, _facts(entry), entry.when)
    if state["stage"] == "recovering":
        # Dosing goes on by order: the day's checks were made, what nobody lifts still holds.
        held = f"{state['held']['by']} decided: {state['held']['choice'].replace('_', ' ')}" if state["held"] else ""
        return _reasons(floors(results)) or held
    open_checks = standing(results)
    if not open_checks:
        lifted = [result for result in results if result.lifted]
        if lifted:
            mark(state, entry, f"Begun with checks lifted: {_lifted(lifted)}")
    return _reasons(open_checks)


def _why_not_leave(state: State, entry: Entry, settings: Settings) -> str:
    leave, reason = state["leave"], entry.data.get("reason")
    results = gate("leave", settings.protocol, state, _facts(entry), entry.when)
    unmet = [result for result in results if result.key != "leave_decision"]
    if settings.protocol.leave.decided_by:
        if leave is None:
            return "no named clinician has decided about leaving."
        if leave["choice"] == "stay" and not (reason and entry.author.kind == "staff"):
            return f"{leave['by']} decided that the patient stays. If they left all the same, say so with the reason."
        if leave["choice"] == "stay":
            state["left_early"] = {"at": iso(entry.when), "by": entry.author.name, "reason": reason}
            mark(state, entry, f"Left early, against {leave['by']}'s decision: {reason}")
    still = standing(unmet)
    if still:
        mark(state, entry, f"Still unmet: {_reasons(still)}")
    lifted = [result for result in unmet if result.lifted]
    if lifted:
        mark(state, entry, f"Lifted: {_lifted(lifted)}")
    return ""


def _reasons(results: list[GateResult]) -> str:
    return listed([f"{result.title}: {result.reason.rstrip('.')}" for result in results])


def _lifted(results: list[GateResult]) -> str:
    return listed([f"{r.title} ({r.lifted['by']}: {r.lifted['reason']})" for r in results if r.lifted])
