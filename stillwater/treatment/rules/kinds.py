"""The kinds of entry and what each may say. What is no number is refused, in the person's words; a number is kept."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from stillwater.kit.clock import from_iso, iso
from stillwater.soundscape.rules.music import CLINIC_MUSIC
from stillwater.soundscape.rules.scenes import SCENES
from stillwater.treatment.rules.stages import Stage


class Refused(Exception):
    """Something that was sent is malformed: which field, and why, in the person's words."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field
        self.why = why


@dataclass(frozen=True, slots=True)
class Field:
    """What one field holds: number, whole, text, flag, id, time, choice, or data (checked elsewhere)."""

    type: str
    needed: bool = False
    options: tuple[str, ...] = ()


def _choice(*options: str, needed: bool = False) -> Field:
    return Field("choice", needed, options)


NUMBER, WHOLE, TEXT, FLAG, ID, TIME = (Field(each) for each in ("number", "whole", "text", "flag", "id", "time"))
TEXT_NEEDED, ID_NEEDED, TIME_NEEDED = Field("text", True), Field("id", True), Field("time", True)

OWN_MUSIC = "own"
MEASURE_FIELDS = ("sys", "dia", "pulse", "spo2", "resp", "temp", "sedation")

KINDS: dict[str, dict[str, Field]] = {
    "moved": {"to": _choice(*Stage, needed=True), "reason": TEXT, "how": _choice("missed")},
    "dose": {
        "event": _choice("begun", "given", "ended", "wasted", needed=True),
        "amount": NUMBER, "unit": TEXT, "text": TEXT, "device_no": WHOLE, "lot": TEXT, "checker": TEXT, "witness": TEXT,
    },
    "reading": {
        **dict.fromkeys(MEASURE_FIELDS, NUMBER),
        "scale_version": TEXT, "arm": TEXT, "cuff": TEXT, "position": TEXT, "note": TEXT,
        "source": _choice("person", "device"), "confirms": ID, "repeat_of": ID,
    },
    "look_in": {"sign": TEXT_NEEDED},
    "effect": {
        "name": TEXT_NEEDED, "severity": _choice("none", "mild", "moderate", "severe"), "danger": FLAG, "note": TEXT,
    },
    "help": {"what": _choice("call", "coming", "withdrawn", "told_unanswered", needed=True), "call": ID},
    "medicine": {"name": TEXT_NEEDED, "amount": TEXT, "why": TEXT},
    "note": {"text": TEXT_NEEDED},
    # What the patient's phone did, or what it is asked to do (`want`). `answers` names the entry that asked; `agreed`: the
    # patient was asked before their pause ends (S14); "kept": the calmer sound lies on the phone; "path": whether the phone
    # plays the sealed file or makes the sound itself; scene "own": music of the patient's own, of which nothing else is told;
    # "clinic": the clinic's music.
    "music": {
        "what": _choice(
            "begun", "paused", "resumed", "off", "softer", "louder", "calmer", "planned", "scene", "longer", "grounding",
            "brighter", "plain", "no_bells", "bells", "no_voice", "voice", "ended", "missing", "kept", "path", "not_done", "asked", needed=True,
        ),
        "want": _choice(
            "softer", "louder", "pause", "resume", "off", "calmer", "planned", "scene", "longer", "grounding", "brighter",
            "plain", "no_bells", "bells", "no_voice", "voice",
        ),
        "path": _choice("file", "made"), "agreed": FLAG,
        "answers": ID, "why": _choice("touch", "not_here"), "scene": _choice(*SCENES, OWN_MUSIC, CLINIC_MUSIC), "position": NUMBER,
        "instead": _choice("room_speaker", "silence"),
    },
    "check": {"key": TEXT_NEEDED, "met": Field("flag", True), "value": TEXT, "note": TEXT},
    "override": {"check": TEXT_NEEDED, "reason": TEXT_NEEDED, "telephone": FLAG},
    "decision": {
        "about": _choice("limit", "leave", needed=True), "entry": ID, "repeated": TEXT, "told": TEXT, "said": TEXT,
        "choice": _choice("go_on", "hold", "stop_dosing", "transfer", "may_leave", "stay", needed=True),
        "next_check_at": TIME,
    },
    "stop": {"words": TEXT},
    "missed": {"check": TEXT_NEEDED, "due_at": TIME_NEEDED},
    "scale": {"name": TEXT_NEEDED, "value": Field("number", True), "scale_version": TEXT_NEEDED},
    "signature": {"statement": TEXT_NEEDED},
    # Something grave that happened in a session or after it (S17); "looked_into": a prescriber says that care may go on.
    "serious": {"what": _choice("serious_event", "death", "looked_into", needed=True), "text": TEXT_NEEDED},
    "amendment": {
        "of": ID_NEEDED, "how": _choice("struck", "replaced", "wrong_person", needed=True), "reason": TEXT_NEEDED,
        "data": Field("data"), "observed_at": TIME,
    },
}  # fmt: skip

LABELS = {
    "sys": "Systolic", "dia": "Diastolic", "pulse": "Pulse", "spo2": "SpO2", "resp": "Breaths a minute",
    "temp": "Temperature", "sedation": "Sedation", "amount": "The amount", "device_no": "The number of the device",
    "position": "The position", "value": "The value", "reason": "The reason", "text": "The note", "name": "The name",
    "statement": "The statement", "next_check_at": "The next check", "observed_at": "The observed time",
    "choice": "The decision", "severity": "How strong", "met": "Met or not", "sign": "What was seen",
}  # fmt: skip

