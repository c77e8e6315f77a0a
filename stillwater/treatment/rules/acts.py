"""What the other kinds of entry do to the state: look-ins, effects, help, checks, overrides, decisions, stop."""

from datetime import timedelta

from stillwater.kit.clock import from_iso, iso
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.marks import add, mark, no_effect, put, who_when
from stillwater.treatment.rules.missed import came
from stillwater.treatment.rules.readings import ask_about_symptom, decide_limit
from stillwater.treatment.rules.settings import Settings, State

# Signs touched within this time by one person belong to one look-in.
ONE_LOOK = timedelta(minutes=2)


def apply_look_in(state: State, entry: Entry, settings: Settings) -> None:
    last, signs = state["look_in"], [entry.data["sign"]]
    if last and last["by"] == entry.author.name and entry.when - from_iso(last["at"]) <= ONE_LOOK:
        signs = [*last["signs"], *(sign for sign in signs if sign not in last["signs"])]
    state["look_in"] = {**who_when(entry), "by_kind": entry.author.kind, "signs": signs}
    put(state, "seen", "look_in", iso(entry.when))
    came(state, entry, "look_in")


def apply_effect(state: State, entry: Entry, settings: Settings) -> None:
    add(state, "effects", {**entry.data, **who_when(entry)})
    if entry.data.get("danger"):
        mark(state, entry, "A sign of danger: urgent at any number.")
        ask_about_symptom(state, entry)


def apply_help(state: State, entry: Entry, settings: Settings) -> None:
    what, call, help_now = entry.data["what"], entry.data.get("call"), state["help"]
    if what == "call":
        answered = state["help_answers"].get(str(entry.id))
        if help_now and not help_now["answered"]:
            # Touched again while nobody came: the wait goes on from the first touch.
            state["help"] = {**help_now, "calls": [*help_now["calls"], str(entry.id)], "answered": answered}
            return
        state["help"] = {
            "call": str(entry.id), "calls": [str(entry.id)], "at": iso(entry.when), "by": entry.author.name,
            "by_kind": entry.author.kind, "answered": answered, "told_at": None,
        }  # fmt: skip
        return
    if what == "coming" and call:
        put(state, "help_answers", call, {"by": entry.author.name, "at": iso(entry.when)})
    if help_now is None or (call and call not in help_now["calls"]):
        if what != "coming" or not call:
            no_effect(state, entry, "there is no such call for help.")
    elif what == "coming":
        answer = {"by": entry.author.name, "at": iso(entry.when)}
        state["help"] = {**help_now, "answered": help_now["answered"] or answer}
    elif what == "withdrawn":
        state["help"] = None
    else:
        state["help"] = {**help_now, "told_at": iso(entry.when)}


def apply_check(state: State, entry: Entry, settings: Settings) -> None:
    key, data = entry.data["key"], entry.data
    check = settings.protocol.check(key)
    if check and check.rests_on not in ("check", "flagged"):
        no_effect(state, entry, "this check does not rest on somebody's tick.")
        return
    if check and check.by and not _is_one_of(entry, check.by):
        no_effect(state, entry, f"this check is recorded by: {', '.join(check.by).replace('_', ' ')}.")
        return
    said = {"met": data["met"], "value": data.get("value", ""), "note": data.get("note", ""), **who_when(entry)}
    put(state, "checks", key, said)


def _is_one_of(entry: Entry, who: tuple[str, ...]) -> bool:
    return entry.author.kind in who or bool(entry.roles & set(who))


def apply_override(state: State, entry: Entry, settings: Settings) -> None:
    """Lift a check, by who may. Nobody lifts a floor; at home only the order's prescriber lifts, by telephone (S1)."""
    key = entry.data["check"]
    check = settings.protocol.check(key)
    if check is None:
        no_effect(state, entry, "there is no such check.")
    elif check.floor or not check.lift:
        no_effect(state, entry, "nobody can lift this check.")
    elif entry.author.kind != "staff" or not entry.roles & set(check.lift):
        no_effect(state, entry, f"this check is lifted only by: {_who(check.lift)}.")
    elif settings.protocol.setting == "home" and not entry.data.get("telephone"):
        no_effect(state, entry, "at home a check is lifted by telephone, and the entry does not say so.")
    else:
        role = next(role for role in check.lift if role in entry.roles)
        lifted = {"role": role, "reason": entry.data["reason"], "telephone": entry.data.get("telephone", False)}
        put(state, "overrides", key, {**lifted, **who_when(entry)})


def _who(roles: tuple[str, ...]) -> str:
    return ", ".join("the prescriber of the order" if role == "order_prescriber" else role for role in roles)


def apply_decision(state: State, entry: Entry, settings: Settings) -> None:
    data = entry.data
    of = data.get("entry")
    add(state, "decisions", {**data, **who_when(entry), "of": of})
    if data["about"] == "limit":
        decide_limit(state, entry)
        return
    decided_by = settings.protocol.leave.decided_by
    if entry.author.kind != "staff" or (decided_by and not entry.roles & set(decided_by)):
        no_effect(state, entry, f"about leaving decides: {_who(decided_by) or 'a clinician'}.")
        return
    state["leave"] = {"choice": data["choice"], "said": data.get("said", ""), **who_when(entry)}


def apply_stop(state: State, entry: Entry, settings: Settings) -> None:
    """The patient says stop: no further dose is given; monitoring goes on to the leave gate (S11)."""
    if state["stop"] is None:
        words = entry.data.get("words", "")
        state["stop"] = {**who_when(entry), "by_kind": entry.author.kind, "words": words}


def apply_signature(state: State, entry: Entry, settings: Settings) -> None:
    state["signature"] = {"statement": entry.data["statement"], **who_when(entry)}


def apply_serious(state: State, entry: Entry, settings: Settings) -> None:
    """A serious event holds until a prescriber has looked into it; a death for good (S17)."""
    what, held = entry.data["what"], state["frozen"]
    if what == "looked_into" and held is None:
        no_effect(state, entry, "nothing serious was recorded before it.")
        return
    if what == "looked_into" and held["what"] == "death":
        no_effect(state, entry, "a death is not lifted. If it was recorded in error, strike that entry.")
        return
    add(state, "serious", {**entry.data, **who_when(entry)})
    if what == "looked_into":
        state["frozen"] = None
    elif held is None or held["what"] != "death":
        state["frozen"] = {"what": what, **who_when(entry)}


def apply_medicine(state: State, entry: Entry, settings: Settings) -> None:
    add(state, "medicines", {**entry.data, **who_when(entry)})


def apply_scale(state: State, entry: Entry, settings: Settings) -> None:
    add(state, "scales", {**entry.data, **who_when(entry)})


def apply_note(state: State, entry: Entry, settings: Settings) -> None:
    """A note stands in the timeline alone."""
