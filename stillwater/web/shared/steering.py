"""Steering a session's sound from beside the patient: what may be asked of their phone, and what it says that it did."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_noop

from stillwater.kit.clock import from_iso
from stillwater.soundscape.rules.music import CLINIC_MUSIC
from stillwater.soundscape.rules.scenes import rings
from stillwater.treatment.models import Session
from stillwater.treatment.queries import Sound
from stillwater.treatment.rules.kinds import OWN_MUSIC
from stillwater.treatment.rules.played import HOW as KINDS_OF_HOW
from stillwater.treatment.rules.played import Stretch
from stillwater.treatment.rules.settings import State
from stillwater.treatment.rules.steering import now_of, offered, scene_now, scenes_offered
from stillwater.treatment.rules.summary import PLAYED_NAMES

OPEN = ("arrived", "ready", "under_way", "recovering")
ASKS = {
    "softer": gettext_noop("Softer"), "louder": gettext_noop("As loud as before"), "pause": gettext_noop("Pause"),
    "resume": gettext_noop("Play again"), "off": gettext_noop("Sound off"), "calmer": gettext_noop("Change to %(scene)s"),
    "planned": gettext_noop("Back to %(scene)s"), "longer": gettext_noop("Let it go on without an end"),
    "scene": gettext_noop("%(scene)s"), "grounding": gettext_noop("More grounding"), "brighter": gettext_noop("Brighter"),
    "plain": gettext_noop("Neither brighter nor more grounding"), "no_bells": gettext_noop("Without bells"),
    "bells": gettext_noop("With bells again"), "no_voice": gettext_noop("Without the voice"),
    "voice": gettext_noop("With the voice again"),
}  # fmt: skip
AGREED = gettext_noop("%(name)s says yes: play again")
NOW = {
    "": gettext_noop("The sound has not begun on %(name)s’s phone."),
    "playing": gettext_noop("%(name)s’s phone plays %(scene)s."),
    "paused": gettext_noop("Paused on %(name)s’s phone since %(time)s."),
    "off": gettext_noop("Off on %(name)s’s phone since %(time)s."),
    "ended": gettext_noop("The sound came to its end at %(time)s."),
    "missing": gettext_noop("There is no sound on %(name)s’s phone."),
    "room_speaker": gettext_noop("Sound comes from the room’s speaker since %(time)s."),
    "silence": gettext_noop("Silence was chosen at %(time)s."),
}
WAITS = gettext_noop(
    "%(what)s, asked at %(time)s by %(who)s. %(name)s’s phone has not answered yet, so it may not have been heard."
)
NOT_HERE = gettext_noop("%(what)s, asked at %(time)s by %(who)s: that sound is not on %(name)s’s phone.")
UNTOUCHED = gettext_noop(
    "%(what)s, asked at %(time)s by %(who)s: %(name)s’s phone waits for a touch on its own screen."
)
HEARD = gettext_noop("%(what)s, asked by %(who)s: done on %(name)s’s phone at %(time)s.")
PLAYED = {
    "playing": gettext_noop("%(scene)s"), "paused": gettext_noop("Paused"),
    "off": gettext_noop("Off"), "ended": gettext_noop("The sound had come to its end"),
    "missing": gettext_noop("No sound on the phone"), "room_speaker": gettext_noop("The room’s speaker"),
    "silence": gettext_noop("Silence, as chosen"),
}  # fmt: skip
HOW = {
    "softer": gettext_noop("softer"), "grounding": gettext_noop("more grounding"), "brighter": gettext_noop("brighter"),
    "no_bells": gettext_noop("without bells"), "no_voice": gettext_noop("without its voice"),
}  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """One button: what it asks of the phone."""

    want: str
    words: str
    agreed: bool = False
    scene: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """What it sends, besides what it is."""
        more = {"agreed": "true"} if self.agreed else {}
        return {"what": "asked", "want": self.want, **more, **({"scene": self.scene} if self.scene else {})}

    @property
    def json(self) -> str:
        return json.dumps({**self.facts, **({"agreed": True} if self.agreed else {})})

    @property
    def key(self) -> str:
        return self.scene or self.want


@dataclass(frozen=True)
class Steering:
    """How the sound is by the phone's own word, what it has not answered yet or could not do, and what may be asked."""

    now: str
    waits: list[str]
    done: list[str]
    hint: str
    asks: tuple[Ask, ...]
    scenes: tuple[Ask, ...] = ()


@dataclass(frozen=True)
class Played:
    """A stretch in words."""

    began: str
    ended: str
    words: str
    asked_by: str


