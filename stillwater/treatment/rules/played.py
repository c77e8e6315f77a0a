"""What played when in a session, as the patient's phone told it, and who wanted it so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from stillwater.kit.clock import from_iso
from stillwater.treatment.rules.amendments import amend
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.settings import State
from stillwater.treatment.rules.steering import DONE, MADE_ONLY

OVER = ("left", "closed", "transferred", "called_off")
HOW = ("level", "tone", "bells", "voice")
USUAL = ("louder", "plain", "bells", "voice")


@dataclass(frozen=True)
class Stretch:
    """One stretch of a session's sound. `what`: playing, paused, off, ended, missing, room_speaker or silence; `scene`:
    which one, as the phone said it; `how`: softer, grounding, brighter, no_bells, no_voice; `asked_by`: who asked for it, where it
    was not a touch on the phone itself.
    """

    began_at: datetime
    ended_at: datetime | None
    what: str
    scene: str = ""
    how: tuple[str, ...] = ()
    asked_by: str = ""


def played(entries: Iterable[Entry], state: State) -> list[Stretch]:
    """Every stretch in order; the last one is open while the session goes on. `state`: what these entries fold to."""
    amended = amend(list(entries))
    standing = [entry for entry in amended.entries if not amended.is_out(entry.id)]
    asked = {str(entry.id): entry.author.name for entry in standing if entry.data.get("what") == "asked"}
    found: list[Stretch] = []
    scene, how = "", dict[str, str]()
    over = next((from_iso(move["at"]) for move in state["stages"] if move["to"] in OVER), None)
    for entry in filter(_tells, standing):
        if over and entry.when > over:
            found = _closed(found, over)
        data, last = entry.data, found[-1] if found and found[-1].ended_at is None else None
        key, now = DONE.get(data["what"], ("path", data.get("path", "")))
        scene = data.get("scene", scene)
        if key in HOW:
            how = {**how, key: now}
        elif now == "file":
            how = {name: word for name, word in how.items() if name not in MADE_ONLY}
        what = data.get("instead", now) if key == "flow" else (last.what if last else "")
        ways = tuple(how[each] for each in HOW if how.get(each) not in (None, *USUAL))
        shown = (what, scene, ways) if what == "playing" else (what, "", ())
        if what and not (last and shown == (last.what, last.scene, last.how)):
            following = Stretch(entry.when, None, shown[0], shown[1], shown[2], asked.get(data.get("answers", ""), ""))
            found = [*_closed(found, entry.when), following]
    found = _closed(found, over) if over else found
    return [one for one in found if one.ended_at is None or one.ended_at > one.began_at]


def _tells(entry: Entry) -> bool:
    """Whether an entry says how the sound is. What is only asked has not been heard."""
    if entry.kind != "music" or entry.data["what"] not in (*DONE, "path"):
        return False
    return "answers" not in entry.data or entry.author.kind == "patient"


def _closed(found: list[Stretch], at: datetime) -> list[Stretch]:
    if not found or found[-1].ended_at is not None or found[-1].began_at > at:
        return found
    return [*found[:-1], replace(found[-1], ended_at=at)]
