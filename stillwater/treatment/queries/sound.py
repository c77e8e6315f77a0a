"""The sound of a session: how far it is, and where its files lie."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stillwater.soundscape.models import RenderedFile, Rendering
from stillwater.soundscape.queries import file_of, path_of, rendering_for
from stillwater.soundscape.rules import SCENES, TICKS_A_SECOND, Programme, in_scene, may_sound, taste_list
from stillwater.soundscape.rules.programme import VERSION, Cue
from stillwater.soundscape.rules.row import Held, held_in
from stillwater.treatment.models import Session


@dataclass(frozen=True)
class Sound:
    """How far the sound of a session is, and its two files once they are there. `calmer`: the other one, to change to."""

    part_done: float
    trouble: str
    seconds: float
    files: dict[str, RenderedFile]  # "full", "soft"
    rest: tuple[float, float] | None = None  # seconds: what may be repeated while nobody has come to an end
    scene: str = ""
    rings: bool = False
    speaks: bool = False
    others: tuple[str, ...] = ()  # scenes of which anything may sound for this listener
    calmer: "Sound | None" = None
    cues: tuple[Cue, ...] = ()  # the guides that speak in it
    voiceless: str = ""  # why they do not, though it was planned; or why the clinic's music is not in it
    music: Held | None = None  # the clinic's music that it begins with

    @property
    def is_ready(self) -> bool:
        return len(self.files) == len(KINDS_OF_FILE)


KINDS_OF_FILE = {"full": RenderedFile.USUAL, "soft": RenderedFile.SOFTER}
CALMER = "calmer-"  # before the name of a file of the other sound


def sound_of(session: Session) -> Sound | None:
    """The session's sound; None when none was planned (S6: that never holds up treatment)."""
    planned = _sound(session.sound_hash)
    return replace(planned, calmer=_sound(session.calmer_hash)) if planned else None


def _sound(plan_hash: str | None) -> Sound | None:
    rendering = rendering_for(plan_hash) if plan_hash else None
    if rendering is None:
        return None
    by_kind = {file.kind: file for file in rendering.files.all()} if rendering.finished_at else {}
    files = {which: by_kind[kind] for which, kind in KINDS_OF_FILE.items() if kind in by_kind}
    music = held_in(rendering.plan)
    loop, scene = rendering.plan.get("loop"), rendering.plan.get("scene", "")
    if music and rendering.voiceless:  # the planned scene alone was made
        scene = music.behind
    rest = (loop[0] / TICKS_A_SECOND, loop[1] / TICKS_A_SECOND) if loop else None
    cues = tuple(Cue(*row) for row in rendering.plan.get("cues", ()))
    return Sound(
        rendering.part_done, rendering.error, rendering.seconds or 0.0, files, rest, scene,
        bool(rendering.plan.get("events")), bool(cues) and not rendering.voiceless,
        () if music else _others(rendering.plan), cues=cues, voiceless=rendering.voiceless, music=music,
    )  # fmt: skip


def _others(plan: dict[str, Any]) -> tuple[str, ...]:
    never, tastes = plan.get("never", ()), taste_list(dict(plan.get("tastes", ())))
    return tuple(scene for scene in SCENES if may_sound(scene, never, tastes))


def score_of(session: Session, scene: str) -> Programme | None:
    """What a phone that makes the sound itself plays: the planned score, the calmer one, or the planned one in another scene
    that may sound for this listener. None for what is not planned, or may not; and beside the clinic's music, of which there is
    a file alone.
    """
    found = [one for key in (session.sound_hash, session.calmer_hash) if key and (one := rendering_for(key))]
    if any(held_in(one.plan) for one in found):
        return None
    scores = [_score(one) for one in found]
    for score in scores:
        if score.scene == scene:
            return score
    if not session.sound_hash or not scores or scene not in _others(found[0].plan) or scores[0].version != VERSION:
        return None
    return in_scene(scores[0], scene)


def _score(rendering: Rendering) -> Programme:
    """As it was rendered: where no voice could be made, the bed does not step back for one."""
    score = Programme.from_data(rendering.plan)
    return replace(score, cues=()) if rendering.voiceless else score


def sound_file(session: Session, which: str) -> Path | None:
    """Where the session's "full" or "soft" file lies, or the calmer one's ("calmer-full", "calmer-soft"), if it is there."""
    plan_hash = session.calmer_hash if which.startswith(CALMER) else session.sound_hash
    kind = KINDS_OF_FILE.get(which.removeprefix(CALMER))
    file = file_of(plan_hash, kind) if kind and plan_hash else None
    return path_of(file) if file else None
