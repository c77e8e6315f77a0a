"""The sound of a session: what people in the room ask of the patient's phone, and what the phone says that it did.

What is asked settles one of seven things: how loud (level), whether it plays (flow), which sound (scene), whether its rest
goes on (rest), and where the phone makes the sound itself, how it sounds (tone), whether bells do (bells), and whether a
guide speaks (voice). Of each the last word counts, a touch on the phone itself among them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from stillwater.kit.clock import iso
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.marks import no_effect, who_when
from stillwater.treatment.rules.settings import Settings, State

SETTLES = {
    "softer": "level", "louder": "level", "pause": "flow", "resume": "flow", "off": "flow",
    "calmer": "scene", "planned": "scene", "scene": "scene", "longer": "rest",
    "grounding": "tone", "brighter": "tone", "plain": "tone", "no_bells": "bells", "bells": "bells",
    "no_voice": "voice", "voice": "voice",
}  # fmt: skip
# What the phone says it did: which of the seven it settles, and how that is now.
DONE = {
    "begun": ("flow", "playing"), "resumed": ("flow", "playing"), "paused": ("flow", "paused"), "off": ("flow", "off"),
    "ended": ("flow", "ended"), "missing": ("flow", "missing"), "softer": ("level", "softer"), "louder": ("level", "louder"),
    "calmer": ("scene", "calmer"), "planned": ("scene", "planned"), "scene": ("scene", "scene"), "longer": ("rest", "longer"),
    "grounding": ("tone", "grounding"), "brighter": ("tone", "brighter"), "plain": ("tone", "plain"),
    "no_bells": ("bells", "no_bells"), "bells": ("bells", "bells"), "no_voice": ("voice", "no_voice"), "voice": ("voice", "voice"),
}  # fmt: skip
# What only the phone that makes its sound itself can do.
MADE_ONLY = {"tone": ("grounding", "brighter", "plain"), "bells": ("no_bells", "bells"), "voice": ("no_voice", "voice")}
_WANTED = {"pause": "paused", "resume": "playing"}
NOT_ASKED = "the sound was paused on the patient's phone. Ask first, and touch when the answer is yes."
NOT_THERE = "the sound was paused on the patient's phone. Only somebody beside them can ask."


def apply_music(state: State, entry: Entry, settings: Settings) -> None:
    what, sound = entry.data["what"], state["sound"]
    if what == "asked":
        _asked(state, entry, settings)
    elif "answers" in entry.data and entry.author.kind != "patient":
        no_effect(state, entry, "only the patient's phone says what it did.")
    elif what == "kept":
        state["sound"] = {**sound, "kept": entry.data.get("scene", "")}
    elif what == "path":
        _plays_by(state, entry.data["path"])
    elif what == "not_done":
        _answered(state, entry)
    else:
        _done(state, entry)


def _plays_by(state: State, path: str) -> None:
    """A file sounds as it was made: what the phone had made of it is over."""
    sound = state["sound"]
    here = sound["is"] if path == "made" else {key: fact for key, fact in sound["is"].items() if key not in MADE_ONLY}
    state["sound"] = {**sound, "path": path, "is": here}


def _asked(state: State, entry: Entry, settings: Settings) -> None:
    """The last word of its kind. "Pause sound" never resumes alone (S14): what the patient paused goes on only when
    somebody beside them has asked and says so.
    """
    sound, want = state["sound"], entry.data["want"]
    if want == "resume" and sound["held"]:
        if settings.protocol.setting == "home" and entry.author.kind == "staff":
            return no_effect(state, entry, NOT_THERE)
        if not entry.data.get("agreed"):
            return no_effect(state, entry, NOT_ASKED)
    ask = {
        "want": want, "agreed": entry.data.get("agreed", False), **who_when(entry), "by_kind": entry.author.kind,
        "answer": sound["answers"].get(str(entry.id)),
    }  # fmt: skip
    if want == "scene":
        ask["scene"] = entry.data.get("scene", "")
    state["sound"] = {**sound, "asked": {**sound["asked"], SETTLES[want]: ask}}
    return None


def _answered(state: State, entry: Entry) -> None:
    """The first answer of a phone to what was asked counts, and may come before its question."""
    sound, of = state["sound"], entry.data.get("answers")
    if of is None or of in sound["answers"]:
        return
    answer = {"what": entry.data["what"], "at": iso(entry.when), "why": entry.data.get("why", "")}
    asked = {key: {**ask, "answer": answer} if ask["entry"] == of else ask for key, ask in sound["asked"].items()}
    state["sound"] = {**sound, "answers": {**sound["answers"], of: answer}, "asked": asked}


def _done(state: State, entry: Entry) -> None:
    _answered(state, entry)
    sound, data, by = state["sound"], entry.data, entry.author.kind
    key, now = DONE[data["what"]]
    fact = {"now": now, **who_when(entry), "by_kind": by, "own": "answers" not in data}
    fact |= {name: data[name] for name in ("scene", "instead") if name in data}
    asked = sound["asked"]
    if fact["own"]:  # somebody's own touch is newer than what was asked before it
        asked = {name: ask for name, ask in asked.items() if name != key}
    held = _held(sound["held"], fact) if key == "flow" else sound["held"]
    state["sound"] = {
        **sound, "is": {**sound["is"], key: fact}, "asked": asked, "held": held, "first": _first(sound, data),
    }  # fmt: skip


def _first(sound: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """What there is to go back to: the scene that was begun with, or own music. A phone that is opened anew begins with the
    one that it had been changed to.
    """
    began = data["what"] == "begun" and sound["is"].get("scene", {}).get("now") not in ("calmer", "scene")
    return str(data.get("scene", "")) if began or data["what"] == "planned" else str(sound["first"])


def _held(before: bool, fact: dict[str, Any]) -> bool:
    """Whether only the patient lifts the pause: they made it, or their phone did. Whatever else was asked of a sound that
    pauses (off, and on again) does not lift it.
    """
    if fact["now"] == "paused":
        return before or (fact["own"] and fact["by_kind"] == "patient")
    return before and fact["now"] == "off"


def now_of(state: State, key: str) -> str:
    """How one of the seven is on the phone, by its own word; empty when it never said."""
    return str(state["sound"]["is"].get(key, {}).get("now", ""))


def wanted(state: State, key: str) -> str:
    """How it will be once the phone has heard of what was asked."""
    ask = state["sound"]["asked"].get(key)
    return _WANTED.get(ask["want"], ask["want"]) if ask and not ask["answer"] else now_of(state, key)


def offered(state: State, *, beside: bool, rests: bool, rings: bool = False, speaks: bool = False) -> tuple[str, ...]:
    """What can be asked of the phone now. What it cannot do is not offered. `beside`: the asker is with the patient;
    `rests`: the sound has a rest that comes round; `rings`: there are bells in it; `speaks`: a guide does.
    """
    sound, flow = state["sound"], wanted(state, "flow")
    if flow in ("", "ended", "missing"):
        return ()
    found = ["louder" if wanted(state, "level") == "softer" else "softer"]
    if flow == "playing":
        found.append("pause")
    elif beside or not sound["held"]:
        found.append("resume")
    if wanted(state, "scene") in ("calmer", "scene"):
        found.append("planned")
    elif sound["kept"]:
        found.append("calmer")
    if sound["path"] == "made":
        for key, wants in MADE_ONLY.items():
            if (key == "bells" and not rings) or (key == "voice" and not speaks):
                continue
            found += [want for want in wants if want != (wanted(state, key) or wants[-1])]
    if flow != "off":
        found.append("off")
    if rests and wanted(state, "rest") != "longer":
        found.append("longer")
    return tuple(found)


def steering(state: State) -> dict[str, Any]:
    """The part of a state that the patient's phone steers by."""
    sound: dict[str, Any] = state["sound"]
    return {key: sound[key] for key in ("asked", "is", "held", "kept", "path")}


def scene_now(state: State, planned: str) -> str:
    """The scene that plays, or will once the phone has heard of what was asked; `planned`: the planned sound's."""
    ask, fact = state["sound"]["asked"].get("scene"), state["sound"]["is"].get("scene")
    word = ask if ask and not ask["answer"] else fact
    return str((word or {}).get("scene", "")) or planned


def scenes_offered(state: State, planned: str, left: Iterable[str]) -> tuple[str, ...]:
    """Other scenes that can be asked for, of those that may sound: only a phone that makes its sound itself has them."""
    if state["sound"]["path"] != "made" or wanted(state, "flow") in ("", "ended", "missing"):
        return ()
    here = scene_now(state, planned)
    return tuple(scene for scene in left if scene not in (here, planned))