def steering_of(session: Session, state: State, sound: Sound | None, *, may: bool, beside: bool) -> Steering:
    """`may`: the asker may record this; `beside`: they are with the patient, so that they can ask before it plays again."""
    name = session.patient.first_name
    wants: tuple[str, ...] = ()
    if may and state["stage"] in OPEN:
        wants = offered(
            state,
            beside=beside,
            rests=bool(sound and sound.rest),
            rings=_rings(state, sound),
            speaks=bool(sound and sound.speaks),
        )
    asks = tuple(_ask(want, state, sound, name) for want in wants)
    others = scenes_offered(state, sound.scene, sound.others) if sound and wants else ()
    scenes = tuple(Ask("scene", scene_name(scene), scene=scene) for scene in others)
    waits, done = _told(state, name)
    return Steering(_now(state, sound, name), waits, done, _hint(state, name, beside) if wants else "", asks, scenes)


def _rings(state: State, sound: Sound | None) -> bool:
    """Whether there are bells to leave out."""
    if sound is None:
        return False
    here = scene_now(state, sound.scene)
    return sound.rings if here == sound.scene else rings(here)


def _ask(want: str, state: State, sound: Sound | None, name: str) -> Ask:
    there = sound.calmer if sound and want == "calmer" else sound
    scene = there.scene if there else ""
    if want == "planned":  # what was begun with, which may be music of their own
        scene = state["sound"]["first"] or scene
    agreed = state["sound"]["held"] and want == "resume"
    words = AGREED if agreed else ASKS[want]
    return Ask(want, gettext(words) % {"name": name, "scene": scene_name(scene, within=True)}, agreed)


def _now(state: State, sound: Sound | None, name: str) -> str:
    fact = state["sound"]["is"].get("flow", {})
    key = fact.get("instead") or fact.get("now", "")
    here = state["sound"]["is"].get("scene", fact).get("scene") or (sound.scene if sound else "")
    how = [now for each in KINDS_OF_HOW if (now := now_of(state, each)) in HOW]
    scene = with_how(scene_name(here, within=True), how)
    return gettext(NOW[key]) % {"name": name, "scene": scene, "time": _time(fact["at"]) if fact else ""}


def with_how(scene: str, how: Iterable[str]) -> str:
    """ "Slow strings, softer, without bells"."""
    return ", ".join([scene, *(gettext(HOW[each]) for each in how)])


def _told(state: State, name: str) -> tuple[list[str], list[str]]:
    """What the phone has not done, in words, and the last that it has."""
    waits, done = [], []
    for ask in sorted(state["sound"]["asked"].values(), key=lambda ask: str(ask["at"])):
        facts = {"what": _asked_words(ask), "who": ask["by"], "time": _time(ask["at"]), "name": name}
        answer = ask["answer"]
        if answer is None:
            waits.append(gettext(WAITS) % facts)
        elif answer["what"] == "not_done":
            waits.append(gettext(NOT_HERE if answer["why"] == "not_here" else UNTOUCHED) % facts)
        else:
            done.append((answer["at"], gettext(HEARD) % {**facts, "time": _time(answer["at"])}))
    return waits, [words for _, words in sorted(done)[-1:]]


def _asked_words(ask: dict[str, Any]) -> str:
    said = {"calmer": gettext("The calmer sound"), "planned": gettext("The planned sound")}
    return said.get(ask["want"]) or gettext(ASKS[ask["want"]]) % {"scene": scene_name(ask.get("scene", ""))}


def _hint(state: State, name: str, beside: bool) -> str:
    if not state["sound"]["held"]:
        return ""
    if beside:
        return gettext("It was paused on the phone itself. Ask %(name)s before it plays again.") % {"name": name}
    return gettext("It was paused on the phone itself. Only somebody beside %(name)s can ask.") % {"name": name}


def played_words(stretches: Iterable[Stretch], *, mine: bool = False) -> list[Played]:
    """What played when, each stretch in words. `mine`: said to whoever heard it."""
    found = []
    for one in stretches:
        words = gettext(PLAYED[one.what]) % {"scene": with_how(scene_name(one.scene, mine=mine), one.how)}
        ended = _clock(one.ended_at) if one.ended_at else ""
        found.append(Played(_clock(one.began_at), ended, words, one.asked_by))
    return found


def scene_name(scene: str, *, mine: bool = False, within: bool = False) -> str:
    """As whoever chose it knows it. `mine`: said to whoever heard it; `within`: inside a sentence."""
    if scene == OWN_MUSIC and mine:
        return gettext("Your own music")
    if scene == OWN_MUSIC and within:
        return gettext("their own music")
    if scene == CLINIC_MUSIC and within:
        return gettext("the clinic’s music")
    return gettext(PLAYED_NAMES[scene]) if scene in PLAYED_NAMES else gettext("the planned sound")


def _time(at: str) -> str:
    return _clock(from_iso(at))


def _clock(at: Any) -> str:
    return date_format(localtime(at), "H:i")
