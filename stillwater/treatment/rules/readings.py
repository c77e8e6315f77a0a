"""Readings: marked against limits and plausibility, never refused. A person's, over hold or urgent, asks (S3)."""

from typing import Any

from stillwater.care.rules.limits import LEVELS, MEASURES, Limit
from stillwater.kit.clock import iso
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.kinds import MEASURE_FIELDS
from stillwater.treatment.rules.marks import UNCONFIRMED, add, mark, no_effect, put
from stillwater.treatment.rules.missed import came
from stillwater.treatment.rules.settings import Settings, State

# Beyond these a value is more likely mistyped than measured. About typing, not clinical limits: wide on purpose.
PLAUSIBLE = {
    "sys": (40, 300), "dia": (20, 200), "pulse": (20, 250), "spo2": (50, 100), "resp": (2, 60), "temp": (30, 43),
    "sedation": (0, 5),
}  # fmt: skip
ASKED = ("repeated", "told", "decision", "next_check")
HOLDING = ("hold", "stop_dosing", "transfer")


def apply_reading(state: State, entry: Entry, settings: Settings) -> None:
    data, at = entry.data, iso(entry.when)
    from_device = data.get("source") == "device" or entry.author.kind == "system"
    confirmed_by = state["confirms"].get(str(entry.id))
    unconfirmed = from_device and confirmed_by is None
    if from_device:
        mark(state, entry, f"Confirmed by {confirmed_by}" if confirmed_by else UNCONFIRMED)
    implausible = _implausible(data)
    for words in implausible.values():
        mark(state, entry, words)
    crossed = []
    for measure in MEASURE_FIELDS:
        if measure not in data:
            continue
        value = data[measure]
        limit = worst_limit(settings, measure, value)
        marks = [UNCONFIRMED] if unconfirmed else []
        if measure in implausible:
            marks.append(implausible[measure])
        if limit:
            marks.append(limit.says(value))
            mark(state, entry, f"{MEASURES[measure]}: {limit.says(value)}")
            crossed.append((measure, value, limit))
        put(state, "latest", measure, {
            "value": value, "at": at, "by": entry.author.name, "source": "device" if from_device else "person",
            "entry": str(entry.id), "marks": marks, "level": limit.level if limit else None,
        })  # fmt: skip
        if not unconfirmed:
            put(state, "seen", measure, at)
            came(state, entry, measure)
    _confirm(state, entry)
    if crossed and not unconfirmed:
        _ask(state, entry, crossed)


def worst_limit(settings: Settings, measure: str, value: float) -> Limit | None:
    return next((x for x in settings.limits_in_force if x.measure == measure and x.is_crossed(value)), None)


def _implausible(data: Any) -> dict[str, str]:
    found = {}
    for measure, (low, high) in PLAUSIBLE.items():
        if measure in data and not low <= data[measure] <= high:
            found[measure] = f"{MEASURES[measure]} {data[measure]:g} is hard to believe. Is it typed right?"
    if "sys" in data and "dia" in data and data["dia"] >= data["sys"]:
        found["dia"] = f"Diastolic {data['dia']:g} is not below systolic {data['sys']:g}. Is it typed right?"
    return found


def _confirm(state: State, entry: Entry) -> None:
    """A person's reading may confirm what a device sent; the device's entry then says who did."""
    device_entry = entry.data.get("confirms")
    if not device_entry or entry.author.kind == "system":
        return
    put(state, "confirms", device_entry, entry.author.name)
    marks = state["marks"].get(device_entry)
    if marks and UNCONFIRMED in marks:
        said = [f"Confirmed by {entry.author.name}" if words == UNCONFIRMED else words for words in marks]
        put(state, "marks", device_entry, said)


def _ask(state: State, entry: Entry, crossed: list[tuple[str, float, Limit]]) -> None:
    """Open the limit question for one reading, or put the reading beside the question that is open for its measure."""
    asking = [each for each in crossed if _asks(state, each[2])]
    if not asking or any(str(entry.id) == one["of"] for one in state["decisions"]):
        return
    measure, value, limit = max(asking, key=lambda each: LEVELS.index(each[2].level))
    question: dict[str, Any] = {
        "entry": str(entry.id), "entries": [str(entry.id)], "measure": measure, "level": limit.level,
        "value": value, "limit": limit.over if limit.over is not None and value > limit.over else limit.under,
        "says": limit.says(value), "also": [m for m, _, _ in asking if m != measure],
        "at": iso(entry.when), "by": entry.author.name, "asked": list(ASKED),
    }  # fmt: skip
    for index, earlier in enumerate(state["open_limits"]):
        if {earlier["measure"], *earlier["also"]} & {measure, *question["also"]}:
            graver = max(earlier["level"], limit.level, key=LEVELS.index)
            also = sorted({earlier["measure"], *earlier["also"], *question["also"]} - {measure})
            merged = {**question, "entries": [*earlier["entries"], str(entry.id)], "level": graver, "also": also}
            state["open_limits"] = [*state["open_limits"][:index], merged, *state["open_limits"][index + 1 :]]
            return
    add(state, "open_limits", question)


def _asks(state: State, limit: Limit) -> bool:
    """Hold and urgent always ask. A prompt asks only before the dose, and only where the protocol wants it."""
    return limit.level in ("hold", "urgent") or (limit.asks and state["dose"]["began_at"] is None)


def ask_about_symptom(state: State, entry: Entry) -> None:
    """A sign of danger is urgent at any number (S3, S7)."""
    if any(str(entry.id) == one["of"] for one in state["decisions"]):
        return
    add(state, "open_limits", {
        "entry": str(entry.id), "entries": [str(entry.id)], "measure": "symptom", "level": "urgent",
        "value": entry.data["name"], "limit": None, "says": "A sign of danger: urgent at any number", "also": [],
        "at": iso(entry.when), "by": entry.author.name, "asked": list(ASKED),
    })  # fmt: skip


def decide_limit(state: State, entry: Entry) -> None:
    """A decision closes the question it is about; holding stands until somebody decides to go on."""
    data = entry.data
    if entry.author.kind != "staff" and not (data.get("told") and data.get("said")):
        no_effect(state, entry, "it does not say which clinician was told and what they said.")
        return
    about = data["entry"]
    closed = [one for one in state["open_limits"] if about in one["entries"]]
    state["open_limits"] = [one for one in state["open_limits"] if about not in one["entries"]]
    at = iso(entry.when)
    held_by = data.get("told") or entry.author.name
    if data["choice"] in HOLDING:
        state["held"] = {"choice": data["choice"], "by": held_by, "at": at, "entry": str(entry.id)}
    elif data["choice"] == "go_on":
        state["held"] = None
    if data.get("next_check_at"):
        measures = sorted({m for one in closed for m in (one["measure"], *one["also"])})
        title = "Look again" if measures == ["symptom"] else "Repeat the reading"
        fields = [m for m in measures if m in MEASURES]
        add(state, "rechecks", {
            "check": f"limit:{about}", "at": data["next_check_at"], "title": title, "fields": fields, "since": at,
        })  # fmt: skip
