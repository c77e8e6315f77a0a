"""Each entry of a timeline in words, for the staff of a clinic."""

from collections.abc import Callable, Mapping
from typing import Any

from stillwater.kit.marking import gettext_noop
from stillwater.soundscape.rules.music import CLINIC_MUSIC
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.kinds import OWN_MUSIC, Refused, clean
from stillwater.treatment.rules.settings import State
from stillwater.treatment.rules.stages import STAGE_NAMES, Stage

Translate = Callable[[str], str]


def _same(text: str) -> str:
    return text


_SAYS = {
    "begun": gettext_noop("Dose begun"),
    "given": gettext_noop("Dose given"),
    "ended": gettext_noop("Dosing ended"),
    "wasted": gettext_noop("Wasted"),
    "call": gettext_noop("Called for help"),
    "coming": gettext_noop("Is coming to help"),
    "withdrawn": gettext_noop("Took the call for help back"),
    "told_unanswered": gettext_noop("Was told that nobody has answered yet"),
    "music.begun": gettext_noop("Sound begun"),
    "music.paused": gettext_noop("Sound paused"),
    "music.resumed": gettext_noop("Sound resumed"),
    "music.softer": gettext_noop("Sound softer"),
    "music.louder": gettext_noop("Sound louder"),
    "music.off": gettext_noop("Sound off"),
    "music.calmer": gettext_noop("Sound changed to the calmer one"),
    "music.planned": gettext_noop("Sound changed back to the planned one"),
    "music.scene": gettext_noop("Sound changed"),
    "music.longer": gettext_noop("Sound goes on until somebody ends it"),
    "music.grounding": gettext_noop("Sound more grounding"),
    "music.brighter": gettext_noop("Sound brighter"),
    "music.plain": gettext_noop("Sound as it was planned"),
    "music.no_bells": gettext_noop("Sound without bells"),
    "music.bells": gettext_noop("Sound with its bells"),
    "music.no_voice": gettext_noop("Sound without its voice"),
    "music.voice": gettext_noop("Sound with its voice"),
    "music.path": gettext_noop("The phone plays %(path)s"),
    "path.file": gettext_noop("its file"),
    "path.made": gettext_noop("what it makes itself"),
    "music.ended": gettext_noop("Sound ended"),
    "music.missing": gettext_noop("Sound missing"),
    "music.kept": gettext_noop("The calmer sound is on the phone"),
    "music.not_done": gettext_noop("The phone could not do what was asked of the sound"),
    "music.asked": gettext_noop("Asked of the phone: %(want)s"),
    "want.softer": gettext_noop("sound softer"),
    "want.louder": gettext_noop("sound as before"),
    "want.pause": gettext_noop("pause the sound"),
    "want.resume": gettext_noop("play the sound again"),
    "want.off": gettext_noop("sound off"),
    "want.calmer": gettext_noop("change to the calmer sound"),
    "want.planned": gettext_noop("change back to the planned sound"),
    "want.scene": gettext_noop("change the sound"),
    "want.longer": gettext_noop("let the sound go on"),
    "want.grounding": gettext_noop("more grounding"),
    "want.brighter": gettext_noop("brighter"),
    "want.plain": gettext_noop("as it was planned"),
    "want.no_bells": gettext_noop("without bells"),
    "want.bells": gettext_noop("with bells again"),
    "want.no_voice": gettext_noop("without the voice"),
    "want.voice": gettext_noop("with the voice again"),
    "why.touch": gettext_noop("it needs a touch on the phone"),
    "why.not_here": gettext_noop("that sound is not on the phone"),
    "room_speaker": gettext_noop("the room's speaker instead"),
    "silence": gettext_noop("silence instead"),
    "go_on": gettext_noop("go on"),
    "hold": gettext_noop("hold"),
    "stop_dosing": gettext_noop("stop dosing"),
    "transfer": gettext_noop("transfer"),
    "may_leave": gettext_noop("may leave"),
    "stay": gettext_noop("stay"),
    "struck": gettext_noop("Struck out"),
    "replaced": gettext_noop("Corrected"),
    "wrong_person": gettext_noop("Was another person's; hidden"),
    "serious_event": gettext_noop("Serious event: %(text)s"),
    "death": gettext_noop("Death: %(text)s"),
    "looked_into": gettext_noop("Looked into, care may go on: %(text)s"),
    "none": gettext_noop("none"),
    "mild": gettext_noop("mild"),
    "moderate": gettext_noop("moderate"),
    "severe": gettext_noop("severe"),
}
# As whoever chose it knows it.
SCENE_NAMES = {
    "strings": gettext_noop("Slow strings"),
    "water": gettext_noop("Water and glass"),
    "voices": gettext_noop("Low choir"),
    "shore": gettext_noop("Shore"),
    "forest": gettext_noop("Night forest"),
    "drone": gettext_noop("Warm drone"),
    "bowls": gettext_noop("Glass and bells"),
    "roof": gettext_noop("Rain on a roof"),
    "pink": gettext_noop("Plain noise"),
}
PLAYED_NAMES = {
    **SCENE_NAMES,
    OWN_MUSIC: gettext_noop("Their own music"),
    CLINIC_MUSIC: gettext_noop("The clinic’s music"),
}
_UNITS = {
    "pulse": gettext_noop("pulse %(value)s"),
    "spo2": gettext_noop("SpO2 %(value)s"),
    "resp": gettext_noop("%(value)s breaths a minute"),
    "temp": gettext_noop("%(value)s °C"),
    "sedation": gettext_noop("sedation %(value)s"),
}


