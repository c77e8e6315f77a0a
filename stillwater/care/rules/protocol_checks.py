"""What a protocol as a whole must hold, whatever a clinic writes: the floors, and who may lift what."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from stillwater.care.rules.limits import MEASURES, Limit
from stillwater.care.rules.protocol_types import Phase, Protocol
from stillwater.care.rules.words import FALLBACK, words
from stillwater.care.rules.yaml_block import Block

# Nobody lifts these (S1).
FLOORS = ("consent", "order")
HOME_FLOORS = ("sitter_confirmed",)
# Every ready gate asks these (S3, S5).
NEEDED = ("identity", "order_read", "allergies", "limits_set")
CLINIC_NEEDED = ("emergency_equipment",)
# The programme that esketamine is given under asks these, and nobody lifts them (S4).
ESKETAMINE_NEEDED = ("site_certified", "patient_enrolled", "prescriber_on_site", "pulse_oximeter")
# Every calm sign has its bad twin (S7).
DANGERS = ("breathing", "will_not_wake", "lips", "vomiting_sleepy", "fell", "fit", "chest_or_head")
ONLY_IN_A_CLINIC = {"iv": "An infusion", "im": "An injection", "sc": "An injection"}
ALERTS = {
    "lozenge": ("fda_2023_compounded", "FDA's alert of October 2023 on compounded ketamine"),
    "tablet": ("fda_2023_compounded", "FDA's alert of October 2023 on compounded ketamine"),
    "intranasal_racemic": ("fda_2022_nasal", "FDA's alert of February 2022 on compounded nasal spray"),
}


def check_phases(phases: list[Phase], blocks: list[Block], top: Block) -> None:
    """Phases follow one another from minute 0, without gaps."""
    if not phases:
        top.fault("phases", "A protocol needs at least one phase.")
    end = 0.0
    for phase, block in zip(phases, blocks, strict=True):
        name = words(phase.title) or phase.key
        if phase.end <= phase.start:
            block.fault("to", f"“{name}” ends at minute {phase.end:g}, before it begins at minute {phase.start:g}.")
        elif phase.start < end:
            block.fault("from", f"“{name}” begins at minute {phase.start:g}, while the one before lasts until {end:g}.")
        elif phase.start > end:
            block.fault("from", f"Between minute {end:g} and minute {phase.start:g} there is no phase.")
        end = max(end, phase.end)


def check_limit(limit: Limit, block: Block) -> None:
    if limit.over is None and limit.under is None:
        block.fault("measure", "A limit needs a number: over, or under.")
    if not limit.source:
        measure = MEASURES.get(limit.measure, "this")
        why = f"The limit for {measure} has no source. A number without a source is the clinic's to set."
        block.fault("measure", why)


def check_file(protocol: Protocol, top: Block) -> None:
    _check_setting(protocol, top)
    _check_gates(protocol, top)
    _check_home(protocol, top)
    _check_keys(protocol, top)
    key, name = ALERTS.get(protocol.route, ("", ""))
    if key and key not in {fact.key for fact in protocol.information}:
        top.fault("information", f"The patient's information must carry {name} (key: {key}).")


def _check_setting(protocol: Protocol, top: Block) -> None:
    if protocol.setting != "home":
        return
    if protocol.route == "intranasal_esketamine":
        why = "Esketamine is given under direct observation in a certified place. It has no home protocol."
        top.fault("setting", why)
    elif protocol.route in ONLY_IN_A_CLINIC:
        top.fault("setting", f"{ONLY_IN_A_CLINIC[protocol.route]} is given in a clinic. It has no home protocol.")


def _check_gates(protocol: Protocol, top: Block) -> None:
    home = protocol.setting == "home"
    ready = {check.key: check for check in protocol.ready}
    floors = (*FLOORS, *(HOME_FLOORS if home else ()))
    needed = (*floors, *NEEDED, *(() if home else CLINIC_NEEDED))
    fixed = ESKETAMINE_NEEDED if protocol.route == "intranasal_esketamine" else ()
    for key in (*needed, *fixed):
        if key not in ready:
            top.fault("ready", f"The ready gate must have the check “{key}”.")
    for key in floors:
        if key in ready and not ready[key].floor:
            top.fault("ready", f"Nobody can lift “{key}”: write floor: true.")
        if key in ready and ready[key].rests_on != "fact":
            top.fault("ready", f"“{key}” rests on the record, not on a tick: write rests_on: fact.")
    for key in fixed:
        if key in ready and ready[key].lift:
            top.fault("ready", f"“{key}” cannot be lifted for esketamine: take “lift” away.")
    for check in (*protocol.ready, *protocol.leave.checks):
        if home and set(check.lift) - {"order_prescriber"}:
            top.fault("ready", f"At home only the prescriber of the order lifts a check (“{check.key}”).")
    if not home and not protocol.leave.decided_by:
        top.fault("leave", "Say who decides about leaving: decided_by, prescriber or nurse.")


def _check_home(protocol: Protocol, top: Block) -> None:
    if protocol.setting != "home":
        return
    if protocol.look_in is None:
        top.fault("observations", "At home somebody looks in: an observation of kind look_in is needed.")
    for key in DANGERS:
        if key not in {sign.key for sign in protocol.danger}:
            top.fault("danger", f"The sitter must be able to report “{key}”.")


def _check_keys(protocol: Protocol, top: Block) -> None:
    lists = {
        "phases": [each.key for each in protocol.phases],
        "observations": [each.key for each in protocol.observations],
        "day_of": [each.key for each in protocol.day_of],
        "ready": [each.key for each in (*protocol.ready, *protocol.leave.checks)],
        "calm": [each.key for each in protocol.calm],
        "danger": [each.key for each in protocol.danger],
        "effects": [each.key for each in protocol.effects],
    }
    for name, keys in lists.items():
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            top.fault(name, f"The key “{key}” is used twice in “{name}”.")


def check_translations(protocol: Protocol, reviewed: set[str], top: Block) -> None:
    """Words in another language ship only when a named person has reviewed them (S24)."""
    languages = {language for text in _texts(protocol) for language in text}
    for language in sorted(languages - reviewed - {FALLBACK}):
        why = f"Nobody has reviewed the words in “{language}”. Name who did, under “translations”, or leave them out."
        top.fault("translations", why)


def _texts(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