_LONGEST_TEXT = 4000
_LARGEST = 10**15  # beyond it a number does not come back from JSON as it went
_AS_NUMBER = re.compile(r"[+-]?\d{1,12}(\.\d{1,6})?")
LEAVE_CHOICES = ("may_leave", "stay")


def label(field: str) -> str:
    return LABELS.get(field, f"“{field}”")


def clean(kind: str, data: object) -> dict[str, Any]:
    """What an entry of this kind says, each value of its type; empty fields are left out. Raises Refused."""
    if kind not in KINDS:
        raise Refused("kind", f"“{_short(kind)}” is not a kind of entry.")
    if not isinstance(data, Mapping):
        raise Refused("data", "The entry has no content.")
    fields = KINDS[kind]
    for name in data:
        if name not in fields:
            raise Refused(str(name)[:40], f"“{_short(name)}” does not belong in this kind of entry.")
    found = {name: _value(name, field, data[name]) for name, field in fields.items() if not _is_empty(data.get(name))}
    for name, field in fields.items():
        if field.needed and name not in found:
            raise Refused(name, f"{label(name)} is missing.")
    _whole_of(kind, found)
    return found


def _whole_of(kind: str, data: dict[str, Any]) -> None:
    """What the fields must hold together."""
    if kind == "moved" and "how" in data and data["to"] != "called_off":
        raise Refused("how", "Only a session that is called off can have been missed.")
    if kind == "reading" and not any(name in data for name in MEASURE_FIELDS):
        raise Refused("sys", "The reading has no value.")
    if kind == "music" and (
        (data["what"] == "asked") != ("want" in data) or (data.get("want") == "scene" and "scene" not in data)
    ):
        raise Refused("want", "What is asked of the sound cannot be read.")
    if kind == "music" and (data["what"] == "path") != ("path" in data):
        raise Refused("path", "How the phone plays cannot be read.")
    if kind == "decision":
        leaving = data["about"] == "leave"
        if leaving != (data["choice"] in LEAVE_CHOICES):
            raise Refused("choice", "This decision does not answer what was asked.")
        if not leaving and "entry" not in data:
            raise Refused("entry", "Which reading is this decision about?")
    if kind == "amendment" and data["how"] == "replaced" and not ("data" in data or "observed_at" in data):
        raise Refused("data", "The correction says neither another value nor another time.")
    if kind == "amendment" and data["how"] != "replaced" and ("data" in data or "observed_at" in data):
        raise Refused("data", "Something struck out has no new value. Record the right one as an entry of its own.")


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _value(name: str, field: Field, value: object) -> Any:
    return _READ[field.type](name, field, value)


def _number(name: str, _: Field, value: object) -> float:
    if isinstance(value, str) and _AS_NUMBER.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise Refused(name, f"{label(name)} has too many digits.")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Refused(name, f"{label(name)} is not a number: {_short(value)}")
    return int(value) if float(value).is_integer() else float(value)


def _whole(name: str, field: Field, value: object) -> int:
    number = _number(name, field, value)
    if not isinstance(number, int):
        raise Refused(name, f"{label(name)} is not a whole number: {_short(value)}")
    return number


def _text(name: str, _: Field, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Refused(name, f"{label(name)} is not text.")
    # A NUL or half a surrogate pair cannot be stored; one such letter must not hold up the rest of a note.
    text = str(value).replace("\x00", "").encode("utf-8", "replace").decode().strip()
    if len(text) > _LONGEST_TEXT:
        raise Refused(name, f"{label(name)} is too long: {_LONGEST_TEXT} letters at most.")
    return text


def _flag(name: str, _: Field, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise Refused(name, f"{label(name)} is yes or no.")


def _id(name: str, _: Field, value: object) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise Refused(name, f"{label(name)} does not name an entry.") from None


def _time(name: str, _: Field, value: object) -> str:
    return iso(read_time(name, value))


def read_time(name: str, value: object) -> datetime:
    """A moment from the wire, cut to the millisecond. Raises Refused."""
    try:
        moment = from_iso(str(value))
    except (ValueError, OverflowError):
        raise Refused(name, f"{label(name)} is not a time: {_short(value)}") from None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _one_of(name: str, field: Field, value: object) -> str:
    if not isinstance(value, str) or value not in field.options:
        raise Refused(name, f"{label(name)}: “{_short(value)}” is not possible here.")
    return str(value)


def _data(name: str, _: Field, value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping) or len(value) > 40:
        raise Refused(name, "The correction has no content.")
    plain = (str, int, float, bool, type(None))
    if not all(isinstance(each, plain) and len(str(each)) <= _LONGEST_TEXT for each in value.values()):
        raise Refused(name, "The correction holds something that is not a value.")
    return {
        _text(name, Field("text"), str(key)): _text(name, Field("text"), each) if isinstance(each, str) else each
        for key, each in value.items()
    }


def _short(value: object) -> str:
    return str(value).encode("utf-8", "replace").decode()[:60]


_READ = {
    "number": _number, "whole": _whole, "text": _text, "flag": _flag, "id": _id, "time": _time, "choice": _one_of,
    "data": _data,
}  # fmt: skip