def say(entry: Entry, state: State, translate: Translate = _same) -> str:
    """One line for an entry: "BP 152/90, pulse 74". What came of it stands in its marks."""
    if entry.kind not in _SAY:
        return entry.kind
    words = _SAY[entry.kind](entry.data, translate)
    corrected = _corrected(entry, state, translate) if "data" in entry.data else ""
    return f"{corrected.rstrip('.')}. {words}" if corrected else words


def _corrected(entry: Entry, state: State, translate: Translate) -> str:
    """What a correction puts in the place of the old value."""
    kind = state["amended"].get(entry.data.get("of"), {}).get("kind")
    if kind is None:
        return ""
    try:
        return _SAY[kind](clean(kind, entry.data["data"]), translate)
    except Refused:
        return ""


def _join(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def number(value: float) -> str:
    """As it was written: 37.5, 120, never 1.2e+02."""
    return str(int(value)) if float(value).is_integer() else str(value)


def _plain(key: str) -> str:
    """A key of a protocol as a word, when nothing better is at hand."""
    return key.replace("_", " ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _moved(data: Mapping[str, Any], _: Translate) -> str:
    if data.get("how") == "missed":
        return _join(_("Did not take place: the session was missed"), data.get("reason", ""))
    return _join(_(STAGE_NAMES[Stage(data["to"])]), data.get("reason", ""))


def _dose(data: Mapping[str, Any], _: Translate) -> str:
    amount = f"{number(data['amount'])} {data.get('unit', '')}".strip() if "amount" in data else ""
    device = _("device %(number)s") % {"number": data["device_no"]} if "device_no" in data else ""
    checker = _("second check: %(name)s") % {"name": data["checker"]} if "checker" in data else ""
    witness = _("witness: %(name)s") % {"name": data["witness"]} if "witness" in data else ""
    lot = _("lot %(number)s") % {"number": data["lot"]} if "lot" in data else ""
    return _join(_(_SAYS[data["event"]]), amount, data.get("text", ""), device, lot, checker, witness)


def _reading(data: Mapping[str, Any], _: Translate) -> str:
    pressure = ""
    if "sys" in data or "dia" in data:
        both = {side: number(data[side]) if side in data else "?" for side in ("sys", "dia")}
        pressure = _("BP %(sys)s/%(dia)s") % both
    others = [_(words) % {"value": number(data[key])} for key, words in _UNITS.items() if key in data]
    how = [data.get(key, "") for key in ("arm", "cuff", "position", "note")]
    device = _("from the device") if data.get("source") == "device" else ""
    again = _("repeated") if "repeat_of" in data else ""
    return _capital(_join(pressure, *others, again, *how, device))


def _look_in(data: Mapping[str, Any], _: Translate) -> str:
    return _("Looked in: %(sign)s") % {"sign": _plain(data["sign"])}


def _effect(data: Mapping[str, Any], _: Translate) -> str:
    severity = _(_SAYS[data["severity"]]) if "severity" in data else ""
    words = _join(_capital(_plain(data["name"])), severity, data.get("note", ""))
    return _("Danger: %(what)s") % {"what": words} if data.get("danger") else words


def _help(data: Mapping[str, Any], _: Translate) -> str:
    return _(_SAYS[data["what"]])


def _medicine(data: Mapping[str, Any], _: Translate) -> str:
    return _join(data["name"], data.get("amount", ""), data.get("why", ""))


def _note(data: Mapping[str, Any], _: Translate) -> str:
    return str(data["text"])


def _music(data: Mapping[str, Any], _: Translate) -> str:
    what = data["what"]
    words = _(_SAYS[f"music.{what}"])
    if what == "path":
        return words % {"path": _(_SAYS[f"path.{data['path']}"])}
    if what == "asked":
        scene = _(SCENE_NAMES.get(data.get("scene", ""), ""))
        agreed = _("the patient was asked and said yes") if data.get("agreed") else ""
        return _join(words % {"want": _(_SAYS[f"want.{data['want']}"])}, scene, agreed)
    tells = ("begun", "calmer", "planned", "scene", "kept")
    scene = _(PLAYED_NAMES.get(data.get("scene", ""), "")) if what in tells else ""
    why = _(_SAYS[f"why.{data['why']}"]) if "why" in data else ""
    asked = _("as asked") if "answers" in data and what != "not_done" else ""
    return _join(words, scene, _(_SAYS[data["instead"]]) if "instead" in data else "", why, asked)


def _check(data: Mapping[str, Any], _: Translate) -> str:
    words = _("Checked: %(what)s") if data["met"] else _("Not met: %(what)s")
    return _join(words % {"what": _plain(data["key"])}, data.get("value", ""), data.get("note", ""))


def _override(data: Mapping[str, Any], _: Translate) -> str:
    telephone = _("by telephone") if data.get("telephone") else ""
    return _join(_("Lifted: %(what)s") % {"what": _plain(data["check"])}, data["reason"], telephone)


def _decision(data: Mapping[str, Any], _: Translate) -> str:
    words = _("Decided about leaving: %(choice)s") if data["about"] == "leave" else _("Decided: %(choice)s")
    told = _("told: %(name)s") % {"name": data["told"]} if "told" in data else ""
    repeated = _("repeated: %(how)s") % {"how": data["repeated"]} if "repeated" in data else ""
    said = f"“{data['said']}”" if "said" in data else ""
    return _join(words % {"choice": _(_SAYS[data["choice"]])}, told, said, repeated)


def _stop(data: Mapping[str, Any], _: Translate) -> str:
    words = f"“{data['words']}”" if "words" in data else ""
    return _join(_("Stop: the patient does not want to go on"), words)


def _missed(data: Mapping[str, Any], _: Translate) -> str:
    if data["check"] == "help":
        return _("Nobody answered the call for help; all staff were told")
    return _("No word in time that this was seen to: %(what)s") % {"what": _plain(data["check"].split(":")[0])}


def _scale(data: Mapping[str, Any], _: Translate) -> str:
    return f"{data['name']} {number(data['value'])} ({data['scale_version']})"


def _signature(data: Mapping[str, Any], _: Translate) -> str:
    return _("Signed: %(statement)s") % {"statement": data["statement"]}


def _serious(data: Mapping[str, Any], _: Translate) -> str:
    return _(_SAYS[data["what"]]) % {"text": data["text"]}


def _amendment(data: Mapping[str, Any], _: Translate) -> str:
    return f"{_(_SAYS[data['how']])}: {data['reason']}"


_SAY: dict[str, Callable[[Mapping[str, Any], Translate], str]] = {
    "moved": _moved, "dose": _dose, "reading": _reading, "look_in": _look_in, "effect": _effect, "help": _help,
    "medicine": _medicine, "note": _note, "music": _music, "check": _check, "override": _override,
    "decision": _decision, "stop": _stop, "missed": _missed, "scale": _scale, "signature": _signature,
    "serious": _serious, "amendment": _amendment,
}  # fmt: skip
